"""The options of an export's file."""

from __future__ import annotations

import pytest

from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.wire.outputs import CHAT_BYTES, EncoderChoice, FileFormat, FileWish
from tiktok_photo_video_tools.file_options import file_wish


@pytest.mark.requirement("export-wishes-heard")
@pytest.mark.parametrize(
    ("options", "wish"),
    [
        ({}, FileWish()),
        ({"name": "a.GIF"}, FileWish(FileFormat.GIF)),
        ({"size": "chat"}, FileWish(max_bytes=CHAT_BYTES)),
        ({"size": "720p"}, FileWish(short_side_px=720)),
        ({"size": "1080"}, FileWish(short_side_px=1080)),
        ({"size": "9.5 MB"}, FileWish(max_bytes=9_500_000)),
        ({"encoder": "NVENC"}, FileWish(encoder=EncoderChoice.NVENC)),
    ],
)
def test_options_say_which_file(options: dict[str, str], wish: FileWish) -> None:
    assert file_wish(**options) == wish


@pytest.mark.requirement("export-wishes-heard")
@pytest.mark.parametrize("options", [{"size": "4k"}, {"size": "0MB"}, {"encoder": "magic"}])
def test_other_options_are_refused_with_those_there_are(options: dict[str, str]) -> None:
    with pytest.raises(RequestError) as caught:
        file_wish(**options)
    assert caught.value.code == "unknown_option"
    assert caught.value.hint
