"""A damaged home folder: noticed, said, set aside, and what can be saved is saved."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.backend.workbench import Workbench, copied_home
from tiktok_photo_video.backend import rescue, store
from tiktok_photo_video.backend.accounts import Account
from tiktok_photo_video.backend.checkup import look, repair
from tiktok_photo_video.backend.config import BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.backend.rescue import ASIDE, COPY, DATABASE, incidents, keep_copy
from tiktok_photo_video.backend.sessions import Session
from tiktok_photo_video.backend.store import SCHEMA_VERSION, Store, metadata
from tiktok_photo_video.errors import ProtocolError, StorageError

WISHES = ("a 3 second video", "make it 4 seconds", "make it 5 seconds", "add title Hello")
# https://www.sqlite.org/fileformat.html, 1.3 and 1.6
PAGE_BYTES, FILE_HEADER_BYTES, PAGE_HEADER_BYTES = 4096, 100, 8
Spoil = Callable[[bytes], bytes]


class Home:
    """A home folder with a project of some turns, closed in good order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        bench = Workbench(folder)
        for _ in range(6):  # a database of many pages
            session = bench.new_session()
            bench.say(session, *WISHES)
        self.account = bench.account
        self.session_id = session.session_id
        self.draft = bench.backend.sessions.state(bench.backend.sessions.current(session)).draft
        bench.close()

    def at(self, folder: Path) -> Path:
        """A copy to spoil."""
        return copied_home(self.folder, folder)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("rescue") / "home")


def drafts(folder: Path, account: Account) -> dict[str, object]:
    """The draft of every project that can be opened, through the backend."""
    backend = Backend(BackendConfig(folder))
    try:
        found = backend.sessions.listed(account)
        return {one.session_id: _draft(backend, one) for one in found}
    finally:
        backend.store.close()


def _draft(backend: Backend, session: Session) -> object:
    try:
        return backend.sessions.state(session).draft
    except ProtocolError:  # bits that flipped within its text: it is refused, and others live on
        return None


def zeroed_page(number: int) -> Spoil:
    def spoiled(content: bytes) -> bytes:
        at = number * PAGE_BYTES
        return content[:at] + bytes(PAGE_BYTES) + content[at + PAGE_BYTES :]

    return spoiled


def flipped(seed: int, *, bits: int, places: Callable[[int], Sequence[int]]) -> Spoil:
    def spoiled(content: bytes) -> bytes:
        dice, bad = random.Random(seed), bytearray(content)  # noqa: S311
        for at in dice.choices(places(len(content)), k=bits):
            bad[at] ^= 1 << dice.randrange(8)
        return bytes(bad)

    return spoiled


def headers(size: int) -> list[int]:
    """Where the order of the pages is written down: SQLite sees what changes there."""
    starts = (page or FILE_HEADER_BYTES for page in range(0, size, PAGE_BYTES))
    return [start + byte for start in starts for byte in range(PAGE_HEADER_BYTES)]


SEEN: dict[str, Spoil] = {
    "no database": lambda _: b"this is no database " * 500,
    "cut in half": lambda content: content[: len(content) // 2],
    "cut to a page": lambda content: content[:PAGE_BYTES],
    "all zeros": lambda content: bytes(len(content)),
    "empty": lambda _: b"",
    **{f"page {number} zeroed": zeroed_page(number) for number in (0, 1, 7, 20)},
    **{f"headers flipped {seed}": flipped(seed, bits=6, places=headers) for seed in range(8)},
}
# Within a text a changed letter is a text still: it may be seen or not, and does no harm.
SPOILED = SEEN | {
    f"bits flipped {seed}": flipped(seed, bits=40, places=range) for seed in range(12)
}


@pytest.mark.requirement("data-damage-mended")
@pytest.mark.parametrize("damage", SEEN)
def test_with_a_kept_copy_no_damage_costs_a_project(
    home: Home, tmp_path: Path, damage: str
) -> None:
    folder = home.at(tmp_path / "home")
    assert keep_copy(folder)
    path = folder / DATABASE
    bad = SEEN[damage](path.read_bytes())
    path.write_bytes(bad)
    rescue.suspect(folder)
    found = drafts(folder, home.account)
    assert found[home.session_id] == home.draft
    assert len(found) == 6
    (incident,) = incidents(folder)
    assert (folder / incident.folder / DATABASE).read_bytes() == bad
    assert incident.saved["sessions"] == 6
    again = Store(folder)
    assert again.incident is None
    again.close()


@pytest.mark.requirement("data-damage-mended")
@pytest.mark.parametrize("damage", SPOILED)
def test_without_one_the_service_works_on_with_what_could_be_read(
    home: Home, tmp_path: Path, damage: str
) -> None:
    folder = home.at(tmp_path / "home")
    path = folder / DATABASE
    path.write_bytes(SPOILED[damage](path.read_bytes()))
    rescue.suspect(folder)
    found = drafts(folder, home.account)
    assert all(draft is None or isinstance(draft, dict) for draft in found.values())
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    backend = Backend(BackendConfig(folder))  # a new user finds it usable
    account = backend.accounts.account_of(backend.accounts.grant_token("new").token)
    assert backend.sessions.create(account, name="new", language="en").session_id
    backend.store.close()


@pytest.mark.requirement("data-damage-mended")
def test_one_bad_page_costs_what_was_on_it_and_no_more(home: Home, tmp_path: Path) -> None:
    folder = home.at(tmp_path / "home")
    path = folder / DATABASE
    with closing(sqlite3.connect(path)) as database:
        before = database.execute("SELECT count(*) FROM versions").fetchone()[0]
        pages = database.execute("PRAGMA page_count").fetchone()[0]
    lost = []
    for number in range(pages - 4, pages):  # rows, not roots of tables
        spoiled = home.at(tmp_path / f"home {number}")
        content = (spoiled / DATABASE).read_bytes()
        (spoiled / DATABASE).write_bytes(zeroed_page(number)(content))
        opened = Store(spoiled)
        saved = opened.incident.saved["versions"] if opened.incident else before
        opened.close()
        lost.append(before - saved)
    assert 0 < max(lost) < before / 2


@pytest.mark.requirement("data-damage-mended")
@pytest.mark.parametrize("damage", ["page 20 zeroed", "no database", "cut in half"])
def test_a_damaged_database_never_takes_the_place_of_its_good_copy(
    home: Home, tmp_path: Path, damage: str
) -> None:
    folder = home.at(tmp_path / "home")
    assert keep_copy(folder)
    path = folder / DATABASE
    path.write_bytes(SPOILED[damage](path.read_bytes()))
    assert not keep_copy(folder)
    assert drafts(folder, home.account)[home.session_id] == home.draft


@pytest.mark.requirement("data-damage-mended")
def test_a_log_that_was_deleted_is_noticed(home: Home, tmp_path: Path) -> None:
    folder = home.at(tmp_path / "home")
    open_one = sqlite3.connect(folder / DATABASE)
    open_one.execute("PRAGMA journal_mode=WAL")
    open_one.execute("UPDATE sessions SET name = 'renamed'")
    open_one.commit()
    killed = copied_home(folder, tmp_path / "killed")
    open_one.close()
    (killed / f"{DATABASE}-wal").unlink()
    assert drafts(killed, home.account)[home.session_id] == home.draft
    (incident,) = incidents(killed)
    assert "log" in incident.problem


@pytest.mark.requirement("data-damage-mended")
@pytest.mark.parametrize("step", range(6))
def test_a_kill_in_the_middle_of_the_rescue_costs_nothing(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    folder = home.at(tmp_path / "home")
    keep_copy(folder)
    (folder / DATABASE).write_bytes(b"spoiled" * 1000)
    steps = iter(range(step + 1))

    class KilledError(BaseException):
        pass

    def killing(do: Callable[..., object]) -> Callable[..., object]:
        def doing(*args: object, **options: object) -> object:
            if next(steps, None) is None:
                raise KilledError
            return do(*args, **options)

        return doing

    with monkeypatch.context() as patch:
        for name in ("_salvage", "mend", "_put_in_place", "write_whole"):
            patch.setattr(rescue, name, killing(getattr(rescue, name)))
        with suppress(KilledError):
            Store(folder).close()
    assert drafts(folder, home.account)[home.session_id] == home.draft
    assert [*(folder / ASIDE).rglob(DATABASE)]


@pytest.mark.requirement("data-damage-at-use")
def test_damage_that_shows_at_use_is_said_and_mended_at_the_next_start(
    home: Home, tmp_path: Path
) -> None:
    folder = home.at(tmp_path / "home")
    keep_copy(folder)
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        database.execute("UPDATE versions SET draft = '{\"cut off'")
        database.commit()
    backend = Backend(BackendConfig(folder))
    assert not backend.store.is_damaged
    session = backend.sessions.get(home.account, home.session_id)
    with pytest.raises(StorageError) as caught:
        backend.sessions.state(session)
    assert caught.value.code == "database_damaged"
    assert backend.store.is_damaged  # the service ends, so that the next one mends it
    backend.store.close()
    assert drafts(folder, home.account)[home.session_id] == home.draft


@pytest.mark.requirement("data-damage-at-use")
def test_damage_whose_message_is_no_text_is_said_and_mended_too(home: Home, tmp_path: Path) -> None:
    folder = home.at(tmp_path / "home")
    keep_copy(folder)
    backend = Backend(BackendConfig(folder))
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        at = database.execute("PRAGMA schema_version").fetchone()[0]
        database.execute("PRAGMA writable_schema=ON")
        database.execute(
            "UPDATE sqlite_master SET name = CAST(x'ff61' AS TEXT), tbl_name = CAST(x'ff61' AS "
            "TEXT), sql = CAST(x'435245415445205441424c4520ff6128' AS TEXT) WHERE name='versions'"
        )
        database.execute(f"PRAGMA schema_version={at + 1}")
        database.commit()
    with pytest.raises(StorageError) as caught:
        backend.sessions.get(home.account, home.session_id)
    assert caught.value.code == "database_damaged"
    assert backend.store.is_damaged
    backend.store.close()
    assert drafts(folder, home.account)[home.session_id] == home.draft


@pytest.mark.requirement("data-locked")
def test_a_database_that_another_program_holds_is_said_and_not_taken_for_damaged(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BUSY_TIMEOUT_MS", 20)
    folder = home.at(tmp_path / "home")
    backend = Backend(BackendConfig(folder))
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert backend.sessions.state(backend.sessions.get(home.account, home.session_id)).draft
        with pytest.raises(StorageError) as caught:
            backend.sessions.create(home.account, name="new", language="en")
        assert (caught.value.code, "locked" in caught.value.message) == ("database", True)
        with pytest.raises(StorageError):
            Store(folder)
        other.execute("ROLLBACK")
    assert backend.sessions.create(home.account, name="new", language="en")
    assert not backend.store.is_damaged
    assert incidents(folder) == []
    backend.store.close()


# The tables as the first homes had them, before anything was added.
FIRST_FORMAT = """
CREATE TABLE accounts (user_id VARCHAR PRIMARY KEY, client_id VARCHAR NOT NULL,
  created_at_s FLOAT NOT NULL);
CREATE TABLE tokens (digest VARCHAR PRIMARY KEY, user_id VARCHAR NOT NULL,
  expires_at_s FLOAT NOT NULL);
CREATE TABLE sessions (session_id VARCHAR PRIMARY KEY, task_id VARCHAR NOT NULL,
  user_id VARCHAR NOT NULL, name VARCHAR NOT NULL, language VARCHAR NOT NULL,
  version INTEGER NOT NULL, created_at_s FLOAT NOT NULL, updated_at_s FLOAT NOT NULL);
CREATE TABLE versions (session_id VARCHAR NOT NULL, version INTEGER NOT NULL,
  parent INTEGER NOT NULL, draft JSON NOT NULL, message VARCHAR NOT NULL,
  created_at_s FLOAT NOT NULL, PRIMARY KEY (session_id, version));
CREATE TABLE media (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id VARCHAR NOT NULL,
  name VARCHAR NOT NULL, content_hash VARCHAR NOT NULL, kind VARCHAR NOT NULL,
  mime_type VARCHAR NOT NULL, width_px INTEGER NOT NULL, height_px INTEGER NOT NULL,
  duration_ms INTEGER, captured_at VARCHAR, size_bytes INTEGER NOT NULL);
CREATE TABLE pictures (content_hash VARCHAR PRIMARY KEY, width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL, faces JSON NOT NULL);
CREATE TABLE renders (render_id VARCHAR PRIMARY KEY, session_id VARCHAR NOT NULL,
  user_id VARCHAR NOT NULL, state VARCHAR NOT NULL, frames_done INTEGER NOT NULL,
  frames_total INTEGER NOT NULL, draft JSON NOT NULL, output JSON NOT NULL, error VARCHAR,
  error_code VARCHAR, file_name VARCHAR, duration_s FLOAT, size_bytes INTEGER,
  created_at_ms INTEGER NOT NULL, completed_at_ms INTEGER);
PRAGMA user_version = 1;
"""
# What was added to it later, while it was still called 1.
ADDED_BEFORE_2 = (
    "ALTER TABLE renders ADD COLUMN delivered_to VARCHAR",
    """CREATE TABLE token_grants (id INTEGER PRIMARY KEY, client_id VARCHAR NOT NULL,
      site VARCHAR NOT NULL, granted_at_s FLOAT NOT NULL)""",
    """CREATE TABLE ledger (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id VARCHAR NOT NULL,
      session_id VARCHAR, kind VARCHAR NOT NULL, reference VARCHAR NOT NULL,
      amount INTEGER NOT NULL, created_at_s FLOAT NOT NULL, UNIQUE (reference, kind))""",
    """CREATE TABLE last_turns (session_id VARCHAR PRIMARY KEY, message VARCHAR NOT NULL,
      asked BOOLEAN NOT NULL, version_before INTEGER NOT NULL, version_after INTEGER NOT NULL)""",
)


@pytest.mark.requirement("data-migrated")
@pytest.mark.parametrize("added", range(len(ADDED_BEFORE_2) + 1))
def test_a_home_of_any_older_format_is_brought_up_with_all_that_is_in_it(
    home: Home, tmp_path: Path, added: int
) -> None:
    folder = tmp_path / "old"
    shutil.copytree(home.folder, folder, ignore=shutil.ignore_patterns("*.sqlite3*"))
    with (
        closing(sqlite3.connect(home.folder / DATABASE)) as new,
        closing(sqlite3.connect(folder / DATABASE)) as old,
    ):
        old.executescript(FIRST_FORMAT)
        for statement in ADDED_BEFORE_2[:added]:
            old.execute(statement)
        for (table,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            names = [row[1] for row in old.execute(f"PRAGMA table_info({table})")]
            if table.startswith("sqlite_") or table == "renders":
                continue
            rows = new.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()  # noqa: S608
            places = ", ".join("?" * len(names))
            old.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608
        old.execute(
            "INSERT INTO renders (render_id, session_id, user_id, state, frames_done, "
            "frames_total, draft, output, file_name, created_at_ms) VALUES "
            "('r1', ?, ?, 'completed', 90, 90, '{}', '{}', 'r1.mp4', 1)",
            (home.session_id, home.account.user_id),
        )
        old.commit()
    (folder / "results").mkdir(exist_ok=True)
    (folder / "results" / "r1.mp4").write_bytes(b"a video")
    assert drafts(folder, home.account)[home.session_id] == home.draft
    backend = Backend(BackendConfig(folder))
    assert backend.renders.status(home.account, "r1").progress == 100
    assert backend.renders.result(home.account, "r1").read_bytes() == b"a video"
    backend.store.close()
    assert columns(folder) == {
        table.name: {column.name for column in table.columns} for table in metadata.sorted_tables
    }
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def columns(folder: Path) -> dict[str, set[str]]:
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        tables = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return {
            name: {row[1] for row in database.execute(f"PRAGMA table_info({name})")}
            for (name,) in tables
        }


@pytest.mark.requirement("data-odd-home")
@pytest.mark.parametrize("name", ["a?b#c%20d", '夏\'天 "x"', "file:x?mode=ro", "-" * 200])
def test_a_home_folder_may_be_called_anything(tmp_path: Path, name: str) -> None:
    backend = Backend(BackendConfig(tmp_path / name))
    backend.accounts.grant_token("client")
    backend.store.keep_copy()
    backend.store.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]
    assert {DATABASE, COPY} <= {path.name for path in (tmp_path / name).iterdir()}
    assert look(tmp_path / name).problem == ""


@pytest.fixture
def bench_home(bench: Workbench) -> Path:
    bench.new_session()
    return bench.backend.config.home


@pytest.mark.requirement("data-media-mended")
@pytest.mark.parametrize("content", [None, b"", b"no picture"])
def test_a_working_copy_that_is_gone_or_damaged_is_made_again_from_the_original(
    bench: Workbench, bench_home: Path, content: bytes | None
) -> None:
    for copy in (bench_home / "media" / "copies").iterdir():
        before = copy.read_bytes()
        copy.unlink()
        if content is not None:
            copy.write_bytes(content)
        bench.backend.media.picture(copy.stem)
        assert copy.read_bytes() == before


@pytest.mark.requirement("data-fixed")
def test_what_is_damaged_is_set_aside_or_made_again_and_named(
    bench: Workbench, bench_home: Path
) -> None:
    session = bench.new_session()
    bench.order(session, bench.tiny_draft(session, wish="a 1 second video"))
    bench.finished()
    bench.close()
    originals = sorted((bench_home / "media" / "originals").iterdir())
    originals[0].write_bytes(b"spoiled")
    next((bench_home / "media" / "copies").iterdir()).write_bytes(b"spoiled")
    piece = bench_home / "cache" / "pi" / "piece.pvpk"
    piece.parent.mkdir(parents=True)
    piece.write_bytes(b"spoiled")
    (name,) = look(bench_home).lost
    pieces = len([*(bench_home / "cache").rglob("*.pvpk")])
    fixed = repair(bench_home, now_s=0.0)
    assert len([*(bench_home / "cache").rglob("*.pvpk")]) == pieces - 1
    assert (fixed.incident, fixed.damaged, fixed.copies, fixed.pieces) == (None, (name,), 1, 1)
    assert not piece.exists()
    (aside,) = (bench_home / ASIDE).rglob(originals[0].name)
    assert aside.read_bytes() == b"spoiled"
    assert repair(bench_home).damaged == ()


@pytest.mark.requirement("data-fixed")
def test_an_incident_is_told_long_after(home: Home, tmp_path: Path) -> None:
    folder = home.at(tmp_path / "home")
    keep_copy(folder)
    (folder / DATABASE).write_bytes(b"spoiled" * 1000)
    fixed = repair(folder)
    assert fixed.incident is not None
    assert look(folder).incidents == (fixed.incident,)
    report = folder / fixed.incident.folder / "report.json"
    assert json.loads(report.read_text())["has_copy"] is True
