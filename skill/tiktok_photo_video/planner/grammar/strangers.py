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
_NOT_PHOTOS = ("quote", "piece", "file", "new", "vague", "beat", "fade", "own", "style")
_NAMING = ("word", "occasion", "subject")
_GIVING = ("把", "将", "给", "让")
_MOST_WORDS = 3  # a longer run of unknown words is a sentence nobody understood


def strangers(clause: Clause) -> Found | None:
    """``make the flower black and white``, ``小狗那张调亮``, ``delete the blurry selfie``."""
    if clause.asks or reference_tokens(clause) or _is_elsewhere(clause):
        return None
    words = _named(clause)
    return all_used(Unsaid("stranger", words)) if words else None


def pointed(clause: Clause) -> Found | None:
    """``write "love" on the wedding picture``: a single photo, whatever is to stand on it."""
    if clause.asks or reference_tokens(clause) or _is_elsewhere(clause):
        return None
    if not clause.means("quote") or (not clause.means("mark", "one") and _in_plural(clause)):
        return None
    words = _named(clause)
    return all_used(Unsaid("stranger", words)) if words else None


def _in_plural(clause: Clause) -> bool:
    nouns = [t for t in clause.tokens if t.means("topic", "photo")]
    return any(clause.folded.text[t.start : t.end].endswith("s") for t in nouns)


def _is_elsewhere(clause: Clause) -> bool:
    creates = [t for t in clause.tokens if t.means("act", "create")]
    said = [clause.folded.text[t.start : t.end] for t in creates]
    if clause.means("act", "undo", "redo", "restart") or clause.means("new"):
        return True
    if any(text not in _MAKING_MY for text in said):
        return True
    return clause.means("topic", "music", "volume", "video", "project")


def _is_about_a_photo(clause: Clause) -> bool:
    if clause.means("act", "call", "write"):
        return False
    speaks = any(t.means("pronoun") and not t.means("mark") for t in clause.tokens)
    if speaks or clause.means("topic", *_ELSEWHERE) or any(clause.means(k) for k in _NOT_PHOTOS):
        return False
    works = any(clause.means(kind) for kind in _WORK) or clause.means("place", "front", "end")
    return works or clause.means("act", "remove", "hold", "start_with", "end_with")


def _named(clause: Clause) -> str:
    tokens = clause.tokens
    for at, token in enumerate(tokens):
        if not (_names(token) or _is_pointed_at(tokens, at)):
            continue
        if at and _names(tokens[at - 1]):
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


def _is_pointed_at(tokens: Tokens, at: int) -> bool:
    """``the guitar photo``: a word for music, but of a photo."""
    after, before = tokens[at + 1 : at + 2], tokens[max(at - 1, 0) : at]
    musical = tokens[at].means("tune") or tokens[at].means("genre")
    noun = any(t.means("topic", "photo") for t in after)
    return musical and noun and any(t.means("determiner") for t in before)


def _run(tokens: Tokens, at: int) -> Tokens:
    end = at + 1
    while end < len(tokens) and _names(tokens[end]):
        end += 1
    return tokens[at:end]


def _latin(clause: Clause, token: Token) -> bool:
    return clause.folded.text[token.start : token.end].isascii()


def _stands_for_photo(clause: Clause, at: int, run: Tokens) -> bool:
    """Whether a noun is what something is done to, rather than a word that colours it."""
    before = clause.tokens[:at]
    after = clause.tokens[at + len(run) :]
    said = [clause.folded.text[t.start : t.end] for t in before]
    pointed = bool(after) and (after[0].means("mark", "one") or after[0].means("topic", "photo"))
    if _latin(clause, run[0]):
        owned = clause.folded.text[run[0].start : run[0].end].startswith(_OWNED)
        owned = owned or (bool(said) and said[-1] in _MAKING_MY)
        led = owned or bool(before and before[-1].means("determiner"))
        return led and (pointed or (_is_about_a_photo(clause) and _is_object(before, after, owned)))
    given = bool(said) and said[-1] in _GIVING
    if pointed:
        return True
    opens = not before and run[-1].end - run[0].start >= _LEAST_HAN and _is_done_to(after)
    return _is_about_a_photo(clause) and (opens or (given and _is_worked_on(after)))


_MAKING_MY = ("make my", "make our")
_OWNED = ("my ", "our ", "the ")
_LEAST_HAN = 2  # a single character may be a slip or a sigh


def _is_done_to(after: Tokens) -> bool:
    """``合影停5秒``: right after the noun comes what is done."""
    first = after[:1]
    verbs = any(t.means("act", "hold", "move", "remove") or t.means("place") for t in first)
    return verbs or any(t.means(k) for t in first for k in ("tint", "shift", "duration"))


def _is_object(before: Tokens, after: Tokens, owned: bool) -> bool:
    """``make the flower …``, ``zoom in on the cake``, ``the sunset goes last``."""
    if any(t.means("lens") for t in after[:1]):
        return False
    verbs = before if owned else before[:-1]
    lead = verbs[-1] if verbs else None
    if lead is None:
        return _is_worked_on(after)
    does = lead.means("act", *_VERBS, "create") or lead.means("shift") or lead.means("degree")
    on = lead.means("to", "on") or lead.means("lead") or lead.means("aim")
    return does or (on and not lead.means("to", "from"))


def _is_worked_on(after: Tokens) -> bool:
    kinds = (*_WORK, "act", "place")
    return any(t.means(kind) for t in after[:3] for kind in kinds)
