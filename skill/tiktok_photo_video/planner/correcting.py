"""What sets right the words before it: ``no wait, the third``, ``not the second``, ``改成“B”``.

It is read by writing those words anew, with each part that is named now in its like's place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.recollection import Recalled, is_silent, own_acts
from tiktok_photo_video.planner.rewording import for_photos, photo_words, replaced, with_other_text
from tiktok_photo_video.planner.spoken import PHOTOS, Part, Spoken, spoken_of
from tiktok_photo_video.planner.tokens import Token
from tiktok_photo_video.planner.turn import Turn

_MAX_UNKNOWN = 1  # words beside a correction that say nothing to us


def corrected(turn: Turn) -> Recalled | None:
    """``no wait, the third``, ``actually 5 seconds``, ``change that to "B"``."""
    turn = _without_what_stays(turn)
    now, before = turn.now, turn.before
    if (now.means("act", "undo", "redo") and not _only_a_number(turn)) or (
        now.means("likewise") and not _sets_right(now)
    ):
        return None
    repairs = _sets_right(now) or now.means("cancel") or _denied(now) or _only_a_number(turn)
    sets = repairs or _only_a_new_value(now) or _exchanges_value(turn)
    if not sets or not says_only_parts(now):
        return None
    wrong, right = _wrong_and_right(now)
    if not right or _refuses(turn, right) or not _of_one_kind(wrong, right):
        return None
    text = replaced(before, now, right, wrong) or with_other_text(before, now)
    if text is None and repairs and _all_photos(right):
        return Recalled(for_photos(before, photo_words(right[0], now)), rewind=True)
    return Recalled(text, rewind=True) if text else None


_CLAUSES = re.compile(r"[^,，;；。.!！?？、\n]+[,，;；。.!！?？\n]*")


def _without_what_stays(turn: Turn) -> Turn:
    """``我说的是第二张，第三张放回来``: the second half follows from the first.

    So does a reason that names nothing: ``还是30吧，手机带不动``.
    """
    if turn.now.language is not Language.CHINESE or turn.now.means("quote"):
        return turn
    said = _CLAUSES.findall(turn.now.text)
    heard = [spoken_of(clause, turn.files) for clause in said]
    left = [c for c, spoken in zip(said, heard, strict=True) if not _follows(spoken)]
    if len(left) == len(said) or not left:
        return turn
    return replace(turn, now=spoken_of("".join(left).rstrip("，, "), turn.files))


_ONLY_COMPLAINS = re.compile(
    r"(?:呃|嗯|唉|哎|啊|感觉|觉得|现在|這樣|这样)*"
    r"(?:(?:\d|[一两兩二三四五六七八九十半])+(?:\.\d+)?(?:秒|%|成)?(?:还是|還是|实在|真的|有点|有點|好像)*"
    r"|有点|有點|有啲|)(?:太|过于|過於|实在太|真的太|还是太|有点|有點)(?:[长長短快慢久耐大小高低响吵亮暗]|赶|急|拖)"
    r"(?:了|啦|喇|点|點|啲|吧|呀)*[,，。.!！;；]*"
    r"|(?:都|根本)?(?:看|听|聽|睇)(?:不|唔)(?:清|到|见|過來|过来|切)(?:楚)?(?:了|啦|喇)?[,，。.!！;；]*"
)


def _follows(spoken: Spoken) -> bool:
    named = spoken.photo_parts
    back = spoken.means("restore") or spoken.means("act", "keep") or "留" in spoken.text
    if spoken.means("repair") or spoken.means("retry") or spoken.means("except"):
        return False
    if _ONLY_COMPLAINS.fullmatch(spoken.text.strip()):
        return True
    complains = not spoken.parts and (spoken.means("social", "complaint") or spoken.means("word"))
    idle = complains and not own_acts(spoken) and not spoken.means("topic")
    return (bool(named) and back and len(spoken.parts) == len(named)) or idle


def _only_a_number(turn: Turn) -> bool:
    """``12`` after "15 seconds", ``go back to 15``: another value for the one just given."""
    now, before = turn.now, turn.before
    valued = any("duration" in p.kinds or "percent" in p.kinds for p in before.parts)
    valued = valued or before.means("topic", "fps") or before.means("fps")
    numbers = [p for p in now.parts if p.is_bare and ("number", "") in p.senses]
    silent = all(
        is_silent(t) or t.means("number") or t.means("act", "undo") or t.means("step")
        for t in now.tokens
    )
    return valued and len(numbers) == 1 and silent and not turn.previous.asked


def _sets_right(now: Spoken) -> bool:
    return now.means("repair") or now.means("retry", "outright", "slip")


def _of_one_kind(wrong: Sequence[Part], right: Sequence[Part]) -> bool:
    """``not the second, the third``; not "don't sync, lo-fi"."""
    return not wrong or any(w.kinds & r.kinds for w in wrong for r in right)


def _refuses(turn: Turn, right: Sequence[Part]) -> bool:
    """``no fade out`` after "fade out over 3 s": what was asked for is not to be after all."""
    asked = {sense for part in turn.before.parts for sense in part.senses}
    first = right[0]
    led = [t for t in turn.now.tokens if t.end <= first.start][-1:]
    return bool(led) and led[0].means("neg") and bool(first.senses) and first.senses <= asked


def _denied(now: Spoken) -> bool:
    """``not the second, the third``: what is not meant comes with what is."""
    return now.means("neg") and len(now.parts) > 1 and not own_acts(now)


def _only_a_new_value(now: Spoken) -> bool:
    """``改成“B”``, ``change that to "B"``: a new text for whatever text was given."""
    sets = now.means("act", "set", "make") and not now.means("topic")
    return sets and [p.kinds & {"quote"} for p in now.parts] == [{"quote"}]


_EXCHANGEABLE = frozenset({"transition", "mood", "genre", "tint", "style", "entrance", "fit"})


def _exchanges_value(turn: Turn) -> bool:
    """``换成模糊`` after a transition was chosen: another of its kind."""
    now = turn.now
    sets = now.means("act", "set", "make", "swap") and not now.means("topic")
    if not sets or len(now.parts) != 1 or own_acts(now):
        return False
    if _exchanges_time(turn):
        return True
    kinds = now.parts[0].kinds & _EXCHANGEABLE
    given = [part.kinds & _EXCHANGEABLE for part in turn.before.parts]
    return bool(kinds) and any(kinds & each for each in given)


_MOST_TIMES = 3.0


def _exchanges_time(turn: Turn) -> bool:
    """``改成3秒`` after "每张2秒": each so long, rather than the whole video."""
    given = [t.number for t in turn.before.tokens if t.means("duration")]
    new = [t.number for t in turn.now.tokens if t.means("duration")]
    each = turn.before.means("each") or any(t.photos for t in turn.before.tokens)
    verbs = (turn.now.folded.text[t.start : t.end] for t in turn.now.tokens if t.means("act"))
    if len(given) != 1 or len(new) != 1 or not each or turn.now.means("total"):
        return False
    return all(verb in _EXCHANGING for verb in verbs) and new[0] <= _MOST_TIMES * given[0]


_EXCHANGING = ("改成", "换成", "改为", "改到", "调成", "改")


def says_only_parts(now: Spoken) -> bool:
    """Whether a message names parts and, besides a light verb, no business of its own."""
    unknown = sum(1 for t in now.tokens if t.means("word"))
    return not _acts(now) and not now.means("topic", *_TOPICS) and unknown <= _MAX_UNKNOWN


def _acts(now: Spoken) -> bool:
    """Whether it has a verb of its own; ``go back to 15`` has none."""
    back = now.means("act", "undo") and now.means("to", "to") and now.means("number")
    return own_acts(now) and not back


_TOPICS = ("title", "music", "transition", "motion", "volume", "background")


def _wrong_and_right(now: Spoken) -> tuple[list[Part], list[Part]]:
    """The parts that are denied ("not the second"), and those that are meant."""
    wrong: list[Part] = []
    right: list[Part] = []
    for part in now.parts:
        if not _goes_back(now, part) and not _only_complains(now, part):
            (wrong if _stands_denied(now, part) else right).append(part)
    return wrong, right


def _only_complains(now: Spoken, part: Part) -> bool:
    """``too quiet, make that fifty``: the first half only gives the reason."""
    kinds = {"degree", "shift"} & part.kinds
    valued = any({"number", "percent", "duration"} & _told(p) for p in now.parts if p is not part)
    words = now.folded.text[part.start : part.end]
    return (
        bool(kinds) and valued and words.startswith(("too ", "so ", "not ", "太", "有点", "还是太"))
    )


def _told(part: Part) -> set[str]:
    return {kind for kind, _ in part.senses} | part.kinds


def _goes_back(spoken: Spoken, part: Part) -> bool:
    """``back to 15``: the word before the value it was says no place."""
    after = [t for t in spoken.tokens if t.start >= part.end][:2]
    leads = len(after) > 1 and after[0].means("to", "to")
    values = ("number", "duration", "percent")
    valued = leads and any(after[1].means(kind) for kind in values)
    back = (t for t in spoken.tokens if t.start == part.start)
    return valued and any(t.means("step", "backward") for t in back)


def _stands_denied(spoken: Spoken, part: Part) -> bool:
    earlier = [t for t in spoken.tokens if t.end <= part.start]
    while earlier and _skips(earlier[-1]):
        earlier.pop()
    return bool(earlier) and earlier[-1].means("neg") and not _is_bare_no(spoken, earlier[-1])


def _skips(token: Token) -> bool:
    filler = any(token.means(kind) for kind in ("glue", "determiner", "article", "lead", "to"))
    return filler and not token.means("neg")


def _is_bare_no(spoken: Spoken, token: Token) -> bool:
    """``no the third`` denies what was done, not the third."""
    return spoken.folded.text[token.start : token.end] in ("no", "nope")


def _all_photos(parts: Sequence[Part]) -> bool:
    return len(parts) == 1 and PHOTOS in parts[0].kinds
