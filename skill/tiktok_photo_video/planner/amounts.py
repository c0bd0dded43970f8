"""Numbers and durations put together from tokens.

``twenty five``, ``a minute and a half``, ``1m30``, ``一分半``, ``半分钟``, ``三秒半`` each become
one token; a duration's ``number`` is in seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tiktok_photo_video.planner.tokens import Token, Tokens, sense

# What a reader found: the token it makes, and how many tokens it takes; None for nothing.
Reading = tuple[Token, int] | None
_LOOK_AHEAD = 200  # tokens: enough for a list of a hundred photos, and linear in long texts
PhraseReader = Callable[[Tokens], Reading]


def composed(tokens: Tokens, readers: tuple[PhraseReader, ...]) -> Tokens:
    """The tokens with every phrase that a reader knows made into one; first reader wins."""
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        ahead = tokens[at : at + _LOOK_AHEAD]
        token, taken = next(
            (reading for read in readers if (reading := read(ahead))), (ahead[0], 1)
        )
        result.append(token)
        at += taken
    return tuple(result)


def with_amounts(tokens: Tokens) -> Tokens:
    """The tokens with number words and durations composed."""
    numbered = composed(
        _with_ranks(_with_halves(tokens)), (_number_and_half, _number_words, _excessive)
    )
    return _with_offsets(composed(numbered, (_percentage, _moment, _duration)))


def _with_offsets(tokens: Tokens) -> Tokens:
    """``标题晚一秒出来``: so much later or earlier than now; of nothing but a text."""
    changed: list[Token] = []
    texts = False
    for at, token in enumerate(tokens):
        texts = texts or token.means("topic", "title") or token.means("piece")
        timed = at + 1 < len(tokens) and tokens[at + 1].means("duration")
        shifted = changed and changed[-1].means("offset") and token.means("duration")
        if shifted and texts:
            lead = changed.pop()
            way = sense("offset", lead.value("offset") or "")
            changed.append(Token(lead.start, token.end, way, number=token.number))
        elif token.means("offset") and not (timed and texts):
            rest = token.without("offset")
            changed.append(rest if rest.senses else replace(rest, senses=sense("word")))
        else:
            changed.append(token)
    return tuple(changed)


_HALVING = 2  # characters: "减半"


def _with_halves(tokens: Tokens) -> Tokens:
    """``各减半秒``: half a second less, not half of it."""
    parted: list[Token] = []
    for at, token in enumerate(tokens):
        unit = at + 1 < len(tokens) and tokens[at + 1].value("unit") is not None
        if unit and token.means("times", "0.5") and token.end - token.start == _HALVING:
            middle = token.start + 1
            parted.append(Token(token.start, middle, sense("degree", "shorter")))
            parted.append(Token(middle, token.end, sense("fraction", "0.5")))
        else:
            parted.append(token)
    return tuple(parted)


def _with_ranks(tokens: Tokens) -> Tokens:
    """``put photo 4 second``: past a photo's number it is a place, no time."""
    changed = list(tokens)
    for at in range(2, len(tokens)):
        noun, number, second = tokens[at - 2 : at + 1]
        each = at + 1 < len(tokens) and tokens[at + 1].means("each")
        ranked = second.means("ordinal", "2") and not each and number.number == int(number.number)
        if noun.means("topic", "photo") and number.means("number") and ranked:
            changed[at] = second.without("unit")
    return tuple(changed)


_OPPOSITE = {
    "faster": "slower",
    "slower": "faster",
    "longer": "shorter",
    "shorter": "longer",
    "louder": "quieter",
    "quieter": "louder",
}


def _excessive(tokens: Tokens) -> Reading:
    """``too quickly`` asks for the opposite."""
    if not tokens[0].means("excess") or len(tokens) < 2 or not tokens[1].means("plain"):
        return None
    opposite = _OPPOSITE.get(tokens[1].value("degree") or "")
    if opposite is None:
        return None
    senses = (*sense("degree", opposite), *sense("excess"))
    return Token(tokens[0].start, tokens[1].end, senses), 2


def _percentage(tokens: Tokens) -> Reading:
    """``forty percent``, ``六成``."""
    if not is_number(tokens, 0) or len(tokens) < 2 or not tokens[1].means("percent_sign"):
        return None
    tenths = tokens[1].means("percent_sign", "tenth")
    if tenths and not 0 < tokens[0].number <= 10:
        return None
    share = tokens[0].number / (10 if tenths else 100)
    return Token(tokens[0].start, tokens[1].end, sense("percent"), number=share), 2


def is_number(tokens: Tokens, at: int) -> bool:
    """Whether a plain number stands at a place."""
    return at < len(tokens) and tokens[at].means("number")


def _number_words(tokens: Tokens) -> Reading:
    """``twenty five`` and ``twenty-five``, ``one hundred and twenty``."""
    first = tokens[0]
    if not _number_word(first):
        return None
    total, taken = first.number, 1
    while (step := _next_number_word(tokens[taken:], total)) is not None:
        total, used = step
        taken += used
    whole = Token(first.start, tokens[taken - 1].end, sense("number"), number=total)
    return (whole, taken) if taken > 1 else None


def _number_and_half(tokens: Tokens) -> Reading:
    """``one and a half``, where no unit follows."""
    if not is_number(tokens, 0) or len(tokens) < 3 or not _and(tokens[1]):
        return None
    halved = _half_taken(tokens[2:4])
    if not halved or any(t.means("unit") for t in tokens[2 + halved : 3 + halved]):
        return None
    whole = tokens[0].number + 0.5
    return Token(tokens[0].start, tokens[1 + halved].end, sense("number"), number=whole), 2 + halved


def _half_taken(tokens: Tokens) -> int:
    """How many tokens say "a half"."""
    if tokens and _is_half(tokens[0]) and tokens[0].end - tokens[0].start > 4:
        return 1
    split = len(tokens) > 1 and tokens[0].means("article") and _is_half(tokens[1])
    return 2 if split else 0


def _next_number_word(rest: Tokens, total: float) -> tuple[float, int] | None:
    skipped = 1 if rest and (rest[0].means("dash") or _and(rest[0])) else 0
    if len(rest) <= skipped or not _number_word(rest[skipped]):
        return None
    amount = rest[skipped].number
    if amount == 100 and total < 10 and not skipped:
        return total * 100, 1
    tens = 20 <= total < 100 and total % 10 == 0 and amount < 10 and not _and(rest[0])
    hundreds = total >= 100 and total % 100 == 0 and amount < 100
    return (total + amount, skipped + 1) if (tens or hundreds) and amount else None


def _number_word(token: Token) -> bool:
    """A number written out in English: it came from the word list, so it knows its value."""
    return bool(token.value("number"))


def _and(token: Token) -> bool:
    return token.means("join", "and")


def _moment(tokens: Tokens) -> Reading:
    """``second 6``: a moment, where no photo is counted."""
    named = tokens[0].means("ordinal", "2") and tokens[0].value("unit") == "1"
    if not named or not is_number(tokens, 1) or tokens[1].means("mark"):
        return None
    if len(tokens) > 2 and (tokens[2].means("topic", "photo") or _unit(tokens, 2) is not None):
        return None
    return Token(
        tokens[0].start, tokens[1].end, sense("duration", "clock"), number=tokens[1].number
    ), 2


def _unit(tokens: Tokens, at: int) -> float | None:
    value = tokens[at].value("unit") if at < len(tokens) else None
    return float(value) if value else None


def _duration(tokens: Tokens) -> Reading:
    for read in (_part_of_unit, _number_and_half_unit, _amount_unit):
        if found := read(tokens):
            seconds, taken = found
            more, used = _remainder(tokens[taken:], _last_unit(tokens[:taken]))
            start, end = tokens[0].start, tokens[taken + used - 1].end
            return Token(start, end, sense("duration"), number=seconds + more), taken + used
    return None


def _last_unit(tokens: Tokens) -> float:
    return next((float(v) for t in reversed(tokens) if (v := t.value("unit"))), 1.0)


def _part_of_unit(tokens: Tokens) -> tuple[float, int] | None:
    """``half a minute``, ``a quarter of a minute``, ``半分钟``."""
    part = tokens[0].value("fraction")
    if part is None:
        return None
    at = 1
    while at < min(len(tokens), 3) and _between_part_and_unit(tokens[at]):
        at += 1
    unit = _unit(tokens, at)
    return (float(part) * unit, at + 1) if unit else None


def _between_part_and_unit(token: Token) -> bool:
    """``half a minute``, ``half-minute``."""
    return token.means("dash") or (token.means("glue") and token.value("unit") is None)


def _number_and_half_unit(tokens: Tokens) -> tuple[float, int] | None:
    """``two and a half minutes``, ``一个半分钟``."""
    if not is_number(tokens, 0):
        return None
    at = 1 + sum(1 for t in tokens[1:2] if _and(t) or t.means("glue"))
    halves = 0
    while at < len(tokens) and halves < 2 and _is_half(tokens[at]):
        at, halves = at + 1, halves + 1
    unit = _unit(tokens, at) if halves else None
    return ((tokens[0].number + 0.5) * unit, at + 1) if unit else None


def _is_half(token: Token) -> bool:
    return token.means("fraction", "0.5")


def _amount_unit(tokens: Tokens) -> tuple[float, int] | None:
    """``15 seconds``, ``15-second``, ``a minute``, ``3 more seconds``, ``3个秒``."""
    first = tokens[0]
    amount = first.number if first.means("number") else _article(first)
    if amount is None and first.means("other") and len(tokens) > 1 and tokens[1].means("ordinal"):
        amount = 1.0  # "another second"
    if amount is None:
        return None
    if first.means("number") and len(tokens) > 1 and (more := tokens[1].value("more_unit")):
        return amount * float(more), 2  # "3 more seconds"
    at = 1
    if at < len(tokens) and (tokens[at].means("dash") or _between_amount_and_unit(tokens, at)):
        at += 1
    if first.means("article") and at + 1 < len(tokens) and tokens[at].means("further"):
        at += 1  # "an extra second"
    unit = _unit(tokens, at)
    if not first.means("number") and _ranks(tokens, at):
        return None  # "a second title"
    if unit is None or (not first.means("number") and _bare_letter(tokens[at])):
        return None
    return amount * unit, at + 1


def _ranks(tokens: Tokens, at: int) -> bool:
    ordinal = at < len(tokens) and tokens[at].means("ordinal")
    return ordinal and at + 1 < len(tokens) and tokens[at + 1].means("topic")


def _between_amount_and_unit(tokens: Tokens, at: int) -> bool:
    filler = tokens[at].means("glue") and not tokens[at].means("number")
    filler = filler and not tokens[at].means("article")  # "photo 1 a second more"
    return filler and _unit(tokens, at) is None and at + 1 < len(tokens)


def _article(token: Token) -> float | None:
    return 1.0 if token.means("article") else None


def _bare_letter(token: Token) -> bool:
    return token.end - token.start == 1


def _remainder(rest: Tokens, unit: float) -> tuple[float, int]:
    """What follows a first amount: ``and a half``, ``半``, ``30 seconds``, ``30``."""
    joined = 1 if rest and _and(rest[0]) else 0
    tail = rest[joined:]
    if tail and _is_half(tail[0]) and _unit(tail, 1) is None:
        return unit / 2, joined + 1
    if not is_number(tail, 0):
        return 0.0, 0
    at = 2 if len(tail) > 1 and tail[1].means("dash") else 1
    smaller = _unit(tail, at)
    if smaller is not None and smaller < unit:
        return tail[0].number * smaller, joined + at + 1
    ends_here = len(tail) == 1 or not (tail[1].means("mark") or tail[1].means("topic"))
    if unit == 60 and not joined and smaller is None and ends_here:
        return tail[0].number, 1
    return 0.0, 0
