"""Words that set right what was said just before them, within one message.

``remove 2, sorry I mean 3``, ``make it a second? no wait, 0.3``, ``移到最后，不不，移到第三位``:
the message is written anew as if it had been said rightly at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from tiktok_photo_video.planner.clauses import clauses_of
from tiktok_photo_video.planner.correcting import corrected
from tiktok_photo_video.planner.grammar.rules import phrased, read
from tiktok_photo_video.planner.normal import Folded
from tiktok_photo_video.planner.recollection import is_silent
from tiktok_photo_video.planner.spoken import Spoken, spoken_of
from tiktok_photo_video.planner.tokens import Token, Tokens
from tiktok_photo_video.planner.turn import Previous, Turn
from tiktok_photo_video.planner.wishes import Enquiry, Fine, Unknown, Unsaid, Wish

_MAX_RETRIES = 3  # more second thoughts in one message than this are left as they stand
_MAX_ENDS = 4  # places where what sets right may end that are tried

Files = Mapping[str, str]


def settled(message: str, files: Files) -> str:
    """The message with its second thoughts in the place of its first ones."""
    for _ in range(_MAX_RETRIES):
        again = _settled_once(message, files)
        if again is None:
            break
        message = again
    return message


def _settled_once(message: str, files: Files) -> str | None:
    folded, tokens = phrased(message, files=files)
    if not any(t.means("retry") for t in tokens) or any(t.means("once") for t in tokens):
        return None
    for at in range(1, len(tokens)):
        if not _sets_right(tokens, at):
            continue
        retry = _Retry(folded, tokens, at, files=files)
        if (said := retry.rewritten() or retry.retried()) is not None:
            return said
    return None


def _sets_right(tokens: Tokens, at: int) -> bool:
    """Whether a token takes up what stands before it; "actually" only past a comma or stop."""
    token, before = tokens[at], _before(tokens, at)
    if not token.means("retry") or before is None or before.means("retry"):
        return False
    if all(is_silent(t) for t in tokens[:at]):
        return False  # it sets right what was said in the turn before
    if _only_complained(tokens, at):
        return False
    if token.means("retry", "outright", "slip"):
        return True
    parted = any(before.means(kind) for kind in ("comma", "stop", "dash", "sign"))
    return parted and (token.means("retry", "perhaps") or _names_next(tokens, at))


def _only_complained(tokens: Tokens, at: int) -> bool:
    """``too quiet, make that fifty``: the value set right is that of the turn before."""
    valued = any(t.means(k) for t in tokens[at + 1 : at + 2] for k in ("number", "percent"))
    before = [t for t in tokens[:at] if not is_silent(t)]
    return valued and all(t.means("degree") or t.means("excess") for t in before)


_NAMED = ("comma", "retry", "ref", "number", "duration", "percent", "ordinal", "to", "determiner")


def _names_next(tokens: Tokens, at: int) -> bool:
    """``…, no, the third``; not "hard cuts, no fades"."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is not None and any(following.means(kind) for kind in _NAMED)


def _before(tokens: Tokens, at: int) -> Token | None:
    earlier = [t for t in tokens[:at] if not _is_sigh(t)]
    return earlier[-1] if earlier else None


def _is_sigh(token: Token) -> bool:
    return token.means("social", "laugh") or token.means("sigh")


class _Retry:
    """A place in a message where something said before is set right."""

    def __init__(self, folded: Folded, tokens: Tokens, at: int, *, files: Files) -> None:
        self._message, self._origins, self._files = folded.original, folded.origins, files
        self._tokens, self._at = tokens, at
        self._past = at
        while self._past < len(tokens) and _leads(tokens[self._past]):
            self._past += 1
        self._tier = {v for t in tokens[at : self._past] if (v := t.value("retry"))}

    def _place(self, at: int) -> int:
        """Where a token begins in the message; past the last one, where the message ends."""
        inside = at < len(self._tokens)
        return self._origins[self._tokens[at].start] if inside else len(self._message)

    def _spoken(self, first: int, last: int) -> Spoken:
        return spoken_of(self._message[self._place(first) : self._place(last)], self._files)

    @property
    def _head(self) -> str:
        return self._message[: self._place(self._at)].rstrip(" ,，、;；-—–…")

    def rewritten(self) -> str | None:
        """The message with what is named now in the place of its like, if it has one."""
        before = spoken_of(self._head, self._files)
        for end in islice(self._ends(), _MAX_ENDS):
            now = self._spoken(self._at, end)
            turn = Turn(now, before, Previous(self._head), None, self._files)
            if now.parts and not _adds(now) and (found := corrected(turn)) is not None:
                if found.message.strip() == self._head.strip():
                    continue  # "删第二张，等等第二张有我妈": nothing else is named
                return f"{found.message}{self._rest(end)}"
        return None

    def _ends(self) -> Iterator[int]:
        """Where what sets right may end: the longest stretch first."""
        yield len(self._tokens)
        for at in range(len(self._tokens) - 1, self._past, -1):
            token = self._tokens[at]
            if token.means("comma") or token.means("stop") or token.means("join"):
                yield at

    def _rest(self, end: int) -> str:
        rest = self._message[self._place(end) :]
        return f" {rest}" if rest[:1].isalnum() else rest

    def retried(self) -> str | None:
        """The message without the clause that is taken back, where another takes its place."""
        tail = self._message[self._place(self._past) :].strip()
        wishes = _wishes(tail, self._files)
        if wishes and isinstance(wishes[0], Unknown) and (said := _past_statement(tail)):
            tail, wishes = said, _wishes(said, self._files)  # "等等第二张有我妈，删第三张吧"
        if not wishes or any(isinstance(w, Unknown | Unsaid | Enquiry) for w in wishes):
            return None
        folded, tokens = phrased(self._head, files=self._files)
        clauses = clauses_of(tokens, folded)
        if not clauses:
            return None
        last = clauses[-1]
        meant = {type(w) for w in _wishes(last.words, self._files)}
        if "outright" not in self._tier and not meant & {type(w) for w in wishes[:1]}:
            return None
        own = [t for t in last.tokens if t in tokens]
        kept = self._head[: folded.origins[own[0].start]] if own else ""
        return f"{kept} {tail}".strip()


_STATEMENT = re.compile(
    r"[^,，。!！?？]{2,16}(?:有|是|里面是|拍的是)[^,，。!！?？]{1,12}[,，。!！]"
)


def _past_statement(tail: str) -> str:
    """What follows a first clause that only says what is on a photo."""
    said = _STATEMENT.match(tail)
    return tail[said.end() :].strip() if said else ""


def _wishes(text: str, files: Files) -> list[Wish]:
    said = (each.wish for each in read(text, files=files).said)
    return [wish for wish in said if not isinstance(wish, Fine)]


def _leads(token: Token) -> bool:
    """Whether a token only leads over to what is meant: ``no``, ``sorry``, a comma, ``oh``."""
    kinds = ("retry", "repair", "comma", "stop", "dash", "sign", "sigh", "social", "retract")
    return any(token.means(kind) for kind in kinds) and not token.means("act")


def _adds(now: Spoken) -> bool:
    """``sorry, also …``: it goes on, it sets nothing right."""
    return now.means("likewise") or now.means("join", "then")
