"""The commands keep an explicit choice once it has answered, and doctor shows it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.service.shared import shared_service
from tests.tools.conftest import Run, run, shared_home
from tiktok_photo_video.assistant.kept_choice import FILE, KeptChoice
from tiktok_photo_video.errors import ExitCode

__all__ = ["run", "service_home", "shared_home"]

service_home = pytest.fixture(scope="session")(shared_service)


@pytest.fixture
def choice(shared_home: Path) -> KeptChoice:
    """The kept choice of the shared home, none before and after."""
    (shared_home / FILE).unlink(missing_ok=True)
    return KeptChoice(shared_home)


def backend_line(run: Run) -> str:
    """What doctor says of the backend in use."""
    checks = run("doctor", "--json").json["checks"]
    return str(next(check["detail"] for check in checks if check["name"] == "backend in use"))


@pytest.mark.requirement("backend-kept")
def test_an_explicit_backend_is_kept_and_shown_by_doctor(run: Run, choice: KeptChoice) -> None:
    assert backend_line(run).startswith("local: ")
    assert run("credits", "--backend", "local").code == 0
    assert choice.backend == "local"
    assert backend_line(run).startswith("local (kept from the last --backend): ")
    choice.keep("https://b.example")
    line = backend_line(run)
    choice.keep("local")
    assert "https://b.example (kept" in line
    assert line.count("b.example") == 2


@pytest.mark.requirement("backend-kept")
def test_an_address_where_nothing_answers_is_not_kept(run: Run, choice: KeptChoice) -> None:
    outcome = run("credits", "--backend", "http://127.0.0.1:9")
    assert outcome.code == ExitCode.TRANSPORT
    assert choice.backend == ""


@pytest.mark.requirement("errors-in-words")
def test_a_command_and_its_json_fail_in_the_language_of_the_message(
    run: Run, choice: KeptChoice
) -> None:
    words = "chat", "-m", "做成五秒", "--backend", "http://127.0.0.1:9"
    told = run(*words)
    assert told.code == ExitCode.TRANSPORT
    assert "连不上" in told.err
    assert "127.0.0.1" in told.err
    last = json.loads(run(*words, "--json").lines[-1])
    assert "连不上" in last["error"]["message"]
