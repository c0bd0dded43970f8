"""A conversation in a real terminal: typed, dropped on, interrupted, left."""

from __future__ import annotations

import io
import json
import os
import re
import select
import shlex
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tools.conftest import Run
from tiktok_photo_video_tools.typed_lines import HISTORY_FILE, MAX_KEPT, TypedLines

pty = pytest.importorskip("pty", reason="this system has no terminals of that kind")

PATIENCE_S = 60.0
PRESS_AGAIN_S = 10.0
PRESSES = 6
CTRL_C, CTRL_D, UP = b"\x03", b"\x04", b"\x1b[A"
# The command with the terminal as its own, so that Ctrl-C reaches it.
_PROGRAM = """
import fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from tiktok_photo_video_tools.cli import main
sys.exit(main(sys.argv[1:]))
"""
_CODES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\r")


class Terminal:
    """A terminal with the command in it."""

    def __init__(self, *words: str) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "200"},
        )
        os.close(theirs)
        self.shown = ""

    def press(self, keys: bytes) -> None:
        os.write(self._ours, keys)

    def say(self, line: str) -> None:
        self.press(line.encode() + b"\r")

    def interrupt_after(self, typed: str) -> None:
        """Press Ctrl-C after something was typed, and as a person does: again if it was not heard.

        Between showing what was typed and waiting for the next key a program that reads
        lines with the GNU library is deaf to signals, and stays so until the next one.
        """
        self.press(typed.encode())
        self.until(typed)
        self.shown = ""
        for _ in range(PRESSES):
            self.press(CTRL_C)
            if self._answers():
                return
        pytest.fail(f"Ctrl-C was not heard {PRESSES} times over")

    def until(self, text: str) -> str:
        """Read until a text appears; gives what was shown up to there, and goes on after it."""
        while text not in self.shown:
            if not self._read():
                pytest.fail(f"{text!r} never came: {self.shown!r}")
        before, _, self.shown = self.shown.partition(text)
        return before

    def end(self) -> tuple[int, str]:
        """Read to the end; gives the exit status, and what was shown last."""
        while self._read():
            pass
        return self.process.wait(PATIENCE_S), self.shown

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)

    def _answers(self) -> bool:
        """Whether something is shown, or the end comes, before a person would press again."""
        while self._waits(PRESS_AGAIN_S):
            if not self._read() or self.shown:
                return True
        return False

    def _waits(self, for_s: float) -> bool:
        return bool(select.select([self._ours], [], [], for_s)[0])

    def _read(self) -> bool:
        ready = self._waits(PATIENCE_S)
        try:
            content = os.read(self._ours, 65536) if ready else b""
        except OSError:  # how Linux tells that the other end was closed
            content = b""
        self.shown = _CODES.sub("", self.shown + content.decode("utf-8", "replace"))
        return bool(content)


Open = Callable[..., Terminal]


@pytest.fixture
def terminal(shared_home: Path) -> Iterator[Open]:
    """Opens terminals, and closes them when the test is over."""
    opened: list[Terminal] = []

    def open_one(*words: str) -> Terminal:
        opened.append(Terminal(*words))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.mark.requirement("terminal-talk")
def test_a_conversation_with_dropped_photos_goes_on_until_it_is_left(
    terminal: Open, run: Run, photos: list[Path]
) -> None:
    talk = terminal("chat", "--new")
    talk.until("Drop photos here")
    talk.until("> ")
    talk.say(f"{shlex.quote(str(photos[0]))} '{photos[1]}' a 4 second video")
    talk.until("Got 2 photos.")
    talk.until("4-second video from 2 photos")
    talk.until("> ")
    talk.say(f"add {str(photos[2]).replace(' ', chr(92) + ' ')} at the end")
    talk.until("blue.jpg")
    talk.until("> ")
    talk.say("/no/such/photo.jpg")
    talk.until("photo.jpg")
    talk.until("> ")
    talk.say("quit")
    assert talk.end()[0] == 0
    assert len(run("timeline", "--json").json["draft"]["t"][0]["sg"]) == 3


@pytest.mark.requirement("terminal-interrupt")
def test_ctrl_c_ends_the_waiting_and_not_the_work(
    terminal: Open, run: Run, project: str, folder: Path
) -> None:
    run("chat", "-m", "make it 4 seconds")
    talk = terminal("chat")
    talk.until("> ")
    talk.say("export")
    talk.until("Making the video")
    talk.press(CTRL_C)
    talk.until("what was begun goes on")
    talk.until("> ")
    talk.say("status")
    talk.until("3 photos")
    talk.until("> ")
    talk.press(CTRL_D)
    assert talk.end()[0] == 0
    row = run("status", "--wait", "60", "--json").json["exports"][0]
    assert (row["state"], Path(row["path"]).parent) == ("completed", folder)
    assert Path(row["path"]).stat().st_size == row["size_bytes"]


@pytest.mark.requirement("terminal-interrupt")
def test_ctrl_c_at_the_prompt_tells_how_to_leave_and_twice_leaves(
    terminal: Open, project: str
) -> None:
    talk = terminal("chat")
    talk.until("> ")
    talk.interrupt_after("never mi")
    talk.until("leaves.")
    talk.until("> ")
    talk.interrupt_after("x")
    assert talk.end()[0] == 0


@pytest.mark.requirement("terminal-history")
def test_what_was_said_is_there_the_next_time_for_its_owner_only(
    terminal: Open, shared_home: Path, project: str
) -> None:
    first = terminal("chat")
    first.until("> ")
    first.say("make it 5 seconds")
    first.until("3s → 5s")
    first.until("> ")
    first.press(CTRL_D)
    assert first.end()[0] == 0
    second = terminal("chat", "--project", project)
    second.until("> ")
    second.press(UP)
    second.until("make it 5 seconds")
    second.press(b"\r")
    second.until("> ")
    second.press(CTRL_D)
    assert second.end()[0] == 0
    mode = (shared_home / HISTORY_FILE).stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


@pytest.mark.requirement("terminal-talk")
def test_with_json_each_message_gives_events_and_ends_with_done(
    terminal: Open, project: str
) -> None:
    talk = terminal("chat", "--json")
    talk.until("> ")
    talk.say("make it 6 seconds")
    lines = talk.until('{"type": "done", "ok": true}').splitlines()
    events = [json.loads(line) for line in lines if line.startswith("{")]
    assert {"type": "say", "text": "Length: 3s → 6s."} in events
    talk.until("> ")
    talk.say("/no/such/photo.jpg")
    talk.until('{"type": "failed"')
    talk.until('{"type": "done", "ok": false')
    talk.until("> ")
    talk.say("quit")
    code, rest = talk.end()
    assert (code, "{" in rest.partition("\n")[2]) == (0, False)


@pytest.mark.requirement("terminal-talk")
def test_a_conversation_that_cannot_be_opened_is_told_like_any_command(terminal: Open) -> None:
    talk = terminal("chat", "--backend", "http://127.0.0.1:9")
    code, shown = talk.end()
    assert code == 5
    assert "Error: " in shown


@pytest.mark.requirement("terminal-history")
def test_the_history_is_bounded_and_keeps_no_addresses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = "one\none\n \nuse https://x.example/p.jpg?key=secret\ntwo\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    kept = tmp_path / HISTORY_FILE
    kept.write_text("".join(f"line {n}\n" for n in range(MAX_KEPT + 5)), encoding="utf-8")
    lines = TypedLines(tmp_path)
    for _ in range(5):
        lines.read()
    told = kept.read_text(encoding="utf-8").splitlines()
    assert (len(told), told[-2:]) == (MAX_KEPT, ["one", "two"])
