"""Another amount for the turn before: ``too long. four``, ``and the last one double that``.

A complaint before the new amount only gives the reason; ``double that`` counts from the amount
that was given last.
"""

from __future__ import annotations

import re

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.grammar.rules import phrased
from tiktok_photo_video.planner.recollection import Recalled
from tiktok_photo_video.planner.rewording import photo_words, rewritten
from tiktok_photo_video.planner.spoken import Part, Spoken
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.turn import Turn

_SIGH = (
    r"(?:(?:hmm+|hm|nah|no|nope|oh|ok|okay|actually|wait|ugh|well|um|uh|yeah|嗯|唔|额|哦|不行)"
    r"[\s,.!，。…]+)*"
)
_LATER_EN = (
    r"(?:(?:make|set|turn) (?:it|that|them)|try|let's (?:do|try|say)|say|more like|maybe"
    r"|go (?:with|for)|do|how about|give (?:it|them)|set it to|just|to|rather)"
)
_ANOTHER = (
    re.compile(
        rf"{_SIGH}(?:(?:that's|thats|that is|it's|its|they're|is|still|feels?|looks?|sounds?"
        rf"|a bit|a little"
        rf"|way|far|much|bit|kinda) )*(?:too|so"
        rf"|not) (?:\w+ )?\w+(?: enough)?[\s,.;:!—–-]+(?:{_LATER_EN} )*(?P<value>[^,;]+)"
    ),
    re.compile(
        r"(?:嗯|唔|额|不行)?[，,]?(?:还是|有点|有些|好像|感觉|似乎)*(?:太|过于|有点|不够)[^，,。；]{1,4}?了?吧?[，,。；\s]+"
        r"(?:还是|就|那|给我|帮我|请)*(?:改成|改为|改|换成|调成|调到|弄成|来|用|要|试试)?(?P<value>[^，,；]+?)[吧好了。]*"
    ),
)
_AMOUNT = ("number", "duration", "percent", "fraction", "join", "glue", "stop", "article", "unit")


def revalued(turn: Turn) -> Recalled | None:
    """The turn before with the amount named now, or with a multiple of its own."""
    return _another(turn) or _multiple(turn) or _figure(turn)


_FIGURE = re.compile(r"\d[\d:./-]*\d|\d")
_CORRECT = re.compile(
    rf"{_SIGH}(?:.*?\b(?:wrong|typo|mistake|incorrect|not right|off|changed|outdated|错了|不对"
    rf"|写错).*?[,.;:，。—–-]\s*)?"
    r"(?:(?:it's|its|it is|it should be|should be|make (?:it|that)|that's|i meant|the (?:right"
    r"|correct) (?:one|number"
    r"|date|year|price|time) is|应该是|是|改成|应为)\s*)+(?:actually |really "
    r"|now )?(?P<new>\d[\d:./-]*\d|\d)[\s.!。]*"
)
_LEAST_DIGITS = 3


def _figure(turn: Turn) -> Recalled | None:
    """``the number is wrong, it's 555-0199`` after a text with a number like it."""
    found = _CORRECT.fullmatch(turn.now.text.strip().casefold())
    if found is None or not (turn.before.means("quote") or turn.before.means("piece")):
        return None
    shape = _shape(found["new"])
    old = [m for m in _FIGURE.finditer(turn.before.text) if _shape(m.group()) == shape]
    if len(old) != 1 or sum(c.isdigit() for c in shape) < _LEAST_DIGITS:
        return None
    start, end = old[0].span()
    text = turn.before.text
    return Recalled(f"{text[:start]}{found['new']}{text[end:]}", rewind=True)


def _shape(figure: str) -> str:
    return re.sub(r"\d", "0", figure)


def _another(turn: Turn) -> Recalled | None:
    said = turn.now.text.strip().casefold().rstrip(" .!")
    found = next((m for words in _ANOTHER if (m := words.fullmatch(said)) is not None), None)
    given = _given(turn.before)
    if found is None or given is None or turn.previous.asked:
        return None
    value = _value_of(found["value"], percent=given.means("percent"))
    if value is None:
        return None
    words = f"{value * 100:g}%" if given.means("percent") else _seconds(value, turn)
    return Recalled(rewritten(turn.before, [(_part(given), words)]), rewind=True)


def _given(before: Spoken) -> Token | None:
    """The one amount that was given, in seconds or per cent."""
    amounts = [t for t in before.tokens if t.means("duration") or t.means("percent")]
    return amounts[0] if len(amounts) == 1 else None


def _part(token: Token) -> Part:
    return Part(frozenset(), token.start, token.end)


def _value_of(text: str, *, percent: bool) -> float | None:
    """The amount that some words come to, if they are nothing else: ``2 and a half``."""
    _, tokens = phrased(text)
    if not tokens or not all(any(t.means(k) for k in _AMOUNT) for t in tokens):
        return None
    whole = [t for t in tokens if t.means("percent" if percent else "duration")]
    bare = [t for t in tokens if t.means("number") and not t.means("mark")] or [
        t for t in tokens if t.means("number")
    ]
    if whole:
        return whole[0].number
    half = 0.5 if any(t.means("fraction", "0.5") for t in tokens) else 0.0
    if len(bare) != 1:
        return None
    value = bare[0].number + half
    return value / 100 if percent else value


def _seconds(value: float, turn: Turn) -> str:
    return f"{value:g}秒" if turn.before.language is Language.CHINESE else f"{value:g} seconds"


_FACTORS = {
    "double": 2.0,
    "twice": 2.0,
    "half": 0.5,
    "triple": 3.0,
    "翻倍": 2.0,
    "两倍": 2.0,
    "一半": 0.5,
    "三倍": 3.0,
    "加倍": 2.0,
    "减半": 0.5,
}
_MULTIPLES = (
    re.compile(
        r"(?:and |but |then |also |now )*(?:make |give |show |hold |keep |have )?.+? (?:(?:for"
        r"|gets?|at|up|should (?:be|get)"
        r"|can (?:be|have)|to be) )*(?P<factor>double|twice|half|triple)"
        r"(?: (?:of )?(?:that|as (?:long|much)(?: as that)?|the time|it|that long|that much"
        r"|the length))?(?: please| pls)*"
    ),
    re.compile(
        r".*?(?:就|要|是|给|改成|则|停)*(?:它的|这个的|那个的|其)?(?P<factor>翻倍|两倍|一半|三倍|加倍|减半)(?:时长|时间|长|吧|就好|好了)*"
    ),
)


def _multiple(turn: Turn) -> Recalled | None:
    """``and the last one double that`` after "each pic 2 seconds"."""
    said = turn.now.text.strip().casefold().rstrip(" .!。！")
    found = next((m for words in _MULTIPLES if (m := words.fullmatch(said)) is not None), None)
    given = _given(turn.before)
    photos = turn.now.photo_parts
    if found is None or given is None or not given.means("duration") or len(photos) != 1:
        return None
    if found["factor"] == "half" and re.search(r"\d|\ba half\b", said):
        return None  # "2 and a half" is an amount
    others = turn.now.means("topic", "title", "music", "volume") or turn.now.means("quote")
    if others or turn.now.means("duration"):
        return None
    words = photo_words(photos[0], turn.now)
    value = _seconds(given.number * _FACTORS[found["factor"]], turn)
    chinese = turn.before.language is Language.CHINESE
    return Recalled(f"{words}停{value}" if chinese else f"show {words} for {value}")
