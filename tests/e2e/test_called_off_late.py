"""A render that is called off at the moment it ends: there is a video, or there is none."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from tests.backend.workbench import Workbench, until_idle
from tiktok_photo_video.backend.renders import RenderFolders, Renders
from tiktok_photo_video.backend.store import Store
from tiktok_photo_video.wire.renders import RenderRequest, RenderState
from tiktok_photo_video.wire.routes import EXTENSION_KEY


class Interrupting(Store):
    """A store before whose changes something else may happen, once."""

    def __init__(self, folder: Path) -> None:
        self.meanwhile: Callable[[], bool] = lambda: False
        self.has_happened = False
        super().__init__(folder)

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """A transaction, after what happens meanwhile."""
        if not self.has_happened:
            self.has_happened = self.meanwhile()
        with super().change() as connection:
            yield connection


class Scene:
    """A tiny render that is to replace a file of the user's."""

    def __init__(self, folder: Path) -> None:
        self.bench = Workbench(folder / "home")
        session = self.bench.new_session()
        self.store = Interrupting(folder / "home")
        self.results = folder / "home" / "results"
        self.renders = Renders(
            self.store,
            self.bench.backend.media,
            RenderFolders(self.results, folder / "home" / "cache"),
            workers=1,
            now_s=lambda: 1e9,
        )
        self.target = folder / "videos" / "out.mp4"
        self.target.parent.mkdir()
        self.target.write_bytes(b"the user's own")
        output = {EXTENSION_KEY: {"deliver_to": str(self.target)}}
        draft = self.bench.tiny_draft(session)
        self.order = RenderRequest("r1", session.session_id, draft, output)

    def cancel(self) -> RenderState:
        """Call it off."""
        return self.renders.cancel(self.bench.account, "r1").state

    @property
    def state(self) -> RenderState:
        """How it stands in the end."""
        until_idle(self.renders)
        return self.renders.status(self.bench.account, "r1").state

    def close(self) -> None:
        """Let go of everything."""
        self.renders.stop()
        self.store.close()
        self.bench.close()


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    scene = Scene(tmp_path)
    yield scene
    scene.close()


@pytest.mark.requirement("render-called-off-late")
def test_called_off_before_its_last_word_a_render_leaves_the_users_file_alone(
    scene: Scene,
) -> None:
    def called_off_once_written() -> bool:
        is_last_word = (scene.results / "r1.mp4").exists()
        if is_last_word and not scene.store.has_happened:
            scene.store.has_happened = True
            assert scene.cancel() is RenderState.CANCELLED
        return is_last_word

    scene.store.meanwhile = called_off_once_written
    scene.renders.submit(scene.bench.account, scene.order)
    assert scene.state is RenderState.CANCELLED
    assert scene.store.has_happened
    assert scene.target.read_bytes() == b"the user's own"
    assert [path.name for path in scene.target.parent.iterdir()] == ["out.mp4"]
    assert list(scene.results.iterdir()) == []


@pytest.mark.requirement("render-called-off-late")
def test_a_render_that_ends_while_it_is_called_off_stays_completed(scene: Scene) -> None:
    may_render = threading.Event()
    scene.renders._pool.submit(may_render.wait)
    scene.renders.submit(scene.bench.account, scene.order)

    def ended_meanwhile() -> bool:
        scene.store.has_happened = True
        may_render.set()
        until_idle(scene.renders)
        return True

    scene.store.meanwhile = ended_meanwhile
    assert scene.cancel() is RenderState.COMPLETED
    assert scene.state is RenderState.COMPLETED
    assert scene.target.read_bytes() == (scene.results / "r1.mp4").read_bytes()
