"""Five photos, and a video made of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

import pytest

from tiktok_photo_video.planner import Brief, Photo, lay_out
from tiktok_photo_video.timeline.model import ExternalReference, MediaKind, Timeline

NAMES = ("a.jpg", "b.jpg", "c.jpg", "beach.jpg", "e.jpg")
TAKEN_ON_DAY = (2, 3, 1, 5, 4)


def photo(number: int, *, is_clip: bool = False) -> Photo:
    """Photo ``number``, or a clip in its place: portrait, every third one landscape."""
    known = number <= len(NAMES)
    name = NAMES[number - 1] if known else f"new{number}.jpg"
    taken = datetime(2024, 5, TAKEN_ON_DAY[number - 1], tzinfo=UTC) if known else None
    sides: tuple[int, ...] = (4000, 3000) if number % 3 == 0 else (3000, 4000)
    if is_clip:
        name, sides = f"clip{number}.mp4", (*sides, 8000)
    kind = MediaKind.VIDEO if is_clip else MediaKind.IMAGE
    return Photo(ExternalReference(name, f"hash{number}", kind, *sides), taken)


def five_photos(*, clips: Collection[int] = ()) -> tuple[Photo, ...]:
    """Five photos, or clips at some of their numbers."""
    return tuple(photo(number, is_clip=number in clips) for number in range(1, 6))


def five_photo_video(*, clips: Collection[int] = ()) -> Timeline:
    return lay_out(Brief(title="Hi"), five_photos(clips=clips), seed=7)


@pytest.fixture
def photos() -> tuple[Photo, ...]:
    return five_photos()


@pytest.fixture
def video() -> Timeline:
    return five_photo_video()
