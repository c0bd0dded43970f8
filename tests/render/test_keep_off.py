"""Titles keep off heads: where they are, and where the title goes then."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.timeline.examples import example
from tiktok_photo_video.render.framing import PictureFacts
from tiktok_photo_video.render.geometry import Rect
from tiktok_photo_video.render.plan import plan_render
from tiktok_photo_video.render.shots import Canvas
from tiktok_photo_video.render.titles import make_overlay
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import SetResizeMode, SetTitle
from tiktok_photo_video.timeline.model import (
    ResizeMode,
    Timeline,
    TitlePosition,
    TitleReference,
)

CANVAS = Canvas(540, 960, Fraction(30))
HIGH, LOW = Rect(0.3, 0.1, 0.4, 0.2), Rect(0.3, 0.6, 0.4, 0.2)
TITLE = TitleReference("Hello there")


def is_low(title: TitleReference, *heads: Rect) -> bool:
    overlay = make_overlay(CANVAS, title, avoid=heads)
    assert overlay is not None
    return overlay.top > CANVAS.height_px / 2


@pytest.mark.requirement("render-title-off-faces")
def test_a_title_that_would_cover_a_head_changes_to_the_other_end() -> None:
    assert not is_low(TITLE)
    assert is_low(TITLE, HIGH)
    assert not is_low(TITLE, LOW)
    assert not is_low(TitleReference("Hello there", TitlePosition.BOTTOM), LOW)


@pytest.mark.requirement("render-title-off-faces")
def test_with_heads_everywhere_the_title_stands_where_it_was_asked_for() -> None:
    everywhere = Rect(0.0, 0.0, 1.0, 1.0)
    assert not is_low(TITLE, everywhere)
    assert is_low(TitleReference("Hello there", TitlePosition.BOTTOM), everywhere)


def planned(timeline: Timeline, face: Rect) -> tuple[Rect, ...]:
    facts = {f"hash of {c.id}": PictureFacts(3000, 4000, (face,)) for c in timeline.photos}
    (span,) = plan_render(timeline, facts).chunks[0].titles
    return span.avoid


@pytest.mark.requirement("render-title-off-faces")
@pytest.mark.parametrize("mode", [ResizeMode.COVER, ResizeMode.CONTAIN_BLUR])
def test_heads_are_found_where_the_video_shows_them(mode: ResizeMode) -> None:
    timeline = apply(example(60), SetTitle(TITLE, 0, 60))
    shown = apply(timeline, SetResizeMode(("p1",), mode))
    (head, *_) = planned(shown, Rect(0.45, 0.2, 0.1, 0.1))
    middle = head.center
    assert 0.4 < middle[0] < 0.6
    # Shown whole, the photo has room above it; filling the frame it has not.
    low, high = (0.1, 0.3) if mode is ResizeMode.COVER else (0.2, 0.4)
    assert low < middle[1] < high


@pytest.mark.requirement("render-title-off-faces")
def test_a_title_over_one_photo_ignores_the_heads_of_another() -> None:
    timeline = apply(example(60, 60), SetTitle(TITLE, 0, 50))
    facts = {
        "hash of p1": PictureFacts(3000, 4000),
        "hash of p2": PictureFacts(3000, 4000, (Rect(0.4, 0.1, 0.2, 0.2),)),
    }
    (span,) = plan_render(timeline, facts).chunks[0].titles
    assert span.avoid == ()
