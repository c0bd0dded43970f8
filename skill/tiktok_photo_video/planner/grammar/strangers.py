"""Photos called by what is seen in them, where no file is called so: asked back, never guessed.

"Make the flower black and white" is meant for one photo. Nobody here can see which, so doing it
to all would be something else than asked.
"""

from __future__ import annotations

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import Found, all_used, reference_tokens
from tiktok_photo_video.planner.tokens import Token, Tokens
from tiktok_photo_video.planner.wishes import Unsaid

# What can be done to one photo.
_WORK = ("tint", "shift", "flaw", "motion", "duration", "degree", "aim", "blur", "repeat")
_VERBS = ("remove", "hold", "start_with", "end_with", "move", "make", "swap", "replace")
_ELSEWHERE = ("music", "volume", "title", "transition", "video", "length", "pace", "project")
_NOT_PHOTOS = ("quote", "piece", "pronoun", "file", "new", "vague", "beat", "fade", "own", "style")
_NAMING = ("word", "occasion", "subject")
_GIVING = ("把", "将", "给", "让")
_MOST_WORDS = 3  # a longer run of unknown words is a sentence nobody understood


def strangers(clause: Clause) -> Found | None:
    """``make the flower black and white``, ``小狗那张调亮``, ``delete the blurry selfie``."""
    if clause.asks or reference_tokens(clause) or not _is_about_a_photo(clause):
        return None
    words = _named(clause)
    return all_used(Unsaid("stranger", words)) if words else None


def _is_about_a_photo(clause: Clause) -> bool:
    if clause.means("act", "create", "undo", "redo", "restart", "call", "write"):
        return False
    if clause.means("topic", *_ELSEWHERE) or any(clause.means(k) for k in _NOT_PHOTOS):
        return False
    works = any(clause.means(kind) for kind in _WORK) or clause.means("place", "front", "end")
    return works or clause.means("act", "remove", "hold", "start_with", "end_with")


def _named(clause: Clause) -> str:
    tokens = clause.tokens
    for at, token in enumerate(tokens):
        if not _names(token) or (at and _names(tokens[at - 1])):
            continue
        run = _run(tokens, at)
        if len(run) > (_MOST_WORDS if _latin(clause, token) else 2 * _MOST_WORDS):
            return ""
        if _stands_for_photo(clause, at, run):
            return clause.folded.slice(run[0].start, run[-1].end)
    return ""


def _names(token: Token) -> bool:
    named = any(token.means(kind) for kind in _NAMING)
    return named and not any(token.means(k) for k in ("act", "glue", "tint", "degree", "mood"))


def _run(tokens: Tokens, at: int) -> Tokens:
    end = at
    while end < len(tokens) and _names(tokens[end]):
        end += 1
    return tokens[at:end]


def _latin(clause: Clause, token: Token) -> bool:
    return clause.folded.text[token.start : token.end].isascii()


def _stands_for_photo(clause: Clause, at: int, run: Tokens) -> bool:
    """Whether a noun is what something is done to, rather than a word that colours it."""
    before = clause.tokens[:at]
    after = clause.tokens[at + len(run) :]
    if _latin(clause, run[0]):
        return _is_object(before, after)
    said = [clause.folded.text[t.start : t.end] for t in before]
    pointed = bool(after) and (after[0].means("mark", "one") or after[0].means("topic", "photo"))
    given = bool(said) and said[-1] in _GIVING
    return pointed or (given and _is_worked_on(after))


def _is_object(before: Tokens, after: Tokens) -> bool:
    """``make the flower …``, ``zoom in on the cake``, ``the sunset goes last``."""
    if not before or not before[-1].means("determiner"):
        return False
    if any(t.means("lens") or t.means("topic", "photo") for t in after[:1]):
        return any(t.means("topic", "photo") for t in after[:1])
    lead = before[-2] if len(before) > 1 else None
    if lead is None:
        return _is_worked_on(after)
    does = lead.means("act", *_VERBS) or lead.means("shift") or lead.means("degree")
    on = lead.means("to", "on") or lead.means("lead") or lead.means("aim")
    return does or (on and not lead.means("to", "from"))


def _is_worked_on(after: Tokens) -> bool:
    kinds = (*_WORK, "act", "place")
    return any(t.means(kind) for t in after[:3] for kind in kinds)
