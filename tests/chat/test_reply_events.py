"""The events that every face gets."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from tests.receipts import RECEIPT

from tiktok_photo_video.chat.gui_speak import Action
from tiktok_photo_video.chat.reply import (
    TYPE_NAMES,
    Checked,
    Done,
    Failed,
    FileReady,
    Offer,
    Progress,
    Reply,
    Say,
    Stage,
    StateShown,
    failed,
    to_json,
)
from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.wire.receipts import receipt_json

CASES = [
    (Say("hi"), {"type": "say", "text": "hi"}),
    (
        Progress(Stage.RENDERING, 0.42, "Rendering 42 %", 8.0, "60 fps"),
        {
            "type": "progress",
            "stage": "rendering",
            "fraction": 0.42,
            "detail": "Rendering 42 %",
            "eta_s": 8.0,
            "speed": "60 fps",
        },
    ),
    (
        FileReady("/v.mp4", 15.0, 9, 1080, 1920),
        {
            "type": "file_ready",
            "path": "/v.mp4",
            "duration_s": 15.0,
            "size_bytes": 9,
            "width_px": 1080,
            "height_px": 1920,
        },
    ),
    (
        Checked("/v.receipt.json", "Ready.", RECEIPT),
        {
            "type": "receipt",
            "path": "/v.receipt.json",
            "verdict": "pass",
            "text": "Ready.",
            "facts": receipt_json(RECEIPT),
        },
    ),
    (StateShown("Timeline: empty"), {"type": "state", "summary": "Timeline: empty"}),
    (Offer(Action.EXPORT, "Go?"), {"type": "offer", "action": "export", "text": "Go?"}),
    (
        Failed("bad", "It broke.", "Mend it."),
        {"type": "failed", "code": "bad", "text": "It broke.", "hint": "Mend it."},
    ),
    (Done(), {"type": "done", "ok": True}),
    (
        Done(Failed("bad", "It broke.", "Mend it.")),
        {
            "type": "done",
            "ok": False,
            "error": {"code": "bad", "message": "It broke.", "hint": "Mend it."},
        },
    ),
]


@pytest.mark.requirement("reply-events")
@pytest.mark.parametrize(("event", "expected"), CASES, ids=lambda case: type(case).__name__)
def test_each_event_has_its_stable_json_form(event: Reply, expected: dict[str, object]) -> None:
    assert to_json(event) == expected
    assert json.loads(json.dumps(to_json(event))) == expected
    plain = {str, float, int, bool, type(None)}
    assert all(type(v) in plain for k, v in to_json(event).items() if k not in {"error", "facts"})


@pytest.mark.requirement("reply-events")
def test_every_event_has_a_type_name_of_its_own() -> None:
    assert set(get_args(Reply)) == set(TYPE_NAMES)
    assert len(set(TYPE_NAMES.values())) == len(TYPE_NAMES)


@pytest.mark.requirement("reply-events")
def test_a_fraction_outside_of_0_to_1_is_refused() -> None:
    with pytest.raises(ValueError, match="fraction"):
        Progress(Stage.WORKING, 1.5)


@pytest.mark.requirement("reply-events")
def test_a_failure_of_ours_becomes_an_event_with_its_hint() -> None:
    error = MediaError("a.txt", "is not a photo.", hint="Send a JPG.")
    assert failed(error) == Failed("bad_media", "a.txt: is not a photo.", "Send a JPG.")
