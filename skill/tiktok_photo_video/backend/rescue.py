"""A damaged database: noticed, set aside, and what can be read of it saved.

Nothing is ever thrown away. The damaged files go to ``damaged/TIME`` in the home folder, with a
report of what was found and saved beside them. The new database is built out of what can still
be read, and of the copy that was kept when the program last ended.

The change from the damaged database to the new one survives a kill at any moment: the new one is
built under another name, and once it has its final name the rest is only carried on with.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tiktok_photo_video.backend.mending import mend
from tiktok_photo_video.whole_files import settle, write_whole

DATABASE = "backend.sqlite3"
COPY = "backend.copy.sqlite3"
ASIDE = "damaged"
REPORT = "report.json"
# Left when damage shows at use: the next start looks more closely than it usually does.
SUSPICION = "backend.suspect"
_RESCUED, _RESCUING = f"{DATABASE}.rescued", f"{DATABASE}.rescuing"
_LOG_FILES = ("-wal", "-shm")
# Up to here every index is looked through too: 16 MB take a tenth of a second.
_THOROUGH_BYTES = 16 * 1024**2
# How far behind the last readable row others are looked for, when nothing tells where they end.
_BLIND_ROWS = 10_000
_COPY_LASTS_S = 24 * 3600.0
_SEEMS_DAMAGED = ("malformed", "not a database", "decode to utf-8", "disk image")

Create = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Incident:
    """What was found in a home folder, and what was done about it.

    Attributes:
        problem: what the database said, or what was missing.
        folder: where the damaged files are; relative to the home folder, empty for nowhere.
        saved: how many rows of each table the new database has.
        has_copy: whether a kept copy filled the gaps.
    """

    problem: str
    at_s: float
    folder: str = ""
    saved: dict[str, int] = field(default_factory=dict)
    has_copy: bool = False


def looks_damaged(error: Exception) -> bool:
    """Whether a failure of the database means that its file is damaged."""
    return any(sign in str(error).lower() for sign in _SEEMS_DAMAGED)


def make_sound(home: Path, create: Create, *, now_s: float | None = None) -> Incident | None:
    """Look at a home folder's database, and save what can be saved if it is damaged.

    Only for who has the folder to itself.

    Args:
        home: the folder.
        create: makes an empty database of the present format at a path.
        now_s: the wall clock.

    Returns:
        What was done, or ``None`` if all is well.

    Raises:
        OSError: the disk refused; the damaged database is as it was.
    """
    if (home / _RESCUED).exists():
        _put_in_place(home)
    problem = problem_of(home)
    (home / SUSPICION).unlink(missing_ok=True)
    if problem is None:
        return None
    incident = _rescued(home, create, problem, now_s=time.time() if now_s is None else now_s)
    _put_in_place(home)
    return incident


def problem_of(home: Path, *, thorough: bool = False) -> str | None:
    """What is wrong with the database of a home folder; ``None`` if nothing is."""
    path = home / DATABASE
    if not path.exists() or not path.stat().st_size:
        return "it is empty or gone" if (home / COPY).exists() else None
    is_new = path.stat().st_size < _THOROUGH_BYTES
    thorough = thorough or (home / SUSPICION).exists()
    # Both are there after a kill, and neither after a clean end.
    if Path(f"{path}-shm").exists() and not Path(f"{path}-wal").exists():
        return "its log of the latest changes is gone"
    try:
        with closing(sqlite3.connect(path)) as database:
            said = said_of(database, "integrity_check" if thorough or is_new else "quick_check")
            return said or (_unreadable(database) if thorough else None)
    except sqlite3.DatabaseError as error:
        return str(error) if looks_damaged(error) else None


def said_of(database: sqlite3.Connection, check: str) -> str | None:
    """What one of SQLite's own checks finds wrong with a database; ``None`` if nothing.

    Raises:
        sqlite3.DatabaseError: it could not even be checked.
    """
    said = str(next(_rows(database, f"PRAGMA {check}(1)"))[0])
    return None if said == "ok" else " ".join(said.split())


def _rows(database: sqlite3.Connection, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
    """What a database that may be damaged answers.

    Raises:
        sqlite3.DatabaseError: it is damaged.
    """
    try:
        yield from database.execute(query, values)
    except UnicodeDecodeError as error:  # its message quotes what it found: bytes that are no text
        raise sqlite3.DatabaseError("malformed database: names that cannot be read") from error


def _unreadable(database: sqlite3.Connection) -> str | None:
    """Which table holds JSON that is none: damage that the database itself cannot see."""
    for table in _tables(database):
        for column in _json_columns(database, table):
            bad = database.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}" IS NOT NULL '  # noqa: S608
                f'AND NOT json_valid("{column}")'
            ).fetchone()[0]
            if bad:
                return f"{bad} rows of {table} cannot be read"
    return None


def keep_copy(home: Path) -> bool:
    """Copy the database to beside it, for the day it is damaged; whether it was done.

    A copy that cannot be made, as on a full disk, is no reason to stop: the older one stays. So
    it does when the database turns out to be damaged; then the next start looks closely.
    """
    path, part = home / DATABASE, home / f".{COPY}.part"
    try:
        if shutil.disk_usage(home).free < 4 * path.stat().st_size:
            return False
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
            target.execute("PRAGMA synchronous=OFF")  # it is waited for once, below
            source.backup(target)
            if said_of(target, "quick_check") or _unreadable(target):
                raise sqlite3.DatabaseError("database disk image is malformed")
        part.chmod(0o600)
        settle(part, home / COPY)
    except (OSError, sqlite3.Error) as error:
        if looks_damaged(error):
            suspect(home)
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        return False
    return True


def has_fresh_copy(home: Path) -> bool:
    """Whether there is a copy that is not older than a day, as far as clocks can tell."""
    try:
        return abs(time.time() - (home / COPY).stat().st_mtime) < _COPY_LASTS_S
    except OSError:
        return False


def incidents(home: Path) -> list[Incident]:
    """What happened to a home folder's database so far, the oldest first."""
    found = []
    for report in sorted((home / ASIDE).glob(f"*/{REPORT}")):
        with contextlib.suppress(OSError, ValueError, TypeError):
            found.append(Incident(**json.loads(report.read_text(encoding="utf-8"))))
    return found


def aside_folder(home: Path, *, now_s: float) -> Path:
    """A new folder for what is damaged."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now_s))
    for number in range(1, 1000):
        folder = home / ASIDE / (stamp if number == 1 else f"{stamp}-{number}")
        with contextlib.suppress(FileExistsError):
            folder.mkdir(parents=True, mode=0o700)
            return folder
    raise FileExistsError(home / ASIDE / stamp)


def _rescued(home: Path, create: Create, problem: str, *, now_s: float) -> Incident:
    """Build the new database, and keep the damaged one; neither changes what is in place."""
    aside = aside_folder(home, now_s=now_s)
    for name in (DATABASE, *(f"{DATABASE}{end}" for end in _LOG_FILES)):
        if (home / name).exists():
            shutil.copy2(home / name, aside / name)
    new = home / _RESCUING
    for end in ("", *_LOG_FILES):
        Path(f"{new}{end}").unlink(missing_ok=True)
    create(new)
    has_copy = (home / COPY).exists()
    with closing(sqlite3.connect(new)) as target:
        target.execute("PRAGMA journal_mode=DELETE")
        # Read from a copy: opening a database may change it, and what is kept must not change.
        for source in (aside / DATABASE, home / COPY):
            if source.exists():
                _salvage(source, target)
        mend(target)
        saved = {table: _count(target, table) for table in _tables(target)}
        target.commit()
    incident = Incident(problem, now_s, str(aside.relative_to(home)), saved, has_copy)
    write_whole(aside / REPORT, json.dumps(asdict(incident), indent=1).encode(), durable=True)
    new.replace(home / _RESCUED)
    return incident


def _put_in_place(home: Path) -> None:
    # The old log first: it would be taken for the new database's own.
    for end in _LOG_FILES:
        (home / f"{DATABASE}{end}").unlink(missing_ok=True)
    (home / _RESCUED).replace(home / DATABASE)


def _salvage(source: Path, target: sqlite3.Connection) -> None:
    """Copy every row that can be read, unless the target has one of its key already."""
    scratch = source.parent / f".{source.name}.reading"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700)
    try:
        for end in ("", *_LOG_FILES):
            if Path(f"{source}{end}").exists():
                shutil.copyfile(f"{source}{end}", scratch / f"{DATABASE}{end}")
        with closing(sqlite3.connect(scratch / DATABASE)) as database:
            for table in _tables(target):
                with contextlib.suppress(sqlite3.DatabaseError):
                    _copy_table(database, target, table)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _copy_table(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> None:
    there = _columns(source, table)
    columns = [name for name in _columns(target, table) if name in there]
    if not columns:
        return
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    insert = f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({places})'  # noqa: S608
    is_json = [name in _json_columns(target, table) for name in columns]
    for row in _readable_rows(source, table, names):
        if all(not is_text or _is_json(value) for is_text, value in zip(is_json, row, strict=True)):
            with contextlib.suppress(sqlite3.IntegrityError):
                target.execute(insert, row)


def _readable_rows(
    source: sqlite3.Connection, table: str, names: str
) -> Iterator[tuple[object, ...]]:
    """Every row that can be read: in one go, else one by one around the damage."""
    read = f'SELECT rowid, {names} FROM "{table}" NOT INDEXED'  # noqa: S608
    last = 0
    try:
        for number, *row in _rows(source, f"{read} ORDER BY rowid"):
            last = int(number)
            yield tuple(row)
    except sqlite3.DatabaseError:
        for number in range(last + 1, _end(source, table, last) + 1):
            with contextlib.suppress(sqlite3.DatabaseError):
                for _, *row in _rows(source, f"{read} WHERE rowid = ?", number):
                    yield tuple(row)


def _end(source: sqlite3.Connection, table: str, last: int) -> int:
    try:
        found = next(_rows(source, f'SELECT max(rowid) FROM "{table}"'))[0]  # noqa: S608
        return min(int(found or 0), last + 100 * _BLIND_ROWS)
    except sqlite3.DatabaseError:
        return last + _BLIND_ROWS


def _tables(database: sqlite3.Connection) -> list[str]:
    rows = _rows(
        database,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
    return [str(name) for (name,) in rows]


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [str(row[1]) for row in _rows(database, f'PRAGMA table_info("{table}")')]


def _json_columns(database: sqlite3.Connection, table: str) -> list[str]:
    rows = _rows(database, f'PRAGMA table_info("{table}")')
    return [str(row[1]) for row in rows if str(row[2]).upper() == "JSON"]


def _is_json(value: object) -> bool:
    if value is None:
        return True
    try:
        json.loads(value if isinstance(value, str) else "")
    except ValueError:
        return False
    return True


def _count(database: sqlite3.Connection, table: str) -> int:
    return int(next(_rows(database, f'SELECT count(*) FROM "{table}"'))[0])  # noqa: S608


def suspect(home: Path) -> None:
    """Leave word that damage showed, for the next start."""
    with contextlib.suppress(OSError):
        os.close(os.open(home / SUSPICION, os.O_CREAT | os.O_WRONLY, 0o600))
