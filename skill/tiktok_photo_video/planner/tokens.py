"""A folded message as tokens: numbers, known phrases, quotes, file names, unknown words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from tiktok_photo_video.planner.normal import FILE_MARK, QUOTE_MARK, Folded
from tiktok_photo_video.planner.numerals import chinese_number
from tiktok_photo_video.planner.pointers import References
from tiktok_photo_video.planner.soundalikes import Soundalikes
from tiktok_photo_video.planner.vocabulary import Sense, vocabulary


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a message with its possible senses.

    ``start`` and ``end`` are places in the folded text. ``number`` is the amount of a
    number, duration (seconds), percentage (as a fraction) or count; ``text`` what a quote
    or file name holds; ``photos`` what a reference refers to.
    """

    start: int
    end: int
    senses: tuple[Sense, ...] = ()
    number: float = 0.0
    text: str = ""
    photos: References = ()

    def value(self, kind: str) -> str | None:
        """The token's value under a kind, if it has that sense."""
        return next((s.value for s in self.senses if s.kind == kind), None)

    def means(self, kind: str, *values: str) -> bool:
        """Whether the token has a sense of this kind (and one of these values)."""
        # The most called line of the planner: a loop takes half the time of a generator.
        for each in self.senses:
            if each.kind == kind and (not values or each.value in values):
                return True
        return False

    def without(self, kind: str) -> Token:
        """The token with a sense taken away."""
        return replace(self, senses=tuple(s for s in self.senses if s.kind != kind))


Tokens = tuple[Token, ...]


def sense(kind: str, value: str = "") -> tuple[Sense, ...]:
    """A single sense."""
    return (Sense(kind, value),)


_CLOCK = re.compile(r"(?<![\d:.])(\d{1,2}):([0-5]\d)(?![\d:])")
_RATIO = re.compile(r"(?<![\d:.])(9:16|16:9|1:1|4:5|5:4|3:4|4:3|2:3|3:2|21:9)(?![\d:])")
_RATIO_WORDS = re.compile(r"(?<!\d)(9|16|1|4|3)\s?(?:x|by|比|乘|/)\s?(16|9|1|5|4|3)(?!\d)")
_HAN_RATIO = re.compile(r"(十六|[一三四五九])比(十六|[一三四五九])")
_PIXELS = re.compile(r"(?<!\d)(\d{3,4})\s?(?:x|\*|by)\s?(\d{3,4})(?!\d)")
_LINES = re.compile(r"(?<!\d)(\d{3,4})p(?![a-z\d])|(?<![a-z\d])([24])k(?![a-z\d])")
_FPS = re.compile(r"(?<!\d)(\d{2,3})\s?(?:fps|帧|frames? (?:per|a) second)")
_PERCENT = re.compile(
    r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s?(?:%|percent|per cent)"
    r"|百分之(\d{1,3}|[一二三四五六七八九十百]+)"
)
_TIMES = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d+)?)\s?(?:x(?![a-z\d])|times(?![a-z])|倍)")
_ORDINAL = re.compile(r"(?<![\d.])(\d{1,4})(?:st|nd|rd|th)(?![a-z])")
_DECADE = re.compile(
    r"(?<!\d)(?:19)?[89]0'?s"
    r"(?=\s(?:music|song|synth|style|vibe|pop|tune|track|sound|beat))"
)
_DIGITS = re.compile(r"(?<![\d.])\d{1,6}(?:\.\d{1,4})?|(?<![\d.])\.\d{1,3}")
_HAN_DECIMAL = re.compile(r"[零一二两三四五六七八九十百]+点[零一二三四五六七八九]+")
_HAN_DIGITS = re.compile(r"[零〇一二两三四五六七八九十百千]+")
_SMILEY = re.compile(r"(?<!\w)[:;]-?[)(dp](?![\w)])")
_HEX_COLOR = re.compile(r"#[0-9a-f]{6}(?![0-9a-f])")
_FILE = re.compile(r"[a-z0-9_-]+\.(?:jpe?g|png|heic|heif|webp|gif|tiff?|avif|mp4|mov)(?![a-z\d])")
_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+(?:['’][a-z]+)?")
_NEXT_WORD = re.compile(r" ([a-z']+)")
_HAN = re.compile(r"[\u3400-\u9fff]")

Reader = Callable[[str, int], Token | None]


def _clock(found: re.Match[str]) -> Token:
    seconds = int(found[1]) * 60 + int(found[2])
    return Token(*found.span(), sense("duration", "clock"), number=float(seconds))


def _ratio(found: re.Match[str]) -> Token:
    return Token(*found.span(), sense("shape", found[1]))


def _ratio_words(found: re.Match[str]) -> Token | None:
    ratio = f"{found[1]}:{found[2]}"
    known = _RATIO.fullmatch(ratio)
    return Token(*found.span(), sense("shape", ratio)) if known else None


def _han_ratio(found: re.Match[str]) -> Token | None:
    ratio = f"{chinese_number(found[1]):g}:{chinese_number(found[2]):g}"
    known = _RATIO.fullmatch(ratio)
    return Token(*found.span(), sense("shape", ratio)) if known else None


def _pixels(found: re.Match[str]) -> Token:
    return Token(*found.span(), sense("pixels", f"{found[1]}x{found[2]}"))


def _lines(found: re.Match[str]) -> Token:
    lines = int(found[1]) if found[1] else {"2": 1440, "4": 2160}[found[2]]
    return Token(*found.span(), sense("lines"), number=float(lines))


def _fps(found: re.Match[str]) -> Token:
    return Token(*found.span(), sense("fps"), number=float(found[1]))


def _percent(found: re.Match[str]) -> Token | None:
    amount = float(found[1]) if found[1] else chinese_number(found[2])
    if amount is None:
        return None
    return Token(*found.span(), sense("percent"), number=amount / 100)


def _times(found: re.Match[str]) -> Token:
    return Token(*found.span(), sense("times", found[1]))


def _ordinal(found: re.Match[str]) -> Token:
    return Token(*found.span(), sense("ordinal", found[1]))


def _number(found: re.Match[str]) -> Token:
    return Token(*found.span(), sense("number"), number=float(found[0]))


def _han_number(found: re.Match[str]) -> Token | None:
    amount = chinese_number(found[0])
    if amount is None:
        return None
    # Digits in a row may be a list ("一三五张"): keep them as they stand.
    digits = found[0] if len(found[0]) > 1 and not set(found[0]) & set("十百千点") else ""
    return Token(*found.span(), sense("number"), number=amount, text=digits)


def _color(found: re.Match[str]) -> Token:
    return Token(*found.span(), sense("color", found[0]))


def _decade(found: re.Match[str]) -> Token:
    return Token(*found.span(), sense("mood", "retro"))


def _smiley(found: re.Match[str]) -> Token:
    return Token(*found.span(), sense("glue"))


def _unknown_file(found: re.Match[str]) -> Token:
    return Token(*found.span(), sense("file"), text=found[0])


# Tried from the top at every place; the order keeps "9:16" from being a time of day.
_BEFORE_WORDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Token | None]], ...] = (
    (_FILE, _unknown_file),
    (_SMILEY, _smiley),
    (_HEX_COLOR, _color),
    (_DECADE, _decade),
    (_RATIO, _ratio),
    (_HAN_RATIO, _han_ratio),
    (_CLOCK, _clock),
    (_PIXELS, _pixels),
    (_LINES, _lines),
    (_FPS, _fps),
    (_PERCENT, _percent),
    (_RATIO_WORDS, _ratio_words),
    (_TIMES, _times),
    (_ORDINAL, _ordinal),
    (_DIGITS, _number),
    (_HAN_DECIMAL, _han_number),
)

_STRONG = set(".!?;\n。…")
_WEAK = set(",、")
_DASHES = set("-–—−~〜")


def tokens_of(folded: Folded) -> Tokens:
    """All tokens of a message, in order; blanks are dropped."""
    return _split_verbs_joined(tuple(_scan(folded)), folded.text)


_SPLIT_REACH = 8  # words between a verb and its second part: "take the very last one out"


def _split_verbs_joined(tokens: Tokens, text: str) -> Tokens:
    """``take the second one out``: the verb gets its sense, its second word becomes filler."""
    joined = list(tokens)
    for at, token in enumerate(tokens):
        seconds = vocabulary().split_verbs.get(text[token.start : token.end], {})
        if not seconds:
            continue
        for later in range(at + 1, min(at + _SPLIT_REACH, len(tokens))):
            second = joined[later]
            if any(second.means(kind) for kind in ("stop", "comma")):
                break
            if second.means("lead") and not _ends_here(joined, later):
                continue  # "put the photos in random order": a preposition, not a part
            if senses := seconds.get(text[second.start : second.end]):
                joined[at] = replace(token, senses=senses)
                joined[later] = replace(second, senses=sense("glue"))
                break
    return tuple(joined)


def _scan(folded: Folded) -> Iterator[Token]:
    text, at = folded.text, 0
    while at < len(text):
        if text[at].isspace() and text[at] != "\n":
            at += 1
            continue
        token = _held(folded, at) or _pattern(text, at) or _phrase(text, at) or _other(text, at)
        yield token
        at = max(token.end, at + 1)


def _ends_here(tokens: Sequence[Token], at: int) -> bool:
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is None or any(following.means(k) for k in ("stop", "comma", "join"))


def _held(folded: Folded, at: int) -> Token | None:
    mark = folded.text[at]
    if mark not in (QUOTE_MARK, FILE_MARK):
        return None
    kind = "quote" if mark == QUOTE_MARK else "file"
    return Token(at, at + 1, sense(kind), text=folded.held.get(at, ""))


def _pattern(text: str, at: int) -> Token | None:
    # Most places hold a letter that no pattern can start with: skip them all at once.
    letter = text[at]
    if not (
        letter.isdigit() or letter in "#.百零一二两三四五六七八九十" or _may_name_file(text, at)
    ):
        return None
    for pattern, read in _BEFORE_WORDS:
        if (found := pattern.match(text, at)) and (token := read(found)):
            return token
    return None


def _may_name_file(text: str, at: int) -> bool:
    return (not at or not text[at - 1].isalnum()) and _FILE.match(text, at) is not None


def _phrase(text: str, at: int) -> Token | None:
    found = vocabulary().longest_at(text, at)
    if found is None:
        return None
    phrase, senses = found
    if (slip := _longer_slip(text, at + len(phrase), at)) is not None:
        return slip
    if _may_go_on(text, at, phrase) and (meant := _homophone(text, at)) is not None:
        return meant
    if (meant := _goes_on_misheard(text, at, phrase)) is not None:
        return meant
    return _valued(at, at + len(phrase), senses)


def _other(text: str, at: int) -> Token:
    """What is no known phrase: a Chinese number, an unknown word, or a sign."""
    if (found := _HAN_DIGITS.match(text, at)) and (token := _han_number(found)):
        return token
    if _HAN.match(text, at):
        return _homophone(text, at) or Token(at, at + 1, sense("word"))
    if found := _WORD.match(text, at):
        return _misspelt(text, at, found.end()) or Token(at, found.end(), sense("word"))
    return Token(at, at + 1, _sign(text, at))


def _misspelt(text: str, at: int, end: int) -> Token | None:
    """An unknown word as the phrase, or the word, that it is a slip away from."""
    if (slip := vocabulary().phrase_near(text, at)) is not None:
        taken, senses = slip
        return _valued(at, at + taken, senses)
    senses = vocabulary().meant_by(text[at:end])
    return _valued(at, end, senses) if senses else None


def _may_go_on(text: str, at: int, phrase: str) -> bool:
    """``配月`` for ``配乐``: one character that is a word, and then one that begins none."""
    following = at + 1
    alone = len(phrase) == 1 and _HAN.match(phrase) and _HAN.match(text, following)
    return bool(alone) and vocabulary().longest_at(text, following) is None


def _goes_on_misheard(text: str, at: int, phrase: str) -> Token | None:
    """``换个味置`` for ``换个位置``: a known phrase, and then characters that begin none."""
    end = at + len(phrase)
    if len(phrase) != _SHORT_PHRASE or not _HAN.match(text, end):
        return None
    if vocabulary().longest_at(text, end) is not None:
        return None
    meant = _soundalikes().meant_by(text, at)
    longer = meant is not None and len(meant) > len(phrase) + 1 and meant.startswith(phrase)
    return _valued(at, at + len(meant), vocabulary().senses[meant]) if longer and meant else None


_SHORT_PHRASE = 2


def _homophone(text: str, at: int) -> Token | None:
    meant = _soundalikes().meant_by(text, at)
    return _valued(at, at + len(meant), vocabulary().senses[meant]) if meant else None


# Words that ask for something by themselves: of others nobody could tell a slip.
_MAY_BE_MISHEARD = frozenset(
    ("act", "topic", "piece", "transition", "motion", "mood", "tint", "sort", "entrance", "beat")
)


@cache
def _soundalikes() -> Soundalikes:
    senses = vocabulary().senses
    return Soundalikes(
        word for word, all_of in senses.items() if {s.kind for s in all_of} & _MAY_BE_MISHEARD
    )


def _longer_slip(text: str, end: int, at: int) -> Token | None:
    """``black adn white``: a known word, where an unknown one follows, may begin a phrase."""
    following = _NEXT_WORD.match(text, end)
    if following is None or following[1] in vocabulary().senses:
        return None
    slip = vocabulary().phrase_near(text, at)
    return _valued(at, at + slip[0], slip[1]) if slip and at + slip[0] > end else None


def _valued(start: int, end: int, senses: tuple[Sense, ...]) -> Token:
    number = next((float(s.value) for s in senses if s.kind == "number"), 0.0)
    return Token(start, end, senses, number=number)


def _sign(text: str, at: int) -> tuple[Sense, ...]:
    letter = text[at]
    if letter in _STRONG:
        return sense("stop", letter if letter in "?!" else "")
    if letter in _WEAK:
        return sense("comma")
    if letter in _DASHES:
        return sense("dash")
    return sense("colon") if letter == ":" else sense("sign", letter)
