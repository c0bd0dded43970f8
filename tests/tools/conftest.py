"""The command line called in this process, on one shared service."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.backend.workbench import PHOTOS
from tests.service.shared import shared_service
from tiktok_photo_video_tools.cli import main

service_home = pytest.fixture(scope="session")(shared_service)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command left: its exit status, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> dict[str, Any]:
        """The one object on stdout."""
        (line,) = self.lines
        value = json.loads(line)
        assert isinstance(value, dict)
        return value


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command; words are made of whatever is given."""

    def command(*words: object) -> Outcome:
        capsys.readouterr()
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    return command


@pytest.fixture
def shared_home(service_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder of the running service, for this test."""
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_HOME", str(service_home))
    return service_home


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with three photos in it."""
    place = tmp_path / "with space 夏"
    place.mkdir()
    for name in list(PHOTOS)[:3]:
        (place / name).write_bytes(PHOTOS[name])
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def photos(folder: Path) -> list[Path]:
    return [folder / name for name in list(PHOTOS)[:3]]


@pytest.fixture
def project(run: Run, shared_home: Path, photos: list[Path]) -> str:
    """A new project with a timeline, made by chat, so that nothing is rendered."""
    begun = run("chat", "--new", *photos, "-m", "a 3 second video", "--json")
    assert begun.code == 0
    listed = run("projects", "--json").json["projects"]
    return str(listed[0]["id"])
