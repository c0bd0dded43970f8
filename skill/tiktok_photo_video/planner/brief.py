"""What a new video is made from: the uploaded photos and what is wanted of the film."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tiktok_photo_video.timeline.model import (
    ExternalReference,
    LookKind,
    MotionKind,
    ResizeMode,
    TransitionType,
)


class Mood(StrEnum):
    """A kind of music that can be composed; the value is ``MusicReference.mood``."""

    LOFI = "lofi"
    UPBEAT = "upbeat"
    CINEMATIC = "cinematic"
    ROMANTIC = "romantic"
    CHILL = "chill"
    ACOUSTIC = "acoustic"
    AMBIENT = "ambient"
    HOUSE = "house"
    HIPHOP = "hiphop"
    HAPPY = "happy"
    EPIC = "epic"
    RETRO = "retro"


class Theme(StrEnum):
    """What a video can be about; taste knows what goes with each."""

    BIRTHDAY = "birthday"
    PARTY = "party"
    HOLIDAY = "holiday"
    GRADUATION = "graduation"
    KIDS = "kids"
    PET = "pet"
    FASHION = "fashion"
    FOOD = "food"
    SPORT = "sport"
    TRAVEL = "travel"
    NATURE = "nature"
    WEDDING = "wedding"
    LOVE = "love"
    FAMILY = "family"
    BABY = "baby"
    MEMORIAL = "memorial"
    PRODUCT = "product"
    BUSINESS = "business"
    PROPERTY = "property"
    MOTOR = "motor"
    TRANSFORMATION = "transformation"
    MEMORIES = "memories"
    EVERYDAY = "everyday"
    CITY = "city"


class Feel(StrEnum):
    """How fast and how strongly things move."""

    CALM = "calm"
    NEUTRAL = "neutral"
    PUNCHY = "punchy"


class Order(StrEnum):
    """How the photos are put in order. ``NEWEST`` is ``CAPTURED`` the other way round."""

    GIVEN = "given"
    CAPTURED = "captured"
    NEWEST = "newest"
    NAME = "name"
    REVERSED = "reversed"
    SHUFFLED = "shuffled"


@dataclass(frozen=True, slots=True)
class Photo:
    """One uploaded file, in upload order; ``captured_at`` is when it was taken, if known."""

    media: ExternalReference
    captured_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """What the user wants of the film; ``None`` leaves the choice to taste.

    Attributes:
        total_s: length of the whole in seconds; wins over ``per_photo_s``.
        per_photo_s: seconds a photo.
        mood: the music's, and with it the cutting's.
        theme: what it is about; it decides what is left open below.
        music: whether there is music at all.
        transitions: used in turn over the cuts; empty for plain cuts.
        transition_s: seconds a transition.
        title: text shown at the start.
        motion: used in turn over the photos; empty for none.
        resize_mode: how photos of another shape fill the frame.
        order: how the photos are put in order.
        width_px: the frame's width.
        height_px: the frame's height.
        fps: frames a second.
        feel: pace and strength; ``None`` follows the mood.
        only: numbers (from 1, upload order) of the photos to use, in the order to use them.
        volume: of the music, as a fraction.
        beat_sync: whether cuts follow the beat; ``None``: where there is music, unless the
            seconds of each photo were asked for.
        look: how the colours of all photos are treated; ``None`` follows the theme.
    """

    total_s: float | None = None
    per_photo_s: float | None = None
    mood: Mood | None = None
    theme: Theme | None = None
    music: bool = True
    transitions: tuple[TransitionType, ...] | None = None
    transition_s: float | None = None
    title: str | None = None
    motion: tuple[MotionKind, ...] | None = None
    resize_mode: ResizeMode = ResizeMode.AUTO
    order: Order = Order.GIVEN
    width_px: int = 1080
    height_px: int = 1920
    fps: int = 30
    feel: Feel | None = None
    only: tuple[int, ...] | None = None
    volume: float = 1.0
    beat_sync: bool | None = None
    look: LookKind | None = None
