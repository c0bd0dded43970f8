"""Streams written after the standard, each with the frames that it must give, cut anywhere."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from httpx_sse import EventSource

from tiktok_photo_video.wire.sse import Decoder

STREAMS = sorted((Path(__file__).parents[2] / "fixtures" / "streams").glob("*.sse"))
every_stream = pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.stem)

Frame = dict[str, object]


def expected(path: Path) -> dict[str, object]:
    """What the standard makes of it: frames, comments, and the last words that we keep."""
    read: dict[str, object] = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return read


def ours(*chunks: bytes) -> dict[str, object]:
    """What we make of it, in the same form."""
    decoder = Decoder()
    frames = [frame for chunk in chunks for frame in decoder.feed(chunk)]
    last_words = decoder.flush()
    form = ("data", "event", "id", "retry")
    return {
        "frames": [{key: getattr(frame, key) for key in form} for frame in frames],
        "last_words": [{key: getattr(frame, key) for key in form} for frame in last_words],
        "comments": decoder.comments_seen,
    }


def theirs(stream: bytes) -> list[Frame]:
    """What httpx-sse makes of it."""
    headers = {"content-type": "text/event-stream"}
    source = EventSource(httpx.Response(200, headers=headers, content=stream))
    return [
        {"data": frame.data, "event": frame.event, "id": frame.id, "retry": frame.retry}
        for frame in source.iter_sse()
    ]


@pytest.mark.requirement("interop-sse-standard")
@every_stream
def test_every_stream_gives_the_frames_of_the_standard(path: Path) -> None:
    assert ours(path.read_bytes()).items() <= expected(path).items()


@pytest.mark.requirement("interop-sse-any-cut")
@every_stream
def test_every_stream_gives_the_same_frames_wherever_it_is_cut(path: Path) -> None:
    stream = path.read_bytes()
    whole = ours(stream)
    for cut in range(len(stream) + 1):
        assert ours(stream[:cut], b"", stream[cut:]) == whole
    assert ours(*(bytes([byte]) for byte in stream)) == whole


@pytest.mark.requirement("interop-sse-peer")
@every_stream
def test_another_decoder_agrees_except_where_it_is_known_not_to(path: Path) -> None:
    wanted = expected(path)
    if reason := wanted["httpx_sse_differs"]:
        assert theirs(path.read_bytes()) != wanted["frames"], f"no longer true: {reason}"
    else:
        assert theirs(path.read_bytes()) == wanted["frames"]


@pytest.mark.requirement("interop-sse-standard")
def test_every_stream_says_what_it_is_about() -> None:
    assert len(STREAMS) >= 40
    assert all(str(expected(path)["why"]).endswith(".") for path in STREAMS)
