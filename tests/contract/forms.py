"""What a variant's answers look like on the line; nothing here remembers anything."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx

from tests.client.scripted_backend import stream_of
from tests.contract.variants import (
    Duplicate,
    Envelope,
    LostSession,
    NoDraft,
    Refusals,
    Variant,
)
from tiktok_photo_video.wire.codes import CODES, WireCode, http_status_of

FOLDER = Path(__file__).parents[2] / "fixtures" / "wire"
POLLS: Mapping[str, Mapping[str, object]] = json.loads((FOLDER / "polls.json").read_text("utf-8"))

SAID = 'Working.\n\nA first cut of 2 photos: 海 "one" & two 🎬.'
NOISE = "I encountered a temporary issue while finishing, please try again."
DRAFT: Mapping[str, object] = {
    "t": [{"tt": 0, "sg": [{"theirs": 1, "d": 3000}, {"theirs": 2, "d": 3000}]}],
    "d": 6000,
    "m": {"title": "Demo", "width": 1080, "height": 1920},
}
EXTRAS: tuple[Mapping[str, object], ...] = (
    {"tt": 1, "sg": [{"theirs": 3, "d": 6000}]},
    {"tt": 7, "sg": [{"theirs": 4, "d": 2000}]},
)

_WORDS = {
    WireCode.BAD_REQUEST: "Missing X-Client-Id",
    WireCode.CONFLICT: "render id already exists",
}


def success(variant: Variant, data: Mapping[str, object]) -> httpx.Response:
    """A success of the ordinary routes."""
    body = {
        Envelope.CODE: {"code": 0, "message": "ok", "data": data},
        Envelope.SUCCESS: {"success": True, "data": data, "error": None},
        Envelope.BARE: data,
    }[variant.envelope]
    return httpx.Response(200, json=body)


def refused(variant: Variant, code: WireCode, words: str = "") -> httpx.Response:
    """A refusal."""
    said = words or _WORDS.get(code) or CODES[code].reason.replace("_", " ")
    coded = {"code": int(code), "message": said, "data": None}
    if variant.refusals is Refusals.BODY_200:
        return httpx.Response(200, json=coded)
    if variant.refusals is Refusals.CODE_ALONE_200:
        # Where the words are all that tells two refusals apart, they are said.
        return httpx.Response(200, json={"code": int(code)} | ({"message": words} if words else {}))
    if variant.refusals is Refusals.FAILURE_4XX:
        coded = {"success": False, "error": said, "code": int(code)}
    return httpx.Response(http_status_of(code), json=coded)


def duplicate(variant: Variant) -> httpx.Response:
    """The refusal of an id that was used before."""
    if variant.duplicate is Duplicate.CONFLICT:
        return refused(variant, WireCode.CONFLICT)
    return refused(variant, WireCode.BAD_REQUEST, "duplicate render id")


def lost(variant: Variant, session_id: str) -> httpx.Response:
    """The refusal of a turn in a session that nobody knows."""
    if variant.lost_session is LostSession.CODE:
        return refused(variant, WireCode.NO_SESSION)
    detail = variant.lost_session.value.replace("$id", session_id)
    return httpx.Response(404, json={"detail": detail})


def poll(variant: Variant, how: str, **facts: str) -> dict[str, object]:
    """A poll's answer: ``under_way``, ``failed`` or ``completed``."""
    text = json.dumps(POLLS[variant.poll.value][how])
    for name, value in facts.items():
        text = text.replace(f"${name}", value)
    body: dict[str, object] = json.loads(text)
    return body


def draft_fields(variant: Variant, draft: Mapping[str, object] | None) -> Mapping[str, object]:
    """The ``draft`` of a state; before the first edit in one of several forms."""
    if draft is None and variant.no_draft is NoDraft.MISSING:
        return {}
    return {"draft": draft or json.loads(variant.no_draft.value)}


def frames(what: str, variant: Variant) -> list[bytes]:
    """The frames of a turn out of its file, with signs of life before and between them."""
    kind = variant.failing if what == "failure" else variant.events
    if what == "silent":
        kind = variant.events.FLAT if variant.events is variant.events.FLAT else variant.events.ADK
    blocks = (FOLDER / f"{what}_{kind.value}.sse").read_bytes().split(b"\n\n")[:-1]
    return [part for block in blocks for part in (_beat(variant), block + b"\n\n") if part]


def noise(variant: Variant) -> bytes:
    """The closing line that some turns have after good work."""
    flat = {"type": "text", "content": NOISE}
    adk = {"content": {"role": "model", "parts": [{"text": NOISE}]}, "author": "nemo_agent"}
    body = flat if variant.events is variant.events.FLAT else adk
    return f"data: {json.dumps(body)}\n\n".encode()


def stream(parts: list[bytes | Exception]) -> httpx.Response:
    """A stream of these parts."""
    return stream_of(*parts)


def multipart(request: httpx.Request) -> Iterator[tuple[str, bytes]]:
    """The names and contents of the files of a request."""
    boundary = request.headers["content-type"].partition("boundary=")[2].encode()
    for part in request.content.split(b"--" + boundary)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        disposition = head.decode()
        assert 'name="files"' in disposition
        yield disposition.partition('filename="')[2].partition('"')[0], content[:-2]


def _beat(variant: Variant) -> bytes:
    return variant.heartbeat.value.encode()
