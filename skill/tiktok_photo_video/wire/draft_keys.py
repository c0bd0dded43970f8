"""The keys of the draft JSON, each written once; ``skill/references/draft.md`` explains them.

``t``, ``tt``, ``sg``, ``d`` and ``m`` are the wire's. The rest are ours: no backend documents
its own, and every client hands a draft on as it is.
"""

from __future__ import annotations

from enum import IntEnum

FORMAT_VERSION = 1
"""The version of our own keys; it goes up with every key that changes what is seen or heard."""


class DraftTrack(IntEnum):
    """The wire's track types."""

    VIDEO = 0
    AUDIO = 1
    TEXT = 7


# At the root.
TRACKS = "t"
DURATION = "d"
META = "m"

# In the metadata.
NAME = "title"
WIDTH = "width"
HEIGHT = "height"
RATE = "fps"
VERSION = "x"

# In a track.
TRACK_TYPE = "tt"
SEGMENTS = "sg"
GAPS = "g"

# In a segment.
ID = "id"
LABEL = "n"
START = "s"
SOURCE_START = "ss"
SOURCE = "src"
MUSIC = "mu"
TITLE = "tl"
RESIZE_MODE = "rm"
MOTION = "mv"
VOLUME = "v"
TRANSITION = "tr"

# In ``src``.
HASH = "h"
KIND = "k"
SOURCE_WIDTH = "w"
SOURCE_HEIGHT = "ht"
AVAILABLE = "ad"

# In ``mu``.
MOOD = "md"
SEED = "sd"

# In ``tl``.
TEXT = "tx"
POSITION = "p"
STYLE = "st"
COLOR = "c"
ANIMATION = "an"

# In ``mv``.
STRENGTH = "a"
EASING = "e"

# In ``tr``.
IN_OFFSET = "i"
OUT_OFFSET = "o"

MEANINGS: dict[str, str] = {
    TRACKS: "root: the tracks, bottom to top",
    DURATION: "root and segment: duration in ms",
    META: "root: metadata",
    NAME: "m: name of the project",
    WIDTH: "m: canvas width in pixels",
    HEIGHT: "m: canvas height in pixels",
    RATE: 'm: frames a second, a whole number or a fraction such as "30000/1001"',
    VERSION: "m: present in drafts of this product; version of its own keys",
    TRACK_TYPE: "track: 0 video, 1 audio, 7 text",
    SEGMENTS: "track: the segments in order of time",
    GAPS: "track: ms of each gap after the last segment; segment: ms of each gap before it, "
    "written only when there is more than one",
    ID: "segment: id, unique in the draft",
    LABEL: "segment: what the user calls it",
    START: "segment: start in the track in ms; gaps follow from it",
    SOURCE_START: "segment: start in the source's own time in ms, default 0",
    SOURCE: "segment: the media file",
    MUSIC: "segment: music that is composed on the spot",
    TITLE: "segment: a designed text",
    RESIZE_MODE: "segment: auto (default), cover, contain, contain_blur",
    MOTION: "segment: the camera move, default none",
    VOLUME: "segment: volume as a fraction, default 1",
    TRANSITION: "segment: the transition to the next segment; without it a plain cut",
    HASH: "src: content hash",
    KIND: "src: image, video, audio; mv: kind of move; tr: type of transition",
    SOURCE_WIDTH: "src: width in pixels as displayed, default 0",
    SOURCE_HEIGHT: "src: height in pixels as displayed, default 0",
    AVAILABLE: "src: whole length of the file in ms; not for stills",
    MOOD: "mu: mood",
    SEED: "mu: seed, default 0; the same mood and seed give the same piece",
    TEXT: "tl: the text",
    POSITION: "tl: top (default), center, bottom",
    STYLE: "tl: outline (default), plain, plate",
    COLOR: "tl: colour as #rrggbb, default white",
    ANIMATION: "tl: rise (default), fade, none",
    STRENGTH: "mv: how much larger the tightest framing is, default 0.12",
    EASING: "mv: ease_in_out (default), ease_out, linear",
    IN_OFFSET: "tr: ms before the cut",
    OUT_OFFSET: "tr: ms after the cut",
}
"""What each key means; the reference page is checked against this table."""
