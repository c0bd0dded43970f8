"""Rendering: orders, and the status in each of its shapes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.wire.payloads import (
    RenderRequest,
    RenderState,
    RenderStatus,
    parse_render_request,
    parse_render_status,
    render_request,
    render_status_answer,
)

URL = "https://h.example/r1.mp4"

SHAPES = {
    "A": {
        "taskId": "r1",
        "status": "completed",
        "progress": 100,
        "output": {"url": URL, "duration": 15.0, "size": 9},
    },
    "B": {
        "success": True,
        "data": {"id": "r1", "status": "completed", "progress": 100, "outputUrl": URL},
    },
    "C": {"status": "completed", "output": {"url": URL}},
    "data wins": {"status": "ok?", "data": {"id": "r1", "status": "completed", "outputUrl": URL}},
    "data without status": {"status": "completed", "data": {"x": 1}, "outputUrl": URL},
    "address only": {"data": {"outputUrl": URL}},
}


@pytest.mark.requirement("render-every-shape")
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_a_finished_render_is_read(shape: str) -> None:
    status = parse_render_status(SHAPES[shape], render_id="r1")
    assert (status.id, status.state, status.progress, status.url) == (
        "r1",
        RenderState.COMPLETED,
        100,
        URL,
    )


@pytest.mark.requirement("render-every-shape")
@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("pending", RenderState.PENDING),
        ("PROCESSING", RenderState.PROCESSING),
        ("queued", RenderState.PENDING),
        ("compositing", RenderState.PROCESSING),
        ("failed", RenderState.FAILED),
        ("canceled", RenderState.CANCELLED),
    ],
)
def test_status_words_are_understood(word: str, state: RenderState) -> None:
    assert parse_render_status({"data": {"status": word}}).state is state


@pytest.mark.requirement("render-every-shape")
@pytest.mark.parametrize(
    ("given_progress", "read"), [(5, 5), (0.5, 50), (None, 0), (140, 100), (-3, 0), (99.6, 100)]
)
def test_progress_is_a_whole_percentage(given_progress: object, read: int) -> None:
    assert (
        parse_render_status({"status": "processing", "progress": given_progress}).progress == read
    )


@pytest.mark.requirement("render-every-shape")
@pytest.mark.parametrize("error", ["no disk", {"message": "no disk"}])
def test_the_reason_of_a_failure_is_kept(error: object) -> None:
    assert parse_render_status({"status": "failed", "error": error}).error == "no disk"


@pytest.mark.requirement("render-superset")
def test_both_spellings_stand_at_both_levels() -> None:
    answer = render_status_answer(RenderStatus("r1", RenderState.COMPLETED, 100, URL, 15.0, 900))
    data = answer["data"]
    assert isinstance(data, dict)
    for level in (answer, data):
        assert level["status"] == "completed"
        assert level["outputUrl"] == URL
        assert level["output"] == {"url": URL, "duration": 15.0, "size": 900}
        assert (level["id"], level["taskId"]) == ("r1", "r1")
    assert (answer["code"], answer["success"]) == (0, True)


@pytest.mark.requirement("render-superset")
def test_a_cancelled_render_reads_as_failed_to_others_and_as_cancelled_to_us() -> None:
    answer = render_status_answer(RenderStatus("r1", RenderState.CANCELLED, 40))
    assert answer["status"] == "failed"
    status = parse_render_status(answer)
    assert status.state is RenderState.CANCELLED
    assert status.state.is_failed
    assert status.state.is_final


@pytest.mark.requirement("payloads-round-trip")
@given(
    st.builds(
        RenderStatus,
        id=st.from_regex(r"\Arender_[a-z0-9]+\Z"),
        state=st.sampled_from([RenderState.PENDING, RenderState.PROCESSING, RenderState.FAILED]),
        progress=st.integers(0, 100),
        error=st.none() | st.just("no disk"),
        created_at_ms=st.none() | st.integers(0, 2**45),
        completed_at_ms=st.none() | st.integers(0, 2**45),
        extensions=st.dictionaries(st.text(), st.integers()),
    )
)
def test_statuses_go_and_come_back(status: RenderStatus) -> None:
    assert parse_render_status(json.loads(json.dumps(render_status_answer(status)))) == status


@pytest.mark.requirement("payloads-round-trip")
def test_orders_go_and_come_back_with_the_one_camel_case_field() -> None:
    request = RenderRequest("r1", "s1", {"t": [], "zz": 1}, {"format": "mp4", "quality": "high"})
    body = render_request(request)
    assert (body["sessionId"], body["draft"]) == ("s1", {"t": [], "zz": 1})
    assert parse_render_request(body) == request
    assert parse_render_request({"id": "r1", "session_id": "s1", "draft": {}}).output == {
        "format": "mp4",
        "quality": "high",
    }


@pytest.mark.requirement("payloads-name-the-field")
@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"sessionId": "s", "draft": {}}, "id"),
        ({"id": "r", "draft": {}}, "sessionId"),
        ({"id": "r", "sessionId": "s"}, "draft"),
        ({"id": "r", "sessionId": "s", "draft": "{}"}, "draft"),
        ({"id": "r", "sessionId": "s", "draft": {}, "output": "mp4"}, "output"),
    ],
)
def test_a_wrong_field_of_an_order_is_named(body: object, named: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        parse_render_request(body)
    assert caught.value.message.startswith(named)


@pytest.mark.requirement("payloads-name-the-field")
def test_an_answer_with_neither_status_nor_address_is_refused() -> None:
    with pytest.raises(ProtocolError) as caught:
        parse_render_status({"code": 0, "data": {"progress": 4}})
    assert "data.status" in caught.value.message
