"""Honest streams and answers, and seeded ways to spoil them."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeAlias

from tiktok_photo_video.wire.events import event_frame

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures" / "streams").glob("*.sse"))

# Long enough to be felt when a reader is worse than linear.
HUGE = 60_000


def seeded(seed: int) -> Random:
    """Chance that is the same each time."""
    return Random(seed)  # noqa: S311 - nothing is kept secret with it


def _adk(*parts: Mapping[str, object], **top: object) -> bytes:
    return event_frame({"content": {"parts": list(parts)}, "author": "nemo_agent", **top})


def _flat(**fields: object) -> bytes:
    return event_frame(fields)


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn as a backend sends it, frame by frame, and the words that a user reads of it."""

    frames: tuple[bytes, ...]
    words: str


TURNS = (
    Turn(
        (
            _adk({"text": "Wor"}, partial=True, id="1"),
            _adk({"text": "king "}, partial=True, id="1"),
            _adk({"text": "on it 海🎬."}, partial=True, id="1"),
            _adk({"text": "Working on it 海🎬."}, id="1"),
            _adk({"functionCall": {"name": "edit", "args": {"op": "title"}}}, id="2"),
            _adk(
                {"functionResponse": {"name": "edit", "response": {"ok": True}}},
                actions={"stateDelta": {"draft": {"t": []}}},
            ),
            _adk({"text": "Do"}, partial=True, id="3"),
            _adk({"text": "ne."}, partial=True, id="3"),
            _adk({"text": "Done."}, id="4"),
        ),
        "Working on it 海🎬.\n\nDone.",
    ),
    Turn(
        (
            _flat(type="heartbeat"),
            _flat(type="tool_call", name="generate_video", args={}),
            _flat(type="tool_result", name="generate_video", result={"url": "/v/1.mp4"}),
            _flat(type="text", content="A first cut."),
        ),
        "A first cut.",
    ),
    Turn((b": ping\r\n\r\n", b"data: heartbeat\r\n\r\n", b"data:\r\n\r\n"), ""),
)
FAILING = (
    _adk({"text": "Trying."}, id="1") + _flat(errorCode="E", errorMessage='a "bad" day'),
    _flat(error="ValueError: x", error_details={"error_type": "ValueError"}),
    b'data: {"error": "the "tool" broke"}\n\n',
    _flat(code=2001, message="none left"),
    _flat(errorCode="E"),
)

# Frames that say nothing to the user, wherever they come.
NOISE = (
    b": keep-alive\n\n",
    b"data:\n\n",
    b"data: heartbeat\n\n",
    b"data: [DONE]\n\n",
    b"event: ping\ndata: {}\n\n",
    b"retry: 5\n\n",
    b"\r\n\r\n",
    _flat(type="novelty", content="hi"),
    _adk({"text": "I think", "thought": True}),
    _adk({"text": "make it"}, author="user"),
    _adk({"functionCall": {"name": "f", "args": {}}}),
)

GARBAGE = (
    b"\0",
    b"\xff\xfe",
    b"\r",
    b"\n\n",
    b"\r\n\r\n",
    b"\xef\xbb\xbf",
    b"data: ",
    b'data: {"error": "',
    b'data: {"error"',
    b'{"code":"\xc2\xb2"}',
    b'data: {"code":"\xc2\xb2"}\n\n',
    b'data: {"code": ' + b"9" * 5000 + b"}\n\n",
    b'data: {"code": "' + b"9" * 5000 + b'"}\n\n',
    b'data: {"code": 1e999, "message": {"message": []}}\n\n',
    b'data: {"code":7,"message":' + b'{"message":' * 700 + b"1" + b"}" * 701 + b"\n\n",
    b'data: {"type":"text","content":"\\ud83c"}\n\n',
    b"data: " + b"[" * 5000,
    b"\x1b[31m",
)
_FILLERS = (b" ", b"[", b'{"', b'"', b"\\", b"x", b"\n", b"data\n", b'" ', b"\xe6\xb5\xb7")

ByteMutation: TypeAlias = Callable[[Random, bytes], bytes]


def _flipped(rng: Random, stream: bytes) -> bytes:
    spoiled = bytearray(stream)
    for _ in range(rng.randint(1, 3) if stream else 0):
        spoiled[rng.randrange(len(spoiled))] ^= 1 << rng.randrange(8)
    return bytes(spoiled)


def _cut(rng: Random, stream: bytes) -> bytes:
    start, end = sorted(rng.randint(0, len(stream)) for _ in "ab")
    return stream[:start] + stream[end:]


def _ended(rng: Random, stream: bytes) -> bytes:
    return stream[: rng.randint(0, len(stream))]


def _doubled(rng: Random, stream: bytes) -> bytes:
    start, end = sorted(rng.randint(0, len(stream)) for _ in "ab")
    return stream[:end] + stream[start:]


def _place(rng: Random, stream: bytes) -> int:
    """A place between two frames, or anywhere: most of what is put into a line only breaks it."""
    between = [0, *(match.end() for match in re.finditer(rb"\n\r?\n", stream))]
    return rng.choice(between) if rng.random() < 0.6 else rng.randint(0, len(stream))


def _inserted(rng: Random, stream: bytes) -> bytes:
    at = _place(rng, stream)
    return stream[:at] + rng.choice((*GARBAGE, *NOISE, rng.randbytes(20))) + stream[at:]


def _stretched(rng: Random, stream: bytes) -> bytes:
    at, filler = _place(rng, stream), rng.choice(_FILLERS)
    head = rng.choice((b"", b'\n\ndata: {"error": "', b"\n\ndata: ", b"\n\n:"))
    return stream[:at] + head + filler * rng.choice((100, 3000, HUGE)) + stream[at:]


_MUTATIONS: Sequence[ByteMutation] = (_flipped, _cut, _ended, _doubled, _inserted, _stretched)
# The long ones cost the most and teach the least.
_WEIGHTS = (6, 4, 3, 4, 6, 1)


def spoiled_stream(rng: Random) -> bytes:
    """A stream with one to four things wrong."""
    honest = [b"".join(turn.frames) for turn in TURNS] + list(FAILING)
    stream = rng.choice((*honest, rng.choice(FIXTURES).read_bytes()))
    for mutation in rng.choices(_MUTATIONS, _WEIGHTS, k=rng.choice((1, 1, 2, 3, 4))):
        stream = mutation(rng, stream)
    return stream


def disturbed_turn(rng: Random) -> tuple[bytes, str]:
    """A turn with noise between its frames and perhaps an early end; and its words."""
    turn = rng.choice(TURNS)
    frames = [
        piece
        for frame in turn.frames
        for piece in (*rng.choices(NOISE, k=rng.randint(0, 2)), frame)
    ]
    stream = b"".join(frames)
    return (_ended(rng, stream) if rng.random() < 0.5 else stream), turn.words


def chunked(rng: Random, stream: bytes) -> list[bytes]:
    """The stream in pieces, as a network might cut it."""
    edges = sorted(rng.randint(0, len(stream)) for _ in range(rng.randint(0, 12)))
    return [stream[a:b] for a, b in zip([0, *edges], [*edges, len(stream)], strict=True)]


# Answers.

_FILE = {
    "filename": "海.jpg",
    "file_type": "image",
    "cdn_url": "https://cdn.example/a/b.jpg?x=1",
    "duration": 3.5,
    "width": 64,
    "height": 48,
    "fps": 30,
    "hash": "ab",
}
ANSWERS: tuple[object, ...] = (
    {
        "code": 0,
        "data": {
            "token": "nmv_usr_one",
            "user_id": "anon_1",
            "expires_at": "2030-01-01T00:00:00Z",
            "credits": 100,
        },
    },
    {"success": True, "data": {"session_id": 71, "task_id": "t", "user_id": None}},
    {"task_name": "project", "language": "en"},
    {"code": 0, "data": {"available": 90, "frozen": 10.5, "total": 100.5}},
    {
        "code": 0,
        "data": {
            "session_id": "71",
            "task_name": "p",
            "state": {
                "draft": {"t": [{"tt": 0, "sg": [{"d": 6000}]}], "d": 6000},
                "video_infos": [_FILE, {"url": "/m/1"}, "c.jpg"],
                "generated_media": {"a": {"url": "/v"}},
                "canvas_config": {"width": 1080},
            },
            "x_photo_video": {"version": 2},
        },
    },
    {
        "app_name": "nemo_agent",
        "userId": "me",
        "session_id": "71",
        "new_message": {"role": "user", "parts": [{"text": "加音乐"}, {"text": "x"}]},
        "streaming": True,
    },
    {
        "id": "r-1",
        "sessionId": "71",
        "draft": {"t": [], "d": 6000},
        "output": {"format": "mp4", "quality": "high"},
    },
    {
        "status": "completed",
        "progress": 100,
        "output": {"url": "/v/1.mp4", "duration": 3.0, "size": 10},
        "createdAt": 1900000000000,
    },
    {
        "code": 0,
        "data": {"taskId": "r", "status": "failed", "error": {"message": "no"}, "cancelled": True},
    },
    {"code": 0, "data": {"files": [_FILE, _FILE], "session_state_applied": True}},
    _FILE,
    {"urls": ["https://a.example/1.jpg", " https://b.example/2.jpg "], "source_type": "url"},
    {"code": 4001, "message": "a.txt is no photo", "hint": "Send a photo.", "reason": "kind"},
    {"detail": [{"loc": ["body", "user_id"], "msg": "Field required", "type": "missing"}]},
)

ODD_VALUES: tuple[object, ...] = (
    None,
    True,
    False,
    0,
    -1,
    10**400,
    -(10**400),
    1e308,
    float("nan"),
    float("inf"),
    "",
    " ",
    "²",
    "9" * 5000,
    "\ud83c",
    "\0",
    "x" * HUGE,
    "http://[::1",
    "http://a:99999999/%",
    "//[",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    [],
    {},
    [[]],
    [None],
    [{}],
    {"data": {}},
    {"message": {"message": {"message": []}}},
    {"url": "http://[::1"},
    [{"loc": [None], "msg": 3}],
)


def spoiled_answer(rng: Random) -> object:
    """An answer in which one to four values are other ones, or keys are gone or misplaced."""
    answer = copy.deepcopy(rng.choice(ANSWERS))
    for _ in range(rng.randint(1, 4)):
        answer = _spoil(rng, answer)
    # What cannot come over the wire as JSON is no finding.
    arrived: object = json.loads(json.dumps(answer))
    return arrived


def _spoil(rng: Random, value: object) -> object:
    """One value somewhere inside replaced, removed or moved."""
    if isinstance(value, dict) and value and rng.random() < 0.85:
        key = rng.choice(list(value))
        if rng.random() < 0.1:
            return {("data" if key != "data" else "x"): value.pop(key), **value}
        return value | {key: _spoil(rng, value[key])}
    if isinstance(value, list) and value and rng.random() < 0.8:
        at = rng.randrange(len(value))
        return [*value[:at], _spoil(rng, value[at]), *value[at + 1 :]]
    return copy.deepcopy(rng.choice((*ODD_VALUES, *ANSWERS)))
