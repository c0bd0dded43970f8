"""Turns with the agent, on every backend."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.contract import cloud, forms
from tests.contract.scenarios import (
    first_cut,
    heard,
    session_with,
    shown,
)
from tests.contract.subjects import Gift, Subject, on_backends_with, on_every_backend
from tests.contract.variants import Heartbeat as Beat
from tiktok_photo_video.backend import turns as turns_room
from tiktok_photo_video.client import (
    STREAM_DROPPED,
    is_changed,
    recovered_state,
)
from tiktok_photo_video.errors import TransportError
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.draft import has_content, summarise
from tiktok_photo_video.wire.events import (
    Failure,
    Heartbeat,
    ToolCall,
    ToolResult,
)

pytestmark = pytest.mark.anyio


@pytest.mark.requirement("contract-edits")
@on_every_backend
async def test_an_edit_is_told_once_and_changes_the_state(
    subject: Subject, photos: list[Path]
) -> None:
    async with subject.connect() as client:
        session_id = await session_with(client, photos)
        before = await client.state(session_id)
        events = await heard(client, session_id, subject.words.first_cut)
        after = await client.state(session_id)
    assert is_changed(before, after)
    assert after.draft is not None
    assert has_content(after.draft)
    assert summarise(after.draft, Language.ENGLISH).startswith("Timeline (")
    assert not any(isinstance(event, Failure) for event in events)
    assert shown(events)
    if subject.cloud:
        ends_in_noise = subject.script.variant.ends_in_noise
        noise = f"\n\n{forms.NOISE}" if ends_in_noise else ""
        assert shown(events) == forms.SAID + noise


@pytest.mark.requirement("contract-edits")
@on_every_backend
async def test_tools_are_events_and_never_words(subject: Subject, photos: list[Path]) -> None:
    async with subject.connect() as client:
        session_id = await session_with(client, photos)
        events = await heard(client, session_id, subject.words.first_cut)
    tools = [event.name for event in events if isinstance(event, ToolCall | ToolResult)]
    assert "edit_multitrack" not in shown(events)
    if subject.name != "live":
        assert tools == ["edit_multitrack"] * 2


@pytest.mark.requirement("contract-edits")
@on_every_backend
async def test_each_change_gives_another_state(subject: Subject, photos: list[Path]) -> None:
    async with subject.connect() as client:
        before = await first_cut(subject, client, photos)
        await heard(client, before.session_id, subject.words.edit)
        after = await client.state(before.session_id)
    assert after.draft != before.draft


@pytest.mark.requirement("contract-edits")
@on_backends_with(Gift.SILENT_EDITS)
async def test_an_edit_without_a_word_shows_in_the_state_alone(
    subject: Subject, photos: list[Path]
) -> None:
    async with subject.connect() as client:
        before = await first_cut(subject, client, photos)
        events = await heard(client, before.session_id, cloud.SILENT)
        after = await client.state(before.session_id)
    assert shown(events) == ""
    assert is_changed(before, after)


@pytest.mark.requirement("contract-heartbeats")
@on_backends_with(Gift.HEARTBEATS)
async def test_signs_of_life_are_told_as_such_and_never_shown(
    subject: Subject, photos: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns_room, "FIRST_HEARTBEAT_S", 0.0)  # so that each turn has one
    async with subject.connect() as client:
        session_id = await session_with(client, photos)
        events = await heard(client, session_id, subject.words.first_cut)
    beats = sum(isinstance(event, Heartbeat) for event in events)
    # A line of no known field is nothing to a decoder: it only keeps the silence from growing.
    silent = subject.cloud and subject.script.variant.heartbeat in (Beat.NONE, Beat.BARE_LINE)
    assert (beats == 0) if silent else (beats > 0)
    assert "heartbeat" not in shown(events).lower()


@pytest.mark.requirement("contract-failing-turns")
@on_backends_with(Gift.FAILING_TURNS)
async def test_a_turn_that_fails_is_told_in_the_backends_words(
    subject: Subject, photos: list[Path]
) -> None:
    async with subject.connect() as client:
        before = await first_cut(subject, client, photos)
        events = await heard(client, before.session_id, cloud.FAILING)
        assert not is_changed(before, await client.state(before.session_id))
    failures = [event for event in events if isinstance(event, Failure)]
    told = [failure.message for failure in failures] or [shown(events)]
    code = [failure.code for failure in failures]
    assert all('the "model" broke' in words for words in told) or code == ["no_credits"]


class Cutting(httpx.AsyncBaseTransport):
    """A line that breaks as soon as a turn has begun."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.turns = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        if request.url.path == routes.RUN_SSE:
            self.turns += 1
            await response.aclose()
            return httpx.Response(200, headers=response.headers, stream=Broken())
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


class Broken(httpx.AsyncByteStream):
    """A body of which nothing arrives."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in (b"",):
            raise httpx.ReadError("the line broke")
        yield b""


@pytest.mark.requirement("contract-broken-lines")
@on_every_backend
async def test_after_a_broken_line_the_state_tells_and_nothing_is_sent_twice(
    subject: Subject, photos: list[Path]
) -> None:
    lines: list[Cutting] = []

    def cutting(inner: httpx.AsyncBaseTransport) -> httpx.AsyncBaseTransport:
        lines.append(Cutting(inner))
        return lines[0]

    message = cloud.BROKEN if subject.cloud else subject.words.first_cut
    async with subject.connect(through=cutting) as client:
        session_id = await session_with(client, photos)
        before = await client.state(session_id)
        with pytest.raises(TransportError) as caught:
            await heard(client, session_id, message)
        assert caught.value.code == STREAM_DROPPED
        again = recovered_state(client, session_id, before=before, sleep=subject.sleep)
        if subject.cloud and subject.script.variant.drop_cancels:
            with pytest.raises(TransportError) as lost:
                await again
            assert lost.value.code == "turn_lost"
        else:
            assert has_content((await again).draft)
    assert lines[0].turns == 1


@pytest.mark.requirement("contract-credits")
@on_every_backend
async def test_the_balance_adds_up(subject: Subject) -> None:
    async with subject.connect() as client:
        balance = await client.credits()
    assert balance.available + balance.frozen == balance.total
