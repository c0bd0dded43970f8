"""A turn of the editing chat as a state machine: what is heard goes in, replies come out. Pure.

What is heard are the wire's events, the end of the stream or its breaking, the states around
the turn, and the passing of time. ``step`` looks the phase and the kind of input up in one
table; what stands in no row changes nothing. So a turn is tested without network or sleep.

====================  =====================================================================
phase                 the user has
====================  =====================================================================
sent                  sent the message; nothing has come back
working               seen that the agent is at work: a heartbeat, a tool, a thought
speaking              words of the agent waiting: they are shown once the turn is known
broken                lost the stream; the backend goes on, and its state will tell
over                  been told what the turn did
failed                a turn in which nothing was done; ``failure`` says why
====================  =====================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeAlias

from tiktok_photo_video.chat.gui_speak import Action, translate
from tiktok_photo_video.chat.noise import is_noise, without_noise
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.reply import Offer, Progress, Reply, Say, Stage, StateShown
from tiktok_photo_video.language import Language
from tiktok_photo_video.timeline.diff import diff
from tiktok_photo_video.timeline.model import Timeline
from tiktok_photo_video.timeline.summary import describe_all
from tiktok_photo_video.wire.draft import has_content, is_ours, summarise, timeline_from_draft
from tiktok_photo_video.wire.events import (
    Failure,
    Heartbeat,
    StateDelta,
    StreamEvent,
    Text,
    TextAssembler,
    ToolCall,
    ToolResult,
)
from tiktok_photo_video.wire.payloads import SessionState


class Phase(StrEnum):
    """Where a turn is."""

    SENT = "sent"
    WORKING = "working"
    SPEAKING = "speaking"
    BROKEN = "broken"
    OVER = "over"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Tick:
    """The user has heard nothing for as long as is bearable."""


@dataclass(frozen=True, slots=True)
class Broke:
    """The stream broke off before its end."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the session held before the turn and holds after it.

    ``problem`` is the failure told in the stream, if any, in the user's words.
    """

    before: SessionState
    after: SessionState
    is_changed: bool
    problem: str = ""


Heard: TypeAlias = StreamEvent | Tick | Broke | Known
Told: TypeAlias = tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class TurnState:
    """A turn as far as it has come.

    Attributes:
        language: of the user.
        covered: what the user's own message asks for beside this edit; the backend need not
            be obeyed in it, and nothing is offered that comes anyway.
        phase: where it is.
        texts: the agent's words, in the order they came.
        failure: the first that was told.
        activity: what the agent is doing, in the user's words.
    """

    language: Language
    covered: frozenset[Action] = frozenset()
    phase: Phase = Phase.SENT
    texts: tuple[Text, ...] = ()
    failure: Failure | None = None
    activity: str = ""

    @property
    def text(self) -> str:
        """The agent's words, nothing twice."""
        assembler = TextAssembler()
        for text in self.texts:
            assembler.add(text)
        return assembler.text

    @property
    def is_broken(self) -> bool:
        """Whether what was done is known from the state alone."""
        return self.phase is Phase.BROKEN


def step(turn: TurnState, heard: Heard) -> tuple[TurnState, Told]:
    """What becomes of a turn with what is heard next, and what to tell the user."""
    rule = _RULES.get((turn.phase, type(heard)))
    return rule(turn, heard) if rule else (turn, ())


def _at_work(turn: TurnState, _: Heartbeat | StateDelta | ToolResult) -> tuple[TurnState, Told]:
    return replace(turn, phase=Phase.WORKING), ()


def _uses_tool(turn: TurnState, call: ToolCall) -> tuple[TurnState, Told]:
    """Tools stay internal; only what they are about is told, in plain words."""
    phase = turn.phase if turn.phase is Phase.SPEAKING else Phase.WORKING
    about = next((key for key, marks in _TOOL_MARKS.items() if _names(call.name, marks)), "")
    activity = say(f"activity.{about}", turn.language) if about else turn.activity
    now = replace(turn, phase=phase, activity=activity)
    if activity == turn.activity:
        return now, ()
    return now, (Progress(Stage.WORKING, detail=activity),)


def _names(tool: str, marks: tuple[str, ...]) -> bool:
    return any(mark in tool.lower() for mark in marks)


# What backends' tools are called is nobody's contract; these parts of names are telling.
_TOOL_MARKS: Mapping[str, tuple[str, ...]] = {
    "music": ("music", "bgm", "audio", "song", "sound"),
    "words": ("title", "text", "caption", "subtitle"),
    "transitions": ("transition",),
    "files": ("upload", "media", "asset", "image", "photo", "video_info"),
    "timeline": ("draft", "timeline", "edit", "clip", "track", "segment", "create", "set_"),
}


def _speaks(turn: TurnState, text: Text) -> tuple[TurnState, Told]:
    return replace(turn, phase=Phase.SPEAKING, texts=(*turn.texts, text)), ()


def _fails(turn: TurnState, failure: Failure) -> tuple[TurnState, Told]:
    return replace(turn, failure=turn.failure or failure), ()


def _breaks(turn: TurnState, _: Broke) -> tuple[TurnState, Told]:
    words = say("connection.dropped", turn.language)
    return replace(turn, phase=Phase.BROKEN), (Say(words),)


def _still_working(turn: TurnState, _: Tick) -> tuple[TurnState, Told]:
    key = "still_on" if turn.activity else "still"
    return turn, (Say(say(f"working.{key}", turn.language, what=turn.activity)),)


def _still_waiting(turn: TurnState, _: Tick) -> tuple[TurnState, Told]:
    return turn, (Say(say("working.still_waiting", turn.language)),)


def _settles(turn: TurnState, known: Known) -> tuple[TurnState, Told]:
    """The end: the agent's words, else what changed; then what it asked for, as an offer."""
    # Noise is dropped after good work only: where nothing was done, it is the answer.
    said = without_noise(turn.text) or ("" if known.is_changed else turn.text)
    translation = translate(said)
    shown = translation.shown.strip()
    if turn.failure and not shown and not known.is_changed:
        return replace(turn, phase=Phase.FAILED), ()
    told = [
        Say(shown) if shown else _silent_edit(turn, known),
        *_cut_short(turn, known),
        *_asked_for(turn, known, translation.actions),
    ]
    return replace(turn, phase=Phase.OVER), _each_once(told, turn.language)


def _cut_short(turn: TurnState, known: Known) -> Told:
    if turn.failure is None or is_noise(translate(turn.failure.message).shown):
        return ()
    key = "cut_short" if known.problem else "cut_short_unknown"
    return (Say(say(f"working.{key}", turn.language, problem=known.problem)),)


def _asked_for(turn: TurnState, known: Known, actions: tuple[Action, ...]) -> Told:
    """What the backend's words ask for: reading is done, all else is offered.

    The backend's word alone never makes anything happen; what the user's own message covers
    comes by itself.
    """
    told: list[Reply] = []
    for action in (action for action in actions if action not in turn.covered):
        if action is Action.STATE and has_content(known.after.draft):
            told.append(StateShown(summarise(known.after.draft or {}, turn.language)))
        elif action in _OFFERED:
            told.append(Offer(action, say(f"offer.{action}", turn.language)))
    return tuple(told)


_OFFERED = (Action.EXPORT, Action.UPLOAD, Action.CREDITS)


def _each_once(told: list[Reply], language: Language) -> Told:
    """Without words that only stand for what is told right after them."""
    stand_ins = {
        say("plain.state", language): StateShown,
        say("plain.export", language): Offer,
    }
    first = told[0]
    kind = stand_ins.get(first.text) if isinstance(first, Say) else None
    follows = kind is not None and any(isinstance(reply, kind) for reply in told[1:])
    kept = told[1:] if follows else told
    return tuple(dict.fromkeys(kept))


def _silent_edit(turn: TurnState, known: Known) -> Reply:
    """What to say of a turn that said nothing."""
    said = _changes(known.before, known.after, turn.language)
    if said:
        return Say(say("edit.changed", turn.language, changes=said))
    if known.is_changed and has_content(known.after.draft):
        return StateShown(summarise(known.after.draft or {}, turn.language))
    return Say(say("edit.nothing", turn.language))


def _changes(before: SessionState, after: SessionState, language: Language) -> str:
    """What changed between two states in words; empty for nothing, or a foreign draft."""
    drafts = [state.draft for state in (before, after)]
    if drafts[1] is None or not all(draft is None or is_ours(draft) for draft in drafts):
        return ""
    old, new = (timeline_from_draft(draft) if draft else Timeline() for draft in drafts)
    return describe_all(diff(old, new), language=language)


_Rule = Callable[[TurnState, Any], tuple[TurnState, Told]]
_LISTENING: Mapping[type, _Rule] = {
    ToolCall: _uses_tool,
    Text: _speaks,
    Failure: _fails,
    Broke: _breaks,
    Tick: _still_working,
    Known: _settles,
}
_WAITING: Mapping[type, _Rule] = {
    Heartbeat: _at_work,
    StateDelta: _at_work,
    ToolResult: _at_work,
}
_TABLE: Mapping[Phase, Mapping[type, _Rule]] = {
    Phase.SENT: {**_LISTENING, **_WAITING},
    Phase.WORKING: {**_LISTENING, **_WAITING},
    Phase.SPEAKING: _LISTENING,
    Phase.BROKEN: {Tick: _still_waiting, Known: _settles},
    Phase.OVER: {},
    Phase.FAILED: {},
}
_RULES: Mapping[tuple[Phase, type], _Rule] = {
    (phase, kind): rule for phase, rules in _TABLE.items() for kind, rule in rules.items()
}
