"""Titles: their text, how they look, when they are seen.

The text always stands in quotes here: ``planner.texts`` has put them around what was not.
"""

from __future__ import annotations

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    found,
    hands_off,
    refused,
)
from tiktok_photo_video.planner.grammar.title_looks import look_asked_for, look_of, when_of
from tiktok_photo_video.planner.text_bounds import GONE
from tiktok_photo_video.planner.text_wishes import (
    EndCard,
    Look,
    NoTitle,
    Recase,
    Reword,
    Title,
    When,
)
from tiktok_photo_video.planner.tokens import Token, Tokens
from tiktok_photo_video.planner.wishes import Fine, Unknown, Unsaid, Wish

_LOOKS = ("position", "color", "style", "entrance", "scale")
_PIECES = ("title", "subtitle", "caption")
_FEATURES = (
    "mood",
    "tune",
    "genre",
    "transition",
    "motion",
    "fit",
    "shape",
    "sort",
    "feel",
    "percent",
    "tint",
    "shift",
    "lever",
)


def titles(clause: Clause) -> Found | None:
    """``title "X"``, ``titled X``, ``make the title red``, ``no title``, ``标题写X``."""
    quotes = [t for t in clause.tokens if t.means("quote") and t.text]
    if not _about_titles(clause, quotes):
        return None
    if not quotes and (clause.means("case") or _comes_later(clause)):
        return _recased(clause) if clause.means("case") else all_used(Fine())
    if hands_off(clause) and not quotes and not _keeps_so(clause) and not _is_stilled(clause):
        return _left_alone(clause)
    if _swaps_from_memory(clause, quotes):
        return _reworded(clause, quotes[0])
    off = refused(clause) or _is_off(clause)
    if off and not _restyles(clause) and not _exchanges(clause, quotes):
        return _taken_away(clause, quotes)
    return _quoted(clause, quotes) if quotes else _without_text(clause)


def _comes_later(clause: Clause) -> bool:
    """``标题别一开始就出来``: when it comes is said after this."""
    opens = clause.means("place", "front") and not clause.means("duration")
    words = clause.folded.text[clause.tokens[0].start : clause.tokens[-1].end]
    return clause.denied and opens and any(word in words for word in _COMING)


_COMING = ("出来", "出现", "显示", "冒出", "蹦出", "露出")


def _ends_at(clause: Clause) -> When | None:
    """``take the title off after 2 seconds``: until then it is seen."""
    time = clause.first("duration")
    if time is None or clause.denied or not clause.means("topic", "title"):
        return None
    at = next(i for i, t in enumerate(clause.tokens) if t is time)
    beside = (*clause.tokens[max(at - 2, 0) : at], *clause.tokens[at + 1 : at + 3])
    later = any(t.means("place", "after") or t.means("mark", "tail") for t in beside)
    later = later or any(t.means("to", "from") for t in clause.tokens[max(at - 2, 0) : at])
    return When(end_s=time.number) if later else None


def _about_titles(clause: Clause, quotes: list[Token]) -> bool:
    named = clause.means("topic", "title") or clause.means("piece", "title", "subtitle")
    if named or clause.means("act", "call"):
        return not (clause.means("topic", "music") and quotes)
    if quotes:
        return not clause.means("topic", "music")
    return clause.means("case") and (clause.means("pronoun") or clause.about == "title")


def _recased(clause: Clause) -> Found:
    value = clause.value("case")
    on_captions = clause.means("piece", "caption")
    if value == "upper" and not clause.denied:
        return all_used(Recase("upper", captions=on_captions))
    return all_used(Recase("lower" if value == "lower" else "title", captions=on_captions))


def _left_alone(clause: Clause) -> Found:
    return found(clause, used=[t for t in clause.tokens if t.means("topic", "title")])


def _takes_part_off(clause: Clause) -> bool:
    """``drop the shadow from the title``: a part that nobody here knows, not the title."""
    title = clause.first("topic", "title")
    verb = clause.first("act", "remove")
    if title is None or verb is None or title.start < verb.start:
        return False
    between = [t for t in clause.tokens if verb.end <= t.start and t.end <= title.start]
    words = [clause.folded.text[t.start : t.end] for t in between]
    unknown = any(t.means(kind) for t in between for kind in ("word", "lever", "flaw"))
    return unknown and bool({"from", "of", "off", "on", "around"} & set(words))


def _is_off(clause: Clause) -> bool:
    """``title off``, ``text away``."""
    words = (clause.folded.text[t.start : t.end] for t in clause.tokens)
    leaves = clause.means("aside") or any(word in GONE for word in words)
    return leaves and not clause.means("quote")


def _keeps_so(clause: Clause) -> bool:
    """``keep the title up for the entire video`` says for how long."""
    timed = when_of(clause.tokens) != When() or look_of(clause.tokens).position is not None
    return clause.acts("keep") and not clause.denied and timed


def _restyles(clause: Clause) -> bool:
    """``no outline on the title``, ``title without animation``: only a part is refused."""
    if _drops_it(clause):
        return False
    if clause.acts("remove") and not (clause.means("style") or _enters(clause)):
        return False
    styled = clause.means("style", "outline", "plate", "neon", "karaoke") or _enters(clause)
    plain = clause.means("style", "plain") and clause.means("style", "outline")
    moving = clause.means("topic", "motion") or _is_stilled(clause)
    return plain or moving or styled or _swaps_value(clause)


def _is_stilled(clause: Clause) -> bool:
    """``I don't want the title to move``; ``don't move the title`` leaves it where it is."""
    lively, title = clause.first("lively"), clause.first("topic", "title")
    animated = lively is not None and not lively.means("act", "move")
    after = lively is not None and title is not None and lively.start > title.start
    return clause.denied and (animated or after)


def _enters(clause: Clause) -> bool:
    """Whether a way to come in is named; ``drop the title`` takes it away."""
    title = clause.first("topic", "title")
    ways = [t for t in clause.tokens if t.means("entrance")]
    return any(
        not t.means("act", "remove") or (title is not None and t.start > title.start) for t in ways
    )


def _drops_it(clause: Clause) -> bool:
    """``drop the title``: the same word would let it drop in, said the other way round."""
    verb, noun = clause.first("act", "remove"), clause.first("topic", "title")
    if verb is None or noun is None or not verb.means("entrance") or verb.start > noun.start:
        return False
    ways = [t for t in clause.tokens if t.means("entrance") or t.means("topic", "motion")]
    return ways == [verb] and not clause.means("to", "to") and not clause.means("aside", "in")


def _swaps_value(clause: Clause) -> bool:
    """``title not in red but in blue``: two of a kind, one of them refused."""
    return any(len(clause.values(kind)) > 1 for kind in _LOOKS) and not clause.acts("remove")


def _exchanges(clause: Clause, quotes: list[Token]) -> bool:
    """``title "B" instead of "A"``: what is refused is only the old text."""
    if len(quotes) != 2:
        return False
    denial = clause.first("neg")
    return denial is not None and denial.start > quotes[0].start and not clause.acts("remove")


def _swaps_from_memory(clause: Clause, quotes: list[Token]) -> bool:
    """``instead of Hi it should say Hello``: the old text stands unquoted after its refusal."""
    denial = clause.first("neg")
    if denial is None or len(quotes) != 1 or not clause.means("act", "write", "set"):
        return False
    words = clause.folded.text[denial.start : denial.end]
    return words in ("instead of", "rather than") and bool(_old_words(clause, denial))


def _old_words(clause: Clause, denial: Token) -> Tokens:
    """The words between a refusal and what is wanted in their place."""
    after = [t for t in clause.tokens if t.start >= denial.end]
    ends = ("pronoun", "comma", "act", "quote", "topic")
    stops = (i for i, t in enumerate(after) if any(t.means(k) for k in ends))
    end = next(stops, len(after))
    return tuple(after[:end])


def _reworded(clause: Clause, quote: Token) -> Found:
    denial = clause.first("neg")
    old = _old_words(clause, denial) if denial else ()
    return all_used(Reword(clause.folded.slice(old[0].start, old[-1].end).strip(), quote.text))


def _taken_away(clause: Clause, quotes: list[Token]) -> Found:
    if not quotes and _takes_part_off(clause):
        return all_used(Unknown(clause.words))
    if not quotes and (ends := _ends_at(clause)) is not None:
        return all_used(Title(when=ends))
    below = clause.means("piece", "subtitle") and not quotes
    kinds = ("quote", "aside") if _about_more(clause) else ("quote", "aside", "neg", "all")
    used = [t for t in clause.tokens if any(t.means(kind) for kind in kinds)]
    used += [t for t in clause.tokens if clause.folded.text[t.start : t.end] in GONE]
    used += [t for t in clause.tokens if t.means("topic", "title") or t.means("piece", *_PIECES)]
    if not _about_more(clause):
        used += [t for t in clause.tokens if t.means("act", "remove")]
    rank = 0 if quotes or _about_more(clause) else _rank(clause)
    used += [t for t in clause.tokens if rank and t.means("ordinal")]
    gone = NoTitle(quotes[0].text if quotes else "", rank)
    wish = Title(subtitle="") if below else gone
    return found(clause, wish, used=used)


def _rank(clause: Clause) -> int:
    """``delete the second title``; of a rank beside a time nobody knows what it counts."""
    if clause.means("duration") or clause.means("ref"):
        return 0
    at = next((i for i, t in enumerate(clause.tokens) if t.means("topic", "title")), 0)
    before, after = clause.tokens[max(at - 3, 0) : at], clause.tokens[at + 1 : at + 3]
    if (place := next((v for t in before if (v := t.value("place"))), "")) in _RANKS:
        return _RANKS[place] if clause.acts("remove") else 0  # "第一个标题删掉"
    return next((int(v) for t in (*before, *after) if (v := t.value("ordinal"))), 0)


_RANKS = {"front": 1, "end": -1}


def _about_more(clause: Clause) -> bool:
    """Whether what is refused is refused of something else too: "no music and no title"."""
    topics = [v for v in clause.values("topic") if v not in ("title", "video", "photo")]
    return bool(topics) or any(clause.means(kind) for kind in ("transition", "tint", "lens"))


def _quoted(clause: Clause, quotes: list[Token]) -> Found:
    if clause.means("typo") or _rewords(clause, quotes):
        return all_used(Reword(quotes[0].text, quotes[-1].text))
    if _exchanges(clause, quotes):
        return all_used(Reword(quotes[1].text, quotes[0].text))
    at = next(i for i, t in enumerate(clause.tokens) if t is quotes[0])
    before, after = clause.tokens[:at], clause.tokens[at + 1 :]
    named_at = _named_at(before)
    own = (*before[named_at:], *(t for t in after if not t.means("quote")))
    rest = (*before[:named_at], *_features(after))
    sizes = (t for t in before[:named_at] if _is_adjective(t))
    nearby = (*(t for t in rest if any(t.means(kind) for kind in _LOOKS)), *sizes, *own)
    wishes = _parted(clause, quotes, look_of(_styling(nearby)), _when(clause, own))
    return Found(wishes, tuple(t for t in rest if not _is_place_or_color(t)))


def _when(clause: Clause, own: Tokens) -> When:
    when = when_of(tuple(t for t in own if not t.means("degree")))
    opens = clause.means("ordinal", "1") and not clause.means("duration")
    return When(0.0) if opens and when == When() else when


def _rewords(clause: Clause, quotes: list[Token]) -> bool:
    """``change "A" to "B"``."""
    if len(quotes) != 2:
        return False
    between = [t for t in clause.tokens if quotes[0].end <= t.start and t.end <= quotes[1].start]
    linked = any(t.means("to", "to") or t.means("is") or t.means("act", "set") for t in between)
    arrow = any(t.means("sign", ">", "→") for t in between)
    named = any(t.means("piece") for t in between)
    return (linked or arrow or clause.acts("replace")) and not named


def _is_place_or_color(token: Token) -> bool:
    return any(token.means(kind) for kind in ("position", "color"))


def _styling(tokens: Tokens) -> Tokens:
    """Without words of degree that belong to something else than the letters."""
    sized = any(t.means("topic", "size") or t.means("scale") for t in tokens)
    return tokens if sized else tuple(t for t in tokens if _sizes(t) or not t.means("degree"))


def _sizes(token: Token) -> bool:
    return token.means("plain") and token.means("degree", "more", "less")


def _parted(clause: Clause, quotes: list[Token], look: Look, when: When) -> tuple[Wish, ...]:
    """Which quote is the title, which the line below it, which the end card."""
    text, subtitle, card = "", None, ""
    others: list[str] = []
    start = 0
    for quote in quotes:
        at = next(i for i, t in enumerate(clause.tokens) if t is quote)
        pieces = [v for t in clause.tokens[start:at] if (v := t.value("piece"))]
        start = at + 1
        if "subtitle" in pieces:
            subtitle = quote.text
        elif "card" in pieces:
            card = quote.text
        elif not text:
            text = quote.text
        else:
            others.append(quote.text)
    added = _is_another(clause) or _adds_later(clause, when)
    titled = Title(text, look, when, added, subtitle, 0 if added else _rank(clause))
    more = tuple(Title(other, look, added=True) for other in others)
    shown = (titled,) if text or subtitle is not None else ()
    return (*shown, *more, *((EndCard(card),) if card else ()))


def _named_at(before: Tokens) -> int:
    """Where the part about the title begins: its noun, or the verb that announces it."""
    for at, token in enumerate(before):
        if token.means("topic", "title") or token.means("act", "call", "write"):
            start = at
            while start and _is_adjective(before[start - 1]):
                start -= 1
            return start
    makes = any(t.means("act", "create") or t.means("topic", "video") for t in before)
    return len(before) if makes else 0


def _is_adjective(token: Token) -> bool:
    """``big bold white`` before the noun."""
    sized = token.means("plain") and token.means("degree", "more", "less")
    return sized or any(token.means(kind) for kind in _LOOKS)


def _features(tokens: Tokens) -> Tokens:
    """Tokens that ask for something besides the title."""
    return tuple(t for t in tokens if any(t.means(kind) for kind in _FEATURES) and not _styles(t))


def _styles(token: Token) -> bool:
    return any(token.means(kind) for kind in _LOOKS)


def _is_another(clause: Clause) -> bool:
    rank = next((int(v) for v in clause.values("ordinal")), 1)
    more = clause.means("other", "another") or rank > 1
    return more and clause.acts("add", "write", "create")


def _adds_later(clause: Clause, when: When) -> bool:
    """``结尾加一句“…”``, ``add "wow" at 6 seconds``: the title at the start stays."""
    verbs = [t for t in clause.tokens if t.means("act", "add", "write")]
    outright = any(not t.means("act", "move") for t in verbs)  # "show" may be said of a move
    later = (when.at_end and bool(verbs)) or (bool(when.start_s) and outright)
    return later and not clause.means("act", "set")


def _without_text(clause: Clause) -> Found | None:
    if not (clause.means("topic", "title") or clause.means("piece", "title", "subtitle")):
        return None
    look = look_of(clause.tokens, denied=clause.denied)
    if clause.means("clash") and not clause.act:
        look = Look()
    when = when_of(clause.tokens)
    makes = clause.means("act", "create") and not clause.means("lively") and not _turns(clause)
    if (look != Look() or when != When()) and not makes:
        return all_used(Title(look=look, when=when, rank=_rank(clause)))
    if clause.means("sooner"):
        return all_used(_moved_in_time(clause))
    if clause.means("clash") and not clause.act:
        return all_used(Unsaid("title_color"))  # "标题跟背景混在一起了"
    if (asked := look_asked_for(clause)) is not None:
        return all_used(Unsaid(asked))
    used = [t for t in clause.tokens if t.means("topic", "title") or t.means("piece")]
    below = clause.means("piece", "subtitle")
    return found(clause, Unsaid("subtitle_text" if below else "title_text"), used=used)


_TURNING = ("弄成", "变成", "做成", "转成", "转为", "搞成", "整成")


def _turns(clause: Clause) -> bool:
    """``标题弄成金色``: not a new one."""
    verbs = (t for t in clause.tokens if t.means("act", "create"))
    return any(clause.folded.text[t.start : t.end] in _TURNING for t in verbs)


_LASTING = 1.5


def _moved_in_time(clause: Clause) -> Wish:
    """``标题早点消失`` is shorter; by how much "晚一点出来" is later nobody said."""
    if not clause.means("exit"):
        return Unknown(clause.words)
    later = clause.means("sooner", "later")
    return Title(when=When(factor=_LASTING if later else 1 / _LASTING))
