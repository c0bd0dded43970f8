"""Letters: measured, drawn whole, and left out where no font has them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import UNHURRIED
from tiktok_photo_video.media.lettering import (
    Ink,
    Letter,
    Typeface,
    draw_lines,
    drawable,
    line_height,
    measure_lines,
    text_width,
    undrawable,
)

FACE = Typeface(40)
PLAIN = Ink("#ffffff")
GLAGOLITIC = "Ⰰ"  # a script that no font here has
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
        "Привіт, їжак",
        "Ελλάδα, Ώρα",
        "Đà Nẵng tuyệt đẹp",
        "Şişli, Łódź, Őr",
        "رحلة إلى البحر، صيف",
        "می\u200cخواهم",
        "שלום, קיץ",
        "สวัสดีชาวโลก",
        "नमस्ते दुनिया",
        "বাংলা தமிழ் తెలుగు",
        "ລາວ ខ្មែរ မြန်မာ",
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
        (f"Party {GLAGOLITIC} time", "Party time"),
        (GLAGOLITIC, ""),
        (f"a  b \n\n {GLAGOLITIC}c", "a b\n\nc"),
        ("a\u200bb\u200ec\x07", "abc"),
        ("\u0301", ""),  # an accent on nothing
        ("q\U00016ff0", "q"),  # a letter with a mark that no font has
        ("\ud83d", ""),  # half a character, from broken JSON
        ("", ""),
    ],
)
def test_what_cannot_be_drawn_leaves_no_box_and_no_hole(text: str, left: str) -> None:
    assert drawable(text) == left


@pytest.mark.requirement("media-lettering")
def test_each_missing_character_is_named_once() -> None:
    assert undrawable("ⰀaⰀⰁ😀") == ("Ⰰ", "Ⰱ")


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
@pytest.mark.parametrize(
    "text", ["gypq", "ÄÉÖ", "国語한", "|Wj|", "fjord", "🎉a", "لله", "ที่นี่", "👍🏽❤️"]
)
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


EMOJI = {
    "heart": "❤️",
    "bare": "❤",
    "skin": "👍🏽",
    "flag": "🇵🇹",
    "subdivision": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "family": "👨‍👩‍👧‍👦",
    "profession": "👩🏽‍🚀",
    "keycap": "1️⃣",
    "rainbow": "🏳️‍🌈",
}


def colours(text: str, ink: Ink = PLAIN, size_px: int = 80) -> np.ndarray:
    """The colours of all opaque pixels, shape (n, 3)."""
    rgba = draw_lines((text,), Typeface(size_px), ink)
    return rgba[rgba[..., 3] == 255][:, :3].astype(int)


def red_pixels(found: np.ndarray) -> int:
    return int(((found[:, 0] > 180) & (found[:, 1] < 90) & (found[:, 2] < 110)).sum())


@pytest.mark.requirement("media-emoji")
@pytest.mark.parametrize("cluster", EMOJI.values(), ids=EMOJI)
def test_an_emoji_of_any_make_is_one_picture_wide(cluster: str) -> None:
    assert drawable(f"a{cluster}") == f"a{cluster}"
    assert undrawable(cluster) == ()
    assert text_width(cluster, FACE) == text_width("🎉", FACE)
    assert FACE.size_px <= text_width(cluster, FACE) <= 1.3 * FACE.size_px


@pytest.mark.requirement("media-emoji")
def test_emoji_keep_their_colours_and_have_no_stroke() -> None:
    blue = Ink("#0000ff", "#00ff00", 6)
    found = colours("❤️", blue)
    assert red_pixels(found) > 0.9 * len(found)
    assert not (found[:, 1] > 200).any()


@pytest.mark.requirement("media-emoji")
def test_a_flag_has_its_colours_and_skin_tones_differ() -> None:
    flag = colours("🇵🇹")
    assert red_pixels(flag) > 500
    assert ((flag[:, 1] > flag[:, 0] + 40) & (flag[:, 1] > flag[:, 2] + 40)).sum() > 500
    pale, dark = (float(colours(f"👍{tone}").mean()) for tone in "🏻🏿")
    assert pale > dark + 60


@pytest.mark.requirement("media-emoji")
def test_a_selector_says_whether_a_symbol_is_a_letter_or_a_picture() -> None:
    as_letter, as_picture = colours("☀\ufe0e"), colours("☀\ufe0f")
    assert (as_letter == 255).all()
    assert (as_picture[:, 2] < 120).any()
    assert (colours("1#*") == 255).all()


@pytest.mark.requirement("media-emoji")
@pytest.mark.parametrize(
    ("joined", "parts"), [("👩‍🎉", "👩🎉"), ("🇽🇽", "🇽\u200b🇽")], ids=["people", "flag"]
)
def test_what_nobody_has_joined_is_shown_by_its_parts(joined: str, parts: str) -> None:
    assert drawable(joined) == joined
    assert text_width(joined, FACE) == pytest.approx(text_width(parts, FACE))


@pytest.mark.requirement("media-emoji")
def test_an_emoji_stands_between_its_neighbours_on_their_line() -> None:
    rgba = draw_lines(("H🎉H",), Typeface(80), PLAIN)
    left, emoji, right = measure_lines(("H🎉H",), Typeface(80))[0].letters
    assert left.right == pytest.approx(emoji.left)
    assert emoji.right == pytest.approx(right.left)
    columns = slice(*(round(rgba.shape[1] / 2 + x) for x in (emoji.left, emoji.right)))
    rows = np.flatnonzero((rgba[:, columns, 3] > 128).any(axis=1))
    letter_rows = np.flatnonzero((rgba[:, : columns.start, 3] > 128).any(axis=1))
    assert rows[0] <= letter_rows[0]
    assert letter_rows[-1] <= rows[-1] <= letter_rows[-1] + 16


def lefts(line: str) -> list[float]:
    return [letter.left for letter in measure_lines((line,), FACE)[0].letters]


@pytest.mark.requirement("media-direction")
@pytest.mark.parametrize("text", ["שלום", "سلام", "אב 🎉 גד"])
def test_right_to_left_letters_stand_from_the_right(text: str) -> None:
    found = lefts(text)
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(text)


@pytest.mark.requirement("media-direction")
def test_each_part_of_a_mixed_line_runs_its_own_way() -> None:
    english, hebrew = lefts("ab אב")[:2], lefts("ab אב")[3:]
    assert english == sorted(english)
    assert hebrew == sorted(hebrew, reverse=True)
    assert max(english) < min(hebrew)
    # The first strong letter says which way the line runs.
    hebrew, english = lefts("אב ab")[:2], lefts("אב ab")[3:]
    assert max(english) < min(hebrew)
    digits = lefts("שנת 2024")[4:]
    assert digits == sorted(digits)


@pytest.mark.requirement("media-direction")
def test_the_ink_stands_where_the_letters_are_measured() -> None:
    line = "ا — HH"  # a thin letter, read first, and wide ones
    first, *_, last = measure_lines((line,), Typeface(80))[0].letters
    rgba = draw_lines((line,), Typeface(80), PLAIN)
    middle = rgba.shape[1] / 2
    assert first.left > last.right
    for letter in (first, last):
        columns = slice(round(middle + letter.left), round(middle + letter.right))
        assert rgba[:, columns, 3].max() == 255
    tall = (rgba[..., 3] > 128).sum(axis=0)
    assert tall[round(middle + first.left) :].sum() < tall[: round(middle + last.right)].sum()


@pytest.mark.requirement("media-direction")
def test_arabic_letters_are_joined() -> None:
    apart = sum(text_width(letter, FACE) for letter in "سلام")
    assert text_width("سلام", FACE) < 0.8 * apart


@pytest.mark.requirement("media-lettering")
@UNHURRIED
@given(st.lists(st.text("aB é夏の한अ🎉❤️👨‍👩‍👧שלس(ا)١2.", max_size=8), max_size=3), st.booleans())
def test_letters_of_any_text_fill_their_lines(lines: list[str], hand_drawn: bool) -> None:
    face = Typeface(24, hand_drawn=hand_drawn)
    rgba = draw_lines(tuple(lines), face, PLAIN)
    for line, measured in zip(lines, measure_lines(tuple(lines), face), strict=True):
        width = sum(letter.right - letter.left for letter in measured.letters)
        assert width == pytest.approx(text_width(line, face), abs=3)  # kerning
        assert all(isinstance(letter, Letter) for letter in measured.letters)
    rows = [(line.top, line.bottom) for line in measure_lines(tuple(lines), face)]
    assert all(-rgba.shape[0] / 2 <= top <= bottom <= rgba.shape[0] / 2 for top, bottom in rows)
    assert rgba.shape[1] >= max((text_width(line, face) for line in lines), default=0) - 24


@pytest.mark.requirement("media-lettering")
def test_a_hand_draws_latin_narrowly_and_upright() -> None:
    hand = Typeface(80, weight=500, slant=0.2, hand_drawn=True)
    plain = Typeface(80, weight=500)
    assert text_width("Our wedding", hand) < 0.85 * text_width("Our wedding", plain)
    rgba = draw_lines(("I",), hand, PLAIN)
    ink = rgba[..., 3] > 128
    tops, bottoms = (
        np.flatnonzero(ink[rows].any(axis=0)) for rows in (slice(0, 30), slice(-30, None))
    )
    assert tops.mean() == pytest.approx(bottoms.mean(), abs=6)
    assert text_width("爱你", hand) == pytest.approx(text_width("爱你", plain), rel=0.02)
