"""What a message asks for: the router that stands before the editor.

A message is read as clauses. A clause is a command only if all of its words are accounted
for: politeness is taken off both ends, and what is left must match one pattern of
``phrases/intents.toml`` from end to end. "export the video please" does; "make a video
about downloading apps" does not, whatever words it holds. All that is not a command is an
instruction for the editor. So a mistake falls on the harmless side: the editor is asked.

What the patterns do not account for is read by its senses: a verb of handing over with the
finished film as its object, an amount asked of money, a question about the project, photos
that the speaker has. Such a frame counts only in a clause in which nothing is to be edited,
nothing is quoted, denied, or put into another time.

Beside a command, or where files came along, another clause is an edit only by evidence
(``chat.evidence``); without any it is a remark, and dropped. What somebody else told the
user to do is a command only if the user asks for nothing else.

Some messages could go either way. Asking how to do a thing ("how do I export?") is wishing
for it; asking what it costs is a question about credits; asking whether it is done is a
question about the project, but one fact about the film ("how long is it?") is asked of
the editor. Wishing to post the film is wishing for the file, for posting is
up to the user. A command that is all in quotes is that command.

Where all of that finds nothing, the words are weighed (``chat.second_reading``), and a sure
verdict counts.

What clauses do to each other (putting off, taking back, order) is in ``chat.clauses``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from tiktok_photo_video.chat.clauses import Clause, Finding, Glue, Kind, findings_in
from tiktok_photo_video.chat.commands import phrasebook
from tiktok_photo_video.chat.evidence import asks_for_change
from tiktok_photo_video.chat.export_wishes import Asked, asked_of_export, without_wishes
from tiktok_photo_video.chat.reading import fold, key_of
from tiktok_photo_video.chat.second_reading import (
    MIN_SHARE,
    MIN_SHARE_AGAINST,
    Verdict,
    weighed,
)
from tiktok_photo_video.wire.outputs import PLAIN

_SAYS_NOTHING = {Kind.CHATTER, Kind.CANCEL}
_WEAK = {Kind.HANDOVER, Kind.HEARSAY}

MAX_WHY_TEXT = 60  # characters of the message quoted in an explanation


class Intent(StrEnum):
    """What a step of a message is for; the values are part of the command line's answers."""

    EXPORT = "export"
    CREDITS = "credits"
    STATE = "state"
    UPLOAD = "upload"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and the piece of the message that asks for it.

    ``text`` is empty for an upload that no words ask for: files simply came along.
    """

    intent: Intent
    text: str


@dataclass(frozen=True, slots=True)
class Routed:
    """The steps in the order in which they are to be done, at least one, and why."""

    steps: tuple[Step, ...]
    why: str

    @property
    def intents(self) -> tuple[Intent, ...]:
        """The intents of the steps, in order."""
        return tuple(step.intent for step in self.steps)


def route(message: str, *, with_files: bool = False) -> Routed:
    """Decide what ``message`` asks for.

    Args:
        message: what the user typed; any text, also empty.
        with_files: whether files came along with it.

    Returns:
        One step, or several in order ("make it 15s and export"). With files the first
        step is always the upload.
    """
    findings = _settled(findings_in(message))
    if with_files:
        return _with_files(message, findings)
    if not any(finding.is_command for finding in findings):
        return _exported_as(message) or _read_again(message, findings)
    return Routed(tuple(_steps(message, findings)), _why(findings))


def asks_to_post(text: str) -> bool:
    """Whether an export is wished for to be posted somewhere: that is up to the user."""
    return bool(phrasebook().patterns["posting"].search(key_of(text)))


def _exported_as(message: str) -> Routed | None:
    """An export, if that is all that is left without what is wished of its file."""
    plain = without_wishes(message)
    if plain == " ".join(message.split()):
        return None
    findings = _settled(findings_in(plain))
    if [f.outcome for f in findings if f.is_command] != [Intent.EXPORT]:
        return None
    if any(f.kind is Kind.EDIT for f in findings) or _reshapes(message):
        return None
    why = f"{_why(findings).rstrip('.')}, with wishes of its file."
    return Routed((Step(Intent.EXPORT, message.strip()),), why)


def _reshapes(message: str) -> bool:
    """``make the output vertical``: of nothing but the shape, that changes the video."""
    asked = asked_of_export(message)
    is_only_shape = asked == Asked(replace(PLAIN, shape=asked.file.shape))
    reshaping = phrasebook().patterns["reshaping"]
    return is_only_shape and bool(reshaping.search(key_of(fold(message))))


def _read_again(message: str, findings: list[Finding]) -> Routed:
    """What no pattern knows: an edit, unless its words weigh for something else."""
    verdict = None if _is_held(message, findings) else weighed(message)
    if verdict is None or verdict.intent == Intent.EDIT or not _is_sure(verdict, findings):
        return Routed((Step(Intent.EDIT, message.strip()),), _why_edit(message, findings))
    told = ", ".join(f'"{name}"' for name in verdict.telling)
    why = f"{verdict.intent}: its words weigh for it ({verdict.share:.0%}), most of all {told}."
    return Routed((Step(Intent(verdict.intent), message.strip()),), why)


def _is_held(message: str, findings: list[Finding]) -> bool:
    """Whether something was put off, taken back, denied or reported, or words to be shown."""
    if phrasebook().patterns["content"].match(fold(message).strip()):
        return True
    held = any(f.kind in {Kind.HOLD, Kind.CANCEL, Kind.HEARSAY} for f in findings)
    return held or bool(phrasebook().patterns["negation"].search(key_of(message)))


def _is_sure(verdict: Verdict, findings: list[Finding]) -> bool:
    """Whether a verdict counts: it must be surer where something speaks against it."""
    elsewhen = phrasebook().patterns["elsewhen"]
    keys = [key for finding in findings for key in finding.keys]
    against = any(elsewhen.search(key) or asks_for_change(key) for key in keys)
    least = MIN_SHARE_AGAINST if against or verdict.is_of_few else MIN_SHARE
    return verdict.share >= least


def _with_files(message: str, findings: list[Finding]) -> Routed:
    rest = [f for f in findings if _counts(f) and not _uploads(f)]
    upload = Step(Intent.UPLOAD, " ".join(_text(message, f) for f in findings if _uploads(f)))
    if not rest:
        return Routed((upload,), "files: they came along, and the words ask for nothing else.")
    steps = (upload, *_steps(message, rest))
    return Routed(steps, f"files: they came along; {_why(rest)}")


def _uploads(finding: Finding) -> bool:
    return finding.is_command and finding.outcome == Intent.UPLOAD


def _settled(findings: list[Finding]) -> list[Finding]:
    """Let clauses act on each other: take back, drop remarks, put "first" first."""
    findings = _announced(_without_taken_back(findings))
    if any(finding.is_command for finding in findings):
        findings = [finding for finding in _without_echoes(findings) if _counts(finding)]
    return _first_things_first(findings)


def _counts(finding: Finding) -> bool:
    """Whether a clause asks for something where a command or photos are the occasion."""
    if finding.kind is Kind.EDIT:
        together = key_of(" ".join(finding.keys))  # "and" may have cut one request in two
        return any(asks_for_change(key) for key in (*finding.keys, together))
    return finding.is_command


def _announced(findings: list[Finding]) -> list[Finding]:
    """Let "here are my photos" ask for an upload where it is all that is said."""
    if any(f.kind not in _SAYS_NOTHING and f.kind not in _WEAK for f in findings):
        return findings
    return [replace(f, kind=Kind.COMMAND) if f.kind in _WEAK else f for f in findings]


def _without_echoes(findings: list[Finding]) -> list[Finding]:
    """Leave out what only says a command once more ("it is dead, make me a fresh one")."""
    echo = phrasebook().patterns["echo"]
    return [
        finding
        for before, finding in zip([None, *findings], findings, strict=False)
        if not (
            before
            and before.is_command
            and finding.clause.glue is not Glue.THEN
            and all(map(echo.fullmatch, finding.keys or ("",)))
        )
    ]


def _without_taken_back(findings: list[Finding]) -> list[Finding]:
    last = max((i for i, f in enumerate(findings) if f.kind is Kind.CANCEL), default=-1)
    return [f for i, f in enumerate(findings) if i > last or not f.is_command]


def _first_things_first(findings: list[Finding]) -> list[Finding]:
    ordered: list[Finding] = []
    for finding in findings:
        if finding.kind is Kind.EDIT and finding.comes_first and ordered:
            while_export = ordered[-1].is_command and ordered[-1].outcome == Intent.EXPORT
            ordered.insert(len(ordered) - 1 if while_export else len(ordered), finding)
        else:
            ordered.append(finding)
    return ordered


def _steps(message: str, findings: list[Finding]) -> Iterator[Step]:
    """One step for each run of findings with the same intent."""
    run: list[Finding] = []
    for finding in findings:
        if run and _intent(run[-1]) is not _intent(finding):
            yield _step(message, run)
            run = []
        run.append(finding)
    if run:
        yield _step(message, run)


def _step(message: str, run: list[Finding]) -> Step:
    in_place = all(a.clause.end <= b.clause.start for a, b in pairwise(run))
    if in_place:
        whole = Clause(run[0].clause.start, run[-1].clause.end)
        return Step(_intent(run[0]), whole.of(message))
    return Step(_intent(run[0]), " ".join(_text(message, finding) for finding in run))


def _intent(finding: Finding) -> Intent:
    return Intent(finding.outcome) if finding.is_command else Intent.EDIT


def _text(message: str, finding: Finding) -> str:
    return finding.clause.of(message)


def _why(findings: list[Finding]) -> str:
    return "; ".join(f.why for f in findings)[: 4 * MAX_WHY_TEXT].rstrip(".") + "."


def _why_edit(message: str, findings: list[Finding]) -> str:
    told = [f.why for f in findings if f.kind in {Kind.HOLD, Kind.CANCEL}]
    if told:
        return f"{told[0]}."
    words = " ".join(message.split())
    shown = words if len(words) <= MAX_WHY_TEXT else words[: MAX_WHY_TEXT - 1] + "…"
    return f'edit: no clause of "{shown}" is a command as a whole.'
