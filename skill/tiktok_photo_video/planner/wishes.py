"""What a message asks for, before anyone looks at the timeline.

The grammar turns words into wishes; ``planner.briefing`` makes a brief of them for a new
video, ``planner.editing`` makes edits of them for one that is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

from tiktok_photo_video.planner.brief import Feel, Mood, Theme
from tiktok_photo_video.planner.photo_wishes import (
    AddPhotos,
    Arrange,
    Count,
    Crop,
    CutOff,
    Divide,
    Drop,
    Even,
    Keep,
    Length,
    Move,
    PhotoLength,
    Repeat,
    Replace,
    Sort,
    Speed,
    Swap,
)
from tiktok_photo_video.planner.pointers import References
from tiktok_photo_video.planner.text_wishes import (
    Badge,
    Caption,
    EndCard,
    NoBadge,
    NoCaption,
    NoEndCard,
    NoTitle,
    Recase,
    Reword,
    Title,
)
from tiktok_photo_video.timeline.model import (
    LookKind,
    MotionKind,
    ResizeMode,
    TransitionType,
)


@dataclass(frozen=True, slots=True)
class Cuts:
    """What is to happen between photos.

    ``types`` is ``None`` when nothing was said about the kind and empty for plain cuts;
    ``without`` are kinds to do without. ``cuts`` counts from 1, negative numbers from the end;
    with ``rest`` all but these are meant. Of a single photo the cut after it is meant, or
    the one ``before`` it; of several the cuts within them, or with ``each_after`` those after each.
    """

    types: tuple[TransitionType, ...] | None = None
    transition_s: float | None = None
    factor: float = 1.0
    other: bool = False
    without: tuple[TransitionType, ...] = ()
    between: References = ()
    cuts: tuple[int, ...] = ()
    rest: bool = False
    before: bool = False
    each_after: bool = False


@dataclass(frozen=True, slots=True)
class Music:
    """Which music: a mood, another piece, just some, or (``on=False``) none.

    ``genre`` is the user's word when it is none of the moods that can be composed;
    ``mood`` is then the nearest. ``song`` is a song that was asked for by name; ``own``
    asks for the sound file that was uploaded, the one called ``file`` if one is named.
    With ``overall`` the video as a whole is to have the mood: a song of the user's own stays.
    """

    on: bool = True
    mood: Mood | None = None
    other: bool = False
    genre: str = ""
    song: str = ""
    own: bool = False
    overall: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True)
class Volume:
    """How loud the music: a level (0.35 is 35 %) or a factor."""

    level: float | None = None
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Fades:
    """Over how many seconds the music comes and goes; ``None`` leaves an end as it is."""

    in_s: float | None = None
    out_s: float | None = None


@dataclass(frozen=True, slots=True)
class SongStart:
    """From which second of the user's own song on it is heard.

    ``delayed`` asks for silence before it instead; ``own`` says whose song outright.
    """

    at_s: float
    delayed: bool = False
    own: bool = False


class Heard(StrEnum):
    """What a wish for silence or sound is about."""

    ALL = "all"
    MUSIC = "music"
    CLIPS = "clips"


@dataclass(frozen=True, slots=True)
class Mute:
    """Silence what is heard for now, or (``on=False``) let it be heard again.

    Of the clips those ``photos`` are meant, or with none all of them.
    """

    on: bool = True
    what: Heard = Heard.ALL
    photos: References = ()


@dataclass(frozen=True, slots=True)
class ClipVolume:
    """How loud what clips recorded is: a level (0.35 is 35 %) or a factor; of all, or of some."""

    level: float | None = None
    factor: float = 1.0
    photos: References = ()


@dataclass(frozen=True, slots=True)
class OnBeat:
    """Let the cuts follow the beat of the music, or not."""

    on: bool = True


@dataclass(frozen=True, slots=True)
class Cover:
    """What is shown where the video is not playing: a moment, or a photo."""

    at_s: float | None = None
    photos: References = ()
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class Tint:
    """How the colours of photos are treated.

    ``kind`` is ``None`` where only brightness and the like change, by the amounts given;
    ``without`` are treatments to take away; ``from_file`` means the colour table that was
    uploaded. ``strength`` is a share, ``factor`` one of the
    strength there is. ``named`` is the user's word where the look is only the nearest to it.
    """

    kind: LookKind | None = None
    photos: References = ()
    strength: float | None = None
    factor: float = 1.0
    brightness: float = 0.0
    contrast: float = 0.0
    saturation: float = 0.0
    without: tuple[LookKind, ...] = ()
    from_file: bool = False
    named: str = ""


@dataclass(frozen=True, slots=True)
class Aim:
    """The point of photos that must stay in frame; ``None`` leaves it to the faces found."""

    point: tuple[float, float] | None
    photos: References = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """The colour of the bars beside photos that do not fill the frame."""

    color: str
    photos: References = ()


@dataclass(frozen=True, slots=True)
class Spare:
    """Photos that what is said of all is not meant for; ``as_taken`` also takes looks off."""

    photos: References
    as_taken: bool = False


@dataclass(frozen=True, slots=True)
class Camera:
    """How the camera is to move; ``kinds`` is ``None`` for "somehow", empty for not at all.

    ``without`` are moves to do without: photos that have another one keep it.
    """

    kinds: tuple[MotionKind, ...] | None = None
    factor: float = 1.0
    photos: References = ()
    without: tuple[MotionKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """How photos of another shape fill the frame."""

    resize_mode: ResizeMode
    photos: References = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """The frame: a ratio such as 9:16, or a short side in pixels, or both."""

    ratio: tuple[int, int] | None = None
    short_side_px: int | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How the whole is to feel."""

    feel: Feel


@dataclass(frozen=True, slots=True)
class Rate:
    """Frames a second."""

    fps: int


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the video is about: everything that nothing else is said of follows from it."""

    theme: Theme


@dataclass(frozen=True, slots=True)
class NewVideo:
    """Make a video of the photos. ``restart`` says so outright."""

    restart: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """Go back or forward in what was done."""

    direction: Literal["undo", "redo"]
    steps: int = 1


@dataclass(frozen=True, slots=True)
class Name:
    """Call the project something else."""

    name: str


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A question about the video or the program, or small talk: nothing is to change.

    ``about`` names the answer (``planner.answers``); "" is a question we know none for.
    """

    about: str = ""
    photos: References = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Fine:
    """Understood, and nothing to do: thanks, or "leave the music as it is"."""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Understood but not complete: ``what`` is the name of the question to ask back.

    ``text`` are the user's words that the question is about, ``photos`` those that were named.
    """

    what: str
    text: str = ""
    photos: References = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A piece of the message that says nothing to us, as the user wrote it."""

    text: str


@dataclass(frozen=True, slots=True)
class Cannot:
    """Understood, but nothing this program can do, as the user wrote it.

    ``instead`` names what is told to be possible in its place.
    """

    text: str
    instead: str = ""


Wish: TypeAlias = (
    Length
    | CutOff
    | PhotoLength
    | Cuts
    | Music
    | Volume
    | Fades
    | SongStart
    | Mute
    | ClipVolume
    | OnBeat
    | Cover
    | Title
    | NoTitle
    | Recase
    | Reword
    | Caption
    | NoCaption
    | EndCard
    | NoEndCard
    | Badge
    | NoBadge
    | Tint
    | Aim
    | Bars
    | Drop
    | Keep
    | Move
    | Swap
    | Replace
    | Sort
    | Arrange
    | Repeat
    | Divide
    | Crop
    | Speed
    | Even
    | AddPhotos
    | Camera
    | Spare
    | Fit
    | Shape
    | Pace
    | Rate
    | Occasion
    | Count
    | NewVideo
    | History
    | Name
    | Enquiry
    | Fine
    | Unsaid
    | Unknown
    | Cannot
)
