"""Colour tables: read as the specification has them, and broken ones named with their line."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cubes import cube_text
from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.media import probe
from tiktok_photo_video.media.luts import ColorTable, load_lut
from tiktok_photo_video.timeline.model import MediaKind

TWO = "0 0 0\n1 1 1\n"


def read(tmp_path: Path, content: str | bytes) -> ColorTable:
    path = tmp_path / "my.cube"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load_lut(path, name="my.cube")


@pytest.mark.requirement("lut-files")
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_lattice_is_read_red_first(tmp_path: Path, newline: str, mark: str) -> None:
    text = cube_text(3, lambda r, g, b: (r / 2, g, b), title="Half red")
    table = read(tmp_path, mark + text.replace("\n", newline))
    assert (table.dimensions, table.size, table.values.shape) == (3, 3, (3, 3, 3, 3))
    assert np.allclose(table.values[2, 1, 2], (0.5, 0.5, 1.0))


@pytest.mark.requirement("lut-files")
def test_curves_comments_and_domains_are_read(tmp_path: Path) -> None:
    text = f"# mine\nLUT_1D_SIZE 2\nDOMAIN_MIN -1 -1 -1\nDOMAIN_MAX 2 2 2 # wide\n\n{TWO}"
    table = read(tmp_path, text)
    assert (table.dimensions, table.size) == (1, 2)
    assert (table.low, table.high) == ((-1.0, -1.0, -1.0), (2.0, 2.0, 2.0))


@pytest.mark.requirement("lut-files")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"LUT_3D_SIZE 2\n{TWO}", "it has 2 colours, and its size says 8"),
        (f"LUT_1D_SIZE 2\n{TWO}0 0 0\n", "it has more colours than its size 2 says"),
        ("LUT_1D_SIZE 2\n0 0 0\n1 x 1\n", "line 3: not three numbers"),
        ("LUT_1D_SIZE 2\n0 0 0\n1 nan 1\n", "line 3: not three numbers"),
        ("LUT_1D_SIZE 2\n0 0 0\n1 1\n", "line 3: not three numbers"),
        ("LUT_3D_SIZE 4096\n0 0 0\n", "line 1: size 4096, not 2 to 129"),
        ("LUT_3D_SIZE 1\n0 0 0\n", "line 1: size 1, not 2 to 129"),
        ("LUT_3D_SIZE many\n", "line 1: no size"),
        (f"LUT_1D_SIZE 2\nLUT_3D_SIZE 2\n{TWO}", "line 2: a second size"),
        (f"0 0 0\nLUT_1D_SIZE 2\n{TWO}", "line 1: numbers before any LUT_3D_SIZE"),
        (f"LUT_1D_SIZE 2\nDOMAIN_MIN 1 1 1\n{TWO}", "its DOMAIN_MIN is not below its DOMAIN_MAX"),
        (f"LUT_1D_SIZE 2\nHELLO\n{TWO}", "line 2: HELLO is no word of such files"),
        ("LUT_1D_SIZE 2\n" + "1" * 400, "line 2 is too long"),
    ],
)
def test_a_broken_table_is_named_with_its_line(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(MediaError) as caught:
        read(tmp_path, text)
    assert caught.value.code == "media_bad_lut"
    assert caught.value.message == f"my.cube: the colour table cannot be used: {why}."


@pytest.mark.requirement("lut-files")
def test_a_table_is_judged_by_its_content_and_read_through_at_once(tmp_path: Path) -> None:
    path = tmp_path / "look.txt"
    path.write_text(cube_text(2, lambda r, g, b: (r, g, b)))
    assert probe(path, name="look.txt").kind is MediaKind.LUT
    path.write_text("LUT_3D_SIZE 2\n0 0 0\n")
    with pytest.raises(MediaError, match="it has 1 colours"):
        probe(path, name="look.txt")


@pytest.mark.requirement("lut-files")
@given(st.text("LUT_13DSIZE 0.5-\n#x", max_size=80))
def test_any_text_is_a_table_or_refused(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("luts") / "a.cube"
    path.write_text(f"LUT_1D_SIZE 2\n{text}", newline="")
    with suppress(MediaError):
        assert load_lut(path, name="a.cube").values.shape == (2, 3)
