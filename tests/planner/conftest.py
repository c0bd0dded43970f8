"""Five photos, and a video made of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tiktok_photo_video.planner import Brief, Photo, lay_out
from tiktok_photo_video.timeline.model import ExternalReference, MediaKind, Timeline

NAMES = ("a.jpg", "b.jpg", "c.jpg", "beach.jpg", "e.jpg")
TAKEN_ON_DAY = (2, 3, 1, 5, 4)


def photo(number: int) -> Photo:
    """Photo ``number``: portrait, every third one landscape."""
    known = number <= len(NAMES)
    name = NAMES[number - 1] if known else f"new{number}.jpg"
    taken = datetime(2024, 5, TAKEN_ON_DAY[number - 1], tzinfo=UTC) if known else None
    sides = (4000, 3000) if number % 3 == 0 else (3000, 4000)
    return Photo(ExternalReference(name, f"hash{number}", MediaKind.IMAGE, *sides), taken)


def five_photos() -> tuple[Photo, ...]:
    return tuple(photo(number) for number in range(1, 6))


def five_photo_video() -> Timeline:
    return lay_out(Brief(title="Hi"), five_photos(), seed=7)


@pytest.fixture
def photos() -> tuple[Photo, ...]:
    return five_photos()


@pytest.fixture
def video() -> Timeline:
    return five_photo_video()
