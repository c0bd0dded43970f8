"""One sentence of the backend, with what speaks of a window taken out.

A sentence is read as clauses. A clause that is a step in a window ("open the Text panel")
goes; one that only leads up to it ("to change the title, ...") goes with it, unless it
holds a fact. What stays, stays word for word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tiktok_photo_video.chat.phrasebook import Rule
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.units import phrasebook
from tiktok_photo_video.language import Language

BY_LABEL = "label"
_DEFAULT_ACTION = "edit"

_LINK = re.compile(r"https?://[^\s<>\"'）】」)\]]+")
_QUOTED = re.compile(
    r'"[^"\n]*"|“[^”\n]*”|「[^」\n]*」|『[^』\n]*』|《[^》\n]*》|`[^`\n]*`|【[^】\n]*】'
    r"|(?<!\w)'(?=[^\s'])(?:[^'\n]|(?<=\w)'(?=\w))*(?<=[^\s'])'(?!\w)"
    r"|(?<!\w)‘[^’\n]*’|(?<=\w )\*\*[^*\n]+\*\*"
)
_END_MARKS = re.compile(r"[.!?。！？…:：]+[\"'”’)\]*_]*$")
_EDGE = " \t,;:，；、：—–-"
_FOLLOW_UP = re.compile(
    r"(?:(?:you can|to|and|then|or) )*(?:choose|select|pick|adjust|set|change|drag|drop|type|enter"
    r"|save|download|export|confirm|hit|press|paste|edit|move|add|remove|upload|resize|trim|start"
    r"|find|look|use|apply|preview|play|customi[sz]e|modify|tweak|search|browse|it will)\b.*"
    r"|(?:即可|就可以|就能|来|进行|选择|调整|修改|更改|编辑|下载|导出|保存|预览|查看|确认|输入|设置|添加|上传)[^。]*",
    re.IGNORECASE,
)
_ACTION_RULES = ("labels_export", "labels_state", "labels_upload", "labels_credits")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What stays of a sentence, and the actions (by value) that the rest asked for."""

    shown: str
    actions: tuple[str, ...] = ()


@dataclass(slots=True)
class _Clause:
    """A clause ``start:end`` of the sentence; ``action`` is set when it is a step."""

    start: int
    end: int
    action: str = ""


def rewrite(sentence: str, *, language: Language) -> Rewritten:
    """Take window talk out of one sentence; unchanged when there is none."""
    hidden = _hidden(sentence)
    end = _words_end(hidden)
    clauses = _clauses(hidden, end)
    for clause in clauses:
        clause.action = _step_action(sentence, hidden, clause)
    if not any(clause.action for clause in clauses):
        return _without_tails(sentence, hidden, clauses)
    _follow_ups(hidden, clauses)
    actions = tuple(dict.fromkeys(c.action for c in clauses if c.action))
    kept = [clause for clause in clauses if not clause.action]
    if any(_has_fact(sentence, hidden, clause) for clause in _dangling(hidden, clauses)):
        return Rewritten(_replaced(sentence, clauses, end, language), actions)
    dangling = {id(clause) for clause in _dangling(hidden, clauses)}
    kept = [clause for clause in kept if id(clause) not in dangling]
    saved = _saved_facts(sentence, hidden, clauses, language)
    shown = _stitched(sentence, hidden, kept, end)
    return Rewritten(" ".join(part for part in (shown, saved) if part), actions)


def _hidden(sentence: str) -> str:
    """The sentence with content (□) and links (◇) blanked out, character for character.

    Content is what stands in quotes, and what follows "Title:" and the like.
    """
    without_links = _LINK.sub(lambda found: "◇" * len(found[0]), sentence)
    hidden = _QUOTED.sub(lambda found: "□" * len(found[0]), without_links)
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
    start = _after_leads(hidden, clause)
    for rule in phrasebook().rules:
        if rule.form == "step" and rule.pattern.match(hidden, start, clause.end):
            return _action(rule, sentence[start : clause.end])
    return ""


def _after_leads(hidden: str, clause: _Clause) -> int:
    found = phrasebook().patterns["lead"].match(hidden, clause.start, clause.end)
    start = found.end() if found else clause.start
    # "如果满意，" and the like: the Chinese leads may follow English marks such as "**".
    again = phrasebook().patterns["z_lead"].match(hidden, start, clause.end)
    return again.end() if again else start


def _action(rule: Rule, words: str) -> str:
    if rule.outcome != BY_LABEL:
        return rule.outcome
    firsts = {
        name.removeprefix("labels_"): _first_label(words.lower(), phrasebook().words[name])
        for name in _ACTION_RULES
    }
    named = [(at, action) for action, at in firsts.items() if at >= 0]
    return min(named)[1] if named else _DEFAULT_ACTION


def _first_label(words: str, labels: Sequence[str]) -> int:
    found = [
        match.start()
        for label in labels
        if (match := re.search(rf"\b{label}" if label.isascii() else label, words))
    ]
    return min(found, default=-1)


def _follow_ups(hidden: str, clauses: list[_Clause]) -> None:
    """Make what goes on from a step ("... and choose 1080p") a step too."""
    for before, clause in pairwise(clauses):
        if (
            before.action
            and not clause.action
            and _FOLLOW_UP.match(hidden[_after_leads(hidden, clause) : clause.end])
        ):
            clause.action = before.action


def _dangling(hidden: str, clauses: list[_Clause]) -> list[_Clause]:
    """Clauses that only lead up to a step right behind them."""
    subordinate = phrasebook().patterns["subordinate"]
    return [
        clause
        for clause, after in pairwise(clauses)
        if not clause.action
        and after.action
        and subordinate.fullmatch(hidden[clause.start : clause.end].strip())
    ]


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
    return text + _closing(sentence, end)


def _closing(sentence: str, end: int) -> str:
    marks = sentence[end:]
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
                actions.insert(0, _action(rule, sentence[found.start() : found.end()]))
                shown = shown[: found.start()] + shown[found.end() :]
                break
    return Rewritten(shown, tuple(dict.fromkeys(actions)))


def _stands_alone(words: str, tail: str) -> bool:
    """Whether ``words`` still say something without ``tail``, which must hold no link."""
    if "◇" in tail:
        return False
    han = sum("\u3400" <= char <= "\u9fff" for char in words)
    return len(words.split()) > 1 or han > 3
