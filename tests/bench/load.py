"""Many chats at once while videos are exported: how long edits take, and what it costs.

Run as ``python -m tests.bench.load [CHATS] [EXPORTS] [THINK_S]``, with the package, the tools and
the root on the path. It starts a service of its own, in a folder of its own. Each chat has a
project of three photos and edits it over and over, thinking in between, while the exports run.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import httpx
import numpy as np

from tests.interop.mutation import seeded
from tests.media_factory import photo_bytes
from tiktok_photo_video.backend.config import LOCAL_KEY_HEADER
from tiktok_photo_video.service.address import Address
from tiktok_photo_video.service.launch import ensure_service, stop_service
from tiktok_photo_video.wire import routes

EDITS = (
    "make it 12 seconds",
    "make the first photo longer",
    "add a title that says Lisbon",
    "change the music to something calm",
    "swap photo 1 and photo 2",
    "use a slower zoom",
    "remove the title",
    "undo",
)
_MB = 1024**2


@dataclass
class Figures:
    """What was measured, in seconds and bytes."""

    edits_s: list[float] = field(default_factory=list)
    first_words_s: list[float] = field(default_factory=list)
    exports_s: list[float] = field(default_factory=list)
    uploads_s: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    most_bytes: int = 0
    load_before: float = 0.0


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def photos(count: int) -> list[bytes]:
    """Photos of 12 megapixels with something in them."""
    from PIL import Image

    rng = np.random.default_rng(7)
    small = [rng.integers(0, 255, (30, 40, 3), np.uint8) for _ in range(count)]
    return [photo_bytes(image=Image.fromarray(each).resize((4000, 3000))) for each in small]


class Chat:
    """One user's project."""

    def __init__(self, client: httpx.AsyncClient, figures: Figures, number: int) -> None:
        self._client, self._figures = client, figures
        self._random = seeded(number)
        self._number = number
        self.session_id = ""

    async def begin(self, files: Sequence[bytes]) -> None:
        """Log in, send photos, ask for a video."""
        answer = await self._client.post(
            routes.ANONYMOUS_TOKEN, headers={routes.X_CLIENT_ID: f"load-{self._number}"}
        )
        self._bearer = {routes.AUTHORIZATION: f"Bearer {answer.json()['data']['token']}"}
        made = await self._client.post(routes.create_session(), json={}, headers=self._bearer)
        self.session_id = made.json()["data"]["session_id"]
        began_s = time.perf_counter()
        sent = await self._client.post(
            routes.upload(self.session_id),
            files=[("files", (f"{n}.jpg", content)) for n, content in enumerate(files)],
            headers=self._bearer,
        )
        self._figures.uploads_s.append(time.perf_counter() - began_s)
        self._check("upload", sent)
        await self.say("a 30 second video")

    async def say(self, words: str) -> tuple[float, float]:
        """Say something; gives when the first words and the last came."""
        message = {"session_id": self.session_id, "new_message": {"parts": [{"text": words}]}}
        began_s = time.perf_counter()
        first_s = 0.0
        async with self._client.stream(
            "POST", routes.RUN_SSE, json=message, headers=self._bearer
        ) as answer:
            async for _ in answer.aiter_bytes():
                first_s = first_s or time.perf_counter() - began_s
            self._check(words, answer)
        return first_s, time.perf_counter() - began_s

    async def go_on(self, until: anyio.Event, think_s: float) -> None:
        """Edit until it is over."""
        await anyio.sleep(self._random.uniform(0, think_s))
        while not until.is_set():
            first_s, whole_s = await self.say(self._random.choice(EDITS))
            self._figures.first_words_s.append(first_s)
            self._figures.edits_s.append(whole_s)
            await anyio.sleep(self._random.uniform(0.5 * think_s, 1.5 * think_s))

    async def export(self) -> None:
        """Order a video, and wait for it."""
        state = await self._client.get(routes.state(self.session_id), headers=self._bearer)
        order = {
            "id": uuid.uuid4().hex,
            "sessionId": self.session_id,
            "draft": state.json()["data"]["state"]["draft"],
        }
        began_s = time.perf_counter()
        self._check(
            "order", await self._client.post(routes.RENDER, json=order, headers=self._bearer)
        )
        status = ""
        while status not in {"completed", "failed"}:
            await anyio.sleep(0.5)
            polled = await self._client.get(routes.render(order["id"]), headers=self._bearer)
            status = polled.json()["data"]["status"]
        self._figures.exports_s.append(time.perf_counter() - began_s)
        if status != "completed":
            self._figures.failures.append(polled.text)

    def _check(self, what: str, answer: httpx.Response) -> None:
        if answer.status_code != httpx.codes.OK:
            self._figures.failures.append(f"{what}: {answer.status_code}")


def bytes_held(pid: int) -> int:
    """What a process and its children hold in memory, shared parts counted by share."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [child for path in tasks for child in path.read_text(encoding="ascii").split()]
    return sum(map(_proportional, [str(pid), *children]))


def _proportional(pid: str) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    line = next(line for line in text.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024


async def _weigh(pid: int, figures: Figures, until: anyio.Event) -> None:
    while not until.is_set():
        figures.most_bytes = max(figures.most_bytes, bytes_held(pid))
        await anyio.sleep(0.5)


async def measure(address: Address, *, chats: int, exports: int, think_s: float) -> Figures:
    """Run the load."""
    figures = Figures(load_before=float(Path("/proc/loadavg").read_text().split()[0]))
    over, files = anyio.Event(), photos(3)
    limits = httpx.Limits(max_connections=chats + exports, max_keepalive_connections=0)
    async with httpx.AsyncClient(
        base_url=address.base_url,
        headers={LOCAL_KEY_HEADER: address.key},
        timeout=120,
        limits=limits,
    ) as client:
        users = [Chat(client, figures, number) for number in range(chats + exports)]
        async with anyio.create_task_group() as tasks:
            for user in users:
                tasks.start_soon(user.begin, files)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_weigh, address.pid, figures, over)
            for user in users[:chats]:
                tasks.start_soon(user.go_on, over, think_s)
            async with anyio.create_task_group() as orders:
                for user in users[chats:]:
                    orders.start_soon(user.export)
            over.set()
    return figures


def main(chats: int = 50, exports: int = 4, think_s: float = 5.0) -> int:
    """Measure and print; gives how much is not as promised."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        address = ensure_service(home)
        try:
            figures = anyio.run(
                lambda: measure(address, chats=chats, exports=exports, think_s=think_s)
            )
        finally:
            stop_service(home)
    say(f"machine's load before: {figures.load_before}")
    for what in ("uploads_s", "first_words_s", "edits_s", "exports_s"):
        say(f"{what}: {_told(getattr(figures, what))}")
    say(f"memory at most: {figures.most_bytes // _MB} MB")
    say(f"failures: {figures.failures[:5]}")
    return len(figures.failures)


def _told(times_s: list[float]) -> str:
    if len(times_s) < 2:
        return str(times_s)
    p95 = statistics.quantiles(times_s, n=20)[-1]
    return (
        f"{len(times_s)}, median {statistics.median(times_s):.3f}, "
        f"95th {p95:.3f}, most {max(times_s):.3f}"
    )


if __name__ == "__main__":
    numbers = [float(word) for word in sys.argv[1:]]
    asked = dict(zip(("chats", "exports", "think_s"), numbers, strict=False))
    whole = {name: int(asked[name]) for name in ("chats", "exports") if name in asked}
    sys.exit(1 if main(**whole, think_s=asked.get("think_s", 5.0)) else 0)
