"""The agent remembers the turn before, and a correction is one step of the history."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.backend.workbench import Workbench
from tiktok_photo_video.backend.sessions import Session


def length_s(bench: Workbench, session: Session) -> float:
    timeline = bench.timeline(session)
    return float(timeline.duration / timeline.rate)


@pytest.mark.requirement("agent-remembers")
def test_a_correction_is_one_step_and_undo_goes_back_to_before_both(bench: Workbench) -> None:
    session = bench.new_session()
    bench.say(session, "a 6 second video", "make it 5 seconds", "no, 4 seconds")
    assert length_s(bench, session) == 4.0
    bench.say(session, "undo")
    assert length_s(bench, session) == 6.0
    bench.say(session, "redo")
    assert length_s(bench, session) == 4.0


@pytest.mark.requirement("agent-remembers")
def test_a_correction_corrected_replaces_both(bench: Workbench) -> None:
    session = bench.new_session()
    bench.say(session, "a 6 second video", "make it 5 seconds", "no, 4 seconds", "sorry, 3 seconds")
    assert length_s(bench, session) == 3.0
    bench.say(session, "undo")
    assert length_s(bench, session) == 6.0


@pytest.mark.requirement("agent-remembers")
def test_an_answer_completes_the_request(bench: Workbench) -> None:
    session = bench.new_session(photos=3)
    bench.say(session, "a 6 second video")
    assert "?" in bench.say(session, "remove a photo").text
    bench.say(session, "the second")
    assert len(bench.timeline(session).photos) == 2


@pytest.mark.requirement("agent-remembers")
def test_the_turn_before_is_known_after_a_restart(bench: Workbench, tmp_path: Path) -> None:
    session = bench.new_session()
    bench.say(session, "a 6 second video", "make it 5 seconds")
    other = Workbench(tmp_path / "home")
    try:
        other.say(session, "no, 4 seconds", "undo")
        assert length_s(other, session) == 6.0
    finally:
        other.close()


@pytest.mark.requirement("agent-remembers")
def test_a_turn_that_something_else_came_after_is_out_of_date(bench: Workbench) -> None:
    session = bench.new_session()
    bench.say(session, "a 6 second video", "make it 5 seconds")
    current = bench.backend.sessions.current(session)
    assert bench.backend.sessions.last_turn(current) is not None
    undone = bench.backend.sessions.undo(current)
    assert undone is not None
    assert bench.backend.sessions.last_turn(undone) is None


@pytest.mark.requirement("agent-remembers")
def test_a_home_from_before_turns_were_remembered_goes_on_working(
    bench: Workbench, tmp_path: Path
) -> None:
    session = bench.new_session()
    bench.say(session, "a 6 second video")
    bench.close()
    with sqlite3.connect(tmp_path / "home" / "backend.sqlite3") as database:
        database.execute("DROP TABLE last_turns")
    database.close()
    other = Workbench(tmp_path / "home")
    try:
        other.say(session, "make it 5 seconds", "no, 4 seconds")
        assert length_s(other, session) == 4.0
    finally:
        other.close()
