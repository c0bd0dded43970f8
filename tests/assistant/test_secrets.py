"""Tokens and keys are where they belong, and nowhere else."""

from __future__ import annotations

import json
import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from mcp.client.client import Client

from tests.assistant.conversing import NEW_SESSION, draft_of, photo, says, state_of
from tests.client.scripted_backend import SKILL, ScriptedBackend, bare, file_of, ok, refusing
from tests.service.shared import shared_service
from tests.tools.conftest import Run, folder, photos, run, shared_home
from tests.tools.mcp_hosts import Host
from tiktok_photo_video.assistant import conversation
from tiktok_photo_video.assistant.connection import Backend
from tiktok_photo_video.assistant.conversation import Conversation
from tiktok_photo_video.backend.config import LOCAL_KEY_HEADER
from tiktok_photo_video.client import BackendClient, Endpoint, Secret
from tiktok_photo_video.errors import BackendError
from tiktok_photo_video.settings import Settings, load_settings
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video_tools import session
from tiktok_photo_video_tools.mcp_server.server import new_server

__all__ = ["folder", "photos", "run", "service_home", "shared_home"]

service_home = pytest.fixture(scope="session")(shared_service)
OWN_TOKEN = "nmv_usr_0wnS3cretOfTheUser-x_y"
KEEPERS = {"tokens.json", "service.json", "client_id"}


def told(run: Run, caplog: pytest.LogCaptureFixture, *words: object) -> str:
    """All that a command prints and logs, with and without JSON."""
    pieces = []
    for more in ((), ("--json",)):
        outcome = run(*words, *more)
        pieces += [outcome.out, outcome.err]
    pieces += [f"{record.getMessage()} {record.exc_text}" for record in caplog.records]
    return "\n".join(pieces)


def own_client_id(home: Path) -> str:
    """The client id of this installation; empty before it has one."""
    path = home / "client_id"
    return path.read_text().strip() if path.exists() else ""


def secrets_kept(home: Path) -> set[str]:
    """Every secret that the keepers hold."""

    def texts(value: object, name: str = "") -> Iterator[str]:
        if isinstance(value, dict):
            for key, part in value.items():
                yield from texts(part, key)
        elif isinstance(value, str) and name in ("token", "key"):
            yield value

    found = {own_client_id(home)} - {""}
    for name in ("tokens.json", "service.json"):
        path = home / name
        found |= set(texts(json.loads(path.read_text()))) if path.exists() else set()
    return found


def require_none_elsewhere(home: Path, secrets: set[str]) -> None:
    """No other file of the home holds a secret, and the keepers are the owner's alone."""
    for path in home.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if path.name in KEEPERS:
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
            continue
        # The backend knows its callers by their client ids; their tokens it has as digests.
        known = {own_client_id(home)} if ".sqlite3" in path.name else set()
        assert not [s for s in secrets - known if s.encode() in content], path.name


def arguments_of_service(home: Path) -> bytes:
    """The command line of the running service, where the machine tells it."""
    pid = json.loads((home / "service.json").read_text())["pid"]
    place = Path(f"/proc/{pid}/cmdline")
    return place.read_bytes() if place.exists() else b""


@pytest.mark.requirement("secrets-stay")
def test_the_local_backends_key_and_tokens_show_up_nowhere(
    run: Run, shared_home: Path, photos: list[Path], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown = [
        told(run, caplog, "make", photos[0], "-m", "1 second, 360x640", "-o", "a.mp4"),
        told(run, caplog, "chat", "-m", "make it 2 seconds"),
        told(run, caplog, "export", "-o", "b.mp4"),
        told(run, caplog, "timeline", "--project", "no-such"),
        told(run, caplog, "status"),
        told(run, caplog, "doctor"),
    ]
    secrets = secrets_kept(shared_home)
    assert len(secrets) >= 2
    assert not [secret for secret in secrets if secret in "\n".join(shown)]
    assert not [s for s in secrets if s.encode() in arguments_of_service(shared_home)]
    require_none_elsewhere(shared_home, secrets)


@pytest.mark.anyio
@pytest.mark.requirement("secrets-stay")
async def test_what_mcp_and_the_wire_make_and_answer_holds_no_secret(
    *,
    shared_home: Path,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    made = tmp_path.resolve() / "user" / "Videos"
    made.parent.mkdir()
    monkeypatch.setenv("HOME", str(made.parent))
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_OUTPUT", str(made))
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_ROOTS", str(folder))
    shown: list[str] = []
    async with Client(new_server(load_settings())) as client:
        host = Host(client)
        wish = {"request": "a 1 second 360x640 video, no music", "name": "mine"}
        for tool, arguments in (
            ("make_video", {"photos": [str(folder)], **wish}),
            ("export_video", {"name": "again"}),
            ("get_project", {}),
            ("list_projects", {}),
            ("get_credits", {}),
            ("check_setup", {}),
            ("export_status", {"export": "no-such"}),
        ):
            answer = await host.call(tool, **arguments)
            shown += [answer.model_dump_json(), str(host.progress)]
    shown += [f"{record.getMessage()} {record.exc_text}" for record in caplog.records]
    secrets = secrets_kept(shared_home)
    shown += by_wire(shared_home, secrets)
    assert len(secrets) >= 3
    assert not [secret for secret in secrets if secret in "\n".join(shown)]
    require_none_elsewhere(shared_home, secrets)
    assert {path.suffix for path in made.iterdir()} >= {".mp4", ".json"}
    require_none_elsewhere(made, secrets)


def by_wire(home: Path, secrets: set[str]) -> list[str]:
    """All that the service answers to somebody who has the key, good and bad; adds his token."""
    address = json.loads((home / "service.json").read_text())
    base, key = f"http://127.0.0.1:{address['port']}", {LOCAL_KEY_HEADER: address["key"]}
    with httpx.Client(base_url=base, headers=key) as http:
        granted = http.post(routes.ANONYMOUS_TOKEN, headers={routes.X_CLIENT_ID: "by wire"})
        token = granted.json()["data"]["token"]
        secrets.add(token)
        http.headers[routes.AUTHORIZATION] = f"Bearer {token}"
        asked = [http.get(place) for place in (routes.ABOUT, routes.CREDITS, routes.RENDER)]
        asked += [http.get(routes.state(address["key"])), http.get(f"/{token}")]
        asked.append(http.post(NEW_SESSION, content=token.encode()))
        asked.append(httpx.get(f"{base}{routes.ABOUT}", headers={LOCAL_KEY_HEADER: token}))
    return [f"{answer.text} {answer.headers}" for answer in asked]


@pytest.mark.requirement("secrets-stay")
@pytest.mark.parametrize("token", [OWN_TOKEN, ""])
def test_a_clouds_token_shows_up_nowhere_even_when_the_backend_repeats_it(
    *,
    run: Run,
    tmp_path: Path,
    folder: Path,
    backend: ScriptedBackend,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    token: str,
) -> None:
    home, secret = tmp_path / "home", token or "nmv_usr_one"
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_HOME", str(home))
    monkeypatch.setenv("NEMO_TOKEN", token)

    async def connect(_: Backend, settings: Settings) -> BackendClient:
        own = Secret(settings.nemo_token) if settings.nemo_token else None
        endpoint = Endpoint("https://backend.example", token=own)
        return BackendClient(endpoint, SKILL, home=settings.home, transport=backend.transport)

    def conversing(*words: object, **options: object) -> Conversation:
        return conversation.Conversation(*words, connect=connect, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(session, "Conversation", conversing)
    caplog.set_level(logging.DEBUG)
    backend.on(NEW_SESSION, ok({"session_id": "s1"}))
    backend.on(routes.state("s1"), state_of(draft=draft_of("New")))
    backend.on(routes.upload("s1"), ok({"files": [{"filename": "a.jpg"}]}))
    backend.on(routes.RUN_SSE, says(f"Your token is {secret}."))
    backend.on(routes.RENDER, bare({"code": 422, "message": f"Bearer {secret} may not."}))
    backend.on("/v/1.mp4", lambda _: file_of(b"video"))
    file = photo(folder, "p.jpg")
    words = "--backend", "cloud"
    shown = [
        told(run, caplog, "make", file, "-m", "red", "-o", "a.mp4", *words),
        told(run, caplog, "chat", "-m", "blue"),
        told(run, caplog, "export"),
        told(run, caplog, "status"),
    ]
    backend.on(routes.RUN_SSE, refusing(WireCode.BAD_TOKEN))
    shown.append(told(run, caplog, "chat", "-m", "green"))
    assert "may not" in shown[0]
    secrets = {secret} | secrets_kept(home)
    assert not [s for s in secrets if s in "\n".join(shown)]
    require_none_elsewhere(home, secrets)


@pytest.mark.anyio
@pytest.mark.requirement("errors-plan")
async def test_an_export_refused_for_its_headers_is_known_by_the_words_of_the_refusal(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    client = BackendClient(
        Endpoint("https://b.example"), SKILL, home=tmp_path, transport=backend.transport
    )
    for message, code in (
        ("Missing X-Skill-Source header", "attribution_missing"),
        ("Upgrade your plan.", "export_blocked"),
    ):
        backend.on(routes.CREDITS, bare({"code": 402, "message": message}, 402))
        with pytest.raises(BackendError) as caught:
            await client.credits()
        assert caught.value.code == code
        assert caught.value.wire_code == WireCode.EXPORT_BLOCKED
