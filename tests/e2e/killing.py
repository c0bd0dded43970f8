"""A service and a client as processes of their own, either of which is killed at any moment.

The client notes in a journal what was acknowledged to it. Afterwards the journal is held against
what the service, started again, has: nothing acknowledged may be missing, nothing done twice,
and every video ordered must be there, byte for byte the one of an undisturbed run.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import shutil
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import anyio
import uvicorn

from tests.client.scripted_backend import SKILL
from tests.media_factory import BLUE, RED, flat, photo_bytes, quadrants
from tiktok_photo_video.backend.app import create_app
from tiktok_photo_video.backend.config import BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.backend.rescue import incidents
from tiktok_photo_video.client import BackendClient, Endpoint
from tiktok_photo_video.wire.draft import draft_from_timeline, timeline_from_draft
from tiktok_photo_video.wire.receipts import receipt_beside
from tiktok_photo_video.wire.renders import RenderRequest, RenderStatus
from tiktok_photo_video.wire.routes import EXTENSION_KEY

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    ["tiktok_photo_video.backend.app", "tiktok_photo_video.client", "uvicorn", "httpx", "pytest"]
)
WISHES = ("a 4 second video", "slower", "make it 5 seconds", "no music")
PHOTOS = {"quadrants.jpg": None, "red.jpg": RED, "blue.jpg": BLUE}
_WIDTH_PX, _HEIGHT_PX = 270, 480
# How many notes a client has made once its order is acknowledged.
_ORDERED = 2 + len(WISHES) + 2


def _serve(home: Path, tell: Connection) -> None:
    """The life of the service: answer on a free port until it is killed."""
    backend = Backend(BackendConfig(home, workers=2))
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        tell.send(listener.getsockname()[1])
        tell.close()
        config = uvicorn.Config(create_app(backend), log_config=None, access_log=False, ws="none")
        uvicorn.Server(config).run(sockets=[listener])


@dataclass
class Process:
    """A process, and the port it answers on if it is a service."""

    process: BaseProcess
    port: int = 0

    def kill(self) -> None:
        """End it as a power cut does; one that has ended is let go of."""
        self.process.kill()
        self.process.join()
        self.process.close()


def service(home: Path) -> Process:
    """A service, started; its socket listens already."""
    told, tell = _FORKS.Pipe(duplex=False)
    process = _FORKS.Process(target=_serve, args=(home, tell), daemon=True)
    process.start()
    tell.close()
    with told:
        return Process(process, told.recv())


@dataclass(frozen=True, slots=True)
class Errand:
    """What a client does in a round: a project, some turns, an export.

    Attributes:
        folder: its home, its photos, its journal, and where its video is to go.
        draft: what it orders; ``None`` for what comes of its turns, made small.
    """

    folder: Path
    render_id: str
    draft: dict[str, object] | None = None

    @property
    def journal(self) -> Path:
        """Where it notes what was acknowledged."""
        return self.folder / "journal"

    @property
    def target(self) -> Path:
        """Where its video is to go."""
        return self.folder / "videos" / "out.mp4"

    def prepare(self) -> None:
        """Make the folders and the photos."""
        self.target.parent.mkdir(parents=True)
        for name, color in PHOTOS.items():
            picture = flat(color, 300, 400) if color else quadrants(300, 400)
            content = photo_bytes(image=picture)
            (self.folder / name).write_bytes(content)

    def noted(self) -> list[dict[str, str]]:
        """What was acknowledged to it."""
        if not self.journal.exists():
            return []
        lines = self.journal.read_text(encoding="utf-8").splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def client(self, port: int) -> BackendClient:
        """A client of a service."""
        endpoint = Endpoint(f"http://127.0.0.1:{port}", is_local=True)
        return BackendClient(endpoint, SKILL, home=self.folder / "client")

    async def run(self, port: int) -> None:
        """Do it all, and wait for the video."""
        async with self.client(port) as client:
            ids = await client.create_session()
            self._note("session", session=ids.session_id)
            await client.upload(ids.session_id, [self.folder / name for name in PHOTOS])
            self._note("upload")
            for wish in WISHES:
                _ = [event async for event in client.run(ids.session_id, wish)]
                draft = (await client.state(ids.session_id)).draft
                self._note("turn", wish=wish, draft=digest(draft))
            small = self.draft or made_small(draft or {})
            await client.put_draft(ids.session_id, small)
            self._note("restore", draft=digest(small))
            output = {EXTENSION_KEY: {"deliver_to": str(self.target)}}
            await client.submit_render(RenderRequest(self.render_id, ids.session_id, small, output))
            self._note("order")
            await self.finished(client)
            self._note("done")

    async def finished(self, client: BackendClient) -> RenderStatus:
        """How the export stands once it has ended."""
        while not (status := await client.poll_render(self.render_id)).state.is_final:
            await anyio.sleep(0.05)
        return status

    def _note(self, what: str, **facts: str) -> None:
        with self.journal.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"what": what, **facts}) + "\n")


def _go(errand: Errand, port: int) -> None:
    """The life of the client; without its service it ends with a failure, as it may."""
    anyio.run(errand.run, port)


def customer(errand: Errand, port: int) -> Process:
    """A client at work."""
    process = _FORKS.Process(target=_quietly, args=(errand, port), daemon=True)
    process.start()
    return Process(process)


def _quietly(errand: Errand, port: int) -> None:
    try:
        _go(errand, port)
    except Exception:  # noqa: BLE001 - what it says is not what is looked at
        raise SystemExit(1) from None


def made_small(draft: dict[str, object]) -> dict[str, object]:
    """A draft that is rendered soon."""
    timeline = timeline_from_draft(draft)
    return draft_from_timeline(replace(timeline, width_px=_WIDTH_PX, height_px=_HEIGHT_PX))


def digest(draft: object) -> str:
    """A short name of a draft's content."""
    return sha256(json.dumps(draft, sort_keys=True).encode()).hexdigest()[:16]


@dataclass
class Yard:
    """A home folder in which one round after the other is killed.

    Attributes:
        draft: what is ordered in all rounds; each project's own would move otherwise.
        reference: the video that an undisturbed run makes of it.
        export_s: how long it takes from the order to the video.
    """

    folder: Path
    draft: dict[str, object] | None = None
    reference: bytes = b""
    export_s: float = 0.0
    killed_after: list[str] = field(default_factory=list)
    _rounds: int = 0

    @property
    def home(self) -> Path:
        """The service's home folder."""
        return self.folder / "home"

    def new_errand(self) -> Errand:
        """The next round's."""
        self._rounds += 1
        errand = Errand(self.folder / f"client{self._rounds}", f"render-{self._rounds}", self.draft)
        errand.prepare()
        return errand

    def undisturbed(self) -> None:
        """A round without any kill, in a home of its own, for its video and its duration."""
        errand = self.new_errand()
        with (
            running(service(self.folder / "quiet-home")) as quiet,
            running(customer(errand, quiet.port)) as client,
        ):
            while len(errand.noted()) < _ORDERED and client.process.is_alive():
                time.sleep(0.005)
            begun_s = time.monotonic()
            client.process.join(timeout=120)
            self.export_s = time.monotonic() - begun_s
        assert [line["what"] for line in errand.noted()][-1] == "done"
        self.reference = errand.target.read_bytes()
        with closing(sqlite3.connect(self.folder / "quiet-home" / "backend.sqlite3")) as database:
            ((draft,),) = database.execute("SELECT draft FROM renders").fetchall()
        self.draft = json.loads(draft)

    def round(self, dice: random.Random) -> None:
        """One round: kill at a random moment, start again, and hold the journal against it."""
        errand = self.new_errand()
        if dice.random() < 0.7:  # else all that is left to do of an export is the joining
            shutil.rmtree(self.home / "cache", ignore_errors=True)
        victims = dice.choice(("service", "service", "service", "client", "both"))
        served = service(self.home)
        client = customer(errand, served.port)
        self._wait_for_the_moment(dice, client, errand)
        noted = errand.noted()
        self.killed_after.append(f"{victims} after {noted[-1]['what'] if noted else 'nothing'}")
        if victims != "client":
            served.kill()
            served = service(self.home)
        if victims == "service":
            client.process.join(timeout=60)
        client.kill()
        with running(served):
            anyio.run(self._settled, errand, served.port)
        check(self, errand)

    def _wait_for_the_moment(self, dice: random.Random, client: Process, errand: Errand) -> None:
        """Let the client come to a random step of its errand, and a random way further."""
        step = dice.choice((0, 1, 2, 3, 4, 5, 6, 7, _ORDERED, _ORDERED, _ORDERED, _ORDERED))
        further_s = dice.uniform(0.0, 0.25 if step < _ORDERED else self.export_s)
        while len(errand.noted()) < step and client.process.is_alive():
            time.sleep(0.005)
        time.sleep(further_s)

    async def _settled(self, errand: Errand, port: int) -> None:
        noted = {line["what"] for line in errand.noted()}
        async with errand.client(port) as client:
            if "order" in noted:
                with anyio.fail_after(120):
                    status = await errand.finished(client)
                assert status.state.value == "completed", status
            for line in errand.noted():
                if line["what"] == "session":
                    state = await client.state(line["session"])
                    if "upload" in noted:
                        names = [media.filename for media in state.video_infos]
                        assert names == list(PHOTOS), names


@contextmanager
def running(process: Process) -> Iterator[Process]:
    """A process, killed at the end."""
    try:
        yield process
    finally:
        process.kill()


def check(yard: Yard, errand: Errand) -> None:
    """Hold what was acknowledged against what the home folder has."""
    with closing(sqlite3.connect(yard.home / "backend.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kept = {
            (session, digest(json.loads(draft)))
            for session, draft in database.execute("SELECT session_id, draft FROM versions")
        }
        orders = database.execute(
            "SELECT state FROM renders WHERE render_id = ?", (errand.render_id,)
        ).fetchall()
    session = ""
    for line in errand.noted():
        session = line.get("session", session)
        assert "draft" not in line or (session, line["draft"]) in kept, line
        assert line["what"] != "order" or len(orders) == 1
    assert len(orders) <= 1
    assert incidents(yard.home) == []
    result = yard.home / "results" / f"{errand.render_id}.mp4"
    delivered = {path.name for path in errand.target.parent.iterdir()}
    if orders == [("completed",)]:
        assert result.read_bytes() == errand.target.read_bytes() == yard.reference
    assert delivered <= {errand.target.name, receipt_beside(errand.target).name}, delivered
