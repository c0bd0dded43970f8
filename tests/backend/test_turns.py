"""Turns: in order, with signs of life, and never lost with a connection."""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import anyio
import pytest

from tests.backend.workbench import Workbench
from tiktok_photo_video.backend import turns as turns_room
from tiktok_photo_video.backend.agent import Agent, Answer
from tiktok_photo_video.backend.beat_sync import BeatSync
from tiktok_photo_video.backend.config import Policy
from tiktok_photo_video.backend.ledger import Ledger
from tiktok_photo_video.backend.sessions import Session, Sessions
from tiktok_photo_video.backend.turns import Turns
from tiktok_photo_video.errors import StorageError

pytestmark = pytest.mark.anyio


class GatedAgent(Agent):
    """An agent that thinks until it is let go, and notes what it was asked."""

    def __init__(self, sessions: Sessions, beat_sync: BeatSync) -> None:
        super().__init__(sessions, beat_sync)
        self.gate = threading.Event()
        self.asked: list[str] = []

    def answer(self, session: Session, message: str) -> Answer:
        self.asked.append(message)
        assert self.gate.wait(timeout=30)
        if message == "fail":
            raise StorageError("The disk is full.", code="disk_full", hint="Free some space.")
        if message == "break":
            raise ZeroDivisionError
        return super().answer(session, message)


@pytest.fixture
def agent(bench: Workbench) -> GatedAgent:
    return GatedAgent(bench.backend.sessions, bench.backend.beat_sync)


@asynccontextmanager
async def working(bench: Workbench, agent: Agent) -> AsyncIterator[Turns]:
    async with anyio.create_task_group() as tasks:
        yield Turns(agent, bench.backend.sessions, tasks, now_s=lambda: 0.0)


async def rest_of(frames: AsyncIterator[bytes]) -> list[dict[str, object]]:
    """The events that are still to come; heartbeats are left out."""
    lines = [line async for frame in frames for line in frame.decode().splitlines()]
    return [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data")]


@pytest.fixture
def quick_heart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns_room, "HEARTBEAT_S", 0.01)


@pytest.mark.requirement("turn-heartbeats")
@pytest.mark.usefixtures("quick_heart")
async def test_a_slow_turn_gives_signs_of_life_as_comments(
    bench: Workbench, agent: GatedAgent
) -> None:
    async with working(bench, agent) as turns:
        frames = turns.start(bench.new_session(), "a 3 second video")
        beats = [await anext(frames) for _ in range(3)]
        agent.gate.set()
        events = await rest_of(frames)
    assert all(beat.startswith(b":") for beat in beats)
    assert len(events) == 3


@pytest.mark.requirement("turn-in-order")
@pytest.mark.usefixtures("quick_heart")
async def test_a_second_turn_waits_for_the_first_and_builds_on_it(
    bench: Workbench, agent: GatedAgent
) -> None:
    session = bench.new_session()
    async with working(bench, agent) as turns:
        first = turns.start(session, "a 6 second video")
        second = turns.start(session, "make it 5 seconds")
        for frames in (first, second):
            assert (await anext(frames)).startswith(b":")
        assert agent.asked == ["a 6 second video"]
        agent.gate.set()
        await rest_of(first)
        await rest_of(second)
    assert agent.asked == ["a 6 second video", "make it 5 seconds"]
    assert bench.backend.sessions.current(session).version == 2
    timeline = bench.timeline(session)
    assert timeline.duration == 5 * timeline.rate


@pytest.mark.requirement("turn-in-order")
@pytest.mark.usefixtures("quick_heart")
async def test_turns_of_other_sessions_do_not_wait(bench: Workbench, agent: GatedAgent) -> None:
    async with working(bench, agent) as turns:
        one = turns.start(bench.new_session(), "a 6 second video")
        other = turns.start(bench.new_session(), "a 5 second video")
        while len(agent.asked) < 2:
            await anext(one)
            await anext(other)
        agent.gate.set()
        assert await rest_of(one)
        assert await rest_of(other)


@pytest.mark.requirement("turn-outlives-connection")
@pytest.mark.usefixtures("quick_heart")
async def test_a_client_that_goes_away_does_not_stop_its_turn(
    bench: Workbench, agent: GatedAgent
) -> None:
    session = bench.new_session()
    async with working(bench, agent) as turns:
        frames = turns.start(session, "a 6 second video")
        await anext(frames)
        await cast("AsyncGenerator[bytes]", frames).aclose()
        assert turns.is_busy
        agent.gate.set()
    assert len(bench.timeline(session).photos) == 2


@pytest.mark.requirement("turn-failures")
@pytest.mark.parametrize(
    ("message", "code", "said"),
    [
        ("fail", "disk_full", "The disk is full. Free some space."),
        ("break", "internal", "The edit failed unexpectedly (ZeroDivisionError)."),
    ],
)
async def test_a_failed_turn_is_an_event_and_the_next_one_works(
    *, bench: Workbench, agent: GatedAgent, message: str, code: str, said: str
) -> None:
    agent.gate.set()
    session = bench.new_session()
    async with working(bench, agent) as turns:
        (failure,) = await rest_of(turns.start(session, message))
        after = await rest_of(turns.start(session, "a 3 second video"))
    assert (failure["errorCode"], failure["errorMessage"]) == (code, said)
    assert len(after) == 3


@pytest.mark.requirement("turn-heartbeats")
async def test_the_first_sign_of_life_comes_long_before_the_second(
    bench: Workbench, agent: GatedAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns_room, "FIRST_HEARTBEAT_S", 0.01)
    monkeypatch.setattr(turns_room, "HEARTBEAT_S", 3600.0)
    async with working(bench, agent) as turns:
        frames = turns.start(bench.new_session(), "a 3 second video")
        assert (await anext(frames)).startswith(b":")
        agent.gate.set()
        with anyio.fail_after(60):
            rest = [frame async for frame in frames]
    assert all(frame.startswith(b"data:") for frame in rest)


@pytest.mark.requirement("policy-credits")
async def test_a_turn_that_can_no_longer_be_paid_for_ends_with_the_reason(
    bench: Workbench, agent: GatedAgent
) -> None:
    agent.gate.set()
    poor = Policy(is_metered=True, granted_credits=10)
    book = Ledger(bench.backend.store, poor, now_s=lambda: 0.0)
    async with anyio.create_task_group() as tasks:
        turns = Turns(agent, bench.backend.sessions, tasks, now_s=lambda: 0.0, ledger=book)
        (failure,) = await rest_of(turns.start(bench.new_session(), "a 3 second video"))
    assert failure["errorCode"] == "no_credits"
    assert "10 of 10 are left" in str(failure["errorMessage"])
    assert agent.asked == []
