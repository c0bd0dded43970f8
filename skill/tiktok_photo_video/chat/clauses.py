"""A message taken apart: its clauses, and what each of them is.

Clauses are cut at two depths. Sentence marks, commas and words like "then" end a stretch:
a "don't" or an "if" reaches no further than that. Inside a stretch, "and" and its like are
joints, tried only where no "don't" stands before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from tiktok_photo_video.chat.phrasebook import Phrasebook, Rule, load
from tiktok_photo_video.chat.reading import fold, key_of
from tiktok_photo_video.chat.spelling import respell

MAX_COMMAND_CHARS = 160  # a longer clause is a brief for the editor, never a command
MAX_ROUTED_CHARS = 2000  # and so is a message as long as a page

_STRETCH_END = re.compile(
    r"(?P<sentence>[!?;\n。]+|\.(?!\w)+)"
    r"|(?P<comma>[,、]+|\s[-–—~/|]+\s|[—]+|[()]+)"
    r"|(?P<then>\b(?:and then|and after that|after that|afterwards|and finally|finally|lastly|then"
    r"|but)\b|然后|接着|之后再?|最后|随后|但是|不过|但(?!愿))"
)
_JOINT = re.compile(
    r"(?P<joint>\b(?:and also|and|also|plus|as well as)\b|[&+]|并且|并|完后?再?|好后|好了?再|后再?"
    r"|再|且|以及|顺便|同时)"
)


class Glue(StrEnum):
    """What stands before a clause."""

    START = "start"
    SENTENCE = "sentence"
    COMMA = "comma"
    THEN = "then"
    JOINT = "joint"


_STRENGTH = (Glue.JOINT, Glue.COMMA, Glue.THEN, Glue.SENTENCE, Glue.START)


class Kind(StrEnum):
    """What a clause is to the router."""

    COMMAND = "command"
    EDIT = "edit"
    ASIDE = "aside"  # neither a command nor anything that reads like an instruction
    CHATTER = "chatter"  # known to mean nothing to be done
    HOLD = "hold"  # puts a command off
    CANCEL = "cancel"  # takes commands back


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch ``start:end`` of the message, and what stands before it."""

    start: int
    end: int
    glue: Glue = Glue.START

    def of(self, text: str) -> str:
        """The clause's part of ``text``, trimmed."""
        return text[self.start : self.end].strip()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a clause was found to be. ``outcome`` is the intent's value for commands."""

    clause: Clause
    kind: Kind
    why: str
    outcome: str = ""
    comes_first: bool = False

    @property
    def is_command(self) -> bool:
        """Whether the clause asks for one of the direct actions."""
        return self.kind is Kind.COMMAND


@cache
def phrasebook() -> Phrasebook:
    """The router's phrases, compiled once."""
    return load("intents")


@cache
def _spelling() -> tuple[tuple[str, ...], frozenset[str]]:
    words = phrasebook().words
    return words["respell"], frozenset(words["real_words"])


def findings_in(message: str) -> list[Finding]:
    """The message's clauses in order, each with what it is."""
    if len(message) > MAX_ROUTED_CHARS:
        whole = Clause(0, len(message))
        return [Finding(whole, Kind.EDIT, "edit: as long as this, it is a brief")]
    folded = fold(message)
    findings: list[Finding] = []
    content_from: int | None = None
    postponed = False
    for stretch in _cut(folded, Clause(0, len(folded)), _STRETCH_END):
        if stretch.glue is Glue.SENTENCE:
            content_from, postponed = None, False
        found = _judge_stretch(folded, stretch, content_from)
        if postponed:
            found = [_postponed(finding) for finding in found]
        findings += found
        content_from = content_from if content_from is not None else _content(folded, stretch)
        postponed = _sets_condition(folded, stretch, found)
    return findings


def _cut(folded: str, within: Clause, separators: re.Pattern[str]) -> Iterator[Clause]:
    """Pieces of ``within`` between separators; empty ones are left out, glue adds up."""
    start, glue = within.start, within.glue
    for found in separators.finditer(folded, within.start, within.end):
        if folded[start : found.start()].strip():
            yield Clause(start, found.start(), glue)
            glue = Glue.JOINT
        glue = max(glue, Glue(found.lastgroup or ""), key=_STRENGTH.index)
        start = found.end()
    if folded[start : within.end].strip():
        yield Clause(start, within.end, glue)


def _content(folded: str, stretch: Clause) -> int | None:
    found = phrasebook().patterns["content"].search(folded, stretch.start, stretch.end)
    return found.end() if found else None


def _judge_stretch(folded: str, stretch: Clause, content_from: int | None) -> list[Finding]:
    whole = _judge(folded, stretch, in_content=content_from is not None)
    if whole.kind not in {Kind.EDIT, Kind.ASIDE}:
        return [whole]
    negation = phrasebook().patterns["negation"].search(folded, stretch.start, stretch.end)
    closed_from = negation.start() if negation else stretch.end
    inner = _content(folded, stretch) if content_from is None else content_from
    found = _judge_pieces(folded, stretch, inner, closed_from)
    if any(finding.is_command for finding in found):
        return _joined(found)
    return [_held(folded, whole) if negation else whole]


def _judge_pieces(
    folded: str, stretch: Clause, content_from: int | None, closed_from: int
) -> list[Finding]:
    """What the pieces between joints are; from ``closed_from`` on there are no commands."""
    found: list[Finding] = []
    for piece in _cut(folded, stretch, _JOINT):
        finding = _judge(
            folded,
            piece,
            in_content=content_from is not None and piece.start >= content_from,
            after_command=bool(found) and found[-1].is_command,
        )
        found.append(finding if piece.end <= closed_from else _as_edit(finding))
    return found


def _joined(found: list[Finding]) -> list[Finding]:
    """Pieces between commands belong together again."""
    joined: list[Finding] = []
    for finding in found:
        if joined and not finding.is_command and not joined[-1].is_command:
            clause = replace(joined[-1].clause, end=finding.clause.end)
            kind = Kind.EDIT if Kind.EDIT in {joined[-1].kind, finding.kind} else finding.kind
            joined[-1] = replace(joined[-1], clause=clause, kind=kind)
        else:
            joined.append(finding)
    return joined


def _as_edit(finding: Finding) -> Finding:
    return replace(finding, kind=Kind.EDIT, outcome="") if finding.is_command else finding


def _judge(
    folded: str, clause: Clause, *, in_content: bool, after_command: bool = False
) -> Finding:
    key = respell_key(key_of(clause.of(folded)))
    patterns = phrasebook().patterns
    if not key or patterns["chatter"].fullmatch(key) or patterns["handover"].fullmatch(key):
        return Finding(clause, Kind.CHATTER, "chatter")
    if patterns["cancel"].fullmatch(key):
        return Finding(clause, Kind.CANCEL, f'cancel: "{key}" takes it back')
    rule, core = command_in(key)
    if rule and (after_command or _stands(rule, key, core, clause.glue, in_content=in_content)):
        return Finding(clause, Kind.COMMAND, f'{rule.id}: "{key}"', rule.outcome)
    first = bool(patterns["first"].fullmatch(key))
    kind = Kind.EDIT if patterns["instruction"].search(key) else Kind.ASIDE
    return Finding(clause, kind, f'edit: "{key}"', comes_first=first)


def respell_key(key: str) -> str:
    """A key with slips of the finger repaired."""
    words, real_words = _spelling()
    return respell(key, words=words, real_words=real_words)


def _stands(rule: Rule, key: str, core: str, glue: Glue, *, in_content: bool) -> bool:
    """Whether a command may stand where it does.

    A bare word behind "and" or a comma is more likely one more word of what is to be shown
    ("about import and export"), or one more thing to be edited ("add titles and credits").
    """
    if glue in {Glue.START, Glue.SENTENCE, Glue.THEN}:
        return True
    explicit = " " in key or key != core or _is_han(core)
    if in_content and not explicit:
        return False
    return rule.form != "name" or glue is Glue.COMMA or key != core


def _is_han(text: str) -> bool:
    return any("\u3400" <= char <= "\u9fff" for char in text)


def command_in(key: str) -> tuple[Rule | None, str]:
    """The rule that accounts for the whole of ``key``, and the part that it accounts for."""
    if len(key) > MAX_COMMAND_CHARS:
        return None, key
    for core in _peeled(key):
        for rule in phrasebook().rules:
            if rule.pattern.fullmatch(core):
                return rule, core
    return None, key


def _peeled(key: str) -> Iterator[str]:
    """``key``, and what is left of it as politeness is taken off its start, then its end."""
    cores = [key]
    while shorter := _without_opener(cores[-1]):
        cores.append(shorter)
    yield from cores
    core = cores[-1]
    while shorter := _without_closer(core):
        core = shorter
        yield core


def _without_opener(key: str) -> str:
    patterns = phrasebook().patterns
    found = patterns["opener"].match(key) or patterns["z_opener"].match(key)
    return key[found.end() :] if found else ""


def _without_closer(key: str) -> str:
    """``key`` without the longest polite ending there is; empty when there is none."""
    patterns = phrasebook().patterns
    for name in ("closer", "z_closer"):
        found = patterns[name].search(key)
        if found and found.start():
            return key[: found.start()]
    return ""


def _sets_condition(folded: str, stretch: Clause, found: list[Finding]) -> bool:
    if any(finding.is_command or finding.kind is Kind.CHATTER for finding in found):
        return False
    key = key_of(stretch.of(folded))
    return bool(phrasebook().patterns["condition"].fullmatch(key))


def _postponed(finding: Finding) -> Finding:
    if not finding.is_command:
        return finding
    why = f"hold: it waits for what is said before it ({finding.why})"
    return replace(finding, kind=Kind.HOLD, outcome="", why=why)


def _held(folded: str, finding: Finding) -> Finding:
    """A clause with a "don't" in it is a hold if it speaks of a command, else an edit."""
    key = respell_key(key_of(finding.clause.of(folded)))
    for start in [0, *(b.start() for b in re.finditer(r"(?<= )\w|[\u3400-\u9fff]", key))]:
        rule, _ = command_in(key[start:])
        if rule:
            return replace(finding, kind=Kind.HOLD, why=f'hold: "{key}" puts it off')
    return finding
