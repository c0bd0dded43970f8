"""Accounts, sessions, and the history of a timeline."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.backend.workbench import PHOTOS, Workbench
from tiktok_photo_video.backend.accounts import TOKEN_LIFE_S, Accounts
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.sessions import Session
from tiktok_photo_video.backend.store import SCHEMA_VERSION, Store
from tiktok_photo_video.errors import StorageError
from tiktok_photo_video.wire.codes import WireCode


def length_s(bench: Workbench, session: Session) -> float:
    timeline = bench.timeline(session)
    return float(timeline.duration / timeline.rate)


def version_count(home: Path) -> int:
    connection = sqlite3.connect(home / "backend.sqlite3")
    try:
        return int(connection.execute("SELECT count(*) FROM versions").fetchone()[0])
    finally:
        connection.close()


@pytest.mark.requirement("backend-history")
def test_undo_and_redo_walk_along_the_versions(bench: Workbench) -> None:
    session = bench.new_session()
    bench.say(session, "a 6 second video", "make it 5 seconds", "make it 4 seconds")
    lengths = []
    for message in ("undo", "undo", "redo", "redo"):
        bench.say(session, message)
        lengths.append(length_s(bench, session))
    assert lengths == [5.0, 6.0, 5.0, 4.0]


@pytest.mark.requirement("backend-history")
def test_the_first_video_cannot_be_undone_and_the_last_not_redone(bench: Workbench) -> None:
    session = bench.new_session()
    bench.say(session, "a 6 second video")
    assert bench.say(session, "undo").timeline is None
    assert bench.say(session, "redo").text == "There is nothing to redo."
    assert length_s(bench, session) == 6.0


@pytest.mark.requirement("backend-history")
def test_a_branch_keeps_every_version_and_redo_follows_the_newest(
    bench: Workbench, tmp_path: Path
) -> None:
    session = bench.new_session()
    bench.say(session, "a 6 second video", "make it 5 seconds", "undo", "make it 4 seconds")
    assert version_count(tmp_path / "home") == 3
    assert bench.say(session, "redo").timeline is None
    bench.say(session, "undo", "redo")
    assert length_s(bench, session) == 4.0


@pytest.mark.requirement("backend-history")
def test_several_steps_are_taken_back_at_once(bench: Workbench) -> None:
    session = bench.new_session()
    bench.say(session, "a 6 second video", "make it 5 seconds", "make it 4 seconds")
    bench.say(session, "undo the last 2 changes")
    assert length_s(bench, session) == 6.0


@pytest.mark.requirement("backend-survives-restart")
def test_photos_timeline_and_history_are_there_after_a_restart(
    bench: Workbench, tmp_path: Path
) -> None:
    session = bench.new_session(photos=3)
    bench.say(session, "a 6 second video", "make it 5 seconds")
    other = Workbench(tmp_path / "home")
    try:
        names = [photo.media.name for photo in other.backend.sessions.photos(session)]
        assert names == list(PHOTOS)[:3]
        assert length_s(other, session) == 5.0
        other.say(session, "undo")
        assert length_s(other, session) == 6.0
    finally:
        other.close()


@pytest.mark.requirement("backend-accounts")
def test_a_session_is_invisible_to_other_accounts(bench: Workbench) -> None:
    session = bench.new_session()
    stranger = bench.new_account("stranger")
    with pytest.raises(Refusal) as caught:
        bench.backend.sessions.get(stranger, session.session_id)
    assert caught.value.code is WireCode.NO_SESSION
    assert bench.backend.sessions.listed(stranger) == []


@pytest.mark.requirement("backend-accounts")
def test_a_client_id_keeps_its_account_and_tokens_run_out(tmp_path: Path) -> None:
    clock = [1_000_000.0]
    store = Store(tmp_path)
    accounts = Accounts(store, now_s=lambda: clock[0])
    first, second = accounts.grant_token("me"), accounts.grant_token("me")
    assert first.token != second.token
    assert accounts.account_of(first.token) == accounts.account_of(second.token)
    assert accounts.grant_token("you").user_id != first.user_id
    clock[0] += TOKEN_LIFE_S
    with pytest.raises(Refusal) as caught:
        accounts.account_of(first.token)
    assert caught.value.code is WireCode.BAD_TOKEN
    store.close()


@pytest.mark.requirement("backend-accounts")
@pytest.mark.parametrize("client_id", ["", "x" * 65])
def test_an_unusable_client_id_is_refused(bench: Workbench, client_id: str) -> None:
    with pytest.raises(Refusal) as caught:
        bench.backend.accounts.grant_token(client_id)
    assert caught.value.code is WireCode.BAD_REQUEST


@pytest.mark.requirement("backend-private")
def test_no_token_is_kept_and_the_database_is_its_owners_alone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    token = Accounts(store, now_s=lambda: 0.0).grant_token("me").token
    store.close()
    path = tmp_path / "backend.sqlite3"
    assert token.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.requirement("backend-storage-errors")
def test_a_home_of_a_newer_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    Store(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "backend.sqlite3")
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(StorageError) as caught:
        Store(tmp_path)
    assert caught.value.code == "newer_format"
    assert caught.value.hint
