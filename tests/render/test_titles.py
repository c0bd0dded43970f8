"""Titles: broken into lines well, inside the safe area, in and out gently."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import UNHURRIED, titles
from tiktok_photo_video.media.lettering import Typeface, drawable, line_height, text_width
from tiktok_photo_video.render.overlays import Overlay
from tiktok_photo_video.render.plan import TitleSpan
from tiktok_photo_video.render.planes import new_planes
from tiktok_photo_video.render.shots import Canvas
from tiktok_photo_video.render.title_art import typeface_of
from tiktok_photo_video.render.title_layout import MAX_LINES, lay_out_title, wrapped
from tiktok_photo_video.render.title_motion import Pose, pose_at
from tiktok_photo_video.render.titles import (
    SAFE_AREA,
    TitlePainter,
    make_overlay,
)
from tiktok_photo_video.timeline.model import (
    TitleAnimation,
    TitlePosition,
    TitleReference,
    TitleSize,
    TitleStyle,
)

HALF = Canvas(540, 960, Fraction(30))
TINY = Canvas(108, 192, Fraction(30))
BOX = (760, 1300)  # what the safe area leaves of 1080x1920 on both sides
CLOSING = "，。！？；：、）》」』】”’…,.!?;:)]}%"

ENGLISH_200 = ("the quick brown fox jumps over the lazy dog and " * 5)[:200].strip()
CHINESE_200 = "我们在海边度过了一个难忘的夏天阳光沙滩和笑声" * 9
ONE_WORD_80 = "Donaudampfschifffahrtsgesellschaftskapitaen" * 2
LONG = pytest.mark.parametrize(
    "text", [ENGLISH_200, CHINESE_200[:200], ONE_WORD_80[:80]], ids=["words", "chinese", "word"]
)

words = st.text("abcdefghij'-", min_size=1, max_size=9)
hanzi = st.text("我们在海边度过了一个难忘的夏天", min_size=1, max_size=6)
# Clauses that end in a mark, as people write them: no space before the mark.
clauses = st.builds(lambda text, mark: text + mark, words | hanzi, st.sampled_from(CLOSING))
sentences = st.lists(words | hanzi | clauses, min_size=1, max_size=8).map(" ".join)
chinese = st.lists(
    hanzi | st.builds(str.__add__, hanzi, st.sampled_from(CLOSING)), min_size=1, max_size=8
).map("".join)
writing = st.text("abc xyz，。！？,.!?「」()我们的海\n ", max_size=60)


def bounds(overlay: Overlay, *, least: float) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is at least this opaque, on the canvas."""
    rows = np.flatnonzero((overlay.alpha >= least).any(axis=1))
    columns = np.flatnonzero((overlay.alpha >= least).any(axis=0))
    return (
        overlay.left + int(columns[0]),
        overlay.top + int(rows[0]),
        overlay.left + int(columns[-1]) + 1,
        overlay.top + int(rows[-1]) + 1,
    )


def assert_safe(overlay: Overlay, canvas: Canvas) -> None:
    left, top, right, bottom = bounds(overlay, least=0.05)
    assert left >= SAFE_AREA.left * canvas.width_px / 1080
    assert right <= canvas.width_px - SAFE_AREA.right * canvas.width_px / 1080
    assert top >= SAFE_AREA.top * canvas.height_px / 1920 - 1
    assert bottom <= canvas.height_px - SAFE_AREA.bottom * canvas.height_px / 1920 + 1


@pytest.mark.requirement("render-title-safe")
@pytest.mark.parametrize("style", TitleStyle)
@pytest.mark.parametrize("position", TitlePosition)
@pytest.mark.parametrize(
    "text",
    ["Summer", "夏天的回忆", CHINESE_200[:200], "رحلة إلى Lisbon 👨‍👩‍👧"],
    ids=["en", "zh", "long", "mixed"],
)
def test_a_title_stays_clear_of_the_apps_buttons(
    text: str, position: TitlePosition, style: TitleStyle
) -> None:
    overlay = make_overlay(HALF, TitleReference(text, position, style))
    assert overlay is not None
    assert_safe(overlay, HALF)


@pytest.mark.requirement("render-title-safe")
@LONG
def test_a_long_title_stays_clear_of_the_apps_buttons(text: str) -> None:
    overlay = make_overlay(HALF, TitleReference(text, style=TitleStyle.PLATE))
    assert overlay is not None
    assert_safe(overlay, HALF)


@pytest.mark.requirement("render-title-safe")
def test_positions_stand_one_under_the_other_in_the_middle() -> None:
    tops = []
    for position in (TitlePosition.TOP, TitlePosition.CENTER, TitlePosition.BOTTOM):
        overlay = make_overlay(HALF, TitleReference("Hello", position))
        assert overlay is not None
        left, top, right, _ = bounds(overlay, least=0.5)
        tops.append(top)
        assert (left + right) / 2 == pytest.approx(HALF.width_px / 2, abs=3)
    assert tops == sorted(tops)


@pytest.mark.requirement("render-title-fits")
@LONG
def test_a_long_title_fits_its_box(text: str) -> None:
    layout = lay_out_title(text, box_px=BOX, scale=1.0)
    assert all(text_width(line, layout.face) <= BOX[0] for line in layout.lines)
    assert len(layout.lines) * line_height(layout.face) <= BOX[1]
    assert "".join("".join(layout.lines).split()) == "".join(text.split())


@pytest.mark.requirement("render-title-fits")
def test_a_short_title_is_large_and_a_longer_one_smaller() -> None:
    short = lay_out_title("Hi", box_px=BOX, scale=1.0)
    long = lay_out_title(ENGLISH_200[:90], box_px=BOX, scale=1.0)
    assert short.lines == ("Hi",)
    assert short.face.size_px > long.face.size_px
    assert len(long.lines) <= MAX_LINES


@pytest.mark.requirement("render-title-fits")
@UNHURRIED
@given(titles)
def test_any_title_can_be_drawn_on_any_canvas(title: TitleReference) -> None:
    painter = TitlePainter()
    span = TitleSpan(title, -2, 40)
    for canvas in (TINY, Canvas(16, 16, Fraction(24)), Canvas(192, 108, Fraction(60))):
        planes = new_planes(canvas.width_px, canvas.height_px)
        for plane in planes:
            plane[:] = 128
        for frame in (0, 20, 37):
            painter.draw(canvas, (span,), frame, planes)
        assert (make_overlay(canvas, title) is None) == (drawable(title.text) == "")


@pytest.mark.requirement("render-title-lines")
@UNHURRIED
@given(st.one_of(sentences, chinese, writing), st.integers(60, 400), st.sampled_from([12, 24]))
def test_wrapping_keeps_every_character(text: str, width_px: int, size_px: int) -> None:
    lines = wrapped(text, width_px=float(width_px), face=Typeface(size_px))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(line and line == line.strip() for line in lines)


@pytest.mark.requirement("render-title-lines")
@UNHURRIED
@given(st.one_of(sentences, chinese), st.integers(200, 600))
def test_no_line_begins_with_a_closing_mark(text: str, width_px: int) -> None:
    for line in wrapped(text, width_px=float(width_px), face=Typeface(24)):
        assert line[0] not in CLOSING


@pytest.mark.requirement("render-title-lines")
@UNHURRIED
@given(st.one_of(sentences, chinese, writing), st.integers(60, 400))
def test_no_line_is_wider_than_asked(text: str, width_px: int) -> None:
    face = Typeface(20)
    for line in wrapped(text, width_px=float(width_px), face=face):
        # Marks that may not begin a line stand out over the edge rather.
        assert text_width(line.rstrip(CLOSING), face) <= width_px


@pytest.mark.requirement("render-title-lines")
def test_lines_are_about_equally_long() -> None:
    face = Typeface(24)
    text = "我们在海边度过了一个难忘的夏天"
    lines = wrapped(text, width_px=text_width(text, face) * 0.8, face=face)
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) <= 2


@pytest.mark.requirement("render-title-lines")
def test_breaks_that_the_user_made_are_kept() -> None:
    assert wrapped("One\nTwo", width_px=900.0, face=Typeface(24)) == ("One", "Two")


def span_of(animation: TitleAnimation, frames: int = 60) -> TitleSpan:
    return TitleSpan(TitleReference("Hi", animation=animation), 0, frames)


@pytest.mark.requirement("render-title-animation")
@pytest.mark.parametrize("animation", TitleAnimation)
@pytest.mark.parametrize("frames", [1, 2, 5, 60])
def test_a_title_comes_and_goes_gently(animation: TitleAnimation, frames: int) -> None:
    span = span_of(animation, frames)
    seen = [pose_at(span, at, HALF) for at in range(frames)]
    opacities = [pose.opacity for pose in seen]
    assert all(0 < opacity <= 1 for opacity in opacities)
    assert max(opacities) == 1 or frames < 3
    assert opacities[-1] < 1 or animation is TitleAnimation.NONE or frames < 3
    if animation is not TitleAnimation.TYPEWRITER:
        assert opacities == pytest.approx(opacities[::-1])


# How far off its place a title begins, and in which direction.
COMES_FROM = {
    TitleAnimation.RISE: ("down_px", 1),
    TitleAnimation.DROP: ("down_px", -1),
    TitleAnimation.SLIDE: ("right_px", -1),
}


@pytest.mark.requirement("render-title-animation")
@pytest.mark.parametrize(("animation", "way"), [*COMES_FROM.items()], ids=str)
def test_a_title_that_moves_comes_from_its_side_and_settles(
    animation: TitleAnimation, way: tuple[str, int]
) -> None:
    name, sign = way
    off = [sign * getattr(pose_at(span_of(animation), at, HALF), name) for at in range(60)]
    assert off[0] > 5
    assert off == sorted(off, reverse=True)
    assert off[-1] == 0


@pytest.mark.requirement("render-title-animation")
def test_a_title_that_pops_overshoots_and_comes_to_its_size() -> None:
    scales = [pose_at(span_of(TitleAnimation.POP), at, HALF).scale for at in range(60)]
    assert scales[0] < 0.9
    assert max(scales) > 1.02
    assert scales[20:] == [1.0] * 40


@pytest.mark.requirement("render-title-animation")
def test_a_typed_title_comes_letter_by_letter_from_the_left() -> None:
    span = TitleSpan(TitleReference("HHHHHHHH", animation=TitleAnimation.TYPEWRITER), 0, 90)
    typed = [pose_at(span, at, HALF).typed for at in range(90)]
    assert typed == sorted(typed)
    assert len(set(typed)) == 8
    assert typed[60] == 1.0
    rightmost = []
    for frame in (0, 6, 12, 40):
        lit = np.flatnonzero((shown(span, frame) > 200).any(axis=0))
        rightmost.append(int(lit[-1]))
    assert rightmost == sorted(set(rightmost))


def shown(span: TitleSpan, frame: int) -> np.ndarray:
    """The luma of a black frame with a title."""
    planes = new_planes(HALF.width_px, HALF.height_px)
    for plane, level in zip(planes, (16, 128, 128), strict=True):
        plane[:] = level
    TitlePainter().draw(HALF, (span,), frame, planes)
    return planes.y


def lit_columns(text: str, frame: int, **title: TitleAnimation | TitleStyle) -> np.ndarray:
    """Where a frame of a title of 90 is bright, by column."""
    span = TitleSpan(TitleReference(text, **title), 0, 90)
    return np.flatnonzero((shown(span, frame) > 200).any(axis=0))


@pytest.mark.requirement("render-title-animation")
@pytest.mark.parametrize("text", ["שששששששש", "بببببببب"])
def test_a_title_from_right_to_left_is_typed_from_the_right(text: str) -> None:
    found = [lit_columns(text, at, animation=TitleAnimation.TYPEWRITER) for at in (0, 6, 12, 40)]
    leftmost = [int(columns[0]) for columns in found]
    assert leftmost == sorted(set(leftmost), reverse=True)
    assert int(found[0][-1]) == pytest.approx(int(found[-1][-1]), abs=8)


@pytest.mark.requirement("render-title-animation")
def test_a_mixed_title_is_typed_as_it_is_read() -> None:
    found = [lit_columns("HHH ששש", at, animation=TitleAnimation.TYPEWRITER) for at in (5, 9, 40)]
    english, turning, whole = found
    assert english[-1] < HALF.width_px / 2
    # The first Hebrew letter is the one farthest to the right.
    assert turning[-1] == pytest.approx(whole[-1], abs=8)
    assert np.diff(turning).max() > 20


@pytest.mark.requirement("render-title-animation")
def test_a_family_is_typed_as_one_letter() -> None:
    title = TitleReference("a👨‍👩‍👧‍👦b", animation=TitleAnimation.TYPEWRITER)
    typed = {pose_at(TitleSpan(title, 0, 90), at, HALF).typed for at in range(80)}
    assert len(typed) == 3


@pytest.mark.requirement("render-title-style")
@pytest.mark.parametrize("style", TitleStyle)
def test_emoji_are_in_colour_in_every_style(style: TitleStyle) -> None:
    overlay = make_overlay(HALF, TitleReference("Love ❤️", style=style, color="#0000ff"))
    assert overlay is not None
    opaque = overlay.alpha_chroma > 0.9
    red = opaque & (overlay.planes.v > 190) & (overlay.planes.u < 128)
    assert red.sum() > 60


@pytest.mark.requirement("render-title-style")
def test_a_karaoke_title_lights_up_from_left_to_right() -> None:
    title = TitleReference("HHHHHH", style=TitleStyle.KARAOKE, animation=TitleAnimation.NONE)
    span = TitleSpan(title, 0, 90)
    first, middle, last = (shown(span, frame) for frame in (0, 42, 89))
    changed = np.flatnonzero((np.abs(middle.astype(int) - first) > 20).any(axis=0))
    rest = np.flatnonzero((np.abs(last.astype(int) - middle) > 20).any(axis=0))
    assert changed.size
    assert rest.size
    assert changed.max() <= rest.min() + 2


@pytest.mark.requirement("render-title-style")
@pytest.mark.parametrize("style", TitleStyle)
def test_every_style_looks_different(style: TitleStyle) -> None:
    pictures = {}
    for each in TitleStyle:
        overlay = make_overlay(HALF, TitleReference("Hey", style=each))
        assert overlay is not None
        pictures[each] = (overlay.alpha.shape, float(overlay.alpha.sum()))
    same = [each for each in TitleStyle if pictures[each] == pictures[style]]
    # Karaoke is outlined until it is sung.
    alike = {TitleStyle.KARAOKE, TitleStyle.OUTLINE}
    assert set(same) == (alike if style in alike else {style})


@pytest.mark.requirement("render-title-fits")
def test_sizes_differ_as_they_are_called() -> None:
    heights = []
    for size in (TitleSize.SMALL, TitleSize.MEDIUM, TitleSize.LARGE):
        overlay = make_overlay(HALF, TitleReference("Hi", size=size))
        assert overlay is not None
        heights.append(overlay.alpha.shape[0])
    assert heights[0] < 0.75 * heights[1]
    assert heights[1] < 0.85 * heights[2]


@pytest.mark.requirement("render-title-fits")
@pytest.mark.parametrize("position", TitlePosition)
def test_a_subtitle_stands_under_its_title_in_smaller_letters(position: TitlePosition) -> None:
    alone = make_overlay(HALF, TitleReference("Lisbon", position))
    both = make_overlay(HALF, TitleReference("Lisbon", position, subtitle="Summer 2026"))
    assert alone is not None
    assert both is not None
    assert_safe(both, HALF)
    assert alone.alpha.shape[0] * 1.2 < both.alpha.shape[0] < alone.alpha.shape[0] * 2


@pytest.mark.requirement("render-title-animation")
def test_a_title_without_animation_is_there_at_once() -> None:
    assert pose_at(span_of(TitleAnimation.NONE), 0, HALF) == Pose()


@pytest.mark.requirement("render-title-style")
@pytest.mark.parametrize("style", TitleStyle)
def test_letters_have_the_colour_asked_for(style: TitleStyle) -> None:
    overlay = make_overlay(HALF, TitleReference("HHH", style=style, color="#ff0000"))
    assert overlay is not None
    # A neon tube is white-hot inside and has its colour around that.
    least = 0.5 if style is TitleStyle.NEON else 0.99
    red = (np.abs(overlay.planes.y.astype(int) - 63) <= 2) & (overlay.alpha > least)
    assert red.sum() > 200


@pytest.mark.requirement("render-title-style")
@pytest.mark.parametrize("color", ["#ffffff", "#000000"])
def test_an_outline_contrasts_with_its_letters(color: str) -> None:
    overlay = make_overlay(HALF, TitleReference("H", style=TitleStyle.OUTLINE, color=color))
    assert overlay is not None
    levels = overlay.planes.y[overlay.alpha > 0.99]
    assert levels.min() <= 60
    assert levels.max() >= 200


@pytest.mark.requirement("render-title-style")
def test_a_title_without_letters_has_no_picture() -> None:
    assert make_overlay(HALF, TitleReference("ⰀⰁ")) is None


@pytest.mark.requirement("render-title-lines")
@pytest.mark.parametrize(
    "text",
    [
        "Congratulations",
        "Photography",
        "My wonderful holidays",
        "Our Thanksgiving dinner",
        "A weekend in Copenhagen",
        "Graduation 2024",
    ],
)
def test_a_word_that_fits_at_a_smaller_size_is_not_cut(text: str) -> None:
    layout = lay_out_title(text, box_px=BOX, scale=1.0)
    assert set(" ".join(layout.lines).split()) == set(text.split())


@pytest.mark.requirement("render-title-lines")
def test_balancing_lines_cuts_no_word_that_fits_the_box() -> None:
    face = Typeface(24)
    for long in ("Unbelievable", "photographers", "Thanksgiving"):
        for short in ("me", "so we go", "at last"):
            text = f"{short} {long} {short}"
            for share in (0.75, 0.85, 0.95):
                width = max(text_width(text, face) * share, text_width(long, face))
                lines = wrapped(text, width_px=width, face=face)
                assert long in " ".join(lines).split(), lines


@pytest.mark.requirement("render-title-lines")
@pytest.mark.parametrize("size_px", [42, 112])
def test_a_row_of_closing_marks_is_no_line_of_its_own(size_px: int) -> None:
    for line in wrapped("太好吃了！！！！！！！", width_px=714.0, face=Typeface(size_px)):
        assert line[0] != "！"


@pytest.mark.requirement("render-title-lines")
def test_a_mark_after_a_space_does_not_begin_a_line() -> None:
    face = Typeface(24)
    for line in wrapped("wonderful !", width_px=text_width("wonderful", face) + 4, face=face):
        assert line[0] != "!"


@pytest.mark.requirement("render-title-lines")
def test_words_between_chinese_marks_are_broken_after_the_marks() -> None:
    face = Typeface(24)
    words = ("iPhone，", "iPad，", "MacBook，", "AirPods")
    width = max(text_width(word, face) for word in words) * 1.5
    lines = wrapped("".join(words), width_px=width, face=face)
    assert all(any(word in line for line in lines) for word in words), lines


@pytest.mark.requirement("render-title-lines")
def test_a_title_of_two_lines_is_laid_out_as_two_lines() -> None:
    assert lay_out_title("Summer\n2024", box_px=(760, 1300), scale=1.0).lines == ("Summer", "2024")


@pytest.mark.requirement("render-title-fits")
@pytest.mark.parametrize("text", ["！" * 60, "." * 200, "（" * 60], ids=["wide", "dots", "open"])
def test_marks_alone_fit_the_box_too(text: str) -> None:
    layout = lay_out_title(text, box_px=(760, 1300), scale=1.0)
    assert all(text_width(line, layout.face) <= 760 for line in layout.lines)
    assert "".join(layout.lines) == text


@pytest.mark.requirement("render-title-lines")
def test_a_chinese_title_is_broken_between_phrases() -> None:
    layout = lay_out_title("夏天的海风", box_px=BOX, scale=1.0, largest_px=150)
    assert layout.lines == ("夏天的", "海风")


@pytest.mark.requirement("render-title-lines")
def test_no_short_word_is_left_over_if_a_little_less_size_saves_it() -> None:
    layout = lay_out_title("今日は天気が良いですね。海へ行きました", box_px=BOX, scale=1.0)
    assert layout.lines == ("今日は天気が", "良いですね。", "海へ行きました")


mixed = st.text("ab cé夏天のカ한국สวัא שلسلا١2🎉❤️👨‍👩‍👧🇵🇹()，.-’", max_size=40)


@pytest.mark.requirement("render-title-fits")
@UNHURRIED
@given(mixed, st.sampled_from(TitleStyle))
def test_any_mixture_of_scripts_fits_the_box(text: str, style: TitleStyle) -> None:
    title = TitleReference(drawable(text), style=style)
    layout = lay_out_title(title.text, box_px=(380, 640), scale=0.5, like=typeface_of(style))
    assert all(text_width(line, layout.face) <= 380 for line in layout.lines)
    assert (make_overlay(HALF, title) is None) == (title.text == "")


@pytest.mark.requirement("render-title-fits")
def test_a_handwritten_title_is_laid_out_in_the_letters_it_is_drawn_with() -> None:
    text, box = "Our wedding anniversary party", (380, 640)
    hand = lay_out_title(text, box_px=box, scale=0.5, like=typeface_of(TitleStyle.HANDWRITTEN))
    bold = lay_out_title(text, box_px=box, scale=0.5)
    assert len(hand.lines) < len(bold.lines) or hand.face.size_px > bold.face.size_px
