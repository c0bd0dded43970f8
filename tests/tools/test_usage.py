"""How the command line answers before any work: versions, help, wrong usage, settings."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.tools.conftest import Run
from tiktok_photo_video import __version__
from tiktok_photo_video.errors import ExitCode, PhotoVideoError
from tiktok_photo_video.service.address import read_address
from tiktok_photo_video.service.setup import POLICIES, RULES

COMMANDS = (
    *("make", "chat", "timeline", "preview", "export", "status", "cancel", "undo", "redo"),
    *("credits", "projects", "doctor", "serve", "explain"),
)


def in_process_of_its_own(
    *words: str, stdin: str | bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The command as a shell runs it."""
    return subprocess.run(
        [sys.executable, "-m", "tiktok_photo_video_tools", *words],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )


@pytest.mark.requirement("cli-version-help")
def test_the_version_is_told_on_stdout(run: Run) -> None:
    outcome = run("--version")
    assert (outcome.code, outcome.out) == (0, f"tiktok-photo-video {__version__}\n")


@pytest.mark.requirement("cli-version-help")
def test_help_names_every_command_and_each_has_help_of_its_own(run: Run) -> None:
    whole = run("--help")
    assert whole.code == 0
    for command in COMMANDS:
        assert command in whole.out
        own = run(command, "--help")
        assert own.code == 0
        assert "--json" in own.out


@pytest.mark.requirement("cli-version-help")
def test_help_and_version_load_nothing_heavy() -> None:
    probe = (
        "import sys; from tiktok_photo_video_tools.cli import main; main(['--help']);"
        "heavy = {'numpy', 'av', 'cv2', 'PIL', 'httpx', 'sqlalchemy', 'starlette', 'anyio'};"
        "sys.stderr.write(' '.join(heavy & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, timeout=60, check=False
    )
    assert (found.returncode, found.stderr) == (0, b"")


@pytest.mark.requirement("cli-wrong-usage")
@pytest.mark.parametrize(
    "words",
    [
        ("--bogus",),
        ("timeline", "--bogus"),
        ("nosuch",),
        ("preview", "--at", "-1"),
        ("preview", "--at", "soon"),
        ("status", "--wait", "-1"),
        ("serve", "--port", "99999"),
        ("serve", "--workers", "0"),
        ("export", "-o"),
        ("explain",),
    ],
)
def test_wrong_usage_is_exit_code_2_and_no_surprise(run: Run, words: tuple[str, ...]) -> None:
    outcome = run(*words)
    assert outcome.code == ExitCode.USAGE
    assert "unexpected" not in outcome.err + outcome.out


@pytest.mark.requirement("cli-wrong-usage")
def test_wrong_usage_is_told_in_json_too(run: Run) -> None:
    outcome = run("timeline", "--json", "--bogus")
    assert outcome.code == ExitCode.USAGE
    assert "--bogus" in outcome.json["error"]["message"]


@pytest.mark.requirement("cli-refusals")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("make",), "no photos"),
        (("make", "-m", "a video"), "no photos"),
        (("chat",), "nothing to say"),
        (("serve", "--status", "--stop"), "do not go together"),
        (("serve", "--policy", "strict"), "strict"),
        (("serve", "--policy", "like-cloud,colour=red"), "colour"),
        (("serve", "--allow-private-fetch", "nas"), "nas"),
        (("make", "ftp://h.example/a.jpg", "-m", "x"), "ftp://h.example/a.jpg"),
        (("explain", "weather", "x"), "weather"),
        (("explain", "intent"), "no text"),
        (("timeline", "--backend", "clowd"), "clowd"),
        (("credits", "--backend", "ftp://x"), "ftp://x"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence_with_a_hint(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    outcome = run(*words)
    assert outcome.code == ExitCode.INPUT
    assert outcome.out == ""
    assert said in outcome.err
    assert outcome.err.count("\n") == 1
    error = json.loads(run(*words, "--json").lines[-1])["error"]
    assert said in error["message"]
    assert error["hint"]


@pytest.mark.requirement("cli-exit-codes")
def test_each_exit_code_is_the_documented_one() -> None:
    documented = {
        "OK": 0,
        "INTERNAL": 1,
        "USAGE": 2,
        "INPUT": 3,
        "BACKEND": 4,
        "TRANSPORT": 5,
        "RENDER": 6,
        "STORAGE": 7,
        "INTERRUPTED": 130,
    }
    assert {code.name: code.value for code in ExitCode} == documented
    kinds = PhotoVideoError.__subclasses__()
    assert all(kind.exit_code not in (ExitCode.OK, ExitCode.USAGE) for kind in kinds)


@pytest.mark.requirement("cli-exit-codes")
def test_a_backend_that_is_not_there_is_exit_code_5(run: Run) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
        outcome = run("credits", "--backend", address, "--json")
    assert outcome.code == ExitCode.TRANSPORT
    assert outcome.json["error"]["hint"]


@pytest.mark.requirement("cli-exit-codes")
def test_a_home_that_cannot_be_used_is_exit_code_7(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_HOME", str(tmp_path / "file"))
    outcome = run("credits", "--json")
    assert outcome.code == ExitCode.STORAGE
    assert "TIKTOK_PHOTO_VIDEO_HOME" in outcome.json["error"]["hint"]


@pytest.mark.requirement("cli-service")
def test_without_a_service_it_is_told_so_and_none_is_started(run: Run, tmp_path: Path) -> None:
    assert run("serve", "--status").out == "not running\n"
    assert run("serve", "--status", "--json").json == {"ok": True, "running": False}
    assert run("serve", "--stop", "--json").json == {"ok": True, "stopped": False}
    assert run("projects").out == "There are no projects yet.\n"
    assert not (tmp_path / "home").exists()


@pytest.mark.requirement("cli-explain")
def test_explaining_reads_one_text_a_line_and_answers_one_object_a_line() -> None:
    done = in_process_of_its_own(
        "explain", "intent", "-", "--json", stdin="export\n\n导出\r\nmake it 5 seconds and export\n"
    )
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == 0
    assert [row["text"] for row in rows] == ["export", "", "导出", "make it 5 seconds and export"]
    assert [row["intents"] for row in rows] == [
        ["export"],
        ["edit"],
        ["export"],
        ["edit", "export"],
    ]
    assert all(row["why"] and set(row) == {"text", "intents", "why"} for row in rows)


@pytest.mark.requirement("cli-explain")
def test_explaining_words_is_explaining_their_sentence(run: Run) -> None:
    assert run("explain", "intent", "how", "many", "credits", "--json").json["intents"] == [
        "credits"
    ]
    assert run("explain", "intent", "nice", "--with-files", "--json").json["intents"][0] == "upload"
    gui = run("explain", "gui", "Click the Export button", "--json").json
    assert set(gui) == {"text", "shown", "actions"}
    assert gui["actions"] == ["export"]
    assert "Click" not in gui["shown"]
    assert run("explain", "gui", "Click the Export button").lines[2] == "actions: export"


@pytest.mark.requirement("cli-strange-machines")
def test_bytes_that_are_no_text_on_stdin_do_no_harm() -> None:
    done = in_process_of_its_own("explain", "gui", "-", "--json", stdin=b"caf\xe9\nexport\n")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.requirement("cli-strange-machines")
def test_a_terminal_without_chinese_letters_does_no_harm() -> None:
    done = in_process_of_its_own(
        "explain", "intent", "导出", "--json", PYTHONIOENCODING="latin-1", PYTHONUTF8="0"
    )
    assert done.returncode == 0


@pytest.mark.requirement("cli-strange-machines")
def test_a_port_that_is_taken_is_told_as_such(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = in_process_of_its_own("serve", "--port", str(port))
    assert done.returncode == ExitCode.TRANSPORT
    assert str(port) in done.stderr.decode()


@pytest.mark.requirement("serve-policy")
def test_help_of_serve_names_every_rule_of_a_policy(run: Run) -> None:
    told = "".join(run("serve", "--help").out.split())
    for word in ("--policy", "--allow-private-fetch", "--workers", *POLICIES, *RULES):
        assert word in told


@pytest.mark.requirement("serve-policy")
def test_status_tells_the_policy_and_another_one_is_not_had_while_it_runs(
    run: Run, shared_home: Path
) -> None:
    status = run("serve", "--status", "--json").json
    assert (status["running"], status["policy"]) == (True, "unmetered")
    assert status["private_fetch"] == []
    assert "policy unmetered" in run("serve", "--status").out
    refused = run("serve", "--policy", "like-cloud", "--json")
    assert refused.code == ExitCode.INPUT
    error = refused.json["error"]
    assert error["code"] == "other_policy"
    assert "unmetered" in error["message"]
    assert "like-cloud" in error["message"]
    assert "--stop" in error["hint"]
    again = run("serve", "--policy", "unmetered", "--json").json["error"]
    assert again["code"] == "already_running"
    checks = {row["name"]: row["detail"] for row in run("doctor", "--json").json["checks"]}
    assert "policy unmetered" in checks["local backend"]


@pytest.mark.requirement("serve-policy")
def test_a_backend_with_a_policy_serves_until_it_is_stopped(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "operated"
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_HOME", str(home))
    words = ("serve", "--policy", "like-cloud,credits=60", "--allow-private-fetch", "nas:80")
    with subprocess.Popen([sys.executable, "-m", "tiktok_photo_video_tools", *words]) as serving:
        try:
            until_running(home)
            status = run("serve", "--status", "--json").json
            assert status["policy"] == "like-cloud,credits=60"
            assert status["private_fetch"] == ["nas:80"]
            assert run("credits", "--json").json["metered"] is True
            assert run("credits", "--json").json["available"] == 60
        finally:
            assert run("serve", "--stop", "--json").json["stopped"]
            assert serving.wait(timeout=30) == 0


def until_running(home: Path) -> None:
    """Wait for the service of a home folder; it tells where it is once it answers."""
    for _ in range(600):
        if read_address(home):
            return
        threading.Event().wait(0.05)
    pytest.fail("it does not run")
