"""Letters: measured, drawn whole, and left out where no font has them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import UNHURRIED
from tiktok_photo_video.media.lettering import (
    Ink,
    Typeface,
    draw_lines,
    drawable,
    line_height,
    text_width,
    undrawable,
)

FACE = Typeface(40)
PLAIN = Ink("#ffffff")
FAINT = 40  # of 255: the soft last pixel of a letter that just fits


@pytest.mark.requirement("media-lettering")
@pytest.mark.parametrize(
    "text",
    [
        "Summer 2024!",
        "夏天的回忆",
        "夏日的回憶與海灘",
        "こんにちは世界",
        "안녕하세요",
        "Crème brûlée",
        "Привет",
        "100% & more — “quoted”…",
    ],
)
def test_the_languages_of_the_fonts_are_drawn_whole(text: str) -> None:
    assert undrawable(text) == ()
    assert drawable(text) == text
    assert draw_lines((text,), FACE, PLAIN)[..., 3].max() == 255


@pytest.mark.requirement("media-lettering")
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Party 🎉 time", "Party time"),
        ("👨‍👩‍👧 us", "us"),
        ("🎉", ""),
        ("a  b \n\n 🎉c", "a b\n\nc"),
        ("❤️", ""),
        ("", ""),
    ],
)
def test_what_cannot_be_drawn_leaves_no_box_and_no_hole(text: str, left: str) -> None:
    assert drawable(text) == left


@pytest.mark.requirement("media-lettering")
def test_each_missing_character_is_named_once() -> None:
    assert undrawable("🎉a🎉😀") == ("🎉", "😀")


@pytest.mark.requirement("media-lettering")
@UNHURRIED
@given(st.text(max_size=20))
def test_what_is_left_can_be_drawn(text: str) -> None:
    left = drawable(text)
    assert drawable(left) == left
    assert undrawable(left.replace("\n", "")) == ()


@pytest.mark.requirement("media-lettering")
def test_longer_larger_and_bolder_text_is_wider() -> None:
    assert text_width("", FACE) == 0
    assert text_width("HH", FACE) > text_width("H", FACE) > 0
    assert text_width("H", Typeface(80)) == pytest.approx(2 * text_width("H", FACE), rel=0.05)
    assert text_width("H", Typeface(40, 900)) > text_width("H", Typeface(40, 100))
    assert line_height(Typeface(80)) > line_height(FACE) > 40


def ink_box(rgba: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = (np.flatnonzero((rgba[..., 3] > 0).any(axis=axis)) for axis in (1, 0))
    return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])


@pytest.mark.requirement("media-lettering")
@pytest.mark.parametrize("stroke_px", [0, 4])
@pytest.mark.parametrize("text", ["gypq", "ÄÉÖ", "国語한", "|Wj|", "fjord"])
@pytest.mark.parametrize("size_px", [8, 42, 112])
def test_no_letter_is_cut_at_the_border(text: str, stroke_px: int, size_px: int) -> None:
    ink = Ink("#ffffff", "#000000", stroke_px)
    rgba = draw_lines((text, text), Typeface(size_px), ink)
    border = np.concatenate([rgba[0], rgba[-1], rgba[:, 0], rgba[:, -1]])
    assert border[:, 3].max() <= FAINT


@pytest.mark.requirement("media-lettering")
@UNHURRIED
@given(st.lists(st.text("abc 夏天", max_size=8), max_size=3), st.integers(8, 60))
def test_pictures_of_text_have_even_sides(lines: list[str], size_px: int) -> None:
    rgba = draw_lines(tuple(lines), Typeface(size_px), PLAIN)
    assert rgba.dtype == np.uint8
    assert rgba.shape[0] % 2 == rgba.shape[1] % 2 == 0
    assert rgba.shape[2] == 4


@pytest.mark.requirement("media-lettering")
def test_lines_are_centred() -> None:
    rgba = draw_lines(("HHHHHHHH", "H"), FACE, PLAIN)
    left, _, right, _ = ink_box(rgba[line_height(FACE) + 16 :])
    assert (left + right) / 2 == pytest.approx(rgba.shape[1] / 2, abs=2)


@pytest.mark.requirement("media-lettering")
def test_letters_and_stroke_have_their_colours() -> None:
    rgba = draw_lines(("H",), Typeface(80), Ink("#ff0000", "#0000ff", 6))
    opaque = {tuple(int(c) for c in pixel) for pixel in rgba[rgba[..., 3] == 255][:, :3]}
    assert {(255, 0, 0), (0, 0, 255)} <= opaque


@pytest.mark.requirement("media-lettering")
@pytest.mark.parametrize(
    "text",
    ["这是の茶", "奈雪の茶饮", "你们好 안녕", "BTS 방탄 演唱会门票"],
    ids=["no", "brand", "kr", "bts"],
)
def test_chinese_with_a_kana_or_a_hangul_in_it_loses_no_character(text: str) -> None:
    assert drawable(text) == text


@pytest.mark.requirement("media-lettering")
@pytest.mark.parametrize("space", ["\t", "\u2028", "\r\n", "\u2009"])
def test_odd_spaces_still_keep_words_apart(space: str) -> None:
    assert drawable(f"Hello{space}World").split() == ["Hello", "World"]


@pytest.mark.requirement("media-lettering")
@pytest.mark.parametrize("text", ["ẪỆỔ", "Î"])
@pytest.mark.parametrize("size_px", [42, 112])
def test_letters_with_tall_or_wide_accents_are_drawn_whole(text: str, size_px: int) -> None:
    rgba = draw_lines((text,), Typeface(size_px), Ink("#ffffff"))
    border = np.concatenate([rgba[0], rgba[-1], rgba[:, 0], rgba[:, -1]])
    assert border[:, 3].max() <= 40
