"""What strangers hand in: each told in one sentence that names it, with what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.media_factory import bomb_png, flat, photo_bytes, quadrants, truncated
from tests.tools.conftest import Run
from tiktok_photo_video.errors import ExitCode

JPEG = photo_bytes(image=quadrants(200, 300))

FILES: dict[str, bytes | None] = {
    "missing.jpg": None,
    "empty.jpg": b"",
    "words.jpg": b"only words, no picture\n" * 20,
    "cut.jpg": truncated(JPEG),
    "dot.png": photo_bytes("png", image=flat((9, 9, 9), 1, 1)),
    "bomb.png": bomb_png(),
    "letter.docx": b"PK\x03\x04 something",
    "noise.heic": bytes(range(256)) * 4,
    "half.png": truncated(photo_bytes("png", image=quadrants(200, 300))),
    "program": b"\x7fELF" + bytes(200),
}


@pytest.mark.requirement("bad-input")
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_photo_is_named_with_what_to_do_and_nothing_is_left(
    *, run: Run, project: str, folder: Path, photos: list[Path], name: str
) -> None:
    content = FILES[name]
    if content is not None:
        (folder / name).write_bytes(content)
    before = sorted(path.name for path in folder.iterdir())
    outcome = run("make", photos[0], folder / name, "-m", "a 3 second video", "-o", "out.mp4")
    last = outcome.err.splitlines()[-1]
    assert last.startswith(f"Error: {name}: ")
    assert last.count(". ") >= 1  # a sentence, and a hint after it
    assert outcome.code in (ExitCode.INPUT, ExitCode.BACKEND)
    assert sorted(path.name for path in folder.iterdir()) == before
    assert run("timeline").code == 0
    error = run("make", folder / name, "-m", "x", "--json").json["error"]
    assert (error["message"].startswith(name), bool(error["hint"])) == (True, True)


@pytest.mark.requirement("bad-input-exit-code")
@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_exit_code_3_whoever_finds_it(
    run: Run, shared_home: Path, folder: Path, name: str
) -> None:
    content = FILES[name]
    if content is not None:
        (folder / name).write_bytes(content)
    assert run("make", folder / name, "-o", "out.mp4").code == ExitCode.INPUT


@pytest.mark.requirement("bad-input")
@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("missing/out.mp4", "missing"),
        ("taken.mp4", "taken.mp4"),
        ("out.avi", "out.mp4"),
        ("out", "out.mp4"),
        ("red.jpg/out.mp4", "red.jpg"),
    ],
)
@pytest.mark.parametrize("command", ["make", "export"])
def test_a_bad_place_for_the_video_is_refused_before_any_work(
    *, run: Run, folder: Path, photos: list[Path], command: str, output: str, words: str
) -> None:
    (folder / "taken.mp4").mkdir()
    given = photos if command == "make" else []
    outcome = run(command, *given, "-o", output)
    assert outcome.code == ExitCode.INPUT
    assert outcome.out == ""
    assert words in outcome.err
    assert outcome.err.count("\n") == 1
    # No service was started for it: this test's own home folder has not even been made.
    assert not (folder.parent / "home").exists()


@pytest.mark.requirement("bad-input")
def test_a_failed_make_does_not_become_the_project_that_is_meant(
    run: Run, project: str, folder: Path
) -> None:
    (folder / "words.jpg").write_text("only words", encoding="utf-8")
    run("make", folder / "words.jpg")
    assert run("timeline", "--json").json["project"] == project


def photo_as_song(folder: Path) -> list[object]:
    (folder / "clip.mp4").write_bytes(JPEG)
    return [folder / "clip.mp4", "-o", folder / "clip.mp4"]


@pytest.mark.requirement("bad-input")
@pytest.mark.parametrize("given", [photo_as_song])
def test_the_video_never_replaces_what_it_is_made_from(
    run: Run, shared_home: Path, folder: Path, given: Callable[[Path], list[object]]
) -> None:
    outcome = run("make", *given(folder), "-m", "a 1 second video")
    assert outcome.code == ExitCode.INPUT
    assert (folder / "clip.mp4").read_bytes() == JPEG


@pytest.mark.requirement("bad-input")
@pytest.mark.parametrize("words", [("-m", "caf\udce9 title"), ("-m", "x", "-o", "caf\udce9.mp4")])
def test_bytes_that_are_no_text_in_an_argument_are_no_surprise(
    run: Run, shared_home: Path, photos: list[Path], words: tuple[str, ...]
) -> None:
    outcome = run("make", photos[0], *words)
    assert "unexpected" not in outcome.err
