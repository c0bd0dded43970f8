"""The numbers and choices that make a video look edited, each with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from tiktok_photo_video.planner.brief import Feel, Mood, Theme
from tiktok_photo_video.timeline.model import LookKind, MotionKind, TransitionType

MIN_PHOTO_S = 0.4  # below this a photo is a flicker; beat-cut shows go down to 0.7
TIKTOK_MIN_TOTAL_S = 3.0  # TikTok takes nothing shorter; made as asked, and said
MAX_TOTAL_S = 600.0  # TikTok's longest by upload: ten minutes
USUAL_MAX_TOTAL_S = 60.0  # past a minute a slideshow loses its viewers; ads end there too
TITLE_S = 3.0  # a hook is read within the first seconds
TITLE_AT_LEAST_S = 0.5
MAX_TRANSITION_SHARE = 0.4  # of the shorter neighbour: each photo stands still for a while
DEFAULT_MOOD = Mood.UPBEAT
LOUDER, SLIGHTLY_LOUDER, MUCH_LOUDER = 1.4, 1.2, 2.0  # 3, 1.5 and 6 dB
MAX_VOLUME = 2.0
LONGER, SLIGHTLY_LONGER, MUCH_LONGER = 1.35, 1.15, 2.0
SUITABLE_SHAPE = 0.15  # photos this near to the frame's shape have nothing to pan over
ACCENT_EVERY = 4  # cuts: one family of transitions carries, accents stay rare
MIN_STRENGTH, MAX_STRENGTH = 0.03, 0.3


@dataclass(frozen=True, slots=True)
class Pacing:
    """How long photos are shown.

    ``usual_s`` is what a photo gets while the whole stays under ``whole_s``; with more
    photos each gets less, down to ``quickest_s``.
    """

    usual_s: float
    quickest_s: float
    whole_s: float
    transition_s: float
    strength: float


# TikTok's own default is 3 s a photo; calm shows hold 3-4 s; beat-cut ones run 9-15 s at
# 0.7-1.1 s a photo. Zooms stay within 4-14 % or they read as a mistake.
PACING: dict[Feel, Pacing] = {
    Feel.CALM: Pacing(3.5, 1.2, 30.0, 0.55, 0.07),
    Feel.NEUTRAL: Pacing(3.0, 1.0, 24.0, 0.4, 0.1),
    Feel.PUNCHY: Pacing(2.0, 0.8, 15.0, 0.25, 0.13),
}

FEEL_OF_MOOD: dict[Mood, Feel] = {
    Mood.UPBEAT: Feel.PUNCHY,
    Mood.LOFI: Feel.NEUTRAL,
    Mood.CINEMATIC: Feel.CALM,
    Mood.ROMANTIC: Feel.CALM,
    Mood.CHILL: Feel.CALM,
    Mood.ACOUSTIC: Feel.NEUTRAL,
    Mood.AMBIENT: Feel.CALM,
    Mood.HOUSE: Feel.PUNCHY,
    Mood.HIPHOP: Feel.PUNCHY,
    Mood.HAPPY: Feel.PUNCHY,
    Mood.EPIC: Feel.NEUTRAL,
    Mood.RETRO: Feel.NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class Palette:
    """The transitions of a mood: a family that carries, and rare accents."""

    family: tuple[TransitionType, ...]
    accents: tuple[TransitionType, ...]


_T = TransitionType

PALETTES: dict[Mood | None, Palette] = {
    None: Palette((_T.CROSSFADE,), (_T.PUSH_LEFT, _T.ZOOM_IN, _T.SLIDE_UP)),
    Mood.UPBEAT: Palette((_T.PUSH_LEFT, _T.PUSH_UP), (_T.FLASH, _T.ZOOM_IN)),
    Mood.LOFI: Palette((_T.CROSSFADE,), (_T.SLIDE_LEFT, _T.DIP_TO_WHITE)),
    Mood.CINEMATIC: Palette((_T.CROSSFADE,), (_T.DIP_TO_BLACK, _T.ZOOM_IN)),
    Mood.ROMANTIC: Palette((_T.CROSSFADE,), (_T.DIP_TO_WHITE,)),
    Mood.CHILL: Palette((_T.CROSSFADE,), (_T.SLIDE_LEFT, _T.DIP_TO_WHITE)),
    Mood.ACOUSTIC: Palette((_T.SLIDE_LEFT, _T.SLIDE_UP), (_T.CROSSFADE, _T.DIP_TO_WHITE)),
    Mood.AMBIENT: Palette((_T.BLUR,), (_T.DIP_TO_WHITE, _T.CROSSFADE)),
    Mood.HOUSE: Palette((_T.ZOOM_IN, _T.ZOOM_THROUGH), (_T.FLASH, _T.GLITCH)),
    Mood.HIPHOP: Palette((_T.WHIP_PAN,), (_T.GLITCH, _T.FLASH)),
    Mood.HAPPY: Palette((_T.SLIDE_LEFT, _T.SLIDE_UP, _T.SLIDE_RIGHT), (_T.ZOOM_IN, _T.IRIS)),
    Mood.EPIC: Palette((_T.DIP_TO_BLACK,), (_T.FLASH, _T.ZOOM_THROUGH)),
    Mood.RETRO: Palette((_T.FILM_BURN,), (_T.WIPE_LEFT, _T.FLASH)),
}


@dataclass(frozen=True, slots=True)
class Treatment:
    """What goes with a theme where the brief leaves it open.

    ``feel`` and ``palette`` follow the mood where they are ``None``; ``look`` is set only
    where people expect it: a memory looks old, a dish looks fresh.
    """

    mood: Mood
    feel: Feel | None = None
    palette: Palette | None = None
    look: LookKind = LookKind.NONE
    motion: tuple[MotionKind, ...] | None = None


_M = MotionKind
_SLOW_ZOOMS = (_M.ZOOM_IN, _M.ZOOM_OUT)
_WIPES = Palette((_T.WIPE_LEFT, _T.WIPE_RIGHT), (_T.CROSSFADE,))
_PAGES = Palette((_T.PAGE_SWIPE,), (_T.CROSSFADE, _T.DIP_TO_WHITE))

TREATMENTS: dict[Theme, Treatment] = {
    Theme.BIRTHDAY: Treatment(Mood.HAPPY),
    Theme.PARTY: Treatment(Mood.UPBEAT),
    Theme.HOLIDAY: Treatment(Mood.HAPPY, Feel.NEUTRAL),
    Theme.GRADUATION: Treatment(Mood.UPBEAT, Feel.NEUTRAL),
    Theme.KIDS: Treatment(Mood.HAPPY),
    Theme.PET: Treatment(Mood.HAPPY, palette=Palette((_T.SLIDE_UP,), (_T.IRIS, _T.ZOOM_IN))),
    Theme.FASHION: Treatment(Mood.HOUSE, motion=(_M.ZOOM_IN, _M.PAN_UP, _M.ZOOM_OUT, _M.PAN_DOWN)),
    Theme.FOOD: Treatment(Mood.ACOUSTIC, Feel.NEUTRAL, look=LookKind.VIVID, motion=_SLOW_ZOOMS),
    Theme.SPORT: Treatment(Mood.HIPHOP),
    Theme.TRAVEL: Treatment(Mood.CHILL, Feel.NEUTRAL, Palette((_T.SLIDE_LEFT,), (_T.ZOOM_IN,))),
    Theme.NATURE: Treatment(Mood.AMBIENT, palette=PALETTES[Mood.CHILL]),
    Theme.WEDDING: Treatment(Mood.ROMANTIC),
    Theme.LOVE: Treatment(Mood.ROMANTIC),
    Theme.FAMILY: Treatment(Mood.ACOUSTIC, Feel.CALM, PALETTES[Mood.ROMANTIC]),
    Theme.BABY: Treatment(Mood.ACOUSTIC, Feel.CALM, PALETTES[Mood.ROMANTIC]),
    Theme.MEMORIAL: Treatment(
        Mood.AMBIENT, palette=Palette((_T.CROSSFADE,), (_T.DIP_TO_BLACK,)), motion=_SLOW_ZOOMS
    ),
    Theme.PRODUCT: Treatment(Mood.CINEMATIC, Feel.NEUTRAL, Palette((_T.ZOOM_IN,), (_T.FLASH,))),
    Theme.BUSINESS: Treatment(Mood.UPBEAT, Feel.NEUTRAL, _WIPES),
    Theme.PROPERTY: Treatment(
        Mood.CINEMATIC, palette=_WIPES, motion=(_M.PAN_RIGHT, _M.ZOOM_IN, _M.PAN_LEFT, _M.ZOOM_IN)
    ),
    Theme.MOTOR: Treatment(Mood.EPIC, Feel.NEUTRAL),
    Theme.TRANSFORMATION: Treatment(Mood.UPBEAT, Feel.NEUTRAL, _WIPES, motion=(_M.NONE,)),
    Theme.MEMORIES: Treatment(Mood.LOFI, Feel.CALM, _PAGES, LookKind.VINTAGE),
    Theme.EVERYDAY: Treatment(Mood.LOFI),
    Theme.CITY: Treatment(Mood.LOFI, palette=Palette((_T.PUSH_LEFT,), (_T.ZOOM_IN, _T.FLASH))),
}

VARIED: tuple[TransitionType, ...] = (
    _T.PUSH_LEFT,
    _T.ZOOM_IN,
    _T.CROSSFADE,
    _T.WIPE_RIGHT,
    _T.FLASH,
    _T.SLIDE_UP,
    _T.PUSH_RIGHT,
    _T.DIP_TO_WHITE,
)

# Zooms carry, pans break the rhythm; no neighbour is like its own.
STEADY_MOTIONS = (_M.ZOOM_OUT, _M.ZOOM_IN, _M.PAN_RIGHT, _M.ZOOM_OUT, _M.ZOOM_IN, _M.PAN_LEFT)
WIDE_MOTIONS = (_M.PAN_LEFT, _M.PAN_RIGHT)  # over a photo wider than the frame
TALL_MOTIONS = (_M.PAN_UP, _M.PAN_DOWN)  # over a photo taller than the frame
