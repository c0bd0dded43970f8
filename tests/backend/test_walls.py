"""Between accounts, and between the service and web pages, stand walls: tables of all routes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.backend.workbench import PHOTOS, served, until_idle
from tiktok_photo_video.backend.config import LOCAL_KEY_HEADER, BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.backend.intake import shown_name
from tiktok_photo_video.backend.openapi import Operation
from tiktok_photo_video.backend.operations import OPERATIONS
from tiktok_photo_video.wire import routes

KEY = "a key that is hard to guess"


@dataclass(frozen=True)
class Owned:
    """What one account has: a project with a photo, a timeline and a finished render."""

    client: httpx.Client
    session_id: str
    render_id: str
    digest: str


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Backend:
    return Backend(BackendConfig(tmp_path_factory.mktemp("walls") / "home", key=KEY))


@pytest.fixture(scope="module")
def address(backend: Backend) -> Iterator[str]:
    with served(backend) as url:
        yield url


@contextmanager
def _client(address: str, client_id: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, headers={LOCAL_KEY_HEADER: KEY}, timeout=60) as client:
        answer = client.post(routes.ANONYMOUS_TOKEN, headers={routes.X_CLIENT_ID: client_id})
        client.headers[routes.AUTHORIZATION] = f"Bearer {answer.json()['data']['token']}"
        yield client


@pytest.fixture(scope="module")
def owned(address: str, backend: Backend) -> Iterator[Owned]:
    with _client(address, "owner") as client:
        session = client.post(routes.create_session(), json={}).json()["data"]["session_id"]
        sent = client.post(routes.upload(session), files={"files": ("a.jpg", PHOTOS["red.jpg"])})
        message = {"role": "user", "parts": [{"text": "a 3 second video"}]}
        client.post(routes.RUN_SSE, json={"session_id": session, "new_message": message})
        draft = client.get(routes.state(session)).json()["data"]["state"]["draft"]
        draft["m"] |= {"width": 72, "height": 128}
        order = {"id": "render_1", "sessionId": session, "draft": draft}
        assert client.post(routes.RENDER, json=order).status_code == 200
        until_idle(backend.renders)
        digest = sent.json()["data"]["files"][0]["hash"]
        yield Owned(client, session, "render_1", digest)


@pytest.fixture(scope="module")
def stranger(address: str) -> Iterator[httpx.Client]:
    with _client(address, "stranger") as client:
        yield client


BODIES = {row.path for row in OPERATIONS if row.body} - {routes.CREATE_SESSION_PATTERN}


def _bodies(owned: Owned) -> dict[str, object]:
    """For each route with a body, one that would be good from the owner."""
    state = owned.client.get(routes.state(owned.session_id)).json()["data"]
    draft = state["state"]["draft"]
    message = {"role": "user", "parts": [{"text": "make it 5 seconds"}]}
    order = {"id": "theirs", "sessionId": owned.session_id, "draft": draft}
    return {
        routes.RUN_SSE: {"session_id": owned.session_id, "new_message": message},
        routes.RENDER: order,
        routes.OLD_RENDER: order,
        routes.DRAFT_PATTERN: {"draft": draft},
        routes.EDITS_PATTERN: {"version": 1, "edits": [{"op": "rename", "name": "x"}]},
        routes.UPLOAD_PATTERN: {"urls": ["http://127.0.0.1:9/a.jpg"]},
    }


def _path(pattern: str, owned: Owned) -> str:
    known = {
        "user_id": "me",
        "app_name": routes.APP_NAME,
        "session_id": owned.session_id,
        "render_id": owned.render_id,
    }
    return pattern.format(**known)


def _call(client: httpx.Client, row: Operation, owned: Owned) -> httpx.Response:
    body = _bodies(owned)[row.path] if row.body and row.path in BODIES else None
    return client.request(row.method, _path(row.path, owned), json=body)


PRIVATE = [row for row in OPERATIONS if not row.is_open]
NAMED = [row for row in PRIVATE if "_id}" in row.path.replace("{user_id}", "") or row.body]


def _id(row: Operation) -> str:
    return f"{row.method} {row.path}"


@pytest.mark.requirement("door-isolation")
@pytest.mark.parametrize("row", PRIVATE, ids=_id)
def test_another_accounts_token_neither_gets_nor_changes_anything(
    owned: Owned, stranger: httpx.Client, row: Operation
) -> None:
    before = owned.client.get(routes.state(owned.session_id)).json()
    answer = _call(stranger, row, owned)
    for secret in (owned.session_id, owned.render_id, owned.digest):
        assert secret not in answer.text
    if row in NAMED and row.path != routes.CREATE_SESSION_PATTERN:
        assert answer.status_code in {400, 404}
        assert answer.json()["code"] in {404, 1002}
    assert owned.client.get(routes.state(owned.session_id)).json() == before
    assert owned.client.get(routes.render(owned.render_id)).json()["data"]["status"] == "completed"


@pytest.mark.requirement("door-isolation")
@pytest.mark.parametrize("row", PRIVATE, ids=_id)
def test_what_is_another_accounts_is_told_like_what_is_not_there(
    owned: Owned, stranger: httpx.Client, row: Operation
) -> None:
    nothing = Owned(owned.client, "no-such-session", "no-such-render", "")
    if row in NAMED and not row.body:
        there, not_there = _call(stranger, row, owned), _call(stranger, row, nothing)
        assert (there.status_code, there.json()) == (not_there.status_code, not_there.json())


@pytest.mark.requirement("door-isolation")
def test_another_accounts_file_cannot_be_put_into_a_project_by_its_hash(
    owned: Owned, stranger: httpx.Client
) -> None:
    draft = owned.client.get(routes.state(owned.session_id)).json()["data"]["state"]["draft"]
    session = stranger.post(routes.create_session(), json={}).json()["data"]["session_id"]
    path = routes.DRAFT_PATTERN.format(session_id=session)
    answers = [
        stranger.put(path, json={"draft": draft}),
        stranger.post(routes.RENDER, json={"id": "x", "sessionId": session, "draft": draft}),
    ]
    assert [answer.json()["reason"] for answer in answers] == ["missing_media"] * 2


@pytest.mark.requirement("door-isolation")
def test_a_renders_name_that_another_account_took_is_no_way_to_its_file(
    owned: Owned, stranger: httpx.Client
) -> None:
    session = stranger.post(routes.create_session(), json={}).json()["data"]["session_id"]
    stranger.post(routes.upload(session), files={"files": ("b.jpg", PHOTOS["blue.jpg"])})
    message = {"role": "user", "parts": [{"text": "a 4 second video"}]}
    stranger.post(routes.RUN_SSE, json={"session_id": session, "new_message": message})
    draft = stranger.get(routes.state(session)).json()["data"]["state"]["draft"]
    before = owned.client.get(routes.render_download(owned.render_id)).content
    order = {"id": owned.render_id, "sessionId": session, "draft": draft}
    answer = stranger.post(routes.RENDER, json=order)
    assert answer.status_code >= 400
    assert stranger.get(routes.render_download(owned.render_id)).status_code == 404
    assert owned.client.get(routes.render_download(owned.render_id)).content == before


@pytest.mark.requirement("door-key")
@pytest.mark.parametrize("row", OPERATIONS, ids=_id)
def test_no_route_answers_without_the_key(owned: Owned, row: Operation) -> None:
    headers = {routes.AUTHORIZATION: owned.client.headers[routes.AUTHORIZATION]}
    path = str(owned.client.base_url) + _path(row.path, owned)
    answer = httpx.request(row.method, path, headers=headers)
    assert (answer.status_code, answer.json()["reason"]) == (403, "forbidden_here")


PAGES = {
    "another site": {"Origin": "https://evil.example"},
    "a page on another port": {"Origin": "http://127.0.0.1:8000"},
    "this very address": {"Origin": "http://127.0.0.1"},
    "a sandboxed frame or a file": {"Origin": "null"},
    "an empty origin": {"Origin": ""},
    "an image": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    "a page of the same site": {"Sec-Fetch-Site": "same-site"},
    "a page that was served here": {"Sec-Fetch-Site": "same-origin"},
    "a socket": {"Upgrade": "websocket", "Connection": "Upgrade", "Origin": "null"},
    "a rebound name": {"Host": "evil.example"},
    "a name with this one in it": {"Host": "127.0.0.1.evil.example"},
    "a name with a port of ours": {"Host": "evil.example:127.0.0.1"},
    "this machine's name in the network": {"Host": "192.168.1.5:8000"},
    "any address": {"Host": "0.0.0.0"},  # noqa: S104 - a name to be refused
}


@pytest.mark.requirement("door-pages")
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "HEAD", "PUT"])
@pytest.mark.parametrize("headers", PAGES.values(), ids=PAGES.keys())
def test_a_web_page_gets_nothing_even_with_the_key(
    address: str, headers: dict[str, str], method: str
) -> None:
    asked = {LOCAL_KEY_HEADER: KEY, "Access-Control-Request-Method": "POST", **headers}
    answer = httpx.request(method, address + routes.ABOUT, headers=asked)
    assert answer.status_code == 403
    _check_headers(answer)


@pytest.mark.requirement("door-pages")
def test_no_answer_lets_another_origin_in_or_tells_what_runs_here(
    owned: Owned, address: str
) -> None:
    answers = [
        owned.client.get(routes.state(owned.session_id)),
        owned.client.get(routes.render_download(owned.render_id)),
        owned.client.get("/nowhere"),
        owned.client.request("OPTIONS", routes.ABOUT),
        owned.client.post(routes.RENDER, content=b"{"),
        httpx.get(address),
    ]
    for answer in answers:
        _check_headers(answer)
    assert answers[3].status_code == 405


def _check_headers(answer: httpx.Response) -> None:
    names = {name.lower() for name in answer.headers}
    assert not any(name.startswith("access-control-") for name in names)
    assert not names & {"server", "x-powered-by"} or "uvicorn" in answer.headers["server"]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


NAMES = {
    "../../x.jpg": "x.jpg",
    "..\\..\\x.jpg": "x.jpg",
    "/etc/passwd": "passwd",
    "C:\\Users\\me\\x.jpg": "x.jpg",
    "\\\\server\\share\\x.jpg": "x.jpg",
    "x\0.jpg": "x.jpg",
    "x\r\nSet-Cookie: a.jpg": "xSet-Cookie: a.jpg",
    "\x1b[2Jx.jpg": "[2Jx.jpg",
    "photo\u202egpj.exe": "photogpj.exe",
    "\u2066x\u2069.jpg": "x.jpg",
    "\ud800x.jpg": "x.jpg",
    "a" * 300 + ".jpeg": "a" * 115 + ".jpeg",
    "." + "b" * 300: "." + "b" * 119,
    ".": "file",
    "..": "file",
    "...": "file",
    "/": "file",
    "": "file",
    "   ": "file",
    ".jpg": ".jpg",
    "CON": "CON",
    "nul.jpg": "nul.jpg",
    "COM1.heic": "COM1.heic",
    "x.jpg::$DATA": "x.jpg::$DATA",
    "海滩　日落.jpg": "海滩　日落.jpg",
    "\U0001f468\u200d\U0001f469.png": "\U0001f468\u200d\U0001f469.png",
    "%2e%2e%2fx.jpg": "%2e%2e%2fx.jpg",
}


@pytest.mark.requirement("door-names")
@pytest.mark.parametrize(("sent", "shown"), NAMES.items(), ids=map(ascii, NAMES))
def test_a_name_is_shown_without_what_could_deceive(sent: str, shown: str) -> None:
    assert shown_name(sent) == shown
    assert len(shown) <= 120


@pytest.mark.requirement("door-names")
def test_whatever_files_are_called_they_lie_under_their_hash(
    stranger: httpx.Client, backend: Backend
) -> None:
    session = stranger.post(routes.create_session(), json={}).json()["data"]["session_id"]
    home = backend.config.home
    before = {path for path in home.parent.rglob("*") if "store" not in path.name}
    sendable = [name for name in NAMES if name and "\ud800" not in name][:25]
    files = [("files", (name, PHOTOS["green.jpg"])) for name in sendable]
    answer = stranger.post(routes.upload(session), files=files)
    assert answer.status_code == 200
    (digest,) = {file["hash"] for file in answer.json()["data"]["files"]}
    new = {path for path in home.parent.rglob("*") if "store" not in path.name} - before
    assert {path.name for path in new} <= {digest, f"{digest}.jpg"}


IDS = [
    "..",
    "../..",
    "%2e%2e",
    "..%2f..%2fx",
    "x/../y",
    "x%00",
    "a" * 300,
    "/etc/passwd",
    "~",
    "CON",
]


@pytest.mark.requirement("door-names")
@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("pattern", sorted({row.path for row in NAMED if "_id}" in row.path}))
def test_a_path_for_a_name_in_an_address_is_nothing_that_is_there(
    stranger: httpx.Client, pattern: str, name: str
) -> None:
    path = pattern.format(user_id="me", app_name="a", session_id=name, render_id=name)
    answer = stranger.get(path)
    assert answer.status_code in {400, 404, 405, 422}
    assert answer.json()["code"] != 0


@pytest.mark.requirement("door-names")
@pytest.mark.parametrize("name", ["..", "../x", "a/b", "a\\b", "a\0b", "a" * 101, "", "\u202e"])
def test_a_render_is_not_called_like_a_path(
    stranger: httpx.Client, owned: Owned, name: str
) -> None:
    session = stranger.post(routes.create_session(), json={}).json()["data"]["session_id"]
    order = {"id": name, "sessionId": session, "draft": {}}
    answer = stranger.post(routes.RENDER, content=json.dumps(order))
    assert answer.status_code in {400, 422}


@pytest.mark.requirement("door-names")
def test_a_link_in_the_home_folder_is_not_followed_for_a_copy(
    backend: Backend, tmp_path: Path
) -> None:
    target = tmp_path / "somebody's"
    target.write_bytes(b"theirs")
    media = backend.media
    with media.incoming_file() as path:
        path.write_bytes(PHOTOS["quadrants.jpg"])
        digest = media.decoder.probe(path, name="x").content_hash
        media._copy(digest).symlink_to(target)
        media.take_in(path, name="x")
    assert target.read_bytes() == b"theirs"
    assert not media._copy(digest).is_symlink()
