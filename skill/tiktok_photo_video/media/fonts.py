"""The fonts of the font wheels: which one draws a letter, each opened when first needed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import regex
from fontTools.ttLib import TTFont
from PIL import ImageFont

from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.media.scripts import clusters, east_asian, visible

HAND_DRAWN = "hand_drawn"

_CJK, _WESTERN = "justmytype_intl_cjk", "justmytype_western_core"
_RTL, _SEA = "justmytype_intl_rtl", "justmytype_intl_sea"
_SOUTH_ASIA = "justmytype_intl_south_asia"
# Name -> wheel, file. In the order they are asked for a letter whose script has no font of its own.
_FONTS = {
    "sc": (_CJK, "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"),
    "western": (_WESTERN, "fonts/ofl/notosans/NotoSans[wdth,wght].ttf"),
    "symbols": (_WESTERN, "fonts/ofl/notosanssymbols2/NotoSansSymbols2-Regular.ttf"),
    "arabic": (_RTL, "fonts/ofl/notosansarabic/NotoSansArabic[wdth,wght].ttf"),
    "hebrew": (_RTL, "fonts/ofl/notosanshebrew/NotoSansHebrew[wdth,wght].ttf"),
    "thai": (_SEA, "fonts/ofl/notosansthai/NotoSansThai[wdth,wght].ttf"),
    "lao": (_SEA, "fonts/ofl/notosanslao/NotoSansLao[wdth,wght].ttf"),
    "khmer": (_SEA, "fonts/ofl/notosanskhmer/NotoSansKhmer[wdth,wght].ttf"),
    "myanmar": (_SEA, "fonts/ofl/notosansmyanmar/NotoSansMyanmar[wdth,wght].ttf"),
    "devanagari": (_SOUTH_ASIA, "fonts/ofl/notosansdevanagari/NotoSansDevanagari[wdth,wght].ttf"),
    "bengali": (_SOUTH_ASIA, "fonts/ofl/notosansbengali/NotoSansBengali[wdth,wght].ttf"),
    "tamil": (_SOUTH_ASIA, "fonts/ofl/notosanstamil/NotoSansTamil[wdth,wght].ttf"),
    "telugu": (_SOUTH_ASIA, "fonts/ofl/notosanstelugu/NotoSansTelugu[wdth,wght].ttf"),
    "tc": (_CJK, "fonts/ofl/notosanstc/NotoSansTC[wght].ttf"),
    "jp": (_CJK, "fonts/ofl/notosansjp/NotoSansJP[wght].ttf"),
    "kr": (_CJK, "fonts/ofl/notosanskr/NotoSansKR[wght].ttf"),
}
_HAND_DRAWN_FILE = ("font_amatic_sc", "files/AmaticSC-Bold.ttf")
_LATIN = regex.compile(r"\p{Latin}")
# Which font a script's letters are in; the East Asian fonts have Cyrillic and Greek in part only.
_OWN = regex.compile(
    r"(?P<western>[\p{Cyrillic}\p{Greek}])|(?P<arabic>\p{Arabic})|(?P<hebrew>\p{Hebrew})"
    r"|(?P<thai>\p{Thai})|(?P<lao>\p{Lao})|(?P<khmer>\p{Khmer})|(?P<myanmar>\p{Myanmar})"
    r"|(?P<devanagari>\p{Devanagari})|(?P<bengali>\p{Bengali})|(?P<tamil>\p{Tamil})"
    r"|(?P<telugu>\p{Telugu})|(?P<jp>[\p{Hiragana}\p{Katakana}])|(?P<kr>\p{Hangul})"
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Which fonts a text is drawn with: one for its Latin letters, one for what all share."""

    main: str
    latin: str


@lru_cache(maxsize=1024)
def cast_of(text: str, *, hand_drawn: bool = False) -> Cast:
    """The fonts of a text, chosen for the whole of it so that a word is not of two fonts."""
    main = east_asian(text)
    latin = [letter for letter in clusters(text) if _LATIN.match(letter)]
    able = (HAND_DRAWN, main, "western") if hand_drawn else (main, "western")
    fitting = (font for font in able if all(has(font, letter) for letter in latin))
    chosen = next(fitting, main)
    # Digits and marks look like the letters around them.
    return Cast(chosen if chosen == HAND_DRAWN and latin else main, chosen)


@lru_cache(maxsize=8192)
def font_for(letter: str, cast: Cast) -> str | None:
    """The name of the font to draw a grapheme cluster with; ``None`` when no font has it."""
    own = _OWN.match(letter)
    first = cast.latin if _LATIN.match(letter) else own.lastgroup if own else None
    return next((font for font in (first, cast.main, *_FONTS) if font and has(font, letter)), None)


def has(font: str, letter: str) -> bool:
    """Whether a font has all that is seen of a grapheme cluster."""
    if _covered(font).issuperset(map(ord, visible(letter))):
        return True
    composed = unicodedata.normalize("NFC", letter)
    return _covered(font).issuperset(map(ord, visible(composed)))


@lru_cache(maxsize=48)  # about a megabyte each
def open_font(font: str, size_px: int, weight: int) -> ImageFont.FreeTypeFont:
    """A font at a size and a weight (100 to 900), shaping as its script needs."""
    opened = ImageFont.truetype(str(_path(font)), size_px, layout_engine=ImageFont.Layout.RAQM)
    if "wght" in _path(font).name:
        axes = opened.get_variation_axes()
        # The order of a font's axes is its own affair.
        opened.set_variation_by_axes(
            [weight if axis["name"] == b"Weight" else axis["default"] or 0 for axis in axes]
        )
    return opened


@lru_cache(maxsize=len(_FONTS) + 1)
def _covered(font: str) -> frozenset[int]:
    with TTFont(str(_path(font)), lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def _path(font: str) -> Path:
    wheel, name = _HAND_DRAWN_FILE if font == HAND_DRAWN else _FONTS[font]
    return wheel_folder(wheel) / name


@lru_cache(maxsize=16)
def wheel_folder(wheel: str) -> Path:
    """Where a wheel of data is, without running what code it has."""
    found = find_spec(wheel)
    if found is None or not found.submodule_search_locations:
        raise RenderError(
            f"The package {wheel} is not installed.",
            code="no_letters",
            hint="Reinstall this program.",
            facts={"letters": wheel},
        )
    return Path(found.submodule_search_locations[0])
