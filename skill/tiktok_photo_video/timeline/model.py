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
from fractions import Fraction
from typing import TypeAlias

from tiktok_photo_video.timeline.kinds import (
    Corner,
    Easing,
    LookKind,
    MediaKind,
    MotionKind,
    ResizeMode,
    TitleAnimation,
    TitlePosition,
    TitleSize,
    TitleStyle,
    TrackKind,
    TransitionType,
)
from tiktok_photo_video.timeline.references import (
    CardReference,
    ExternalReference,
    MediaReference,
    MusicReference,
    TitleReference,
)
from tiktok_photo_video.timeline.times import (
    MS_PER_S,
    frames_from_ms,
    frames_from_s,
    ms_from_frames,
    s_from_frames,
)

# The whole vocabulary is had from here, wherever it is written down.
__all__ = [
    "MS_PER_S",
    "CardReference",
    "Clip",
    "Corner",
    "Easing",
    "ExternalReference",
    "Focus",
    "Gap",
    "Logo",
    "Look",
    "LookKind",
    "MediaKind",
    "MediaReference",
    "Motion",
    "MotionKind",
    "MusicReference",
    "PlacedClip",
    "ResizeMode",
    "TimeRange",
    "Timeline",
    "TitleAnimation",
    "TitlePosition",
    "TitleReference",
    "TitleSize",
    "TitleStyle",
    "Track",
    "TrackChild",
    "TrackKind",
    "Transition",
    "TransitionType",
    "frames_from_ms",
    "frames_from_s",
    "ms_from_frames",
    "placed_clips",
    "placed_in",
    "s_from_frames",
]


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
class Look:
    """How the colours of a photo are treated.

    ``strength`` is how much of the treatment is mixed in, 0 to 1. ``brightness``, ``contrast``
    and ``saturation`` go from -1 to 1, 0 leaves them alone. ``lut_hash`` is the content hash
    of a .cube file that comes in place of ``kind``.
    """

    kind: LookKind = LookKind.NONE
    strength: float = 1.0
    brightness: float = 0.0
    contrast: float = 0.0
    saturation: float = 0.0
    lut_hash: str = ""


@dataclass(frozen=True, slots=True)
class Focus:
    """The point of a photo that must stay in frame, in fractions from its top left corner."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Motion:
    """A camera move. ``strength`` is how much larger the tightest framing is: 0.12 = 12 %."""

    kind: MotionKind = MotionKind.NONE
    strength: float = 0.12
    easing: Easing = Easing.EASE_IN_OUT


@dataclass(frozen=True, slots=True)
class Clip:
    """A piece of media in a track.

    Attributes:
        id: unique in the timeline.
        media: what is shown or heard.
        source_range: from which frame of the media on (0 for a still), and for how many
            frames of the track.
        resize_mode: how a picture comes into the canvas.
        motion: how the camera moves over it.
        volume: a fraction: 0.35 is 35 %.
        look: how its colours are treated.
        focus: what must stay in frame; ``None`` leaves it to the faces found.
        pad_color: ``#rrggbb`` of the bars where ``resize_mode`` leaves some.
        speed: how much faster than filmed a video clip runs: at 2 the same frames of the
            track show twice as much of it.
        fade_in: frames over which sound comes up.
        fade_out: frames over which sound goes down.
        is_muted: not heard for now; ``volume`` is kept for later.
        anchor: id of the picture clip a caption belongs to; it is seen as long as that is.
        is_pinned: somebody asked for just this length: cuts that follow a beat leave it alone.
    """

    id: str
    media: MediaReference
    source_range: TimeRange
    resize_mode: ResizeMode = ResizeMode.AUTO
    motion: Motion = Motion()
    volume: float = 1.0
    look: Look = Look()
    focus: Focus | None = None
    pad_color: str = "#000000"
    speed: Fraction = Fraction(1)
    fade_in: int = 0
    fade_out: int = 0
    is_muted: bool = False
    anchor: str | None = None
    is_pinned: bool = False

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
class Logo:
    """A small picture that stands in a corner all along.

    ``width_share`` is its width as a fraction of the canvas's, ``opacity`` goes from 0 to 1.
    """

    media: ExternalReference
    corner: Corner = Corner.TOP_RIGHT
    width_share: float = 0.16
    opacity: float = 0.9


UNNAMED = "project"
"""What a video is called until somebody names it."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole video: a canvas, a rate and the tracks painted bottom to top.

    ``cover`` is the frame shown where the video is not playing; ``None`` is the first.
    ``has_beat_sync`` says whether cuts follow the beats of the music.
    """

    name: str = UNNAMED
    rate: Fraction = Fraction(30)
    width_px: int = 1080
    height_px: int = 1920
    tracks: tuple[Track, ...] = ()
    logo: Logo | None = None
    cover: int | None = None
    has_beat_sync: bool = False

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
        """The user's photos and clips in the order they are counted; cards are none of them."""
        return tuple(c for c in self.pictures if isinstance(c.media, ExternalReference))

    @property
    def pictures(self) -> tuple[Clip, ...]:
        """All clips of the picture track."""
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
