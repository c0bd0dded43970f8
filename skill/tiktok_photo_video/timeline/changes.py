"""A change as a fact: what kind, what it happened to, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from tiktok_photo_video.timeline.model import Clip, ExternalReference, Timeline


class ChangeKind(StrEnum):
    """What sort of thing changed."""

    PHOTOS_ADDED = "photos_added"
    PHOTOS_REMOVED = "photos_removed"
    PHOTOS_REORDERED = "photos_reordered"
    PHOTO_REPLACED = "photo_replaced"
    TOTAL_DURATION = "total_duration"
    PHOTO_DURATION = "photo_duration"
    SOURCE_START = "source_start"
    SPEED = "speed"
    CLIP_SOUND = "clip_sound"
    TRANSITIONS = "transitions"
    TRANSITION_DURATION = "transition_duration"
    MOTION = "motion"
    FIT = "fit"
    FOCUS = "focus"
    PAD_COLOR = "pad_color"
    LOOK = "look"
    TITLE_ADDED = "title_added"
    TITLE_REMOVED = "title_removed"
    TITLE_CHANGED = "title_changed"
    SUBTITLE = "subtitle"
    TITLE_LOOK = "title_look"
    TITLE_TIME = "title_time"
    CAPTION = "caption"
    CAPTION_LOOK = "caption_look"
    END_CARD_ADDED = "end_card_added"
    END_CARD_REMOVED = "end_card_removed"
    END_CARD_CHANGED = "end_card_changed"
    END_CARD_LOOK = "end_card_look"
    END_CARD_DURATION = "end_card_duration"
    MUSIC = "music"
    MUSIC_START = "music_start"
    VOLUME = "volume"
    MUTED = "muted"
    FADE_IN = "fade_in"
    FADE_OUT = "fade_out"
    BEAT_SYNC = "beat_sync"
    LOGO = "logo"
    CANVAS = "canvas"
    RATE = "rate"
    COVER = "cover"
    NAME = "name"


Fact: TypeAlias = (
    str
    | int
    | float
    | Fraction
    | tuple[str, ...]
    | tuple[int, ...]
    | tuple[float, ...]
    | tuple[Fraction, ...]
    | None
)


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``subject`` names what it happened to, ``before`` and ``after`` the facts.

    Times in facts are exact seconds, each by the rate of the timeline it comes from. Changes
    of single photos that happened to every one of several have no subject.
    """

    kind: ChangeKind
    subject: tuple[str, ...] = ()
    before: Fact = None
    after: Fact = None


def photo_name(clip: Clip, number: int) -> str:
    """What the user calls a clip: its file's name, else ``photo 3``."""
    if isinstance(clip.media, ExternalReference) and clip.media.name:
        return clip.media.name
    return f"photo {number}"


def numbered(timeline: Timeline) -> dict[str, tuple[int, Clip]]:
    """Every photo with its number, by id."""
    return {clip.id: (number, clip) for number, clip in enumerate(timeline.photos, 1)}


@dataclass(frozen=True, slots=True)
class Both:
    """Two timelines that are compared."""

    before: Timeline
    after: Timeline

    def is_same_time(self, was: Fraction, now: Fraction) -> bool:
        """Whether a moment stayed; another rate rounds it to another frame."""
        rates = self.before.rate, self.after.rate
        return was == now if rates[0] == rates[1] else abs(was - now) <= 1 / min(rates)

    def times(self, was: int, now: int) -> tuple[Fraction, Fraction]:
        """Frames of either as seconds."""
        return was / self.before.rate, now / self.after.rate
