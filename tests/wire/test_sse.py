"""Server-sent events, after the WHATWG standard's own examples and at every cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.wire.sse import Decoder, ServerSentEvent, encode, encode_comment


def decoded(*chunks: bytes) -> list[ServerSentEvent]:
    decoder = Decoder()
    frames = [frame for chunk in chunks for frame in decoder.feed(chunk)]
    return frames + decoder.flush()


def data_of(*chunks: bytes) -> list[str]:
    return [frame.data for frame in decoded(*chunks)]


@pytest.mark.requirement("sse-standard")
def test_lines_of_data_are_joined_by_line_feeds() -> None:
    assert data_of(b"data: YHOO\ndata: +2\ndata: 10\n\n") == ["YHOO\n+2\n10"]


@pytest.mark.requirement("sse-standard")
def test_the_standards_second_example_gives_three_frames() -> None:
    stream = (
        b": test stream\n\ndata: first event\nid: 1\n\n"
        b"data:second event\nid\n\ndata:  third event\n\n"
    )
    assert decoded(stream) == [
        ServerSentEvent("first event", id="1"),
        ServerSentEvent("second event"),
        ServerSentEvent(" third event"),
    ]


@pytest.mark.requirement("sse-standard")
def test_empty_data_lines_dispatch_and_are_a_sign_of_life() -> None:
    decoder = Decoder()
    assert [frame.data for frame in decoder.feed(b"data\n\ndata\ndata\n\ndata:\n\n")] == [
        "",
        "\n",
        "",
    ]


@pytest.mark.requirement("sse-standard")
def test_blocks_without_data_dispatch_nothing() -> None:
    assert decoded(b"id: 7\n\nevent: x\n\nretry: 10\n\n\n\n") == []


@pytest.mark.requirement("sse-standard")
def test_event_names_do_not_outlive_their_block_and_ids_do() -> None:
    assert decoded(b"event: add\nid: 1\nretry: 250\ndata: a\n\nevent: gone\n\ndata: b\n\n") == [
        ServerSentEvent("a", "add", "1", 250),
        ServerSentEvent("b", "message", "1"),
    ]


@pytest.mark.requirement("sse-standard")
def test_malformed_ids_and_retries_and_unknown_fields_are_passed_over() -> None:
    assert decoded(b"id: a\0b\nretry: soon\nwhat: ever\ndata: x\n\n") == [ServerSentEvent("x")]


@pytest.mark.requirement("sse-standard")
def test_one_byte_order_mark_is_dropped_at_the_start_only() -> None:
    assert data_of("\ufeffdata: a\n\n\ufeffdata: b\n\ndata: \ufeffc\n\n".encode()) == [
        "a",
        "\ufeffc",
    ]


@pytest.mark.requirement("sse-liveness")
def test_comments_and_bytes_are_counted() -> None:
    decoder = Decoder()
    assert decoder.feed(b": ping\n\n:\n") == []
    assert (decoder.comments_seen, decoder.bytes_seen) == (2, 10)


@pytest.mark.requirement("sse-any-cut")
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_stream_cut_at_any_byte_gives_the_same_frames(end: str) -> None:
    lines = [
        "\ufeffdata: héllo 🎬",
        "data: 二",
        "",
        ": 心跳",
        "",
        "data:",
        "",
        "id: 9",
        "data: z",
        "",
        "",
    ]
    stream = end.join(lines).encode()
    expected = ["héllo 🎬\n二", "", "z"]
    for cut in range(len(stream) + 1):
        assert data_of(stream[:cut], stream[cut:]) == expected
    assert data_of(*(bytes([byte]) for byte in stream)) == expected


@pytest.mark.requirement("sse-any-cut")
def test_a_carriage_return_ends_its_line_at_once() -> None:
    decoder = Decoder()
    assert [frame.data for frame in decoder.feed(b"data: now\r\r")] == ["now"]
    assert [frame.data for frame in decoder.feed(b"\n\ndata: then\n\n")] == ["then"]


@pytest.mark.requirement("sse-any-cut")
def test_an_empty_chunk_between_the_halves_of_a_line_end_changes_nothing() -> None:
    assert data_of(b"data: a\r", b"", b"\ndata: b\r\n\r\n") == ["a\nb"]


@pytest.mark.requirement("sse-any-cut")
def test_bytes_that_are_not_utf8_become_replacement_characters() -> None:
    assert data_of(b"data: a\xffb\n\n", b"data: \xe4\xbd") == ["a\ufffdb", "\ufffd"]


@pytest.mark.requirement("sse-last-words")
def test_the_last_frame_is_kept_when_the_stream_ends_without_a_blank_line() -> None:
    assert data_of(b"data: a\n\ndata: last") == ["a", "last"]
    assert data_of(b"data: a\n\ndata: last\n") == ["a", "last"]
    assert data_of(b"data: a\n\n") == ["a"]


@pytest.mark.requirement("sse-bounded")
def test_a_line_or_frame_beyond_the_limit_is_an_error_and_not_memory() -> None:
    with pytest.raises(ProtocolError):
        Decoder(max_event_chars=10).feed(b"data: 0123456789")
    with pytest.raises(ProtocolError):
        Decoder(max_event_chars=20).feed(b"data: 01234567\n" * 3)


@pytest.mark.requirement("sse-round-trip")
@given(st.text(), st.none() | st.text(), st.lists(st.integers(0, 400), max_size=4))
def test_what_is_encoded_is_decoded_whatever_the_cuts(
    data: str, comment: str | None, cuts: list[int]
) -> None:
    stream = (b"" if comment is None else encode_comment(comment)) + encode(data, "kind", "4")
    edges = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    chunks = [stream[a:b] for a, b in pairwise(edges)]
    arrived = data.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    assert decoded(*chunks) == [ServerSentEvent(arrived, "kind", "4")]


@pytest.mark.requirement("sse-round-trip")
def test_a_field_that_would_break_the_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="event"):
        encode("x", event="a\nb")
    with pytest.raises(ValueError, match="id"):
        encode("x", id="a\0")
