"""A turn of the editing chat by its table: events and time in, replies out, no network."""

from __future__ import annotations

from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.timeline.examples import example

from tiktok_photo_video.chat.gui_speak import Action
from tiktok_photo_video.chat.reply import Offer, Progress, Reply, Say, StateShown
from tiktok_photo_video.chat.turn import Broke, Heard, Known, Phase, Tick, TurnState, step
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.draft import draft_from_timeline
from tiktok_photo_video.wire.events import (
    Failure,
    Heartbeat,
    Ignored,
    StateDelta,
    Text,
    ToolCall,
    ToolResult,
)
from tiktok_photo_video.wire.payloads import SessionState

EN, ZH = Language.ENGLISH, Language.CHINESE
BEFORE = SessionState("s", draft=draft_from_timeline(example(30, 30)))
AFTER = SessionState("s", draft=draft_from_timeline(example(30, 60)))
FOREIGN = SessionState("s", draft={"t": [{"tt": 0, "sg": [{"d": 4000}]}], "d": 4000})
UNCHANGED, CHANGED = Known(BEFORE, BEFORE, is_changed=False), Known(BEFORE, AFTER, is_changed=True)
TROUBLE = Failure("agent_error", "The clip could not be cut.")


def heard(
    *inputs: Heard, language: Language = EN, covered: frozenset[Action] = frozenset()
) -> tuple[TurnState, list[Reply]]:
    """A turn after these inputs, and all it told."""
    turn, told = TurnState(language, covered), []
    for each in inputs:
        turn, replies = step(turn, each)
        told += replies
    return turn, told


def said(*inputs: Heard, **options: Any) -> list[str]:
    return [reply.text for reply in heard(*inputs, **options)[1] if isinstance(reply, Say | Offer)]


@pytest.mark.requirement("turn-table")
def test_the_agents_words_are_told_once_the_turn_is_known() -> None:
    turn, told = heard(Text("Your title is red "), Text("now."))
    assert (turn.phase, told) == (Phase.SPEAKING, [])
    partials = (Text("It is ", partial=True), Text("red.", partial=True), Text("It is red."))
    turn, told = heard(*partials, CHANGED)
    assert turn.phase is Phase.OVER
    assert told == [Say("It is red.")]


@pytest.mark.requirement("turn-table")
def test_a_silent_turn_tells_what_changed_and_that_nothing_did() -> None:
    assert said(Heartbeat(), CHANGED)[0].startswith("✅ ")
    assert "2s" in said(CHANGED)[0]
    assert said(UNCHANGED)[0].startswith("Nothing changed")
    (shown,) = heard(Known(BEFORE, FOREIGN, is_changed=True))[1]
    assert isinstance(shown, StateShown)


@pytest.mark.requirement("turn-table")
@pytest.mark.parametrize("event", [Heartbeat(), StateDelta({}), ToolResult("x"), Ignored()])
def test_what_is_internal_tells_nothing(event: Heard) -> None:
    assert heard(event)[1] == []


@pytest.mark.requirement("turn-table")
@pytest.mark.parametrize(
    ("tool", "word"),
    [("add_bgm_track", "music"), ("generateTitle", "words"), ("update_draft", "video together")],
)
def test_a_tool_is_told_by_what_it_is_about_and_never_by_its_name(tool: str, word: str) -> None:
    (progress,) = heard(ToolCall(tool), ToolCall(tool))[1]
    assert isinstance(progress, Progress)
    assert word in progress.detail
    (spoken,) = said(ToolCall(tool), Tick())
    assert progress.detail in spoken
    assert tool not in spoken


@pytest.mark.requirement("turn-table")
def test_time_that_passes_is_told_by_what_is_going_on() -> None:
    assert said(Tick(), Tick()) == ["⏳ Still working…"] * 2
    assert said(ToolCall("x"), Tick(), language=ZH) == ["⏳ 还在处理…"]
    broken = said(Broke(), Tick())
    assert "broke" in broken[0]
    assert "no word from the backend" in broken[1]


@pytest.mark.requirement("turn-table")
def test_a_broken_stream_is_settled_by_the_state_alone() -> None:
    turn, _ = heard(Text("I am adding"), Broke())
    assert turn.is_broken
    after = heard(Broke(), Text("too late"), CHANGED)[1]
    assert Say("too late") not in after
    assert any(isinstance(reply, Say) and "2s" in reply.text for reply in after)


@pytest.mark.requirement("turn-table")
def test_a_failure_fails_the_turn_only_where_nothing_was_done() -> None:
    assert heard(TROUBLE, UNCHANGED)[0].phase is Phase.FAILED
    assert heard(TROUBLE, UNCHANGED)[1] == []
    turn, told = heard(TROUBLE, Known(BEFORE, AFTER, is_changed=True, problem="It was too long."))
    assert turn.phase is Phase.OVER
    assert isinstance(told[1], Say)
    assert "It was too long." in told[1].text


@pytest.mark.requirement("turn-table")
@given(
    st.lists(
        st.sampled_from(
            [Heartbeat(), Tick(), Broke(), TROUBLE, Text("Hi."), ToolCall("x"), CHANGED, UNCHANGED]
        ),
        max_size=8,
    )
)
def test_whatever_comes_in_whatever_order_a_turn_ends_once_and_with_words(
    inputs: list[Heard],
) -> None:
    turn, told = heard(*inputs, UNCHANGED)
    assert turn.phase in (Phase.OVER, Phase.FAILED)
    assert turn.phase is Phase.FAILED or told
    again = reduce(lambda state, each: step(state, each)[0], inputs, turn)
    assert again == turn


@pytest.mark.requirement("authority")
def test_an_export_that_only_the_backend_wants_becomes_an_offer() -> None:
    words = Text("The title is red. Click the Export button to download your video.")
    _, told = heard(words, CHANGED)
    assert told == [
        Say("The title is red."),
        Offer(Action.EXPORT, 'Say "export" when you are ready.'),
    ]
    _, told = heard(words, CHANGED, covered=frozenset({Action.EXPORT}))
    assert told == [Say("The title is red.")]


@pytest.mark.requirement("authority")
def test_the_state_may_always_be_read() -> None:
    _, told = heard(Text("Done. Open the timeline panel to preview it."), CHANGED)
    assert told[0] == Say("Done.")
    assert isinstance(told[1], StateShown)
    only_gui = heard(Text("Open the timeline panel to preview it."), CHANGED)[1]
    assert [type(reply) for reply in only_gui] == [StateShown]


@pytest.mark.requirement("authority")
@pytest.mark.parametrize(
    "words",
    [
        "Click Upload to add your files.",
        "Go to Billing and click Top up.",
        "Drag the clip to the start.",
        "Press Export now! 点击导出。",
    ],
)
def test_nothing_the_backend_says_comes_out_as_more_than_words_and_offers(words: str) -> None:
    for reply in heard(Text(words), UNCHANGED)[1]:
        assert isinstance(reply, Say | Offer | StateShown)


@pytest.mark.requirement("authority")
def test_terminal_escapes_and_turned_text_never_come_through() -> None:
    nasty = Text("\x1b[2JAll \u202edone\u202c.\x07")
    (reply,) = heard(nasty, UNCHANGED)[1]
    assert isinstance(reply, Say)
    assert not set(reply.text) & set("\x1b\x07\u202e\u202c")
