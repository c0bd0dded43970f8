"""Which backend answers, and who is calling it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import anyio

from tiktok_photo_video.assistant.kept_choice import KeptChoice
from tiktok_photo_video.backend.config import LOCAL_KEY_HEADER
from tiktok_photo_video.client import (
    CLOUD_PACE,
    LOCAL_PACE,
    BackendClient,
    Endpoint,
    Pace,
    Secret,
)
from tiktok_photo_video.client.attribution import attribution_of
from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.service.launch import ensure_service
from tiktok_photo_video.settings import Settings

LOCAL, CLOUD = "local", "cloud"


@dataclass(frozen=True, slots=True)
class Backend:
    """A chosen backend: its name for people and files, and whether it is on this machine."""

    name: str
    is_local: bool

    @property
    def pace(self) -> Pace:
        """How often to ask it about a render."""
        return LOCAL_PACE if self.is_local else CLOUD_PACE


def chosen_backend(wanted: str | None, settings: Settings) -> Backend:
    """The backend to use.

    The one asked for, else the one kept from the last time it was asked for, else the cloud
    for who set a token, else local.

    Raises:
        RequestError: what was asked for is neither a known word nor a web address.
    """
    if wanted:
        return _named(wanted)
    kept = KeptChoice(settings.home).backend
    try:
        return _named(kept or _usual(settings))
    except RequestError:
        return _named(_usual(settings))  # the file was written by other hands


def _usual(settings: Settings) -> str:
    return CLOUD if settings.nemo_token else LOCAL


def _named(name: str) -> Backend:
    if name in (LOCAL, CLOUD):
        return Backend(name, is_local=name == LOCAL)
    if name.startswith(("http://", "https://")):
        return Backend(name.rstrip("/"), is_local=False)
    raise RequestError(
        f"There is no backend called {name}.",
        code="bad_backend",
        hint="Say local, cloud, or a web address.",
        facts={"name": name},
    )


async def open_client(
    backend: Backend, settings: Settings, *, client_name: str | None = None
) -> BackendClient:
    """A client for a backend; the local one is started when it is not running.

    ``client_name`` is how the MCP client that speaks through us calls itself.

    Raises:
        ServiceError, StorageError: the local backend cannot be started.
    """
    return BackendClient(
        await _endpoint(backend, settings),
        attribution_of(settings, client_name=client_name),
        home=settings.home,
        client_id=settings.client_id or None,
        # The local one may end, or be ended, at any time, and answers elsewhere when it is back.
        relocate=partial(_endpoint, backend, settings) if backend.is_local else None,
    )


async def _endpoint(backend: Backend, settings: Settings) -> Endpoint:
    if backend.is_local:
        address = await anyio.to_thread.run_sync(ensure_service, settings.home)
        return Endpoint(
            address.base_url, is_local=True, extra_headers={LOCAL_KEY_HEADER: address.key}
        )
    url = settings.cloud_url if backend.name == CLOUD else backend.name
    # The token is the cloud's: another address that was only typed here must not get it.
    is_owed = settings.nemo_token and url == settings.cloud_url
    return Endpoint(url, token=Secret(settings.nemo_token) if is_owed else None)
