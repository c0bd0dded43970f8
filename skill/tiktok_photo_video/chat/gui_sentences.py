"""One sentence of the backend, with what speaks of a window taken out.

A sentence is read as clauses. A clause that tells to operate an interface ("open the Text
panel"), or where a part of one is, goes; one that only leads up to it ("to change the
title, ...") goes with it, unless it holds a fact. What stays, stays word for word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from tiktok_photo_video.chat.phrasebook import Rule
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.units import SIMPLIFIED, phrasebook
from tiktok_photo_video.language import Language

BY_LABEL = "label"
_DEFAULT_ACTION = "edit"
_LONGEST_STEP = 300  # characters; nobody tells to click in more, and patterns stay quick

_LINK = re.compile(r"https?://[^\s<>\"'）】」)\]，。；]+")
_QUOTED = re.compile(
    r'"[^"\n]*"|“[^”\n]*”|「[^」\n]*」|『[^』\n]*』|《[^》\n]*》|`[^`\n]*`|【[^】\n]*】'
    r"|(?<!\w)'(?=[^\s'])(?:[^'\n]|(?<=\w)'(?=\w))*(?<=[^\s'])'(?!\w)"
    r"|(?<!\w)‘[^’\n]*’|(?<=\w )\*\*[^*\n]+\*\*"
)
_BRACKETS = re.compile(r"[ \t]*(?:\(([^()\n]*)\)|（([^（）\n]*)）)")
_END_MARKS = re.compile(r"[.!?。！？…:：~～]+[\"'”’)\]*_]*[ \t]*$")
_EDGE = " \t,;:，；、：—–-"
_UNFINISHED = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|to|and|or|the|a|an|of|in|on|with|you|can|will|for|it|by|that"
    r"|which|located|found|proceed|continue|start|begin|finish)|[在于可以从把将和与的被])\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What stays of a sentence, and the actions (by value) that the rest asked for."""

    shown: str
    actions: tuple[str, ...] = ()


@dataclass(slots=True)
class _Clause:
    """A clause ``start:end`` of the sentence.

    ``action`` is set when it is a step; ``told`` when it only tells where something is.
    """

    start: int
    end: int
    action: str = ""
    told: bool = False


def rewrite(sentence: str, *, language: Language) -> Rewritten:
    """Take window talk out of one sentence; unchanged when there is none."""
    bare, actions = _without_brackets(sentence, language)
    rewritten = _rewrite(bare, language)
    together = (*rewritten.actions, *actions)
    return Rewritten(rewritten.shown, tuple(dict.fromkeys(together)))


def step_action(words: str) -> str:
    """The action that words known to be a step stand for; empty when they do not tell."""
    return _named_action(words)


def _without_brackets(sentence: str, language: Language) -> tuple[str, tuple[str, ...]]:
    """The sentence without brackets that hold nothing but steps, and their actions."""
    actions: list[str] = []

    def kept(found: re.Match[str]) -> str:
        inside = found[1] if found[1] is not None else found[2]
        rewritten = _rewrite(inside, language)
        if not rewritten.actions or rewritten.shown.strip(_EDGE + "."):
            return found[0]
        actions.extend(rewritten.actions)
        return ""

    hidden = _QUOTED.sub(lambda found: "□" * len(found[0]), sentence)
    if not _BRACKETS.search(hidden):
        return sentence, ()
    parts, at = [], 0
    for found in _BRACKETS.finditer(hidden):
        original = _BRACKETS.match(sentence, found.start())
        if original and original.end() == found.end():
            parts += [sentence[at : found.start()], kept(original)]
            at = found.end()
    return "".join(parts) + sentence[at:], tuple(actions)


def _rewrite(sentence: str, language: Language) -> Rewritten:
    hidden = _hidden(sentence)
    if phrasebook().patterns["invitation"].match(hidden):
        return Rewritten(sentence)
    end = _words_end(hidden)
    clauses = _clauses(hidden, end)
    for clause in clauses:
        clause.action = _step_action(sentence, hidden, clause)
    shortened = [_shortened(sentence, hidden, clause) for clause in clauses]
    if not any(clause.action for clause in clauses) and not any(shortened):
        return _without_tails(sentence, hidden, clauses)
    _follow_ups(hidden, clauses)
    _first_halves(hidden, clauses)
    dangling = _dangling(hidden, clauses)
    _settle(sentence, clauses, dangling)
    actions = tuple(
        dict.fromkeys([*filter(None, shortened), *(c.action for c in clauses if c.action)])
    )
    if any(_has_fact(sentence, hidden, clause) for clause in dangling):
        return Rewritten(_replaced(sentence, clauses, end, language), actions)
    kept = [c for c in clauses if not c.action and not any(c is d for d in dangling)]
    saved = _saved_facts(sentence, hidden, clauses, language)
    shown = _stitched(sentence, hidden, kept, end)
    space = "" if language is Language.CHINESE and not saved.startswith("http") else " "
    return Rewritten(space.join(part for part in (shown, saved) if part), actions)


def _hidden(sentence: str) -> str:
    """The sentence as patterns see it, character for character.

    Content is blanked out (□), and so are links (◇) and brackets (○); Chinese is simplified.
    Content is what stands in quotes, and what follows "Title:" and the like.
    """
    hidden = _LINK.sub(lambda found: "◇" * len(found[0]), sentence)
    hidden = _QUOTED.sub(lambda found: "□" * len(found[0]), hidden)
    hidden = phrasebook().patterns["foreign"].sub(lambda found: "○" * len(found[0]), hidden)
    hidden = _BRACKETS.sub(lambda found: "○" * len(found[0]), hidden).translate(SIMPLIFIED)
    shown_words = phrasebook().patterns["content"].search(hidden)
    if not shown_words:
        return hidden
    at, end = shown_words.end(), _words_end(hidden)
    return hidden[:at] + "□" * max(0, end - at) + hidden[max(at, end) :]


def _words_end(hidden: str) -> int:
    found = _END_MARKS.search(hidden)
    return found.start() if found else len(hidden)


def _clauses(hidden: str, end: int) -> list[_Clause]:
    clauses, start = [], 0
    for found in phrasebook().patterns["joint"].finditer(hidden, 0, end):
        if hidden[start : found.start()].strip(_EDGE):
            clauses.append(_Clause(start, found.start()))
            start = found.end()
        elif not clauses:
            start = found.end()
    if hidden[start:end].strip(_EDGE):
        clauses.append(_Clause(start, end))
    return clauses


def _step_action(sentence: str, hidden: str, clause: _Clause) -> str:
    """The action of a clause that is a step, ``BY_LABEL`` when its words name none."""
    if clause.end - clause.start > _LONGEST_STEP:
        return ""
    start = _after_leads(hidden, clause)
    reported = phrasebook().patterns["report"].fullmatch(hidden, clause.start, clause.end)
    for rule in phrasebook().rules:
        if rule.form == "tail" or (reported and (rule.form == "told" or _is_han(hidden, clause))):
            continue
        starts = {start, clause.start} if rule.form == "step" else {clause.start}
        if any(rule.pattern.match(hidden, at, clause.end) for at in starts):
            clause.told = rule.form == "told"
            return _action(rule, sentence[clause.start : clause.end])
    return ""


def _shortened(sentence: str, hidden: str, clause: _Clause) -> str:
    """Cut "you can change the volume by dragging ..." to what can be done; the action."""
    found = phrasebook().patterns["able"].match(hidden, clause.start, clause.end)
    if not clause.action or not found:
        return ""
    can = _Clause(clause.start, found.end("able"))
    if _step_action(sentence, hidden, can):
        return ""
    action = _named_action(sentence[can.end : clause.end]) or _DEFAULT_ACTION
    clause.end, clause.action = can.end, ""
    return action


def _is_han(hidden: str, clause: _Clause) -> bool:
    return bool(re.search(r"[\u3400-\u9fff]", hidden[clause.start : clause.end]))


def _after_leads(hidden: str, clause: _Clause) -> int:
    found = phrasebook().patterns["lead"].match(hidden, clause.start, clause.end)
    start = found.end() if found else clause.start
    # "如果满意，" and the like: the Chinese leads may follow English marks such as "**".
    again = phrasebook().patterns["z_lead"].match(hidden, start, clause.end)
    return again.end() if again else start


def _action(rule: Rule, words: str) -> str:
    return rule.outcome if rule.outcome != BY_LABEL else _named_action(words) or BY_LABEL


def _named_action(words: str) -> str:
    """What words name first: an outcome, or something to edit; else how they handle it."""
    plain = words.lower().translate(SIMPLIFIED)
    firsts = ((label.search(plain), action) for action, label in _labels().items())
    named = [(first.start(), action) for first, action in firsts if first]
    action = min(named)[1] if named else ""
    patterns = phrasebook().patterns
    viewed, chosen = patterns["viewing"].search(plain), patterns["choosing"].search(plain)
    if action in ("", "edit") and viewed and not (chosen and chosen.start() <= viewed.start()):
        return "state"
    return action or ("edit" if chosen else "")


@cache
def _labels() -> Mapping[str, re.Pattern[str]]:
    """Any label of an action, by the action."""
    return {
        name.removeprefix("labels_"): re.compile(
            "|".join(rf"(?<![a-z0-9]){label}" if label.isascii() else label for label in labels)
        )
        for name, labels in phrasebook().words.items()
    }


def _follow_ups(hidden: str, clauses: list[_Clause]) -> None:
    """Make what goes on from a step ("... and choose 1080p") a step too."""
    patterns = phrasebook().patterns
    for before, clause in pairwise(clauses):
        if not before.action or clause.action:
            continue
        start = _after_leads(hidden, clause)
        if (
            phrasebook().patterns["follow_up"].match(hidden, start, clause.end)
            or phrasebook().patterns["follow_up"].match(hidden, clause.start, clause.end)
            or patterns["more_of_it"].fullmatch(hidden, clause.start, clause.end)
        ) and "◇" not in hidden[clause.start : clause.end]:
            clause.action, clause.told = before.action, before.told


def _first_halves(hidden: str, clauses: list[_Clause]) -> None:
    """Make what a step begins with ("Choose 1080p, then ...") a step too."""
    first_half = phrasebook().patterns["first_half"]
    for clause, after in reversed(list(pairwise(clauses))):
        start = _after_leads(hidden, clause)
        plain = not re.search("[□◇]", hidden[clause.start : clause.end])
        if after.action and not (clause.action or after.told) and plain:
            clause.action = after.action if first_half.match(hidden, start, clause.end) else ""


def _settle(sentence: str, clauses: list[_Clause], dangling: Sequence[_Clause]) -> None:
    """Give steps that name no action the one that the words around them name."""
    named = [c.action for c in clauses if c.action and c.action != BY_LABEL]
    led_up = [_named_action(sentence[c.start : c.end]) for c in dangling]
    fallback = next((a for a in [*named, *led_up] if a), _DEFAULT_ACTION)
    for clause in clauses:
        if clause.action == BY_LABEL:
            # To be told where something is, is to look at it.
            looks = clause.told and fallback == _DEFAULT_ACTION and not any(named)
            handled = re.search(phrasebook().patterns["hand"], sentence[clause.start : clause.end])
            clause.action = "state" if looks and not handled else fallback


def _dangling(hidden: str, clauses: list[_Clause]) -> list[_Clause]:
    """Clauses that only lead up to a step right behind them."""
    found: list[_Clause] = []
    for clause, after in reversed(list(pairwise(clauses))):
        leads_up = after.action or (found and after is found[-1])
        if leads_up and not clause.action and _only_leads_up(hidden, clause, after):
            found.append(clause)
    return found[::-1]


def _only_leads_up(hidden: str, clause: _Clause, after: _Clause) -> bool:
    words = hidden[clause.start : clause.end].strip(" \t*_")
    if phrasebook().patterns["subordinate"].fullmatch(words):
        return True
    is_first = not hidden[: clause.start].strip(_EDGE)
    announces = after.told or bool(re.search("[:：]", hidden[clause.end : after.start]))
    return is_first and announces and _is_fragment(hidden, clause)


def _is_fragment(hidden: str, clause: _Clause) -> bool:
    """Whether a clause is a bare noun or two: "Fonts, colors and sizes can be ..."."""
    words = hidden[clause.start : clause.end]
    bare = phrasebook().patterns["more_of_it"].fullmatch(words)
    short = len(words.split()) <= 3 and (words.isascii() or len(words) <= 6)
    return bool(bare) and short and not re.search(r"[\d□]|[Dd]one|[Rr]eady", words)


def _has_fact(sentence: str, hidden: str, clause: _Clause) -> bool:
    words = sentence[clause.start : clause.end]
    return "□" in hidden[clause.start : clause.end] or bool(
        phrasebook().patterns["fact"].search(words)
    )


def _replaced(sentence: str, clauses: list[_Clause], end: int, language: Language) -> str:
    """The sentence with its steps in words that work in a chat."""
    parts, at = [], 0
    done: set[str] = set()
    for clause in clauses:
        if clause.action and clause.action in done:
            at = clause.end
            continue
        parts.append(sentence[at : clause.start])
        words = sentence[clause.start : clause.end]
        parts.append(say(f"instead.{clause.action}", language) if clause.action else words)
        done |= {clause.action} if clause.action else set()
        at = clause.end
    return "".join(parts) + sentence[end:]


def _saved_facts(sentence: str, hidden: str, clauses: list[_Clause], language: Language) -> str:
    """What of the dropped steps must not be lost: links, and purposes with numbers in them."""
    saved: list[str] = []
    for clause in clauses:
        if not clause.action:
            continue
        links = _LINK.findall(sentence[clause.start : clause.end])
        saved += links or _saved_purpose(sentence, hidden, clause, language)
    return " ".join(saved)


def _saved_purpose(sentence: str, hidden: str, clause: _Clause, language: Language) -> list[str]:
    found = phrasebook().patterns["purpose"].search(hidden, clause.start, clause.end)
    if not found or clause.action == _DEFAULT_ACTION:
        return []
    name = "purpose" if found["purpose"] else "z_purpose"
    words = sentence[found.start(name) : found.end(name)]
    if not re.search(r"\d", words) and "□" not in found[name]:
        return []
    return [say(f"instead_to.{clause.action}", language, purpose=words)]


def _stitched(sentence: str, hidden: str, kept: list[_Clause], end: int) -> str:
    """The kept clauses as a sentence again, neighbours joined as they were."""
    if not kept:
        return ""
    text = ""
    for before, clause in zip([None, *kept], kept, strict=False):
        if before is None:
            text = sentence[clause.start : clause.end]
        elif re.fullmatch(phrasebook().patterns["joint"], hidden[before.end : clause.start]):
            text += sentence[before.end : clause.end]
        else:
            text += "，" if "\u3400" <= text[-1:] <= "\u9fff" else ", "
            text += sentence[clause.start : clause.end]
    text = text.strip(_EDGE)
    opening = sentence[: kept[0].start].strip(_EDGE)
    if opening and text[:1].islower() and hidden[kept[0].start] != "◇":
        text = text[0].upper() + text[1:]
    return text + _closing(sentence, end, last_went=kept[-1].end < len(hidden[:end].rstrip(_EDGE)))


def _closing(sentence: str, end: int, *, last_went: bool) -> str:
    marks = sentence[end:]
    asks = last_went and marks.strip() in {"?", "？", "~", "～"}
    if asks:
        return "。" if re.search(r"[\u3400-\u9fff]", sentence) else "."
    return "。" if marks == "：" else "." if marks == ":" else marks


def _without_tails(sentence: str, hidden: str, clauses: list[_Clause]) -> Rewritten:
    """The sentence without "... by dragging the slider" at the end of a clause."""
    actions: list[str] = []
    shown = sentence
    for clause in reversed(clauses):
        for rule in phrasebook().rules:
            if rule.form != "tail":
                continue
            found = rule.pattern.search(hidden, clause.start, clause.end)
            if found and _stands_alone(hidden[clause.start : found.start()], found[0]):
                named = _action(rule, sentence[found.start() : found.end()])
                actions.insert(0, _DEFAULT_ACTION if named == BY_LABEL else named)
                shown = shown[: found.start()] + shown[found.end() :]
                break
    return Rewritten(shown, tuple(dict.fromkeys(actions)))


def _stands_alone(words: str, tail: str) -> bool:
    """Whether ``words`` still say something without ``tail``, which must hold no link."""
    if "◇" in tail or _UNFINISHED.search(words):
        return False
    han = sum("\u3400" <= char <= "\u9fff" for char in words)
    return len(words.split()) > 1 or han > 3
