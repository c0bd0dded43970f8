"""What strangers hand in: each told in one sentence that names it, with what to do."""

from __future__ import annotations

import json
import re
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


@pytest.mark.requirement("media-animations")
@pytest.mark.parametrize(
    ("words", "told"), [("a 2 second video", "only the beginning"), ("做个2秒的视频", "只能用开头")]
)
def test_that_only_the_beginning_of_a_file_is_taken_is_told(
    *, run: Run, shared_home: Path, folder: Path, words: str, told: str
) -> None:
    pictures = [quadrants(40 + 4 * number, 60).resize((60, 60)) for number in range(6)]
    whole, cut = folder / "whole.gif", folder / "cut.gif"
    pictures[0].save(whole, save_all=True, append_images=pictures[1:], duration=200)
    cut.write_bytes(whole.read_bytes()[:-120])
    made = run("chat", "--new", whole, cut, "-m", words)
    assert [line for line in made.lines if told in line and "cut.gif" in line]
    assert not [line for line in made.lines if told in line and "whole.gif" in line]


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


# Each command in a way in which it fails; none needs a backend.
FAILING: dict[str, tuple[str, ...]] = {
    "make": ("make",),
    "make a folder": ("make", "."),
    "chat": ("chat", "-m", ""),
    "chat elsewhere": ("chat", "-m", "15", "--backend", "nowhere"),
    "timeline": ("timeline", "--backend", "nowhere"),
    "preview": ("preview", "--backend", "nowhere"),
    "export": ("export", "-o", "out.avi"),
    "status": ("status", "--backend", "nowhere"),
    "cancel": ("cancel", "--backend", "nowhere"),
    "undo": ("undo", "--backend", "nowhere"),
    "redo": ("redo", "--backend", "nowhere"),
    "credits": ("credits", "--backend", "nowhere"),
    "projects": ("projects", "--no-such-option"),
    "doctor": ("doctor", "--no-such-option"),
    "serve": ("serve", "--status", "--stop"),
    "explain": ("explain", "nothing", "x"),
    "no command": ("no-such-command",),
}


@pytest.mark.requirement("json-failures")
@pytest.mark.parametrize("name", FAILING)
def test_a_failure_with_json_ends_with_one_line_that_says_so(
    *, run: Run, shared_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run(*FAILING[name], "--json")
    last = json.loads(outcome.lines[-1])
    assert last["ok"] is False
    assert set(last["error"]) == {"code", "message", "hint"}
    assert all(last["error"].values())
    assert outcome.code != ExitCode.OK
    # Without it the same is told on the other stream.
    plain = run(*FAILING[name])
    assert last["error"]["message"] in plain.err
    assert plain.out == "" or name == "chat"


@pytest.mark.requirement("json-failures")
def test_the_last_line_of_a_stream_tells_how_it_ended(run: Run, project: str, folder: Path) -> None:
    good = [json.loads(line) for line in run("chat", "-m", "status", "--json").lines]
    assert good[-1] == {"type": "done", "ok": True}
    bad = [json.loads(line) for line in run("chat", "missing.jpg", "-m", "x", "--json").lines]
    assert [event["type"] for event in bad[-2:]] == ["failed", "done"]
    assert bad[-1]["ok"] is False
    assert bad[-1]["error"] == {
        "code": bad[-2]["code"],
        "message": bad[-2]["text"],
        "hint": bad[-2]["hint"],
    }


CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.requirement("failures-have-words")
@pytest.mark.parametrize("name", [*FILES, *(f"{name} " for name in FAILING)])
def test_who_speaks_chinese_is_told_in_chinese(
    *, run: Run, shared_home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    if name in FILES:
        if (content := FILES[name]) is not None:
            (folder / name).write_bytes(content)
        error = run("make", folder / name, "-o", "out.mp4", "--json").json["error"]
        assert error["message"].startswith(f"{name}：")
    else:
        (folder / "empty").mkdir()
        monkeypatch.chdir(folder / "empty")
        outcome = run(*FAILING[name.strip()], "--json")
        error = json.loads(outcome.lines[-1])["error"]
    # No English sentence stands alone, whatever names and formats are in the Chinese one.
    assert CHINESE.search(error["message"])
    assert CHINESE.search(error["hint"])


@pytest.mark.requirement("failures-have-words")
def test_the_language_of_the_message_comes_before_that_of_the_computer(
    run: Run, shared_home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "does not exist" in run("make", "red.jpg", "-m", "a video", "-o", "no/a.mp4").err
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    outcome = run("make", "red.jpg", "--message=做一个视频", "-o", "no/a.mp4")
    assert outcome.err.startswith("出错了：文件夹 ")


@pytest.mark.requirement("failures-have-words")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("timeline", "--foo"), "没有 --foo 这个选项。"),
        (("status", "--wait", "soon"), "--wait 的值不对（"),
        (("explain",), "少了 "),
        (("frobnicate",), "命令没有看懂（"),
    ],
)
def test_wrong_usage_is_told_in_chinese_by_its_parts(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert run(*words).err.startswith(f"出错了：{said}")
