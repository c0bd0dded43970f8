"""What stream frames mean, and that our own are read back as they were meant."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiktok_photo_video.wire.events import (
    Failure,
    Heartbeat,
    Ignored,
    StateDelta,
    Text,
    TextAssembler,
    ToolCall,
    ToolResult,
    event_frame,
    failure_event,
    parse_event,
    text_event,
    tool_call_event,
    tool_result_event,
)
from tiktok_photo_video.wire.sse import Decoder


def stamp(event_id: str = "Ab3dE6gH") -> dict[str, object]:
    return {"invocation_id": "e-1", "event_id": event_id, "timestamp_s": 1.5}


@pytest.mark.requirement("stream-heartbeats")
@pytest.mark.parametrize(
    "data",
    ["", "  ", "heartbeat", "HEARTBEAT", '"heartbeat"', '{"type":"heartbeat"}', '{"type":"ping"}'],
)
def test_every_form_of_heartbeat_is_a_sign_of_life(data: str) -> None:
    assert parse_event(data) == (Heartbeat(),)


@pytest.mark.requirement("stream-flat")
@pytest.mark.parametrize(
    ("data", "event"),
    [
        ({"type": "text", "content": "hi"}, Text("hi")),
        ({"type": "tool_call", "name": "edit", "args": {"a": 1}}, ToolCall("edit", {"a": 1})),
        ({"type": "tool_result", "name": "edit", "result": [1]}, ToolResult("edit", [1])),
        ({"type": "error", "message": "no"}, Failure("agent_error", "no")),
        ({"type": "text"}, Ignored()),
        ({"type": "novelty", "content": "hi"}, Ignored()),
        ({"text": "hi"}, Text("hi")),
    ],
)
def test_flat_objects_are_read(data: object, event: object) -> None:
    assert parse_event(json.dumps(data)) == (event,)


@pytest.mark.requirement("stream-adk")
def test_an_adk_event_of_several_parts_is_read_in_order() -> None:
    event = {
        "content": {
            "parts": [
                {"text": "Thinking about it", "thought": True},
                {"text": "Working."},
                {
                    "functionCall": {
                        "id": "adk-1",
                        "name": "edit_multitrack",
                        "args": {"op": "title"},
                    }
                },
                {"inlineData": {"data": "AA==", "mimeType": "image/png"}},
            ],
            "role": "model",
        },
        "author": "nemo_agent",
        "actions": {"stateDelta": {"draft": {"t": []}}},
        "id": "x1",
    }
    assert parse_event(json.dumps(event)) == (
        Ignored(),
        Text("Working.", False, "x1", "nemo_agent"),
        ToolCall("edit_multitrack", {"op": "title"}),
        Ignored(),
        StateDelta({"draft": {"t": []}}),
    )


@pytest.mark.requirement("stream-adk")
def test_the_same_event_in_snake_case_means_the_same() -> None:
    event = {
        "content": {
            "parts": [
                {"function_call": {"name": "a", "args": {}}},
                {"function_response": {"name": "b", "response": {"ok": True}}},
            ]
        },
        "actions": {"state_delta": {"video_infos": []}},
    }
    assert parse_event(json.dumps(event)) == (
        ToolCall("a", {}),
        ToolResult("b", {"ok": True}),
        StateDelta({"video_infos": []}),
    )


@pytest.mark.requirement("stream-adk")
def test_an_echo_of_the_users_words_is_no_answer() -> None:
    event = {"content": {"parts": [{"text": "make it"}], "role": "user"}, "author": "user"}
    assert parse_event(json.dumps(event)) == (Ignored(),)


@pytest.mark.requirement("stream-failures")
@pytest.mark.parametrize(
    ("data", "failure"),
    [
        ('{"errorCode":"E","errorMessage":"broke"}', Failure("E", "broke")),
        ('{"error_code":"E"}', Failure("E", "")),
        ('{"error":"plain"}', Failure("agent_error", "plain")),
        (
            '{"error":"ValueError: x","error_details":{"error_type":"ValueError"}}',
            Failure("ValueError", "ValueError: x"),
        ),
        ('{"error":{"message":"inside"}}', Failure("agent_error", "inside")),
        ('{"error": "a "bad" name"}', Failure("agent_error", 'a "bad" name')),
        ('{"error": "two\nlines "x""}', Failure("agent_error", 'two lines "x"')),
        ('{"error": "a \'cut', Failure("agent_error", "a 'cut")),
        (
            '{"code":2001,"message":"none"}',
            Failure("no_credits", "There are no credits left for this."),
        ),
    ],
)
def test_failures_are_seen_in_every_form(data: str, failure: Failure) -> None:
    assert parse_event(data) == (failure,)


@pytest.mark.requirement("stream-failures")
def test_a_failure_never_repeats_a_token() -> None:
    (failure,) = parse_event('{"error":"bad Bearer nmv_usr_abc-DEF_123 given"}')
    assert failure == Failure("agent_error", "bad [token] given")


@pytest.mark.requirement("stream-strange-frames")
@pytest.mark.parametrize(
    "data",
    ["[DONE]", "done", "[1,2]", "3", "null", "{", "{}", '{"content":{"parts":[1]}}', "[" * 100_000],
)
def test_strange_frames_are_passed_over(data: str) -> None:
    assert parse_event(data) == (Ignored(),)


@pytest.mark.requirement("stream-strange-frames")
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=4),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "type",
                        "content",
                        "parts",
                        "text",
                        "functionCall",
                        "name",
                        "args",
                        "actions",
                        "stateDelta",
                        "error",
                        "errorCode",
                        "code",
                        "partial",
                        "author",
                        "id",
                        "message",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=15,
    )
)
def test_no_json_whatsoever_breaks_the_reader(value: object) -> None:
    assert parse_event(json.dumps(value))


@pytest.mark.requirement("stream-strange-frames")
def test_half_a_surrogate_pair_does_not_reach_the_terminal() -> None:
    assert parse_event(r'{"type":"text","content":"a\ud83cb"}') == (Text("a?b"),)


@pytest.mark.requirement("stream-written-as-adk")
def test_what_our_backend_writes_is_read_back_as_meant() -> None:
    events = [
        text_event('Say "hi"\n再见', **stamp(), partial=True),  # type: ignore[arg-type]
        tool_call_event("adk-1", "edit", {"op": 1}, **stamp()),  # type: ignore[arg-type]
        tool_result_event("adk-1", "edit", {"ok": True}, {"draft": {}}, **stamp()),  # type: ignore[arg-type]
        failure_event("render", 'a "bad" day', **stamp()),  # type: ignore[arg-type]
    ]
    frames = Decoder().feed(b"".join(map(event_frame, events)))
    assert [event for frame in frames for event in parse_event(frame.data)] == [
        Text('Say "hi"\n再见', True, "Ab3dE6gH", "nemo_agent"),
        ToolCall("edit", {"op": 1}),
        ToolResult("edit", {"ok": True}),
        StateDelta({"draft": {}}),
        Failure("render", 'a "bad" day'),
    ]


@pytest.mark.requirement("stream-written-as-adk")
def test_written_events_have_adks_shape() -> None:
    event = tool_result_event("adk-1", "edit", {"ok": True}, {"draft": {}}, **stamp())  # type: ignore[arg-type]
    assert event == {
        "content": {
            "parts": [
                {"functionResponse": {"id": "adk-1", "name": "edit", "response": {"ok": True}}}
            ],
            "role": "user",
        },
        "invocationId": "e-1",
        "author": "nemo_agent",
        "actions": {"stateDelta": {"draft": {}}, "artifactDelta": {}, "requestedAuthConfigs": {}},
        "id": "Ab3dE6gH",
        "timestamp": 1.5,
    }
    assert "partial" not in text_event("x", **stamp())  # type: ignore[arg-type]


def assembled(*events: Text) -> tuple[list[str], str]:
    assembler = TextAssembler()
    return [assembler.add(event) for event in events], assembler.text


@pytest.mark.requirement("stream-no-doubled-text")
@pytest.mark.parametrize("final_id", ["x1", "other", None])
def test_the_full_text_after_its_pieces_adds_nothing(final_id: str | None) -> None:
    shown, text = assembled(
        Text("Wor", True, "x1"), Text("king.", True, "x1"), Text("Working.", False, final_id)
    )
    assert shown == ["Wor", "king.", ""]
    assert text == "Working."


@pytest.mark.requirement("stream-no-doubled-text")
def test_what_the_pieces_lacked_is_added_from_the_full_text() -> None:
    assert assembled(Text("Wor", True), Text("Working.")) == (["Wor", "king."], "Working.")


@pytest.mark.requirement("stream-no-doubled-text")
def test_a_full_event_of_two_texts_is_recognised_in_both() -> None:
    shown, text = assembled(Text("AB", True, "1"), Text("A", False, "1"), Text("B", False, "1"))
    assert (shown, text) == (["AB", "", ""], "AB")


@pytest.mark.requirement("stream-no-doubled-text")
def test_left_over_pieces_do_not_eat_into_the_next_message() -> None:
    shown, _ = assembled(Text("AB", True, "1"), Text("A", False, "1"), Text("Better", False, "2"))
    assert shown == ["AB", "", "Better"]


@pytest.mark.requirement("stream-no-doubled-text")
def test_separate_messages_stay_separate_and_repeated_words_are_kept() -> None:
    assert assembled(Text("Done.", False, "1"), Text("Done.", False, "2")) == (
        ["Done.", "Done."],
        "Done.\n\nDone.",
    )


@pytest.mark.requirement("stream-no-doubled-text")
def test_a_second_streamed_message_starts_a_new_paragraph() -> None:
    shown, text = assembled(
        Text("One", True, "1"),
        Text("One", False, "1"),
        Text("Two", True, "2"),
        Text("Two", False, "2"),
    )
    assert shown == ["One", "", "Two", ""]
    assert text == "One\n\nTwo"


@pytest.mark.requirement("stream-no-doubled-text")
def test_pieces_that_no_full_text_repeats_are_followed_by_it() -> None:
    assert assembled(Text("Hm", True), Text("All right.")) == (
        ["Hm", "All right."],
        "Hm\n\nAll right.",
    )
