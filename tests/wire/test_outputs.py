"""The file that an order wishes: written and read back, and nothing that cannot be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.wire.outputs import (
    DEFAULT_OUTPUT,
    PLAIN,
    EncoderChoice,
    FileFormat,
    FileWish,
    format_of_name,
    output_of,
    wish_in,
)
from tiktok_photo_video.wire.routes import EXTENSION_KEY

WISHES = st.builds(
    FileWish,
    format=st.sampled_from(FileFormat),
    short_side_px=st.none() | st.integers(16, 4320),
    shape=st.none() | st.tuples(st.integers(1, 100), st.integers(1, 100)),
    fps=st.none() | st.integers(1, 240),
    max_bytes=st.none() | st.integers(1, 2**40),
    encoder=st.sampled_from(EncoderChoice),
)


@pytest.mark.requirement("wire-file-wish")
@given(WISHES)
def test_a_wish_survives_the_wire(wish: FileWish) -> None:
    assert wish_in(output_of(wish)) == wish


@pytest.mark.requirement("wire-file-wish")
def test_an_order_without_wishes_is_what_every_backend_knows() -> None:
    assert output_of(PLAIN) == DEFAULT_OUTPUT
    assert PLAIN.is_plain
    assert wish_in({}) == wish_in({"quality": "low", "format": "MP4"}) == PLAIN


@pytest.mark.requirement("wire-file-wish")
@pytest.mark.parametrize(
    "output",
    [
        {"format": "mov"},
        {"format": 4},
        {EXTENSION_KEY: {"fps": 0}},
        {EXTENSION_KEY: {"fps": True}},
        {EXTENSION_KEY: {"short_side": "720p"}},
        {EXTENSION_KEY: {"max_bytes": -1}},
        {EXTENSION_KEY: {"shape": [9]}},
        {EXTENSION_KEY: {"shape": [0, 16]}},
        {EXTENSION_KEY: {"encoder": "magic"}},
        {EXTENSION_KEY: "fast"},
    ],
)
def test_what_no_file_can_be_is_refused(output: dict[str, object]) -> None:
    with pytest.raises(ProtocolError):
        wish_in(output)


@pytest.mark.requirement("wire-file-wish")
def test_a_name_tells_the_kind_of_file() -> None:
    assert format_of_name("夏 A.GIF") is FileFormat.GIF
    assert format_of_name("a.webm") is FileFormat.WEBM
    assert format_of_name("gif") is None
    assert FileFormat.GIF.media_type == "image/gif"
    assert FileFormat.WEBM.media_type == "video/webm"
