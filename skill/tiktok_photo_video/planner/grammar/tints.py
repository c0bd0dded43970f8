"""How the colours of photos are treated: looks, brightness, contrast, saturation.

Many words for a look are words for music as well ("cinematic", "retro"). A noun decides
("look", "filter"; "music", "song"), then photos that are named; failing both, only words that
can be said of colours alone are taken here.
"""

from __future__ import annotations

from collections.abc import Iterable

from tiktok_photo_video.planner.brief import Mood
from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import (
    Found,
    all_used,
    found,
    hands_off,
    photos_named,
    refused,
    tokens_meaning,
)
from tiktok_photo_video.planner.grammar.levers import SCOPE, direction, shifted, shifts
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.wishes import Fine, Music, Tint, Unsaid
from tiktok_photo_video.timeline.model import LookKind

STRONGER, SUBTLE = 1.35, 0.5
_ELSEWHERE = ("music", "volume", "transition", "title", "motion", "length", "pace")
_SHARED = ("mood", "tune", "genre", "feel", "occasion", "fit", "transition")
# Said of photos far more often than of music, where neither is named.
_OF_PHOTOS = frozenset({"vintage", "faded", "cool"})


def resets(clause: Clause) -> Found | None:
    """``reset the colours``, ``undo the filter``: the photos as they were taken."""
    back = clause.means("act", "undo", "restart")
    looks = clause.means("lens") or clause.means("lever") or clause.means("tint", "none")
    if not back or clause.denied or not looks:
        return None
    return (
        None
        if clause.means("topic", *_ELSEWHERE)
        else all_used(Tint(LookKind.NONE, photos_named(clause)))
    )


def tints(clause: Clause) -> Found | None:
    """``black and white``, ``a warm look on photo 2``, ``brighter``, ``no filter``, ``调亮``."""
    if clause.means("topic", *_ELSEWHERE) or clause.about == "title":
        return None
    if clause.means("quote") or (clause.means("piece") and not clause.means("lens")):
        return None
    if (found_otherwise := _by_strength(clause) or _color_cast(clause)) is not None:
        return found_otherwise
    if _pops(clause):
        return all_used(Tint(LookKind.VIVID, photos_named(clause)))
    return _treated(clause)


def _by_strength(clause: Clause) -> Found | None:
    """``滤镜强度50%``, ``滤镜强度减半``."""
    percent, times = clause.first("percent"), clause.first("times")
    if not clause.means("lever", "strength") or (percent is None and times is None):
        return None
    if percent is not None:
        return all_used(Tint(photos=photos_named(clause), strength=min(percent.number, 1.0)))
    factor = float((times.value("times") if times else None) or 1)
    return all_used(Tint(photos=photos_named(clause), factor=factor))


def _treated(clause: Clause) -> Found | None:
    """Levers moved, a look by name, or a filter without one."""
    moved, chosen = shifts(clause), _looks_meant(clause)
    if moved and clause.means("lens") and (vivid := _vivid_filter(clause, moved, chosen)):
        return vivid
    if moved and (any(way for _, way, _ in moved) or not (chosen or _of_bars(clause))):
        return shifted(clause, moved)
    if _of_all_kinds(clause, chosen):
        return _overall(clause)
    if chosen:
        return _overdone(clause, chosen) or _tinted(clause, chosen)
    return _filtered(clause) if clause.means("lens") else None


def _vivid_filter(
    clause: Clause, moved: list[tuple[str, int, Token]], chosen: list[Token]
) -> Found | None:
    """``鲜艳点的滤镜``: a word before the noun says which filter."""
    lens, (lever, way, token) = clause.first("lens"), moved[0]
    before = lens is not None and token.end <= lens.start and lens.start - token.end <= _NEAR
    if len(moved) > 1 or lever != "saturation" or way < 0 or token.means("lever"):
        return None
    if not before and not any(t.means("tint", "vivid") for t in chosen):
        return None
    used = [*chosen, token, *tokens_meaning(clause, "lens", "degree", "amount", *SCOPE)]
    return found(clause, Tint(LookKind.VIVID, photos_named(clause)), used=used)


_NEAR = 1  # characters: "的"


_WARM_CASTS = ("#ffd60a", "#ff9500", "#ff3b30", "#fff39a", "#96633c")
_COLD_CASTS = ("#0a84ff", "#3cd2f5", "#9fd0ff", "#12306e")


def _color_cast(clause: Clause) -> Found | None:
    """``looks too yellow``, ``颜色太蓝了``: the photos want the opposite."""
    pairs = zip(clause.tokens, clause.tokens[1:], strict=False)
    color = next((b for a, b in pairs if a.means("excess") and b.means("color")), None)
    value = color.value("color") if color is not None else None
    if value is None or clause.means("piece"):
        return None
    wanted = LookKind.COOL if value in _WARM_CASTS else LookKind.WARM
    if value not in (*_WARM_CASTS, *_COLD_CASTS):
        return None
    return all_used(Tint(wanted, photos_named(clause), strength=SUBTLE))


def _looks_meant(clause: Clause) -> list[Token]:
    tokens = [t for t in clause.tokens if t.means("tint") and not _is_small_talk(clause, t)]
    if clause.means("lens") or _speaks_of_photos(clause):
        return tokens
    creates = clause.means("act", "create") or clause.means("topic", "video")
    dosed = clause.means("dose")
    return [t for t in tokens if _is_certain(t) or ((_is_likely(t) or dosed) and not creates)]


def _pops(clause: Clause) -> bool:
    """``make the beach photo pop``: colours that catch the eye."""
    if not clause.means("entrance", "pop") or clause.means("motion") or clause.denied:
        return False
    pictures = clause.means("ref") or clause.means("topic", "photo") or clause.means("lever")
    return pictures and clause.acts("make", "set", "move", "let")


_OVERALL = {"cinematic": Mood.CINEMATIC, "dramatic": Mood.CINEMATIC}


def _of_all_kinds(clause: Clause, chosen: list[Token]) -> bool:
    """``make it cinematic``: said of the video as a whole, of what is seen and heard."""
    both = any(t.means("tint", *_OVERALL) and t.means("mood") for t in clause.tokens)
    whole = clause.means("pronoun") or clause.means("topic", "video")
    asked = clause.acts("make", "set") and not clause.denied and not clause.means("act", "create")
    others = [v for v in clause.values("topic") if v != "video"]
    more = clause.means("lens") or bool(others) or clause.means("ref")
    return both and whole and asked and not more and not chosen


def _overall(clause: Clause) -> Found:
    value = next(v for t in clause.tokens if (v := t.value("tint")) in _OVERALL)
    used = [t for t in clause.tokens if t.means("tint", value)]
    used += tokens_meaning(clause, "degree", "amount")
    music = Music(mood=_OVERALL[value], overall=True)
    return found(clause, Tint(LookKind(value)), music, used=used)


def _is_small_talk(clause: Clause, token: Token) -> bool:
    """``cool, thanks``: praise, unless a filter is spoken of."""
    return token.means("glue") and not clause.means("lens")


def _speaks_of_photos(clause: Clause) -> bool:
    creates = clause.means("act", "create") and not clause.means("ref")
    if creates or clause.acts("restart"):
        return False
    named = clause.means("topic", "photo") or any(clause.means(kind) for kind in SCOPE)
    return named and not clause.means("topic", "video")


def _is_certain(token: Token) -> bool:
    return not any(token.means(kind) for kind in (*_SHARED, "color"))


def _is_likely(token: Token) -> bool:
    return token.value("tint") in _OF_PHOTOS


def _tinted(clause: Clause, tokens: list[Token]) -> Found:
    used = [*tokens, *tokens_meaning(clause, "lens", "neg", "amount", "dose", "percent", *SCOPE)]
    used += [t for t in clause.tokens if t.means("degree", "more", "less") or t.means("stead")]
    # "复古的感觉": the noun is asked for by name, so nothing is left to ask.
    used += [t for t in clause.tokens if clause.folded.text[t.start : t.end] in _FEELINGS]
    # "Keep photo 1 in colour" holds beside "make them all black and white".
    stays = clause.means("ref") and all(t.means("tint", "none") for t in tokens)
    if hands_off(clause) and not stays and not _refusals(clause, tokens):
        return found(clause, Fine(), used=used)
    refusals = _refusals(clause, tokens)
    wanted = [t for t in tokens if t not in refusals]
    if not wanted:
        return found(clause, Tint(photos=photos_named(clause), without=_kinds(refusals)), used=used)
    kind = _kinds(wanted)[-1]
    strength = _strength(clause) if kind is not LookKind.NONE else None
    factor = {1: STRONGER, -1: 1 / STRONGER}.get(direction(clause.tokens), 1.0)
    named = _only_like(clause, wanted[-1])
    return found(clause, Tint(kind, photos_named(clause), strength, factor, named=named), used=used)


def _only_like(clause: Clause, token: Token) -> str:
    """``film look``, ``底片``: the words for what the look is only the nearest to."""
    return clause.folded.slice(token.start, token.end) if token.means("likeness") else ""


_FEELINGS = ("感觉", "风格", "味道", "氛围", "调调")


def _of_bars(clause: Clause) -> bool:
    return clause.means("bars") or clause.means("color") or clause.means("topic", "background")


# What "too …" asks for: the opposite look, or less of the one there is.
_OPPOSITES = {"warm": LookKind.COOL, "cool": LookKind.WARM}


def _overdone(clause: Clause, tokens: list[Token]) -> Found | None:
    """``the pictures look too cold`` wants them warmer."""
    at = next(i for i, t in enumerate(clause.tokens) if t is tokens[0])
    if not any(t.means("excess") for t in clause.tokens[max(at - 1, 0) : at]):
        return None
    used = [*tokens, *tokens_meaning(clause, "excess", "lens", "amount", *SCOPE)]
    opposite = _OPPOSITES.get(tokens[0].value("tint") or "")
    photos = photos_named(clause)
    wish = (
        Tint(opposite, photos, strength=SUBTLE) if opposite else Tint(photos=photos, factor=SUBTLE)
    )
    return found(clause, wish, used=used)


def _kinds(tokens: Iterable[Token]) -> tuple[LookKind, ...]:
    return tuple(LookKind(v) for t in tokens if (v := t.value("tint")))


def _refusals(clause: Clause, tokens: list[Token]) -> list[Token]:
    """The looks not wanted: those right after a refusal, or all where the verb takes away."""
    if clause.acts("remove"):
        return [t for t in tokens if not t.means("tint", "none")]
    ruled_out: list[Token] = []
    denies = clause.inherits and clause.denied
    for token in clause.tokens:
        if token.means("neg"):
            denies = True
        elif any(token.means(kind) for kind in ("comma", "dash", "stop", "act")) and not (
            token.means("act", "make", "set", "add", "move")
        ):
            denies = False
        elif token.means("tint") and denies and token in tokens and not token.means("tint", "none"):
            ruled_out.append(token)
            denies = _goes_on(clause, token)
    return ruled_out


def _goes_on(clause: Clause, token: Token) -> bool:
    at = next(i for i, t in enumerate(clause.tokens) if t is token)
    after = [t for t in clause.tokens[at + 1 :] if not t.means("glue") or t.means("tint")][:1]
    # "不要 vintage 那种泛黄的": two words for what is refused.
    return any(t.means("join", "and") or t.means("tint") for t in after)


def _strength(clause: Clause) -> float | None:
    percent = clause.first("percent")
    if percent is not None:
        return min(max(percent.number, 0.0), 1.0)
    subtle = clause.means("amount", "slight") or clause.means("degree", "less")
    subtle = subtle or clause.means("dose")
    return SUBTLE if subtle else None


def _filtered(clause: Clause) -> Found | None:
    """A filter without a name: taken away, changed in strength, or asked after."""
    used = tokens_meaning(clause, "lens", "neg", "degree", "amount", "percent", "lever", *SCOPE)
    photos = photos_named(clause)
    if hands_off(clause) and not clause.means("degree"):
        return found(clause, Fine(), used=used)
    if percent := clause.first("percent"):
        return found(clause, Tint(photos=photos, strength=min(percent.number, 1.0)), used=used)
    if way := direction(clause.tokens):
        factor = STRONGER if way > 0 else 1 / STRONGER
        return found(clause, Tint(photos=photos, factor=factor), used=used)
    if refused(clause):
        used += [t for t in clause.tokens if t.means("act", "remove")]
        return found(clause, Tint(LookKind.NONE, photos), used=used)
    general = all(t.means("glue") or not t.means("lens") for t in clause.tokens)
    asks = not general or (clause.acts("add", "set", "create") and not clause.means("vague"))
    return all_used(Unsaid("look", photos=photos)) if asks else None
