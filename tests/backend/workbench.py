"""A backend in a folder of its own, with tiny photos in it; and the same behind a socket."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from tests.media_factory import BLUE, GREEN, RED, Color, flat, photo_bytes, quadrants
from tiktok_photo_video.backend.accounts import Account
from tiktok_photo_video.backend.agent import Agent, Answer
from tiktok_photo_video.backend.app import create_app
from tiktok_photo_video.backend.config import BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.backend.renders import Renders
from tiktok_photo_video.backend.sessions import Session
from tiktok_photo_video.service.guard import Patience, guarded
from tiktok_photo_video.timeline.model import Timeline
from tiktok_photo_video.wire.draft import draft_from_timeline
from tiktok_photo_video.wire.renders import RenderRequest, RenderStatus

TINY_WIDTH_PX, TINY_HEIGHT_PX = 72, 128


def tiny_photo(color: Color | None = None) -> bytes:
    """A photo of 200 x 300 pixels: of one colour, or the quadrants."""
    return photo_bytes(image=flat(color, 200, 300) if color else quadrants(200, 300))


PHOTOS: Mapping[str, bytes] = {
    "quadrants.jpg": tiny_photo(),
    "red.jpg": tiny_photo(RED),
    "blue.jpg": tiny_photo(BLUE),
    "green.jpg": tiny_photo(GREEN),
}

PATIENT = Patience()


class Workbench:
    """A backend without its door, and an account in it."""

    def __init__(self, home: Path) -> None:
        self.backend = Backend(BackendConfig(home))
        self.agent = Agent(self.backend.sessions, self.backend.beat_sync)
        self.account = self.new_account("workbench")

    def new_account(self, client_id: str) -> Account:
        """An account of somebody else."""
        granted = self.backend.accounts.grant_token(client_id)
        return self.backend.accounts.account_of(granted.token)

    def new_session(self, *, photos: int = 2, language: str = "en") -> Session:
        """A session that holds so many photos, and no timeline yet."""
        ids = self.backend.sessions.create(self.account, name="project", language=language)
        session = self.backend.sessions.get(self.account, ids.session_id)
        kept = []
        for name, content in list(PHOTOS.items())[:photos]:
            with self.backend.media.incoming_file() as path:
                path.write_bytes(content)
                kept.append(self.backend.media.take_in(path, name=name))
        self.backend.sessions.add_media(session, kept)
        return session

    def say(self, session: Session, *messages: str) -> Answer:
        """Say one thing after the other; gives the last answer."""
        for message in messages:
            answer = self.agent.answer(self.backend.sessions.current(session), message)
        return answer

    def timeline(self, session: Session) -> Timeline:
        """The timeline as it stands, which must be there."""
        found = self.backend.sessions.timeline(self.backend.sessions.current(session))
        assert found is not None
        return found

    def tiny_draft(self, session: Session, *, wish: str = "a 3 second video") -> dict[str, object]:
        """A draft of the session's photos that renders in a blink."""
        self.say(session, wish)
        tiny = replace(self.timeline(session), width_px=TINY_WIDTH_PX, height_px=TINY_HEIGHT_PX)
        return draft_from_timeline(tiny)

    def order(
        self,
        session: Session,
        draft: Mapping[str, object],
        *,
        render_id: str = "r1",
        output: Mapping[str, object] | None = None,
    ) -> RenderStatus:
        """Order a render."""
        request = RenderRequest(render_id, session.session_id, draft, dict(output or {}))
        return self.backend.renders.submit(self.account, request)

    def finished(self, render_id: str = "r1") -> RenderStatus:
        """The status of a render once the worker has nothing more to do."""
        until_idle(self.backend.renders)
        return self.backend.renders.status(self.account, render_id)

    def close(self) -> None:
        """Stop the worker and let go of the files."""
        self.backend.renders.stop()
        self.backend.store.close()


def until_idle(renders: Renders) -> None:
    """Wait for all jobs: the worker is one thread, so what is queued now comes last."""
    renders._pool.submit(lambda: None).result(timeout=60)


def copied_home(home: Path, to: Path) -> Path:
    """A home folder as it lies on disk now, for another backend to open."""
    return shutil.copytree(home, to)


@contextmanager
def served(backend: Backend, *, patience: Patience = PATIENT) -> Iterator[str]:
    """The backend behind a loopback socket; gives its address."""
    with listening(create_app(backend), patience=patience) as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def listening(app: Starlette, *, patience: Patience = PATIENT) -> Iterator[int]:
    """An application behind a loopback socket; gives its port.

    The socket listens before the server runs: who connects early waits in its queue.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            ws="none",
            http=guarded(patience),
            timeout_graceful_shutdown=2,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(timeout=20)
            assert not thread.is_alive()
