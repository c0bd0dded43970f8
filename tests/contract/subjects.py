"""The backends that the contract is held against: our own, a cloud in every form, a live one.

A live one is met only when ``TIKTOK_PHOTO_VIDEO_LIVE_URL`` names it; ``NEMO_TOKEN`` is used for
it when there is one, else one anonymous token for the whole run.
"""

from __future__ import annotations

import http.server
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

import anyio
import httpx
import pytest

from tests.backend.workbench import served
from tests.client.scripted_backend import SKILL
from tests.contract.cloud import BASE, Cloud
from tests.contract.variants import VARIANTS, Variant
from tiktok_photo_video.assistant.connection import Backend as Choice
from tiktok_photo_video.backend.config import BackendConfig, Policy
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.client import Attribution, BackendClient, Endpoint, Secret
from tiktok_photo_video.client.timing import Sleep, Timing

LIVE_URL = os.environ.get("TIKTOK_PHOTO_VIDEO_LIVE_URL", "")
LIVE_TOKEN = os.environ.get("NEMO_TOKEN", "")


class Gift(StrEnum):
    """What a scenario needs that not every backend can be made to do."""

    WEB = "fetches from addresses that the test makes up"
    RULES = "can be set up with other rules"
    FORGETS_TOKENS = "can be made to take no token any more"
    HEARTBEATS = "signs of life are sure to come"
    SILENT_EDITS = "edits without a word"
    FAILING_TURNS = "turns that fail when asked to"
    FAILING_RENDERS = "renders that fail when asked to"


class Rule(StrEnum):
    """A rule that makes a backend refuse what it otherwise allows."""

    ONE_TOKEN = "one token for each client"
    NO_EXPORT = "the plan has no exports"
    NO_CREDITS = "no credits are left"


@dataclass(frozen=True, slots=True)
class Words:
    """What to say to a backend's agent."""

    first_cut: str = "a 1 second video"
    edit: str = "make it 2 seconds"
    longer: str = "make it 9 seconds"


@dataclass
class Subject:
    """A backend under test, and what it can be made to do.

    Attributes:
        connect_to: makes a client for a home folder, with a token of the user's own or none,
            through a transport that is put in the way.
        publish: puts a file on the web under a name, with an announced size or its own.
        cloud: the script behind it, if it is one.
    """

    name: str
    connect_to: Callable[..., BackendClient]
    home: Path
    choice: Choice
    gifts: frozenset[Gift]
    sleep: Sleep
    publish: Callable[..., str]
    words: Words = field(default_factory=Words)
    cloud: Cloud | None = None
    forget_tokens: Callable[[], None] = lambda: None

    def connect(self, who: str = "me", **options: object) -> BackendClient:
        """A client of one of its users."""
        return self.connect_to(self.home / who, **options)

    @property
    def script(self) -> Cloud:
        """The script behind it."""
        assert self.cloud is not None
        return self.cloud


ALL_GIFTS = frozenset(Gift)
OWN_GIFTS = ALL_GIFTS - {Gift.SILENT_EDITS, Gift.FAILING_TURNS, Gift.FAILING_RENDERS}
FREELY = Policy()
LIKE_CLOUD = replace(Policy.like_cloud(), max_tokens_per_client=None, max_tokens_per_address=None)
POLICIES: Mapping[str, Policy] = {"local": FREELY, "local_metered": LIKE_CLOUD}
_RULED_POLICY: Mapping[Rule, Mapping[str, object]] = {
    Rule.ONE_TOKEN: {"max_tokens_per_client": 1},
    Rule.NO_EXPORT: {"exports_allowed": False},
    Rule.NO_CREDITS: {"is_metered": True, "granted_credits": 0},
}
_RULED_VARIANT: Mapping[Rule, Mapping[str, object]] = {
    Rule.ONE_TOKEN: {"tokens_per_client": 1},
    Rule.NO_EXPORT: {"exports_allowed": False},
    Rule.NO_CREDITS: {"has_credits": False},
}


def names(*gifts: Gift) -> list[str]:
    """The backends that have all these gifts."""
    known = {
        **dict.fromkeys(POLICIES, OWN_GIFTS),
        **dict.fromkeys(VARIANTS, ALL_GIFTS),
        **({"live": frozenset[Gift]()} if LIVE_URL else {}),
    }
    return [name for name, has in known.items() if has.issuperset(gifts)]


def on_backends_with(*gifts: Gift) -> pytest.MarkDecorator:
    """Runs a scenario on every backend that has these gifts."""
    return pytest.mark.parametrize("subject", names(*gifts), indirect=True)


on_every_backend = on_backends_with()


def rules_of(name: str, rule: Rule | None) -> Policy | Variant:
    """How a backend is set up, under a rule or as it is."""
    if name in POLICIES:
        return replace(POLICIES[name], **(_RULED_POLICY[rule] if rule else {}))  # type: ignore[arg-type]
    return replace(VARIANTS[name], **(_RULED_VARIANT[rule] if rule else {}))  # type: ignore[arg-type]


class Shelf:
    """Our own backends, each started when it is first asked for, and files for them to fetch."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = ExitStack()
        self._running: dict[Policy, tuple[str, Backend]] = {}
        self._web: dict[str, tuple[int, bytes]] = {}
        self._web_address = self._open.enter_context(_website(self._web))

    def local(self, policy: Policy) -> tuple[str, Backend]:
        """The address of a backend under a policy, and the backend."""
        if policy not in self._running:
            home = self._folder / f"backend {len(self._running)}"
            config = BackendConfig(
                home, policy=policy, allow_private_fetch=frozenset({self._web_address})
            )
            backend = Backend(config)
            self._running[policy] = self._open.enter_context(served(backend)), backend
        return self._running[policy]

    def publish(self, name: str, content: bytes, size_bytes: int | None = None) -> str:
        """Put a file on the web."""
        self._web[f"/{name}"] = len(content) if size_bytes is None else size_bytes, content
        return f"http://{self._web_address}/{name}"

    def close(self) -> None:
        """Stop everything."""
        self._open.close()


def opened(name: str, folder: Path, shelf: Shelf, rule: Rule | None = None) -> Subject:
    """A backend, set up under a rule or as it is."""
    if name == "live":
        return _live(shelf)
    rules = rules_of(name, rule)
    if isinstance(rules, Policy):
        return _local(name, folder, shelf, rules)
    return _scripted(name, folder, rules)


def _local(name: str, folder: Path, shelf: Shelf, policy: Policy) -> Subject:
    address, backend = shelf.local(policy)

    def forget_tokens() -> None:
        with backend.store.change() as connection:
            connection.exec_driver_sql("UPDATE tokens SET expires_at_s = 0")

    return Subject(
        name=name,
        connect_to=_connector(address, is_local=True),
        home=folder,
        choice=Choice("local", is_local=True),
        gifts=OWN_GIFTS,
        sleep=_briefly,
        publish=shelf.publish,
        forget_tokens=forget_tokens,
    )


def _scripted(name: str, folder: Path, variant: Variant) -> Subject:
    script = Cloud(variant)

    def publish(name: str, content: bytes, size_bytes: int | None = None) -> str:
        url = f"https://web.example/{name}"
        script.web[url] = len(content) if size_bytes is None else size_bytes, content
        return url

    return Subject(
        name=name,
        connect_to=_connector(BASE, is_local=False, inner=script.script.transport),
        home=folder,
        choice=Choice(BASE, is_local=False),
        gifts=ALL_GIFTS,
        sleep=_not_at_all,
        publish=publish,
        cloud=script,
        forget_tokens=script.revoke_tokens,
    )


def _live(shelf: Shelf) -> Subject:
    return Subject(
        name="live",
        connect_to=_connector(LIVE_URL, is_local=False, own_token=LIVE_TOKEN),
        # One token has to do for the whole run: few are given out in a week.
        home=shelf._folder / "live",
        choice=Choice(LIVE_URL, is_local=False),
        gifts=frozenset(),
        sleep=anyio.sleep,
        publish=shelf.publish,
    )


def _connector(
    address: str,
    *,
    is_local: bool,
    inner: httpx.AsyncBaseTransport | None = None,
    own_token: str = "",
) -> Callable[..., BackendClient]:
    def connect(
        home: Path,
        *,
        token: str = own_token,
        through: Callable[[httpx.AsyncBaseTransport], httpx.AsyncBaseTransport] | None = None,
        skill: Attribution = SKILL,
    ) -> BackendClient:
        transport = inner or (httpx.AsyncHTTPTransport(trust_env=False) if through else None)
        return BackendClient(
            Endpoint(address, is_local=is_local, token=Secret(token) if token else None),
            skill,
            home=home,
            timing=Timing(sleep=_not_at_all if inner else _briefly),
            transport=through(transport) if through and transport else transport,
        )

    return connect


async def _not_at_all(_: float) -> None:
    await anyio.lowlevel.checkpoint()


async def _briefly(seconds: float) -> None:
    await anyio.sleep(min(seconds, 0.05))


@contextmanager
def _website(files: Mapping[str, tuple[int, bytes]]) -> Iterator[str]:
    """A website on loopback; gives its host and port."""

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            size_bytes, content = files[self.path]
            self.send_response(200)
            self.send_header("Content-Length", str(size_bytes))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
