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

from tiktok_photo_video.chat.commands import (
    command_in,
    expand,
    frame_in,
    is_han,
    phrasebook,
    respell_key,
)
from tiktok_photo_video.chat.evidence import asks_about_contents
from tiktok_photo_video.chat.phrasebook import Rule
from tiktok_photo_video.chat.reading import fold, key_of

MAX_ROUTED_CHARS = 2000  # a message as long as a page is a brief for the editor

_STRETCH_END = re.compile(
    r"(?P<sentence>[!?;\n。]+|\.(?!\w)+)"
    r"|(?P<comma>[,、]+|\s[-–—~/|]+\s|[—]+|[()]+)"
    r"|(?P<then>\b(?:and then|and after that|after that|afterwards|and finally|finally|lastly|then"
    r"|but)\b|然后|接着|之后(?!我)再?|最后(?!的|[一那两几嗰]|张)|随后|但是|不过|但(?!愿))"
)
_JOINT = re.compile(
    r"(?P<joint>\b(?:and also|and|also|plus|as well as)\b|[&+]|并且|并|完后?再?|好后|好了?再|后再?"
    r"|再|且|以及|顺便|同时|就(?=可以|能|给我|发|导|出片|下载))"
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
    EDIT = "edit"  # anything else; beside a command it takes evidence to count
    CHATTER = "chatter"  # known to mean nothing to be done
    HANDOVER = "handover"  # announces photos; asks for an upload if nothing else is said
    HEARSAY = "hearsay"  # what somebody told the user to do; a command if nothing else is said
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
    """What a clause was found to be.

    Attributes:
        clause: where it stands.
        kind: what it is to the router.
        why: the rule and the words, for the explanation.
        outcome: the intent's value, for commands and what may become one.
        keys: its words as they are read, one key for each piece between joints.
        comes_first: whether it says that it is to be done before what was said before.
    """

    clause: Clause
    kind: Kind
    why: str
    outcome: str = ""
    keys: tuple[str, ...] = ()
    comes_first: bool = False

    @property
    def is_command(self) -> bool:
        """Whether the clause asks for one of the direct actions."""
        return self.kind is Kind.COMMAND


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
    whole = _judge(folded, stretch, in_content=content_from is not None, framed=False)
    if whole.kind is not Kind.EDIT or asks_about_contents(whole.keys[0]):
        return [whole]
    negation = _negation(folded, stretch)
    closed_from = stretch.end if negation is None else negation
    inner = _content(folded, stretch) if content_from is None else content_from
    found = _judge_pieces(folded, stretch, inner, closed_from)
    if any(finding.is_command for finding in found):
        return _joined(found)
    if negation is not None:
        return [_held(folded, whole)]
    return [_judge(folded, stretch, in_content=content_from is not None)]


def _negation(folded: str, stretch: Clause) -> int | None:
    """Where the first "don't" stands, apart from those that deny nothing ("why don't you")."""
    patterns = phrasebook().patterns
    words = stretch.of(folded)
    begins = folded.index(words, stretch.start)
    harmless = [m.span() for m in patterns["harmless"].finditer(words)]
    for found in patterns["negation"].finditer(words):
        if not any(start <= found.start() < end for start, end in harmless):
            return begins + found.start()
    return None


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
            keys = joined[-1].keys + finding.keys
            kind = Kind.EDIT if Kind.EDIT in {joined[-1].kind, finding.kind} else finding.kind
            joined[-1] = replace(joined[-1], clause=clause, kind=kind, keys=keys)
        else:
            joined.append(finding)
    return joined


def _as_edit(finding: Finding) -> Finding:
    if finding.kind not in {Kind.COMMAND, Kind.HEARSAY}:
        return finding
    return replace(finding, kind=Kind.EDIT, outcome="")


def _judge(
    folded: str,
    clause: Clause,
    *,
    in_content: bool,
    after_command: bool = False,
    framed: bool = True,
) -> Finding:
    key = respell_key(key_of(clause.of(folded)))
    if silent := _silent(clause, key, clause.of(folded)):
        return silent
    edit = _edit(clause, key)
    if asks_about_contents(key):
        return edit
    rule, core = command_in(key)
    stands = after_command or not rule
    if rule and not stands:
        stands = _stands(rule, key, core, glue=clause.glue, in_content=in_content)
    if not stands:
        return edit
    if not rule and framed and not in_content:
        rule = _frame_of(folded, clause, key)
    return _command(clause, key, rule) if rule else edit


def _edit(clause: Clause, key: str) -> Finding:
    first = bool(phrasebook().patterns["first"].fullmatch(key))
    return Finding(clause, Kind.EDIT, f'edit: "{key}"', keys=(key,), comes_first=first)


def _command(clause: Clause, key: str, rule: Rule) -> Finding:
    told = phrasebook().patterns["hearsay"].match(key)
    kind = Kind.HEARSAY if told else Kind.COMMAND
    return Finding(clause, kind, f'{rule.id}: "{key}"', rule.outcome, (key,))


def _silent(clause: Clause, key: str, words: str) -> Finding | None:
    """What a clause that asks for nothing by its words is, if it is one."""
    patterns = phrasebook().patterns
    if not key or patterns["chatter"].fullmatch(key):
        return _sign_in(clause, words) or Finding(clause, Kind.CHATTER, "chatter")
    if patterns["handover"].fullmatch(expand(key)):
        return Finding(clause, Kind.HANDOVER, f'handover: "{key}"', "upload")
    if patterns["cancel"].fullmatch(key):
        return Finding(clause, Kind.CANCEL, f'cancel: "{key}" takes it back')
    if patterns["hypothetical"].fullmatch(key):
        return Finding(clause, Kind.HOLD, f'hold: "{key}" only says what might be')
    return None


def _sign_in(clause: Clause, words: str) -> Finding | None:
    """The command that an emoji among nothing but small talk stands for."""
    for outcome in ("export", "credits", "state", "upload"):
        if sign := phrasebook().patterns[f"sign_{outcome}"].search(words):
            return Finding(clause, Kind.COMMAND, f"{outcome}.sign: {sign[0]}", outcome)
    return None


def _stands(rule: Rule, key: str, core: str, *, glue: Glue, in_content: bool) -> bool:
    """Whether a command may stand where it does.

    A bare word behind "and" or a comma is more likely one more word of what is to be shown
    ("about import and export"), or one more thing to be edited ("add titles and credits").
    """
    if glue in {Glue.START, Glue.SENTENCE, Glue.THEN}:
        return True
    explicit = " " in key or key != core or is_han(core)
    if in_content and not explicit:
        return False
    return rule.form != "name" or glue is Glue.COMMA or key != core


def _frame_of(folded: str, clause: Clause, key: str) -> Rule | None:
    return None if _content(folded, clause) else frame_in(key)


def _sets_condition(folded: str, stretch: Clause, found: list[Finding]) -> bool:
    if any(f.is_command or f.kind in {Kind.CHATTER, Kind.CANCEL} for f in found):
        return False
    patterns = phrasebook().patterns
    told = patterns["harmless"].sub(" ", expand(key_of(stretch.of(folded)))).strip()
    return bool(patterns["condition"].fullmatch(told))


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
