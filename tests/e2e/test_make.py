"""From photos to a file, as a user does it; and what happens when things are killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import pytest

from tests.tools.conftest import Run
from tiktok_photo_video.chat.replies import file_size, say
from tiktok_photo_video.errors import ExitCode
from tiktok_photo_video.language import Language
from tiktok_photo_video.service.launch import ensure_service, stop_service

FACTS = re.compile(r"(\d+\.\d) s · (.+) · 1080x1920")
RENDERING = say("stage.rendering", Language.ENGLISH)


def length_s(path: Path) -> Fraction:
    """The length of a video that decodes to its last frame."""
    with av.open(str(path)) as video:
        stream = video.streams.video[0]
        assert (stream.width, stream.height) == (1080, 1920)
        assert video.streams.audio[0].codec_context.name == "aac"
        rate = stream.average_rate
        assert rate is not None
        return sum(1 for _ in video.decode(stream)) / rate


@pytest.mark.requirement("e2e-make")
def test_photos_and_a_sentence_become_a_video(
    run: Run, shared_home: Path, folder: Path, photos: list[Path]
) -> None:
    made = run("make", *photos, "-m", "a 3 second birthday video, title 'Mia is 5'", "-o", "o.mp4")
    assert made.code == 0
    path, facts, checked = made.lines[-3:]
    assert checked.startswith("Checked: 1080x1920")
    assert path == str(folder / "o.mp4")
    told = FACTS.fullmatch(facts)
    assert told is not None
    assert float(told[1]) == 3.0
    assert told[2] == file_size((folder / "o.mp4").stat().st_size, Language.ENGLISH)
    assert any("Mia is 5" in line for line in made.lines)
    assert RENDERING in made.err
    assert length_s(folder / "o.mp4") == 3
    others = [p.name for p in folder.iterdir() if p.suffix not in (".jpg", ".mp4")]
    assert others == ["o.receipt.json"]


@pytest.mark.requirement("e2e-make")
def test_with_json_it_is_one_object_and_a_name_is_found(
    run: Run, shared_home: Path, folder: Path, photos: list[Path]
) -> None:
    (folder / "tiktok-video.mp4").write_bytes(b"mine")
    made = run("make", photos[0], "-m", "做一个一秒的视频", "--json")
    facts = made.json
    assert (made.code, made.err, facts["ok"]) == (0, "", True)
    assert facts["path"] == str(folder / "tiktok-video-2.mp4")
    assert (facts["duration_s"], facts["width_px"], facts["height_px"]) == (1.0, 1080, 1920)
    assert facts["size_bytes"] == (folder / "tiktok-video-2.mp4").stat().st_size
    assert any("视频" in text for text in facts["said"])
    assert (folder / "tiktok-video.mp4").read_bytes() == b"mine"
    again = run("timeline", "--project", facts["project"], "--json").json
    assert again["photos"] == [photos[0].name]


@pytest.mark.requirement("e2e-any-language")
def test_a_request_in_neither_language_still_makes_a_video(
    run: Run, shared_home: Path, folder: Path, photos: list[Path]
) -> None:
    made = run("make", photos[0], "-m", "Faites une belle vidéo de mes vacances", "-o", "fr.mp4")
    assert made.code == 0
    assert length_s(folder / "fr.mp4") > 0


@pytest.mark.requirement("e2e-any-request")
@pytest.mark.parametrize("message", ["undo", "how long can a video be?", "   "])
def test_make_makes_a_video_whatever_the_words(
    run: Run, shared_home: Path, photos: list[Path], message: str
) -> None:
    assert run("make", photos[0], "-m", message, "--detach").code == 0
    run("cancel")  # nobody waits for it


def exporting(target: Path) -> subprocess.Popen[str]:
    """An export in a process of its own, which has just said that it renders."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tiktok_photo_video_tools", "export", "-o", str(target)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if RENDERING in line:
            return process
    pytest.fail(f"it never rendered; it ended with {process.wait()}")


def killed(process: subprocess.Popen[str]) -> None:
    with process:
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


@pytest.mark.requirement("e2e-kill")
def test_killing_the_command_loses_nothing(run: Run, project: str, folder: Path) -> None:
    target = folder / "survivor.mp4"
    killed(exporting(target))
    rows = run("status", "--wait", "60", "--json").json["exports"]
    assert (rows[0]["path"], rows[0]["state"]) == (str(target), "completed")
    assert length_s(target) == 3
    assert f"done: {target}" in run("status").lines


@pytest.mark.requirement("e2e-kill")
def test_stopping_the_command_by_key_tells_that_the_export_goes_on(
    run: Run, project: str, folder: Path
) -> None:
    run("chat", "-m", "make it 6 seconds")
    process = exporting(folder / "stopped.mp4")
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert run("cancel").code == 0
    assert process.returncode == ExitCode.INTERRUPTED
    assert "status" in told


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home folder with a service that a test may kill."""
    home = tmp_path / "own-home"
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_HOME", str(home))
    yield home
    stop_service(home)


@pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")
@pytest.mark.requirement("e2e-kill")
def test_killing_the_service_in_the_middle_loses_nothing(
    run: Run, own_home: Path, folder: Path, photos: list[Path]
) -> None:
    target = folder / "phoenix.mp4"
    address = ensure_service(own_home)
    run("chat", "--new", *photos, "-m", "a 4 second video")
    command = exporting(target)
    os.kill(address.pid, signal.SIGKILL)
    os.waitpid(address.pid, 0)
    assert not target.exists()
    killed(command)
    rows = run("status", "--wait", "60", "--json").json["exports"]
    assert (rows[0]["path"], rows[0]["state"]) == (str(target), "completed")
    assert length_s(target) == 4
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []
