"""A local backend that is killed while somebody waits is started again, and goes on."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assistant.two_backends import LOCAL, photos
from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.chat.reply import FileReady, Progress, Reply, Stage
from tiktok_photo_video.language import Language
from tiktok_photo_video.service.launch import ensure_service, stop_service
from tiktok_photo_video.settings import Settings

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning"),
]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home folder with a service that a test may kill."""
    folder = tmp_path / "home"
    yield folder
    stop_service(folder)


def kill(home: Path) -> None:
    address = ensure_service(home)
    os.kill(address.pid, signal.SIGKILL)
    os.waitpid(address.pid, 0)


@pytest.mark.requirement("wait-survives")
async def test_an_export_goes_on_after_its_service_was_killed_and_so_does_the_talk(
    home: Path, tmp_path: Path
) -> None:
    told: list[Reply] = []
    kills: list[Reply] = []

    def emit(reply: Reply) -> None:
        told.append(reply)
        if isinstance(reply, Progress) and reply.stage is Stage.RENDERING and not kills:
            kills.append(reply)
            kill(home)

    talk = Conversation(
        Settings(home),
        LOCAL,
        emit=emit,
        wishes=Wishes(output=tmp_path / "a.mp4"),
        language=Language.ENGLISH,
    )
    async with talk:
        await talk.upload(photos(tmp_path / "p"))
        await talk.edit("a 4 second video")
        killed_at = talk.client.endpoint
        await talk.export()
        assert kills
        assert talk.client.endpoint != killed_at
        await talk.edit("make it 2 seconds")
    assert [reply.path for reply in told if isinstance(reply, FileReady)] == [
        str(tmp_path / "a.mp4")
    ]
