"""Balances, and what is refused by a rule, on every backend that has one."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.contract.conftest import Ruled
from tests.contract.scenarios import (
    first_cut,
    heard,
    new_id,
    refused,
    session_with,
)
from tests.contract.subjects import Gift, Rule, Subject, on_backends_with
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.payloads import RenderRequest

pytestmark = pytest.mark.anyio


@pytest.mark.requirement("contract-rules")
@on_backends_with(Gift.RULES)
async def test_a_plan_without_exports_is_code_402_and_not_about_credits(
    subject: Subject, ruled: Ruled, photos: list[Path]
) -> None:
    subject = ruled(Rule.NO_EXPORT)
    async with subject.connect() as client:
        state = await first_cut(subject, client, photos)
        order = RenderRequest("r-plan", state.session_id, state.draft or {})
        error = await refused(client.submit_render(order))
        assert (await refused(client.poll_render("r-plan"))).wire_code == WireCode.NOT_FOUND
    assert error.wire_code == WireCode.EXPORT_BLOCKED
    assert error.code != "attribution_missing"
    assert "credits have nothing to do with it" in error.message or error.code == "plan"


class Stripping(httpx.AsyncBaseTransport):
    """A proxy that takes the three headers off."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        for name in SKILL_HEADERS:
            del request.headers[name]
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


SKILL_HEADERS = (routes.X_SKILL_SOURCE, routes.X_SKILL_VERSION, routes.X_SKILL_PLATFORM)


@pytest.mark.requirement("contract-rules")
@on_backends_with(Gift.RULES)
async def test_an_export_without_the_three_headers_is_let_through_or_told_why_not(
    subject: Subject, photos: list[Path]
) -> None:
    demands = subject.script.variant.demands_attribution if subject.cloud else False
    async with subject.connect() as client:
        state = await first_cut(subject, client, photos)
    order = RenderRequest(new_id(), state.session_id, state.draft or {})
    async with subject.connect(through=Stripping) as bare:
        if demands or subject.name == "local_metered":
            error = await refused(bare.submit_render(order))
            assert (error.wire_code, error.code) == (
                WireCode.EXPORT_BLOCKED,
                "attribution_missing",
            )
        else:
            assert not (await bare.submit_render(order)).state.is_final


@pytest.mark.requirement("contract-rules")
@on_backends_with(Gift.RULES)
async def test_a_turn_that_cannot_be_paid_is_code_2001_and_changes_nothing(
    subject: Subject, ruled: Ruled, photos: list[Path]
) -> None:
    subject = ruled(Rule.NO_CREDITS)
    async with subject.connect() as client:
        session_id = await session_with(client, photos)
        before = await client.state(session_id)
        error = await refused(heard(client, session_id, subject.words.first_cut))
        assert await client.state(session_id) == before
        assert (await client.credits()).available == 0
    assert error.wire_code == WireCode.NO_CREDITS
    assert error.hint


@pytest.mark.requirement("contract-rules")
@on_backends_with(Gift.RULES, Gift.FORGETS_TOKENS)
async def test_a_second_token_within_the_window_is_code_429_with_the_time_to_come(
    subject: Subject, ruled: Ruled
) -> None:
    subject = ruled(Rule.ONE_TOKEN)
    async with subject.connect() as client:
        ids = await client.create_session()
        subject.forget_tokens()
        error = await refused(client.state(ids.session_id))
    assert (error.wire_code, error.code) == (WireCode.RATE_LIMITED, "token_rate_limited")
    assert "UTC" in error.hint
