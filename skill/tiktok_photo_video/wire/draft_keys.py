"""The keys of the draft JSON, each written once; ``skill/references/draft.md`` explains them.

``t``, ``tt``, ``sg``, ``d`` and ``m`` are the wire's. The rest are ours: no backend documents
its own, and every client hands a draft on as it is.
"""

from __future__ import annotations

from enum import IntEnum

FORMAT_VERSION = 2
"""The version of our own keys; it goes up with every key that changes what is seen or heard.

A draft carries the least version that knows all of its keys, so what an older reader can show
rightly it still reads.
"""
FIRST_VERSION = 1


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
LOGO = "lg"
COVER = "cv"
BEAT_SYNC = "bs"

# In a track.
TRACK_TYPE = "tt"
SEGMENTS = "sg"
GAPS = "g"
CAPTIONS = "cp"

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
CARD = "cd"
LOOK = "lk"
FOCUS = "f"
PAD_COLOR = "pc"
SPEED = "sp"
FADE_IN = "fi"
FADE_OUT = "fo"
MUTED = "mt"
ANCHOR = "at"
PINNED = "pn"

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
SIZE = "sz"
SUBTITLE = "su"

# In ``cd``; its text and colour are as in ``tl``.
BACKGROUND = "bg"

# In ``lk``; ``k`` is its kind, ``a`` how much of it, ``h`` the hash of a .cube file.
BRIGHTNESS = "b"
CONTRAST = "co"
SATURATION = "sa"

# In ``lg``; beside them ``n``, and what ``src`` has.
WIDTH_SHARE = "ws"
OPACITY = "op"

# In ``mv``.
STRENGTH = "a"
EASING = "e"

# In ``tr``.
IN_OFFSET = "i"
OUT_OFFSET = "o"

SINCE_SECOND = frozenset(
    {
        *(LOGO, COVER, BEAT_SYNC, CAPTIONS),
        *(CARD, LOOK, FOCUS, PAD_COLOR, SPEED, FADE_IN, FADE_OUT, MUTED, ANCHOR),
        *(SIZE, SUBTITLE),
    }
)
"""The keys of version 2 that stand beside those of version 1; what is inside them is new too."""

MEANINGS: dict[str, str] = {
    TRACKS: "root: the tracks, bottom to top",
    DURATION: "root and segment: duration in ms",
    META: "root: metadata",
    NAME: "m: name of the project",
    WIDTH: "m: canvas width in pixels",
    HEIGHT: "m: canvas height in pixels",
    RATE: 'm: frames a second, a whole number or a fraction such as "30000/1001"',
    VERSION: "m: present in drafts of this product; version of its own keys",
    LOGO: "m: a small picture in a corner: `n` and the keys of src, with p, ws and op",
    COVER: "m: moment of the frame shown where the video is not playing, in ms; default the first",
    BEAT_SYNC: "m: true when the cuts follow the beats of the music",
    TRACK_TYPE: "track: 0 video, 1 audio, 7 text",
    SEGMENTS: "track: the segments in order of time",
    GAPS: "track: ms of each gap after the last segment; segment: ms of each gap before it, "
    "written only when there is more than one",
    CAPTIONS: "track: true on the text track that holds captions",
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
    CARD: "segment: a plain card with a text, the last of the picture track",
    LOOK: "segment: how the colours are treated, default not at all",
    FOCUS: "segment: point that stays in frame, [across, down] in fractions; default by itself",
    PAD_COLOR: "segment: colour of bars as #rrggbb, default black",
    SPEED: 'segment: how much faster than filmed, a whole number or a fraction such as "3/2"; '
    "default 1",
    FADE_IN: "segment: ms over which sound comes up, default 0",
    FADE_OUT: "segment: ms over which sound goes down, default 0",
    MUTED: "segment: true when it is not heard for now",
    ANCHOR: "segment: id of the photo that a caption belongs to",
    PINNED: "segment: true when just this length was asked for, so that no beat changes it",
    HASH: "src: content hash; lk: content hash of a .cube file in place of the kind",
    KIND: "src: image, video, audio; mv: kind of move; tr: type of transition; lk: treatment",
    SOURCE_WIDTH: "src: width in pixels as displayed, default 0",
    SOURCE_HEIGHT: "src: height in pixels as displayed, default 0",
    AVAILABLE: "src: whole length of the file in ms; not for stills",
    MOOD: "mu: mood",
    SEED: "mu: seed, default 0; the same mood and seed give the same piece",
    TEXT: "tl and cd: the text",
    POSITION: "tl: top (default), center, bottom; lg: the corner, default top_right",
    STYLE: "tl: outline (default), plain, plate, neon, handwritten, karaoke",
    COLOR: "tl and cd: colour of the letters as #rrggbb, default white",
    ANIMATION: "tl: rise (default), fade, drop, pop, slide, typewriter, none",
    SIZE: "tl: small, medium (default), large",
    SUBTITLE: "tl: a smaller line under the text",
    BACKGROUND: "cd: colour of the card as #rrggbb, default black",
    BRIGHTNESS: "lk: -1 to 1, default 0",
    CONTRAST: "lk: -1 to 1, default 0",
    SATURATION: "lk: -1 to 1, default 0",
    WIDTH_SHARE: "lg: width as a fraction of the canvas's, default 0.16",
    OPACITY: "lg: 0 to 1, default 0.9",
    STRENGTH: "mv: how much larger the tightest framing is, default 0.12; "
    "lk: how much is mixed in, 0 to 1, default 1",
    EASING: "mv: ease_in_out (default), ease_out, linear",
    IN_OFFSET: "tr: ms before the cut",
    OUT_OFFSET: "tr: ms after the cut",
}
"""What each key means; the reference page is checked against this table."""
