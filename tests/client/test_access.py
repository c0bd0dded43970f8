"""Tokens: fetched once, kept, renewed once, and never shown."""

from __future__ import annotations

import json
import logging
import stat
from datetime import timedelta
from pathlib import Path

import anyio
import httpx
import pytest

from tests.client.conftest import Connect
from tests.client.scripted_backend import (
    NOW,
    FakeTime,
    ScriptedBackend,
    bare,
    ok,
    refusal,
    refusing,
)
from tiktok_photo_video.client import Endpoint, Secret
from tiktok_photo_video.client.identity import TokenStore
from tiktok_photo_video.errors import (
    BackendError,
    ProtocolError,
    RequestError,
    StorageError,
    TransportError,
)
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.payloads import AnonymousToken

pytestmark = pytest.mark.anyio

TOKEN = routes.ANONYMOUS_TOKEN
BALANCE = ok({"available": 60, "frozen": 40, "total": 100})


def bearer_of(request: httpx.Request) -> str:
    return str(request.headers.get("authorization", ""))


@pytest.mark.requirement("client-attribution")
async def test_every_request_says_which_skill_calls(
    backend: ScriptedBackend, connect: Connect
) -> None:
    backend.on(routes.CREDITS, BALANCE)
    async with connect() as client:
        await client.credits()
    for request in backend.requests:
        assert request.headers["x-skill-source"] == "tiktok-photo-video"
        assert request.headers["x-skill-version"] == "0.1.0"
        assert request.headers["x-skill-platform"] == "cursor"
        assert request.headers["x-extra"] == "for the backend only"
    assert len(backend.requests) == 2


@pytest.mark.requirement("client-own-token")
async def test_the_users_own_token_is_used_and_no_other_fetched(
    backend: ScriptedBackend, connect: Connect
) -> None:
    backend.on(routes.CREDITS, BALANCE)
    async with connect(own_token="mine") as client:
        await client.connect()
        await client.credits()
        assert not client.is_anonymous
    assert [bearer_of(request) for request in backend.requests] == ["Bearer mine"]


@pytest.mark.requirement("client-own-token")
async def test_the_users_own_token_is_never_replaced(
    backend: ScriptedBackend, connect: Connect
) -> None:
    backend.on(routes.CREDITS, refusing(WireCode.BAD_TOKEN))
    async with connect(own_token="mine") as client:
        with pytest.raises(BackendError) as caught:
            await client.credits()
    assert caught.value.code == "bad_own_token"
    assert "NEMO_TOKEN" in caught.value.message
    assert backend.sent_to(TOKEN) == []


@pytest.mark.requirement("client-token-kept")
async def test_a_token_is_kept_for_the_next_run_with_its_client_id(
    backend: ScriptedBackend, connect: Connect, tmp_path: Path
) -> None:
    for _ in range(2):
        async with connect() as client:
            await client.connect()
            assert client.user_id == "anon_1"
    assert len(backend.sent_to(TOKEN)) == 1
    kept = (tmp_path / "home/client_id").read_text(encoding="utf-8").strip()
    assert backend.sent_to(TOKEN)[0].headers["x-client-id"] == kept
    for file in (tmp_path / "home").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.requirement("client-token-kept")
async def test_an_expired_token_is_not_used_again(
    backend: ScriptedBackend, connect: Connect, fake_time: FakeTime
) -> None:
    backend.on(TOKEN, ok({"token": "t", "expires_at": "2030-01-08T12:00:00Z"}))
    for days in (0, 6, 7):
        fake_time.now = NOW + timedelta(days=days)
        async with connect() as client:
            await client.connect()
    assert len(backend.sent_to(TOKEN)) == 2


@pytest.mark.requirement("client-token-kept")
@pytest.mark.parametrize("damage", ["", "{", "[]", '{"tokens": 3}', "\0" * 40])
async def test_a_damaged_token_file_costs_a_new_token_and_nothing_more(
    backend: ScriptedBackend, connect: Connect, tmp_path: Path, damage: str
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home/tokens.json").write_text(damage, encoding="utf-8")
    async with connect() as client:
        await client.connect()
    assert len(backend.sent_to(TOKEN)) == 1
    assert "nmv_usr_one" in (tmp_path / "home/tokens.json").read_text(encoding="utf-8")


@pytest.mark.requirement("client-renews-once")
@pytest.mark.parametrize("status", [200, 401])
async def test_a_refused_anonymous_token_is_replaced_and_the_call_made_again(
    backend: ScriptedBackend, connect: Connect, status: int, tmp_path: Path
) -> None:
    backend.on(TOKEN, ok({"token": "old"}), ok({"token": "new"}))
    backend.on(routes.CREDITS, refusal(WireCode.BAD_TOKEN, status=status), BALANCE)
    async with connect() as client:
        assert (await client.credits()).available == 60
    assert [bearer_of(r) for r in backend.sent_to(routes.CREDITS)] == ["Bearer old", "Bearer new"]
    assert "old" not in (tmp_path / "home/tokens.json").read_text(encoding="utf-8")


@pytest.mark.requirement("client-renews-once")
async def test_a_token_refused_twice_is_told(backend: ScriptedBackend, connect: Connect) -> None:
    backend.on(routes.CREDITS, refusing(WireCode.BAD_TOKEN))
    async with connect() as client:
        with pytest.raises(BackendError) as caught:
            await client.credits()
    assert caught.value.wire_code == WireCode.BAD_TOKEN
    assert (len(backend.sent_to(TOKEN)), len(backend.sent_to(routes.CREDITS))) == (2, 2)


@pytest.mark.requirement("client-renews-once")
async def test_calls_that_fail_together_spend_one_new_token(
    backend: ScriptedBackend, connect: Connect
) -> None:
    backend.on(TOKEN, ok({"token": "old"}), ok({"token": "new"}))
    backend.on(
        routes.CREDITS,
        lambda r: refusal(WireCode.BAD_TOKEN) if bearer_of(r) == "Bearer old" else BALANCE(r),
    )
    async with connect() as client, anyio.create_task_group() as tasks:
        await client.connect()
        tasks.start_soon(client.credits)
        tasks.start_soon(client.credits)
    assert len(backend.sent_to(TOKEN)) == 2


@pytest.mark.requirement("client-rate-limit")
async def test_a_rate_limit_is_waited_out_once(
    backend: ScriptedBackend, connect: Connect, fake_time: FakeTime
) -> None:
    backend.on(TOKEN, refusal(WireCode.RATE_LIMITED), ok({"token": "t"}))
    async with connect() as client:
        await client.connect()
    assert fake_time.slept == [30.0]


@pytest.mark.requirement("client-rate-limit")
@pytest.mark.parametrize(
    ("headers", "when"),
    [({}, "2030-01-08 12:00 UTC"), ({"retry-after": "3600"}, "2030-01-01 13:00 UTC")],
)
async def test_a_lasting_rate_limit_says_when_it_will_work(
    backend: ScriptedBackend, connect: Connect, headers: dict[str, str], when: str
) -> None:
    backend.on(TOKEN, lambda _: httpx.Response(429, headers=headers))
    async with connect() as client:
        with pytest.raises(BackendError) as caught:
            await client.connect()
    assert (caught.value.code, caught.value.wire_code) == ("token_rate_limited", 429)
    assert when in caught.value.hint
    assert len(backend.sent_to(TOKEN)) == 2


@pytest.mark.requirement("client-id")
async def test_a_backend_that_misses_the_client_id_is_given_a_new_one(
    backend: ScriptedBackend, connect: Connect
) -> None:
    backend.on(TOKEN, refusal(WireCode.BAD_REQUEST), ok({"token": "t"}))
    async with connect() as client:
        await client.connect()
    first, second = (request.headers["x-client-id"] for request in backend.sent_to(TOKEN))
    assert first != second


@pytest.mark.requirement("client-id")
async def test_the_users_own_client_id_is_sent_as_given(
    backend: ScriptedBackend, connect: Connect, tmp_path: Path
) -> None:
    async with connect(client_id="my-id") as client:
        await client.connect()
    assert backend.sent_to(TOKEN)[0].headers["x-client-id"] == "my-id"
    assert not (tmp_path / "home/client_id").exists()


@pytest.mark.requirement("client-id")
@pytest.mark.parametrize("given", ["x" * 65, "two words", "líne", "a\nb"])
async def test_a_client_id_that_cannot_be_sent_is_refused(connect: Connect, given: str) -> None:
    async with connect(client_id=given) as client:
        with pytest.raises(RequestError):
            await client.connect()


@pytest.mark.requirement("token-never-shown")
async def test_no_message_repr_or_log_holds_a_token(
    backend: ScriptedBackend, connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    backend.on(routes.CREDITS, bare({"code": 9, "message": "token nmv_usr_one is odd"}))
    async with connect() as client:
        with pytest.raises(BackendError) as caught:
            await client.credits()
        assert "nmv_usr_one" not in repr(vars(client._access)) + repr(client.endpoint)
    assert caught.value.message == "token [token] is odd"
    assert "nmv_usr_one" not in caplog.text
    assert "hidden" not in f"{Secret('hidden')} {Secret('hidden')!r} {[Secret('hidden')]}"


@pytest.mark.requirement("token-never-shown")
def test_a_token_that_cannot_be_sent_is_refused_without_repeating_it() -> None:
    with pytest.raises(RequestError) as caught:
        Endpoint("https://b.example", token=Secret("abc\ndef"))
    assert "abc" not in caught.value.sentence()


@pytest.mark.requirement("client-errors")
async def test_a_token_from_the_backend_that_cannot_be_sent_is_a_protocol_error(
    backend: ScriptedBackend, connect: Connect
) -> None:
    backend.on(TOKEN, ok({"token": "a b"}))
    async with connect() as client:
        with pytest.raises(ProtocolError):
            await client.connect()


@pytest.mark.requirement("client-errors")
@pytest.mark.parametrize("url", ["", "backend", "ftp://b.example", "http://", "http://[::1"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(RequestError):
        Endpoint(url)


@pytest.mark.requirement("client-errors")
@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (httpx.ConnectError("x"), "unreachable"),
        (httpx.ConnectTimeout("x"), "unreachable"),
        (httpx.ReadTimeout("x"), "connection_broken"),
        (httpx.RemoteProtocolError("x"), "connection_broken"),
    ],
)
@pytest.mark.parametrize("path", [TOKEN, routes.CREDITS])
async def test_every_failure_of_the_line_is_a_transport_error(
    *, backend: ScriptedBackend, connect: Connect, failure: Exception, code: str, path: str
) -> None:
    backend.on(path, failure)
    async with connect() as client:
        with pytest.raises(TransportError) as caught:
            await client.credits()
    assert caught.value.code == code
    assert "backend.example" in caught.value.message


@pytest.mark.requirement("client-errors")
def test_kept_tokens_are_of_a_known_format_and_keyed_by_backend(tmp_path: Path) -> None:
    store = TokenStore(tmp_path)
    store.save("https://a", AnonymousToken("one"))
    store.save("https://b", AnonymousToken("two", expires_at=NOW))
    store.forget("https://c")
    assert json.loads((tmp_path / "tokens.json").read_text(encoding="utf-8"))["format"] == 1
    assert store.load("https://a", now=NOW) == AnonymousToken("one")
    assert store.load("https://b", now=NOW) is None
    store.forget("https://a")
    assert store.load("https://a", now=NOW) is None


@pytest.mark.requirement("client-renews-once")
async def test_a_token_that_another_process_has_renewed_is_taken_over(
    backend: ScriptedBackend, connect: Connect, tmp_path: Path
) -> None:
    def renewed_elsewhere(_: httpx.Request) -> httpx.Response:
        TokenStore(tmp_path / "home").save("https://backend.example", AnonymousToken("theirs"))
        return refusal(WireCode.BAD_TOKEN)

    backend.on(routes.CREDITS, renewed_elsewhere, BALANCE)
    async with connect() as client:
        await client.credits()
    assert bearer_of(backend.sent_to(routes.CREDITS)[1]) == "Bearer theirs"
    assert len(backend.sent_to(TOKEN)) == 1


@pytest.mark.requirement("client-errors")
@pytest.mark.parametrize(
    ("status", "content"), [(500, b"<html>"), (503, b""), (403, b"{}"), (400, b"{}")]
)
async def test_a_backend_that_gives_out_no_token_is_told(
    backend: ScriptedBackend, connect: Connect, status: int, content: bytes
) -> None:
    backend.on(TOKEN, lambda _: httpx.Response(status, content=content))
    async with connect(client_id="mine") as client:
        with pytest.raises(BackendError) as caught:
            await client.connect()
    assert caught.value.wire_code == status
    assert len(backend.sent_to(TOKEN)) == 1


@pytest.mark.requirement("client-errors")
async def test_a_home_folder_that_cannot_be_written_is_told(
    connect: Connect, tmp_path: Path
) -> None:
    (tmp_path / "home").write_text("a file in the way", encoding="utf-8")
    async with connect() as client:
        with pytest.raises(StorageError):
            await client.connect()


@pytest.mark.requirement("client-errors")
async def test_a_local_backend_that_is_gone_is_called_by_its_name(
    backend: ScriptedBackend, connect: Connect
) -> None:
    backend.on(TOKEN, httpx.ConnectError("x"))
    async with connect(is_local=True) as client:
        with pytest.raises(TransportError) as caught:
            await client.connect()
    assert caught.value.message == "Nothing answers at the local backend."
