"""Where a message is split: at every full stop, and at a comma where something new begins."""

from __future__ import annotations

from collections.abc import Iterator

from tiktok_photo_video.planner.first_verdicts import FIRST_VERDICTS
from tiktok_photo_video.planner.gaps import VERDICTS, Gap
from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.parts import (
    is_edge,
    is_name,
    only_names,
    puts_somewhere,
    subjects_of,
)
from tiktok_photo_video.planner.tokens import Token, Tokens, sense


def parted_exceptions(tokens: Tokens, folded: Folded) -> Tokens:
    """``vintage on all but keep photo 1 normal``: here "but" begins a request of its own."""
    parted: list[Token] = []
    tokens = _exceptions_kept(tokens)
    for at, token in enumerate(tokens):
        ends = folded.text[token.start : token.end].endswith(" but")
        if (
            ends
            and token.means("except")
            and any(t.means("act", "keep") for t in tokens[at + 1 : at + 2])
        ):
            parted.append(Token(token.start, token.end - 4, sense("all", "all")))
            parted.append(Token(token.end - 3, token.end, sense("join", "then")))
        else:
            parted.append(token)
    return tuple(parted)


def _exceptions_kept(tokens: Tokens) -> Tokens:
    """``remove all captions but keep the first``: "but keep" excepts."""
    for at, token in enumerate(tokens[:-1]):
        kept = tokens[at + 1]
        if not (token.means("join", "then") or token.means("comma")) or not kept.means(
            "act", "keep"
        ):
            continue
        left, right = tokens[_past_last_stop(tokens, at) : at], tokens[at + 2 :]
        if _removes_all(left) and _only_named(right):
            joint = Token(token.start, kept.end, sense("except"))
            return (*tokens[:at], joint, *tokens[at + 2 :])
    return tokens


def _past_last_stop(tokens: Tokens, at: int) -> int:
    return next((i + 1 for i in range(at - 1, -1, -1) if tokens[i].means("stop")), 0)


def _removes_all(part: Tokens) -> bool:
    return any(t.means("all") for t in part) and any(t.means("act", "remove") for t in part)


def _only_named(part: Tokens) -> bool:
    """Nothing but photos up to the end of the sentence."""
    kinds = ("ref", "number", "ordinal", "glue", "mark", "determiner", "to", "lead", "join")
    end = next((i for i, t in enumerate(part) if t.means("stop")), len(part))
    named = [t for t in part[:end] if not t.means("topic", "photo") and not t.means("piece")]
    return bool(named) and all(any(t.means(k) for k in kinds) for t in named)


_BEGINNING = ("repair", "with", "act", "neg", "ref", "number", "rest", "why")


def parts_of(tokens: Tokens) -> Iterator[tuple[Tokens, bool]]:
    """Stretches between splitting tokens, and whether each continues the one before it."""
    start, continues = 0, False
    for at, token in enumerate(tokens):
        if not (
            (_is_strong(tokens, at) and not _names_then_verb(tokens, start, at))
            or (_is_weak(token) and _splits(tokens, start, at))
            or (token.means("neg") and _refusal_begins(tokens, start, at))
            or _object_begins(tokens, start, at)
            or _repair_begins(tokens, start, at)
            or _opens_with_reason(tokens, start, at)
        ):
            continue
        end = at + 1 if token.means("stop") else at
        if _has_content(tokens[start:end]) and not _opens_with_reason(tokens, start, at):
            yield tokens[start:end], continues
            continues = not token.means("stop")
        begins = any(token.means(kind) for kind in _BEGINNING)
        start = at if begins else at + 1
    if _has_content(tokens[start:]):
        yield tokens[start:], continues


_COMPLAINING = ("degree", "excess", "social", "shift", "clash", "unseen", "covers", "abrupt")
_BESIDE_COMPLAINT = ("glue", "word", "amount", "neg", "sigh", "once", "all", "comma")


def _opens_with_reason(tokens: Tokens, start: int, at: int) -> bool:
    """``老板说太花哨：转场全去掉``: before a colon, nothing but what was complained of."""
    left = tokens[start:at]
    if not tokens[at].means("colon") or at + 2 >= len(tokens) or not left:
        return False
    complains = any(t.means(kind) for t in left for kind in _COMPLAINING)
    kinds = (*_COMPLAINING, *_BESIDE_COMPLAINT)
    plain = all(any(t.means(kind) for kind in kinds) and not t.means("act") for t in left)
    return complains and plain


def _names_then_verb(tokens: Tokens, start: int, at: int) -> bool:
    """``4和5也换``, ``第二张再长一点``: a joining word stands between photos and their verb."""
    if any(t.means("pronoun") for t in tokens[at + 2 : at + 3]):
        return False  # "swap 1 and 5 then make it 20 seconds"
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None and following.means("act", "keep") and tokens[at].means("join"):
        return False  # "swap 2 and 3 but keep …"
    if following is not None and _only_gives(following) and at + 2 < len(tokens):
        return only_names(tokens[max(start, _past_last_break(tokens, at)) : at]) and tokens[
            at + 2
        ].means("duration")  # "第二张也给5秒"
    start = max(start, _past_last_break(tokens, at))
    kinds = ("act", "degree", "tint", "shift", "repeat", "divide")
    goes_on = following is not None and any(following.means(kind) for kind in kinds)
    joins = tokens[at].means("join", "then") or tokens[at].means("likewise")
    left = tokens[start:at]
    if any(_is_named_thing(t) for t in left) and joins:
        # "画面再暖一点", "对比度也高一点"
        return goes_on and all(_is_named_thing(t) or t.means("glue") for t in left)
    return bool(left) and goes_on and joins and only_names(left)


def _only_gives(token: Token) -> bool:
    return token.means("glue") and token.end - token.start == 1 and not token.means("ref")


def _is_named_thing(token: Token) -> bool:
    """Whether a token names what is spoken of, other than photos."""
    topic = token.means("topic") and not token.means("topic", "photo")
    return topic or token.means("frame_noun") or token.means("lever")


def _past_last_break(tokens: Tokens, at: int) -> int:
    return next((i + 1 for i in range(at - 1, -1, -1) if tokens[i].means("comma")), 0)


def _has_content(part: Tokens) -> bool:
    return any(not is_edge(token) for token in part)


def _is_strong(tokens: Tokens, at: int) -> bool:
    token = tokens[at]
    if token.means("join", "then") and token.means("place", "after") and at:
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        of = after is None or any(after.means(k) for k in ("glue", "stop", "comma"))
        if of and tokens[at - 1].means("ref"):
            return False  # "第四张之后的转场", "移到第二张之后"
    joins = token.means("join", "then") and not token.means("act")
    return token.means("stop") or (joins and not _only_leads_on(tokens, at))


def _only_leads_on(tokens: Tokens, at: int) -> bool:
    """``晚一秒再出来``: after the amount, nothing but filler up to the comma."""
    if not at or not (tokens[at - 1].means("offset") or tokens[at - 1].means("duration")):
        return False
    end = next((i for i in range(at + 1, len(tokens)) if is_edge(tokens[i])), len(tokens))
    return end > at + 1 and all(t.means("glue") for t in tokens[at + 1 : end])


def _is_weak(token: Token) -> bool:
    return token.means("comma") or token.means("join", "and") or token.means("with")


def _splits(tokens: Tokens, start: int, at: int) -> bool:
    """Whether something new begins after a weak separator: the first rule that knows says so."""
    gap = Gap(tokens[start:at], tokens[at], _segment(tokens, at + 1))
    if not _has_content(gap.left):
        return False
    verdicts = (rule(gap) for rule in (*FIRST_VERDICTS, *VERDICTS))
    return next((verdict for verdict in verdicts if verdict is not None), False)


def _object_begins(tokens: Tokens, start: int, at: int) -> bool:
    """``6放最前7放最后``: after a place another photo and its verb begin something new."""
    token = tokens[at]
    if token.means("rest") and _gives_times(tokens[start:at], tokens[at + 1 : at + 4]):
        return True
    if not (token.means("ref") or token.means("number")) or at + 1 >= len(tokens):
        return False
    left = tokens[start:at]
    if _is_done_with_others(left, tokens[at : at + 4]):
        return True
    placed = bool(left) and left[-1].means("place", "front", "end")
    return placed and tokens[at + 1].means("act", "move") and puts_somewhere(left)


def _is_done_with_others(left: Tokens, right: Tokens) -> bool:
    """``前两张黑白 后三张暖色``: right after how these look, others and their look."""
    named = any(t.means("ref") or t.means("each") for t in left)
    if not named or not right[0].means("ref"):
        return False
    own = [t for t in right[1:] if not t.means("glue")][:1]
    alike = ("tint", "shift", "motion", "duration")
    return any(left[-1].means(kind) and own and own[0].means(kind) for kind in alike)


def _gives_times(left: Tokens, right: Tokens) -> bool:
    """``第三张4秒其他的2秒``: the rest have a time of their own."""
    timed = any(t.means("duration") for t in left) and any(t.means("duration") for t in right)
    return timed and any(t.means("ref") for t in left)


def _repair_begins(tokens: Tokens, start: int, at: int) -> bool:
    """``第二张删掉，不对，第三张``: past a comma, words that take back what was just said."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if not tokens[at].means("repair") or tokens[at].means("neg") or following is None:
        return False
    acts = any(t.means("act") for t in tokens[start:at]) and tokens[at - 1].means("comma")
    return acts and any(following.means(kind) for kind in ("comma", "ref", "number", "determiner"))


def _refusal_begins(tokens: Tokens, start: int, at: int) -> bool:
    """Whether "without …" ends a request that came before it: "an upbeat video without text"."""
    left = tokens[start:at]
    if left and left[-1].means("transition") and _transition_next(tokens, at):
        return False  # "slide instead of fade"
    if at + 1 < len(tokens) and is_edge(tokens[at + 1]):
        return False  # "音乐和标题都不要，…": the refusal ends what it refuses
    idle = {"ref", "degree"} if any(t.means("act") for t in left) else {"ref", "degree", "place"}
    if subjects_of(left) == {"title"} and subjects_of(_segment(tokens, at + 1)) == {"place"}:
        return False  # "标题别一开始就出来"
    asked = subjects_of(left) - idle or any(
        t.means("topic", "video") or t.means("act", "create") for t in left
    )
    return bool(asked) and bool(subjects_of(_segment(tokens, at + 1)) - {"degree", "duration"})


def _transition_next(tokens: Tokens, at: int) -> bool:
    after = [t for t in tokens[at + 1 : at + 4] if not t.means("glue")]
    return bool(after) and after[0].means("transition") and tokens[at].end - tokens[at].start > 2


def _segment(tokens: Tokens, at: int) -> Tokens:
    """The tokens up to the next place where the message might split."""
    end = at
    while end < len(tokens) and not (
        (_is_strong(tokens, end) and not _names_then_verb(tokens, at, end))
        or (_is_weak(tokens[end]) and end > at and not _joins_names(tokens, at, end))
    ):
        end += 1
    return tokens[at:end]


def _joins_names(tokens: Tokens, start: int, at: int) -> bool:
    """``4跟5也换``: what joins the names that a part begins with does not end it."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    joins = tokens[at].means("join", "and") and following is not None and is_name(following)
    return joins and only_names(tokens[start:at])
