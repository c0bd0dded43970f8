"""A language model beside the rules, by the commands that people use."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backend.language_server import KEY, LanguageServer, fails, proposes
from tests.backend.workbench import PHOTOS
from tests.tools.conftest import Run
from tiktok_photo_video.errors import ExitCode
from tiktok_photo_video.language import Language
from tiktok_photo_video.service.launch import service_log, stop_service
from tiktok_photo_video.settings import load_settings
from tiktok_photo_video_tools import doctor

# A service outlives whoever started it: its handle is dropped while it runs.
pytestmark = pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")


@pytest.fixture
def server() -> Iterator[LanguageServer]:
    with LanguageServer().open() as opened:
        yield opened


@pytest.fixture
def home(server: LanguageServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of its own, in an environment that names the model."""
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_LLM_URL", f"http://127.0.0.1:{server.port}")
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_LLM_MODEL", "tiny")
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_LLM_KEY", KEY)
    folder = tmp_path / "home"
    yield folder
    stop_service(folder)


@pytest.mark.requirement("llm-proposes")
def test_a_proposal_is_shown_in_the_chat_and_taken_back_by_undo(
    run: Run, home: Path, server: LanguageServer, photos: list[Path]
) -> None:
    look = {"kind": "warm", "brightness": None}
    server.acts = [proposes({"op": "set_look", "clip_ids": ["photo2"], "look": look})]
    run("chat", "--new", *photos, "-m", "a 3 second video")
    assert server.asked == []
    told = run("chat", "-m", "make it 4 seconds and flurble the wobbix")
    assert told.code == 0
    assert "Length: 3s → 4s." in told.out
    assert 'For "flurble the wobbix", the language model proposed: ' in told.out
    assert "red.jpg: warm look." in told.out
    assert KEY not in told.out + told.err + service_log(home).read_text()
    assert "4s → 3s" in run("undo").out
    for content in server.asked:
        assert [name for name in PHOTOS if PHOTOS[name][20:60] in content] == []
        assert str(home).encode() not in content
        assert str(photos[0].parent).encode() not in content
    server.acts = [fails(500)]
    again = run("chat", "-m", "flurble the wobbix")
    assert "refused to answer (500); I used my own rules." in again.out


@pytest.mark.requirement("llm-doctor")
def test_the_doctor_tells_whether_it_is_set_up_and_answers(
    run: Run, home: Path, server: LanguageServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found() -> doctor.Finding:
        return doctor._checked(doctor._CHECKS[-1], load_settings(), Language.ENGLISH)

    here = f"127.0.0.1:{server.port}"
    said = f"tiny at {here} answers; nothing leaves this computer"
    assert found() == doctor.Finding("language model", ok=True, detail=said)
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_LLM_MODEL", "huge")
    assert "does not list that model" in found().detail
    # Not a loopback address by its looks.
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_LLM_URL", f"http://0.0.0.0:{server.port}")
    assert "is sent there with a description of the video, photos never" in found().detail
    assert "not encrypted" in found().detail
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_LLM_URL", f"http://localhost:{port}")
    assert not found().ok
    assert f"localhost:{port} does not answer" in found().detail
    monkeypatch.delenv("TIKTOK_PHOTO_VIDEO_LLM_URL")
    assert found().detail == "off; the rules do the work"


@pytest.mark.requirement("llm-set-up")
def test_a_setting_that_cannot_be_used_is_told_by_every_command(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_LLM_URL", "nonsense")
    outcome = run("chat", "-m", "make it 4 seconds")
    assert (outcome.code, KEY in outcome.err) == (ExitCode.INPUT, False)
    assert "TIKTOK_PHOTO_VIDEO_LLM_URL" in outcome.err
