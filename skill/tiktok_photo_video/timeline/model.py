"""The timeline: immutable values in OpenTimelineIO's nouns.

Rules of this file:

- Every time is a whole number of frames at the timeline's rate, in the time frame of the
  track it stands in. Milliseconds exist only on the wire, seconds only in words.
- Clips butt in a track; a ``Gap`` is transparent; tracks paint bottom to top.
- A ``Transition`` stands between two clips and never changes the length of a track: it
  borrows ``in_offset`` frames before the cut and ``out_offset`` after it. Stills have
  endless handles, so there is always something to borrow.
- A clip points to media by content hash and by the name its owner uses; it never holds
  the media.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

MS_PER_S = 1000


class TrackKind(StrEnum):
    """What a track carries."""

    VIDEO = "video"
    AUDIO = "audio"
    TITLE = "title"


class MediaKind(StrEnum):
    """What an external media file is."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"


class ResizeMode(StrEnum):
    """How a picture that is not of the canvas's shape is brought into it."""

    AUTO = "auto"
    COVER = "cover"
    CONTAIN = "contain"
    CONTAIN_BLUR = "contain_blur"


class MotionKind(StrEnum):
    """How the camera moves over a still."""

    NONE = "none"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    PAN_LEFT = "pan_left"
    PAN_RIGHT = "pan_right"
    PAN_UP = "pan_up"
    PAN_DOWN = "pan_down"


class Easing(StrEnum):
    """How a motion is spread over its time."""

    LINEAR = "linear"
    EASE_IN_OUT = "ease_in_out"
    EASE_OUT = "ease_out"


class TransitionType(StrEnum):
    """How one clip gives way to the next. A plain cut is the absence of a transition."""

    CROSSFADE = "crossfade"
    DIP_TO_BLACK = "dip_to_black"
    DIP_TO_WHITE = "dip_to_white"
    FLASH = "flash"
    SLIDE_LEFT = "slide_left"
    SLIDE_RIGHT = "slide_right"
    SLIDE_UP = "slide_up"
    SLIDE_DOWN = "slide_down"
    PUSH_LEFT = "push_left"
    PUSH_RIGHT = "push_right"
    PUSH_UP = "push_up"
    PUSH_DOWN = "push_down"
    WIPE_LEFT = "wipe_left"
    WIPE_RIGHT = "wipe_right"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"


class TitlePosition(StrEnum):
    """Where in the safe area a title stands."""

    TOP = "top"
    CENTER = "center"
    BOTTOM = "bottom"


class TitleStyle(StrEnum):
    """How the letters of a title are drawn."""

    PLAIN = "plain"
    OUTLINE = "outline"
    PLATE = "plate"


class TitleAnimation(StrEnum):
    """How a title comes and goes."""

    NONE = "none"
    FADE = "fade"
    RISE = "rise"


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A stretch of whole frames: from ``start``, ``duration`` long."""

    start: int
    duration: int

    @property
    def end_exclusive(self) -> int:
        """The first frame after the range."""
        return self.start + self.duration


@dataclass(frozen=True, slots=True)
class ExternalReference:
    """A media file, by what the user calls it and by what is in it.

    ``width_px`` and ``height_px`` are as displayed, that is after EXIF rotation; both are
    0 for sound. ``available_duration_ms`` is ``None`` for stills.
    """

    name: str
    content_hash: str
    kind: MediaKind = MediaKind.IMAGE
    width_px: int = 0
    height_px: int = 0
    available_duration_ms: int | None = None


@dataclass(frozen=True, slots=True)
class MusicReference:
    """A bed composed on the spot; the same mood and seed give the same piece."""

    mood: str
    seed: int = 0


@dataclass(frozen=True, slots=True)
class TitleReference:
    """A designed text. ``color`` is ``#rrggbb``."""

    text: str
    position: TitlePosition = TitlePosition.TOP
    style: TitleStyle = TitleStyle.OUTLINE
    color: str = "#ffffff"
    animation: TitleAnimation = TitleAnimation.RISE


MediaReference: TypeAlias = ExternalReference | MusicReference | TitleReference


@dataclass(frozen=True, slots=True)
class Motion:
    """A camera move. ``strength`` is how much larger the tightest framing is: 0.12 = 12 %."""

    kind: MotionKind = MotionKind.NONE
    strength: float = 0.12
    easing: Easing = Easing.EASE_IN_OUT


@dataclass(frozen=True, slots=True)
class Clip:
    """A piece of media in a track.

    ``source_range`` is in the media's own time, counted in timeline frames; for a still
    its start is 0. ``volume`` is a fraction: 0.35 is 35 %.
    """

    id: str
    media: MediaReference
    source_range: TimeRange
    resize_mode: ResizeMode = ResizeMode.AUTO
    motion: Motion = Motion()
    volume: float = 1.0

    @property
    def duration(self) -> int:
        """Frames the clip takes in its track."""
        return self.source_range.duration


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing, for ``duration`` frames."""

    duration: int


@dataclass(frozen=True, slots=True)
class Transition:
    """The change from the clip before to the clip after, around their cut."""

    transition_type: TransitionType
    in_offset: int
    out_offset: int

    @property
    def duration(self) -> int:
        """Frames during which both clips are seen."""
        return self.in_offset + self.out_offset


TrackChild: TypeAlias = Clip | Gap | Transition


@dataclass(frozen=True, slots=True)
class Track:
    """Clips and gaps that butt, with transitions between clips."""

    kind: TrackKind
    children: tuple[TrackChild, ...] = ()

    @property
    def clips(self) -> tuple[Clip, ...]:
        """The clips in order, without gaps and transitions."""
        return tuple(child for child in self.children if isinstance(child, Clip))

    @property
    def duration(self) -> int:
        """Frames from the start of the first child to the end of the last."""
        return sum(c.duration for c in self.children if not isinstance(c, Transition))


@dataclass(frozen=True, slots=True)
class PlacedClip:
    """A clip with its place in its track, and the transitions at both ends."""

    clip: Clip
    range_in_track: TimeRange
    transition_in: Transition | None = None
    transition_out: Transition | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole video: a canvas, a rate and the tracks painted bottom to top."""

    name: str = "project"
    rate: Fraction = Fraction(30)
    width_px: int = 1080
    height_px: int = 1920
    tracks: tuple[Track, ...] = ()

    @property
    def duration(self) -> int:
        """Frames of the finished video: the longest track's."""
        return max((track.duration for track in self.tracks), default=0)

    def track(self, kind: TrackKind) -> Track | None:
        """The first track of a kind."""
        return next((track for track in self.tracks if track.kind is kind), None)

    @property
    def music(self) -> Clip | None:
        """The piece of music that plays first, if there is any."""
        track = self.track(TrackKind.AUDIO)
        return track.clips[0] if track and track.clips else None

    @property
    def photos(self) -> tuple[Clip, ...]:
        """The clips of the picture track, in the order the user counts them."""
        track = self.track(TrackKind.VIDEO)
        return track.clips if track else ()


def placed_clips(track: Track) -> tuple[PlacedClip, ...]:
    """Every clip of a track with its range in the track and its transitions."""
    placed: list[PlacedClip] = []
    children = track.children
    at = 0
    for index, child in enumerate(children):
        if isinstance(child, Clip):
            placed.append(
                PlacedClip(
                    child,
                    TimeRange(at, child.duration),
                    _transition_at(children, index - 1),
                    _transition_at(children, index + 1),
                )
            )
        if not isinstance(child, Transition):
            at += child.duration
    return tuple(placed)


def placed_in(timeline: Timeline, kind: TrackKind) -> tuple[PlacedClip, ...]:
    """The placed clips of the track of a kind; none when there is no such track."""
    track = timeline.track(kind)
    return placed_clips(track) if track else ()


def _transition_at(children: tuple[TrackChild, ...], index: int) -> Transition | None:
    child = children[index] if 0 <= index < len(children) else None
    return child if isinstance(child, Transition) else None


def frames_from_ms(duration_ms: int, rate: Fraction) -> int:
    """Milliseconds to the nearest whole frame."""
    return round(Fraction(duration_ms) * rate / MS_PER_S)


def ms_from_frames(frames: int, rate: Fraction) -> int:
    """Whole frames to the nearest millisecond.

    ``frames_from_ms`` gives the same frames back at any rate up to 500: the rounding
    error of half a millisecond stays under a quarter of a frame.
    """
    return round(Fraction(frames * MS_PER_S) / rate)


def frames_from_s(duration_s: float, rate: Fraction) -> int:
    """Seconds to the nearest whole frame."""
    return round(Fraction(duration_s) * rate)


def s_from_frames(frames: int, rate: Fraction) -> float:
    """Whole frames to seconds."""
    return float(Fraction(frames) / rate)
