"""Spoiled streams and answers, from fixed seeds: a sample of what the bench runs in full."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.interop.fuzzing import (
    TurnBench,
    check_answer,
    check_disturbed,
    check_stream,
    refusal_of,
)
from tests.interop.mutation import GARBAGE
from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.wire.events import Failure, parse_event
from tiktok_photo_video.wire.sse import MAX_EVENT_CHARS, Decoder

pytestmark = pytest.mark.anyio


@pytest.mark.requirement("fuzz-streams")
def test_spoiled_streams_are_read_or_refused_the_same_wherever_they_are_cut() -> None:
    outcomes = Counter(check_stream(seed) for seed in range(800))
    assert {"words", "failure", "silent"} <= set(outcomes)


@pytest.mark.requirement("fuzz-no-doubled-text")
def test_noise_and_an_early_end_neither_double_nor_change_the_words() -> None:
    outcomes = Counter(check_disturbed(seed) for seed in range(800))
    assert {"all words", "some words", "none"} == set(outcomes)


@pytest.mark.requirement("fuzz-answers")
def test_spoiled_answers_are_read_or_refused_by_every_parser() -> None:
    outcomes = Counter(check_answer(seed) for seed in range(500))
    assert {"refused by all", "read by some"} == set(outcomes)


@pytest.mark.requirement("fuzz-turns")
async def test_turns_over_spoiled_streams_end_with_honest_words(tmp_path: Path) -> None:
    bench = TurnBench(tmp_path)
    async with bench.talk:
        outcomes = Counter([await bench.check_turn(seed) for seed in range(100)])
    assert {"said", "shown", "recovered", "error: InputError"} <= set(outcomes)


@pytest.mark.requirement("fuzz-streams")
@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_each_piece_of_garbage_alone_is_read(garbage: bytes) -> None:
    decoder = Decoder()
    frames = decoder.feed(garbage) + decoder.flush()
    assert all(parse_event(frame.data) for frame in frames)


@pytest.mark.requirement("fuzz-long-lines")
def test_a_broken_error_full_of_spaces_is_read_in_one_pass() -> None:
    spaces = " " * 1_000_000
    assert parse_event('{"error": "a' + spaces + 'b"c"}') == (Failure("agent_error", 'a b"c'),)


@pytest.mark.requirement("fuzz-long-lines")
def test_a_line_beyond_the_real_limit_is_refused() -> None:
    decoder, quarter = Decoder(), b"x" * (MAX_EVENT_CHARS // 4)
    for _ in range(4):
        assert decoder.feed(quarter) == []
    with pytest.raises(ProtocolError):
        decoder.feed(b"x")


@pytest.mark.requirement("fuzz-answers")
@pytest.mark.parametrize(
    ("parser", "answer"),
    [
        ("credits", {"available": 10**400}),
        ("uploaded_file", {"width": -(10**400)}),
        ("uploaded_file", {"url": "http://[::1"}),
        ("session_state", {"state": {"video_infos": [{"url": "//["}]}}),
        ("anonymous_token", {"token": "x", "expires_at": "0001-01-01T00:00:00+14:00"}),
    ],
)
def test_numbers_times_and_addresses_beyond_reason_break_no_parser(
    parser: str, answer: object
) -> None:
    refusal = refusal_of(parser, answer)
    assert refusal is None or refusal.message


@pytest.mark.requirement("fuzz-streams")
@pytest.mark.parametrize("code", ['"²"', '"' + "9" * 5000 + '"', "9" * 300, "1e999", "true"])
def test_no_code_whatsoever_breaks_the_reader(code: str) -> None:
    assert parse_event(f'{{"code": {code}, "message": "x"}}')
