"""What callers may do where an operator sets limits: tokens, credits and exports."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from tests.backend.workbench import PHOTOS, served
from tiktok_photo_video.backend.accounts import Accounts
from tiktok_photo_video.backend.config import WEEK_S, BackendConfig, Policy
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.store import Store
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode

CLOUD = Policy.like_cloud()
ATTRIBUTION = {
    routes.X_SKILL_SOURCE: "tiktok-photo-video",
    routes.X_SKILL_VERSION: "1.0.0",
    routes.X_SKILL_PLATFORM: "unknown",
}
Post = Callable[..., httpx.Response]


class Clock:
    def __init__(self) -> None:
        self.now_s = 1_900_000_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "home")
    yield store
    store.close()


@pytest.mark.requirement("policy-tokens")
def test_a_client_gets_one_token_a_window_and_is_told_when_the_next_will_come(
    store: Store, clock: Clock
) -> None:
    accounts = Accounts(store, now_s=clock, policy=CLOUD)
    accounts.grant_token("me", address="198.51.100.7")
    clock.now_s += 3600
    with pytest.raises(Refusal) as caught:
        accounts.grant_token("me", address="198.51.100.8")
    assert caught.value.code is WireCode.RATE_LIMITED
    assert caught.value.retry_after_s == WEEK_S - 3600
    assert "2030-03-24 17:47 UTC" in caught.value.hint
    clock.now_s += caught.value.retry_after_s
    accounts.grant_token("me", address="198.51.100.8")


@pytest.mark.requirement("policy-tokens")
@pytest.mark.parametrize(
    "addresses",
    [
        ["198.51.100.7"] * 11,
        [f"2001:db8:1:2::{n:x}" for n in range(11)],
        ["198.51.100.7", *["::ffff:198.51.100.7"] * 10],
    ],
)
def test_a_network_gets_ten_tokens_a_window(
    store: Store, clock: Clock, addresses: list[str]
) -> None:
    accounts = Accounts(store, now_s=clock, policy=CLOUD)
    for number, address in enumerate(addresses[:10]):
        accounts.grant_token(f"client-{number}", address=address)
    with pytest.raises(Refusal):
        accounts.grant_token("client-11", address=addresses[10])
    accounts.grant_token("client-11", address="203.0.113.1")


@pytest.mark.requirement("policy-tokens")
def test_a_refused_call_does_not_count_and_embedded_there_is_no_limit(
    store: Store, clock: Clock
) -> None:
    accounts = Accounts(store, now_s=clock, policy=replace(CLOUD, max_tokens_per_address=2))
    accounts.grant_token("one", address="198.51.100.7")
    for _ in range(5):
        with pytest.raises(Refusal):
            accounts.grant_token("one", address="198.51.100.7")
    accounts.grant_token("two", address="198.51.100.7")
    free = Accounts(store, now_s=clock)
    for _ in range(20):
        free.grant_token("one", address="198.51.100.7")


def asked_for_token(address: str, client_id: str) -> httpx.Response:
    """What a backend answers to who wants a token."""
    headers = {routes.X_CLIENT_ID: client_id}
    return httpx.post(address + routes.ANONYMOUS_TOKEN, headers=headers, trust_env=False)


class Caller:
    """A client of a served backend, with a token."""

    def __init__(self, address: str, client_id: str) -> None:
        self.http = httpx.Client(base_url=address)
        self.granted = asked_for_token(address, client_id).json()["data"]
        self.http.headers[routes.AUTHORIZATION] = f"Bearer {self.granted['token']}"

    def project(self) -> str:
        answer = self.http.post(routes.create_session(), json={"task_name": "x"})
        return str(answer.json()["data"]["session_id"])

    def upload(self, session_id: str) -> None:
        photo = ("files", ("a.jpg", PHOTOS["red.jpg"], "image/jpeg"))
        self.http.post(routes.upload(session_id), files=[photo]).raise_for_status()

    def say(self, session_id: str, text: str) -> httpx.Response:
        message = {"parts": [{"text": text}]}
        return self.http.post(
            routes.RUN_SSE, json={"session_id": session_id, "new_message": message}
        )

    def credits(self) -> dict[str, int]:
        return dict(self.http.get(routes.CREDITS).json()["data"])

    def export(self, session_id: str, **headers: str) -> httpx.Response:
        draft = self.http.get(routes.state(session_id)).json()["data"]["state"]["draft"]
        order = {"id": f"r-{session_id}", "sessionId": session_id, "draft": draft}
        return self.http.post(routes.RENDER, json=order, headers=headers)


@pytest.fixture
def serve(tmp_path: Path, clock: Clock) -> Iterator[Callable[[Policy], str]]:
    """Serves a backend under a policy, by the test's own clock; gives its address."""
    with ExitStack() as stack:
        yield lambda policy: stack.enter_context(
            served(Backend(BackendConfig(tmp_path / "served", policy=policy, now_s=clock)))
        )


Serve = Callable[[Policy], str]


@pytest.mark.requirement("policy-tokens")
def test_over_the_wire_a_refused_token_is_429_with_retry_after(serve: Serve, clock: Clock) -> None:
    address = serve(CLOUD)
    Caller(address, "me").http.close()
    clock.now_s += 60
    answer = asked_for_token(address, "me")
    assert (answer.status_code, answer.json()["code"]) == (429, 429)
    assert int(answer.headers["retry-after"]) == WEEK_S - 60
    assert "UTC" in answer.json()["hint"]
    assert asked_for_token(address, "another").status_code == 200
    clock.now_s += WEEK_S - 61
    assert asked_for_token(address, "me").status_code == 429
    clock.now_s += 1
    assert asked_for_token(address, "me").status_code == 200


@pytest.mark.requirement("policy-tokens")
def test_over_the_wire_one_address_gets_ten_tokens_a_week(serve: Serve, clock: Clock) -> None:
    address = serve(CLOUD)
    for number in range(10):
        assert asked_for_token(address, f"client-{number}").status_code == 200
        clock.now_s += 3600
    refused = asked_for_token(address, "client-10")
    assert (refused.status_code, refused.json()["reason"]) == (429, "token_rate_limited")
    wait_s = int(refused.headers["retry-after"])
    assert wait_s == WEEK_S - 10 * 3600
    clock.now_s += wait_s  # the first of the ten counts no more, the second still does
    assert asked_for_token(address, "client-10").status_code == 200
    assert asked_for_token(address, "client-11").status_code == 429


@pytest.mark.requirement("policy-tokens")
@pytest.mark.parametrize("policy", [CLOUD, Policy(token_life_s=60.0)])
def test_a_token_is_good_for_its_life_and_then_1001(
    serve: Serve, clock: Clock, policy: Policy
) -> None:
    address = serve(policy)
    caller = Caller(address, "me")
    with closing(caller.http) as http:
        told = datetime.fromisoformat(caller.granted["expires_at"])
        assert told.timestamp() == clock.now_s + policy.token_life_s
        clock.now_s += policy.token_life_s - 1
        assert http.get(routes.CREDITS).json()["code"] == 0
        clock.now_s += 1
        for answer in (
            http.get(routes.CREDITS),
            http.post(routes.create_session(), json={}),
            http.get(routes.render("r")),
        ):
            assert (answer.status_code, answer.json()["code"]) == (401, 1001)


@pytest.mark.requirement("policy-tokens")
def test_a_new_token_of_the_same_client_keeps_its_projects_and_its_balance(
    serve: Serve, clock: Clock
) -> None:
    address = serve(CLOUD)
    first = Caller(address, "me")
    with closing(first.http):
        session_id = first.project()
        first.upload(session_id)
        first.say(session_id, "a 3 second video")
    clock.now_s += WEEK_S
    second = Caller(address, "me")
    with closing(second.http) as http:
        assert second.granted["user_id"] == first.granted["user_id"]
        assert second.granted["credits"] == 50
        assert second.credits() == {"available": 50, "frozen": 0, "total": 50}
        assert http.get(routes.state(session_id)).json()["code"] == 0
    stranger = Caller(address, "somebody else")
    with closing(stranger.http) as http:
        assert http.get(routes.state(session_id)).json()["code"] == 1002
        assert stranger.credits()["total"] == 100


@pytest.mark.requirement("policy-credits")
def test_a_project_is_paid_for_once_when_it_first_changes(serve: Serve) -> None:
    caller = Caller(serve(CLOUD), "payer")
    with closing(caller.http):
        assert caller.granted["credits"] == 100
        session_id = caller.project()
        caller.say(session_id, "a 3 second video")  # nothing to make it from yet
        assert caller.credits() == {"available": 100, "frozen": 0, "total": 100}
        caller.upload(session_id)
        for wish in ("a 3 second video", "make it 2 seconds", "undo", "flurble wobbix"):
            caller.say(session_id, wish)
            assert caller.credits() == {"available": 50, "frozen": 0, "total": 50}
        assert caller.http.get(routes.CREDITS).json()[routes.EXTENSION_KEY] == {"metered": True}


@pytest.mark.requirement("policy-credits")
def test_without_credits_a_new_project_is_2001_and_a_paid_one_goes_on(serve: Serve) -> None:
    caller = Caller(serve(replace(CLOUD, granted_credits=60)), "poor")
    with closing(caller.http):
        first, second = caller.project(), caller.project()
        for session_id in (first, second):
            caller.upload(session_id)
        caller.say(first, "a 3 second video")
        refused = caller.say(second, "a 3 second video")
        assert (refused.status_code, refused.json()["code"]) == (402, 2001)
        assert refused.json()["reason"] == "no_credits"
        assert "10 of 60" in refused.json()["message"]
        assert "draft" in caller.say(first, "make it 2 seconds").text
        assert caller.credits()["total"] == 10


@pytest.mark.requirement("policy-exports")
def test_an_export_without_its_headers_says_that_it_is_the_headers(serve: Serve) -> None:
    caller = Caller(serve(CLOUD), "exporter")
    with closing(caller.http):
        session_id = caller.project()
        caller.upload(session_id)
        caller.say(session_id, "a 1 second video")
        for missing in ATTRIBUTION:
            sent = {name: value for name, value in ATTRIBUTION.items() if name != missing}
            refused = caller.export(session_id, **sent)
            assert (refused.status_code, refused.json()["code"]) == (402, 402)
            assert refused.json()["reason"] == "attribution_missing"
            assert missing in refused.json()["message"]
            assert missing in refused.json()["hint"]
        ordered = caller.export(session_id, **ATTRIBUTION)
        assert ordered.status_code == 200
        caller.http.post(routes.render_cancel(f"r-{session_id}"))


@pytest.mark.requirement("policy-exports")
def test_a_plan_without_exports_is_402_and_not_about_headers(serve: Serve) -> None:
    caller = Caller(serve(Policy(exports_allowed=False)), "planless")
    with closing(caller.http):
        refused = caller.export(caller.project(), **ATTRIBUTION)
    assert (refused.status_code, refused.json()["reason"]) == (402, "plan")
    assert json.loads(refused.text)["hint"]


@pytest.mark.requirement("policy-credits")
def test_two_projects_spend_the_grant_and_undoing_gives_nothing_back(serve: Serve) -> None:
    caller = Caller(serve(CLOUD), "spender")
    with closing(caller.http):
        for left in (50, 0):
            session_id = caller.project()
            caller.upload(session_id)
            caller.say(session_id, "a 3 second video")
            caller.say(session_id, "undo")
            assert caller.credits() == {"available": left, "frozen": 0, "total": left}
        refused = caller.say(caller.project(), "a 3 second video")
        assert (refused.status_code, refused.json()["code"]) == (402, 2001)


@pytest.mark.requirement("policy-credits")
def test_exports_cost_nothing_and_unmetered_nothing_does(serve: Serve) -> None:
    caller = Caller(serve(Policy()), "free")
    with closing(caller.http):
        for _ in range(3):
            session_id = caller.project()
            caller.upload(session_id)
            caller.say(session_id, "a 1 second video")
        assert caller.export(session_id).status_code == 200
        caller.http.post(routes.render_cancel(f"r-{session_id}"))
        assert caller.credits() == {"available": 100, "frozen": 0, "total": 100}
        answer = caller.http.get(routes.CREDITS).json()
        assert answer[routes.EXTENSION_KEY] == {"metered": False}


@pytest.mark.requirement("policy-exports")
def test_a_plan_without_exports_still_edits_and_the_headers_come_first(serve: Serve) -> None:
    caller = Caller(serve(replace(CLOUD, exports_allowed=False)), "planless")
    with closing(caller.http):
        session_id = caller.project()
        caller.upload(session_id)
        assert "draft" in caller.say(session_id, "a 1 second video").text
        assert caller.export(session_id).json()["reason"] == "attribution_missing"
        assert caller.export(session_id, **ATTRIBUTION).json()["reason"] == "plan"
        empty = {**ATTRIBUTION, routes.X_SKILL_PLATFORM: ""}
        assert caller.export(session_id, **empty).json()["reason"] == "attribution_missing"
