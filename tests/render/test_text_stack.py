"""Texts seen together: stacked, never one over the other, inside the safe zone."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.render.scenes import plan_of, slideshow
from tiktok_photo_video.media.lettering import line_height
from tiktok_photo_video.render.geometry import Rect
from tiktok_photo_video.render.plan import TitleSpan
from tiktok_photo_video.render.planes import new_planes
from tiktok_photo_video.render.shots import Canvas
from tiktok_photo_video.render.text_order import Text, TimedText, giving_way
from tiktok_photo_video.render.text_stack import free_tops, widest_room
from tiktok_photo_video.render.title_layout import lay_out_title
from tiktok_photo_video.render.titles import SAFE_AREA, TitlePainter, titles_in
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import SetCaption, SetTitle
from tiktok_photo_video.timeline.model import (
    TimeRange,
    TitleAnimation,
    TitlePosition,
    TitleReference,
    TitleSize,
    TitleStyle,
)

TALL, SQUARE = Canvas(540, 960, Fraction(30)), Canvas(540, 540, Fraction(30))
LONG_EN = "Twelve days along the coast with the people I love most, and not one plan that held"
LONG_ZH = "我们在海边度过了一个难忘的夏天，阳光沙滩和笑声，还有一整晚的星星和说不完的话"
TOP, CENTER, BOTTOM = TitlePosition.TOP, TitlePosition.CENTER, TitlePosition.BOTTOM
ALWAYS = TimeRange(0, 30)


def stacked(*titles: TitleReference, avoid: tuple[Rect, ...] = ()) -> list[TitleSpan]:
    """The spans of texts seen together; each gives way to those before it."""
    texts = giving_way([TimedText(Text(title, avoid), ALWAYS) for title in titles])
    return [TitleSpan(t.text.title, 0, 30, t.text.avoid, t.text.beside) for t in texts]


def rows_of(canvas: Canvas, span: TitleSpan, painter: TitlePainter) -> tuple[int, int]:
    """The first row of a frame that a text by itself changes, and the one below the last."""
    planes = new_planes(canvas.width_px, canvas.height_px)
    planes.y[:] = 90
    painter.draw(canvas, (span,), 15, planes)
    rows = np.flatnonzero((planes.y != 90).any(axis=1))
    return int(rows[0]), int(rows[-1]) + 1


def assert_apart(canvas: Canvas, spans: list[TitleSpan]) -> None:
    painter = TitlePainter()
    bands = sorted(rows_of(canvas, span, painter) for span in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(bands))
    top = SAFE_AREA.top * canvas.height_px // 1920
    bottom = canvas.height_px - SAFE_AREA.bottom * canvas.height_px // 1920
    assert (bands[0][0] >= top - 1, bands[-1][1] <= bottom + 1) == (True, True)


def still(text: str, position: TitlePosition = BOTTOM, **look: object) -> TitleReference:
    values = {"animation": TitleAnimation.NONE, **look}
    return TitleReference(text, position, **values)  # type: ignore[arg-type]


@pytest.mark.requirement("render-texts-apart")
@pytest.mark.parametrize("canvas", [TALL, SQUARE], ids=["9:16", "1:1"])
@pytest.mark.parametrize("text", ["Lisbon", LONG_EN, LONG_ZH], ids=["short", "en", "zh"])
@pytest.mark.parametrize("position", TitlePosition)
def test_a_title_and_a_caption_never_overlap(
    canvas: Canvas, text: str, position: TitlePosition
) -> None:
    caption = still(LONG_ZH if text == LONG_EN else LONG_EN, BOTTOM, size=TitleSize.SMALL)
    assert_apart(canvas, stacked(caption, still(text, position)))


@pytest.mark.requirement("render-texts-apart")
@pytest.mark.parametrize("canvas", [TALL, SQUARE], ids=["9:16", "1:1"])
@pytest.mark.parametrize("style", TitleStyle)
def test_a_title_gives_way_to_a_caption_and_to_a_card(canvas: Canvas, style: TitleStyle) -> None:
    caption, card = still(LONG_ZH, size=TitleSize.SMALL), still("The end", CENTER)
    assert_apart(canvas, stacked(caption, card, still(LONG_EN, style=style)))


@pytest.mark.requirement("render-texts-apart")
@pytest.mark.parametrize("canvas", [TALL, SQUARE], ids=["9:16", "1:1"])
@pytest.mark.parametrize("text", [LONG_EN * 2, LONG_ZH * 2], ids=["en", "zh"])
@pytest.mark.parametrize("place", TitlePosition)
def test_three_long_texts_find_room_beside_each_other(
    canvas: Canvas, text: str, place: TitlePosition
) -> None:
    caption, card = still(text, BOTTOM), still(text, CENTER, style=TitleStyle.PLATE)
    assert_apart(canvas, stacked(caption, card, still(text, place, subtitle=LONG_EN)))


@pytest.mark.requirement("render-texts-apart")
def test_a_text_far_too_long_is_cut_short_inside_the_safe_area() -> None:
    painter = TitlePainter()
    endless = still(" ".join([LONG_EN] * 30), CENTER)
    assert_apart(TALL, [TitleSpan(endless, 0, 30)])
    # What is lost of it is told by the receipt.
    assert not painter.is_in_safe_area(TALL, TitleSpan(endless, 0, 30))
    layout = lay_out_title(endless.text, box_px=(400, 300), scale=0.5)
    assert layout.lines[-1].endswith("…")
    assert len(layout.lines) * line_height(layout.face) <= 300
    assert layout == lay_out_title(endless.text, box_px=(400, 300), scale=0.5)


@pytest.mark.requirement("render-texts-apart")
def test_a_title_stands_above_the_caption_that_has_its_place() -> None:
    painter = TitlePainter()
    caption, title = stacked(still("a caption"), still("A title"))
    low, high = rows_of(TALL, caption, painter), rows_of(TALL, title, painter)
    assert high[1] <= low[0]
    # No further than needed.
    assert low[0] - high[1] < 100
    alone = TitleSpan(still("a caption"), 0, 30)
    assert rows_of(TALL, alone, painter) == low


@pytest.mark.requirement("render-texts-apart")
def test_texts_that_come_moving_stay_apart_all_the_way() -> None:
    painter = TitlePainter()
    moving = [
        still("a caption", animation=TitleAnimation.DROP),
        still("T", animation=TitleAnimation.RISE),
    ]
    caption, title = stacked(*moving)
    both = new_planes(TALL.width_px, TALL.height_px)
    for frame in (0, 1, 2, 4, 8):
        drawn = []
        for span in (caption, title):
            both.y[:] = 90
            painter.draw(TALL, (span,), frame, both)
            drawn.append((both.y != 90).any(axis=1))
        assert not (drawn[0] & drawn[1]).any()


@pytest.mark.requirement("render-texts-apart")
def test_a_timelines_title_gives_way_to_its_captions() -> None:
    timeline = apply(slideshow(), SetCaption("p1", still("the sea")))
    timeline = apply(timeline, SetTitle(still("Summer"), 0, 20))
    spans = {span.title.text: span for _, span in titles_in(plan_of(timeline))}
    assert spans["the sea"].beside == ()
    assert [text.title.text for text in spans["Summer"].beside] == ["the sea"]


@pytest.mark.requirement("render-texts-apart")
def test_short_texts_at_both_ends_know_nothing_of_each_other() -> None:
    _, title = stacked(still("a caption"), still("A title", TOP))
    assert title.beside == ()
    _, wary = stacked(still("a caption"), still("A title", TOP), avoid=(Rect(0.4, 0.1, 0.2, 0.1),))
    assert len(wary.beside) == 1
    texts = [TimedText(Text(still(t)), TimeRange(at, 10)) for t, at in (("one", 0), ("two", 10))]
    assert giving_way(texts)[1].text.beside == ()


bands = st.lists(st.tuples(st.integers(0, 900), st.integers(1, 200)), max_size=4).map(
    lambda given: [(first, first + height) for first, height in given]
)


@pytest.mark.requirement("render-texts-apart")
@given(bands, st.integers(1, 900), st.integers(0, 40))
def test_free_rows_are_free(taken: list[tuple[int, int]], height: int, gap: int) -> None:
    rows = (100, 900)
    for top in free_tops(rows, taken, height=height, gap=gap, wanted=[100, 500]):
        assert rows[0] <= top <= rows[1] - height
        assert all(end + gap <= top or top + height + gap <= first for first, end in taken)
    room = widest_room(rows, taken, gap=gap)
    assert room[0] <= room[1]
