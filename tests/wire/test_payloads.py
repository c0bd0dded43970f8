"""Payloads: every documented variant is read, and what we write is read back equal."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.wire.payloads import (
    AnonymousToken,
    Credits,
    RunRequest,
    SessionIds,
    SessionRequest,
    SessionState,
    Upload,
    UploadedFile,
    anonymous_token_answer,
    credits_answer,
    parse_anonymous_token,
    parse_credits,
    parse_run_request,
    parse_session_ids,
    parse_session_request,
    parse_session_state,
    parse_upload,
    parse_upload_urls,
    run_request,
    session_ids_answer,
    session_request,
    session_state_answer,
    upload_answer,
    upload_urls_request,
)

texts = st.text(min_size=1).filter(lambda text: bool(text.strip()))
maybe_text = st.none() | texts
numbers = st.none() | st.floats(0, 1e6)
sizes = st.none() | st.integers(1, 10**6)
files = st.builds(
    UploadedFile, texts, texts, texts, numbers, sizes, sizes, numbers, maybe_text, st.booleans()
)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)


def through_json(value: object) -> object:
    return json.loads(json.dumps(value))


@pytest.mark.requirement("payloads-round-trip")
@given(
    st.builds(
        AnonymousToken, texts, maybe_text, st.none() | moments, st.none() | st.integers(0, 999)
    )
)
def test_tokens_go_and_come_back(token: AnonymousToken) -> None:
    assert parse_anonymous_token(through_json(anonymous_token_answer(token))) == token


@pytest.mark.requirement("payloads-round-trip")
@given(st.builds(SessionIds, texts, texts, maybe_text))
def test_session_ids_go_and_come_back(ids: SessionIds) -> None:
    assert parse_session_ids(through_json(session_ids_answer(ids))) == ids


@pytest.mark.requirement("payloads-round-trip")
@given(st.builds(Upload, st.lists(files, max_size=3).map(tuple), st.booleans()))
def test_uploads_go_and_come_back(upload: Upload) -> None:
    assert parse_upload(through_json(upload_answer(upload))) == upload


@pytest.mark.requirement("payloads-round-trip")
@given(
    st.builds(
        SessionState,
        session_id=texts,
        task_id=texts,
        task_name=texts,
        draft=st.none() | st.dictionaries(texts, st.integers(), min_size=1),
        video_infos=st.lists(files, max_size=2).map(tuple),
        generated_media=st.lists(st.dictionaries(texts, texts), max_size=2).map(tuple),
        canvas_config=st.dictionaries(texts, st.integers()),
        extensions=st.dictionaries(texts, st.integers()),
        user_id=maybe_text,
    )
)
def test_states_go_and_come_back(state: SessionState) -> None:
    assert parse_session_state(through_json(session_state_answer(state))) == state


@pytest.mark.requirement("payloads-round-trip")
@given(st.builds(RunRequest, texts, texts, texts, texts, st.booleans()))
def test_turns_go_and_come_back(request: RunRequest) -> None:
    assert parse_run_request(through_json(run_request(request))) == request


@pytest.mark.requirement("payloads-round-trip")
def test_the_small_payloads_go_and_come_back() -> None:
    assert parse_credits(credits_answer(Credits(60, 40, 100))) == Credits(60, 40, 100)
    assert parse_session_request(session_request(SessionRequest("a", "zh-CN"))) == SessionRequest(
        "a", "zh-CN"
    )
    assert parse_upload_urls(upload_urls_request(["https://a.example/1.jpg"])) == (
        "https://a.example/1.jpg",
    )


@pytest.mark.requirement("payloads-every-variant")
def test_a_token_is_found_in_every_envelope() -> None:
    for wrap in (
        {"code": 0, "data": {"token": "t"}},
        {"success": True, "data": {"token": "t"}},
        {"token": "t"},
    ):
        assert parse_anonymous_token(wrap) == AnonymousToken("t")


@pytest.mark.requirement("payloads-every-variant")
@pytest.mark.parametrize(
    ("given_time", "read"),
    [
        ("2030-01-08T00:00:00Z", datetime(2030, 1, 8, tzinfo=UTC)),
        ("2030-01-08T08:00:00+08:00", datetime(2030, 1, 8, tzinfo=UTC)),
        ("2030-01-08T00:00:00", datetime(2030, 1, 8, tzinfo=UTC)),
        (1893456000, datetime(2030, 1, 1, tzinfo=UTC)),
        ("next week", None),
        (1e300, None),
        ([], None),
    ],
)
def test_expiry_is_read_in_utc_or_left_open(given_time: object, read: datetime | None) -> None:
    assert parse_anonymous_token({"token": "t", "expires_at": given_time}).expires_at == read


@pytest.mark.requirement("token-never-shown")
def test_a_token_stays_out_of_the_repr() -> None:
    assert "secret" not in repr(AnonymousToken("secret"))


@pytest.mark.requirement("payloads-every-variant")
def test_ids_are_texts_even_when_they_come_as_numbers() -> None:
    assert parse_session_ids({"data": {"session_id": 7000000000000000001}}) == SessionIds(
        "7000000000000000001"
    )
    assert parse_session_ids({"sessionId": "s", "taskId": "t"}) == SessionIds("s", "t")


@pytest.mark.requirement("payloads-superset")
def test_session_ids_are_mirrored_at_the_top() -> None:
    answer = session_ids_answer(SessionIds("s", "t", "anon_1"))
    assert (answer["session_id"], answer["task_id"], answer["code"]) == ("s", "t", 0)
    assert answer["data"] == {"session_id": "s", "task_id": "t", "user_id": "anon_1"}


@pytest.mark.requirement("payloads-every-variant")
def test_material_of_an_unknown_shape_does_not_break_the_state() -> None:
    state = parse_session_state(
        {
            "data": {
                "state": {
                    "video_infos": [{"url": "https://h/a%20b.jpg"}, "clip", 5, {"width": "x"}]
                }
            }
        }
    )
    assert [file.filename for file in state.video_infos] == ["a b.jpg", "clip", "", ""]
    keyed = {"state": {"generated_media": {"a": 1, "b": 2}, "video_infos": "soon"}}
    assert parse_session_state(keyed).generated_media == (1, 2)
    assert parse_session_state(keyed).video_infos == ()


@pytest.mark.requirement("payloads-every-variant")
@pytest.mark.parametrize("empty", [None, "", {}, []])
def test_before_the_first_edit_there_is_no_draft(empty: object) -> None:
    assert parse_session_state({"state": {"draft": empty}}).draft is None


@pytest.mark.requirement("payloads-every-variant")
def test_a_draft_is_handed_on_untouched() -> None:
    draft = {"t": [{"tt": 9, "zz": [None, {"deep": 1.5}]}], "q": "?"}
    assert parse_session_state({"data": {"state": {"draft": draft}}}).draft == draft


@pytest.mark.requirement("payloads-every-variant")
def test_credits_without_a_total_add_up() -> None:
    assert parse_credits({"data": {"available": 60, "frozen": 40}}) == Credits(60, 40, 100)


@pytest.mark.requirement("payloads-every-variant")
def test_a_turn_is_read_in_both_cases_and_from_several_parts() -> None:
    body = {
        "appName": "a",
        "userId": "u",
        "sessionId": "s",
        "newMessage": {"parts": [{"text": "x"}, {}, {"text": "y"}]},
    }
    assert parse_run_request(body) == RunRequest("s", "x\ny", "a", "u")
    assert parse_run_request(
        {"session_id": "s", "new_message": {"parts": [{"text": "x"}]}}
    ) == RunRequest("s", "x")


@pytest.mark.requirement("payloads-name-the-field")
@pytest.mark.parametrize(
    ("read", "body", "named"),
    [
        (parse_anonymous_token, {"data": {}}, "data.token"),
        (parse_anonymous_token, {"data": {"token": " "}}, "data.token"),
        (parse_anonymous_token, "nope", "the message"),
        (parse_session_ids, {"code": 0, "data": None}, "session_id"),
        (parse_session_ids, {"data": {"session_id": True}}, "data.session_id"),
        (parse_upload, {"data": {}}, "data.files"),
        (parse_upload, {"data": {"files": {}}}, "data.files"),
        (parse_upload, {"data": {"files": [3]}}, "data.files[0]"),
        (parse_upload, {"data": {"files": [{"width": "x"}]}}, "data.files[0].width"),
        (parse_upload, {"files": [], "session_state_applied": "yes"}, "session_state_applied"),
        (parse_credits, {"data": {"available": "many"}}, "data.available"),
        (parse_credits, {"data": {}}, "data.available"),
        (parse_credits, {"data": {"available": float("nan")}}, "data.available"),
        (parse_session_state, {"data": {}}, "data.state"),
        (parse_session_state, {"data": {"state": {"draft": "x"}}}, "data.state.draft"),
        (parse_run_request, {"new_message": {"parts": []}}, "session_id"),
        (parse_run_request, {"session_id": "s"}, "new_message"),
        (
            parse_run_request,
            {"session_id": "s", "newMessage": {"parts": []}},
            "No parts in the newMessage",
        ),
        (
            parse_run_request,
            {"session_id": "s", "new_message": {"parts": ["x"]}},
            "new_message.parts[0]",
        ),
        (parse_upload_urls, {}, "urls"),
        (parse_upload_urls, {"urls": [7]}, "urls[0]"),
        (parse_session_request, [], "the message"),
    ],
)
def test_a_wrong_field_is_named(read: object, body: object, named: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        read(body)  # type: ignore[operator]
    assert named in caught.value.message


@pytest.mark.requirement("payloads-every-variant")
def test_a_session_may_be_asked_for_with_an_empty_body() -> None:
    assert parse_session_request(None) == SessionRequest("project", None)
    assert session_request(SessionRequest()) == {"task_name": "project"}
