"""The words of the timeline: each enumeration says what can be chosen."""

from __future__ import annotations

from enum import StrEnum


class TrackKind(StrEnum):
    """What a track carries."""

    VIDEO = "video"
    AUDIO = "audio"
    TITLE = "title"
    CAPTION = "caption"


class MediaKind(StrEnum):
    """What an external media file is."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    LUT = "lut"

    @property
    def is_seen(self) -> bool:
        """Whether such a file can be shown: a photo or a clip."""
        return self in (MediaKind.IMAGE, MediaKind.VIDEO)


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
    WIPE_UP = "wipe_up"
    WIPE_DOWN = "wipe_down"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    ZOOM_THROUGH = "zoom_through"
    WHIP_PAN = "whip_pan"
    SPIN = "spin"
    IRIS = "iris"
    BLUR = "blur"
    GLITCH = "glitch"
    FILM_BURN = "film_burn"
    PAGE_SWIPE = "page_swipe"


class LookKind(StrEnum):
    """A colour treatment of a photo."""

    NONE = "none"
    BLACK_AND_WHITE = "black_and_white"
    SEPIA = "sepia"
    VINTAGE = "vintage"
    WARM = "warm"
    COOL = "cool"
    VIVID = "vivid"
    CINEMATIC = "cinematic"
    FADED = "faded"
    DRAMATIC = "dramatic"
    SOFT = "soft"


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
    NEON = "neon"
    HANDWRITTEN = "handwritten"
    KARAOKE = "karaoke"


class TitleSize(StrEnum):
    """How large the letters of a title are."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Corner(StrEnum):
    """Where in the safe area a logo stands."""

    TOP_LEFT = "top_left"
    TOP_RIGHT = "top_right"
    BOTTOM_LEFT = "bottom_left"
    BOTTOM_RIGHT = "bottom_right"


class TitleAnimation(StrEnum):
    """How a title comes and goes."""

    NONE = "none"
    FADE = "fade"
    RISE = "rise"
    DROP = "drop"
    POP = "pop"
    SLIDE = "slide"
    TYPEWRITER = "typewriter"
