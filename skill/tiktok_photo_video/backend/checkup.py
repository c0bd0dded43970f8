"""Looking a home folder over, and putting right what is damaged in it.

The user's originals and results are never thrown away: what is damaged of them is set aside.
Working copies and pieces of videos are: they are made again when they are needed.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tiktok_photo_video.backend.rescue import (
    DATABASE,
    Incident,
    aside_folder,
    incidents,
    looks_damaged,
    said_of,
    suspect,
)
from tiktok_photo_video.backend.store import Store
from tiktok_photo_video.errors import StorageError
from tiktok_photo_video.media.copies import load_copy
from tiktok_photo_video.render.chunk_cache import ChunkCache

ORIGINALS, COPIES, CACHE = "media/originals", "media/copies", "cache"


@dataclass(frozen=True, slots=True)
class Health:
    """How a home folder is.

    Attributes:
        problem: what is wrong with the database; empty if nothing is.
        lost: names of the user's files whose originals are gone or cut off.
        incidents: what happened to the database before, and was mended.
    """

    problem: str = ""
    lost: tuple[str, ...] = ()
    incidents: tuple[Incident, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """What was put right.

    Attributes:
        incident: what was done about the database; ``None`` when it was well.
        damaged: names of the user's files whose originals were damaged and are set aside.
        copies: working copies that were damaged; they are made again when needed.
        pieces: likewise pieces of videos.
    """

    incident: Incident | None
    damaged: tuple[str, ...]
    copies: int
    pieces: int


def look(home: Path) -> Health:
    """Look a home folder over quickly, and change nothing; its service may be running."""
    told = tuple(incidents(home))
    path = home / DATABASE
    if not path.exists():
        return Health(incidents=told)
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            problem = said_of(database, "quick_check") or ""
            return Health(problem, tuple(_lost(home, database)), told)
    except sqlite3.DatabaseError as error:
        return Health(str(error) if looks_damaged(error) else "", incidents=told)


def _lost(home: Path, database: sqlite3.Connection) -> Iterator[str]:
    rows = database.execute("SELECT DISTINCT name, content_hash, size_bytes FROM media ORDER BY id")
    for name, content_hash, size_bytes in rows:
        path = home / ORIGINALS / str(content_hash)
        if not path.is_file() or path.stat().st_size != size_bytes:
            yield str(name)


def repair(home: Path, *, now_s: float | None = None) -> Repair:
    """Look at everything closely and put right what can be; only for who has it to itself.

    Raises:
        StorageError: the disk refused.
    """
    suspect(home)
    store = Store(home)
    try:
        with store.read() as connection:
            rows = connection.exec_driver_sql("SELECT content_hash, name FROM media").all()
    finally:
        store.close()
    names = {str(content_hash): str(name) for content_hash, name in rows}
    damaged = _set_aside(home, now_s=time.time() if now_s is None else now_s)
    copies = sum(map(_gone_if_damaged, (home / COPIES).glob("*.jpg")))
    pieces = ChunkCache(home / CACHE).sift()
    return Repair(
        store.incident, tuple(names.get(found, found) for found in damaged), copies, pieces
    )


def _set_aside(home: Path, *, now_s: float) -> list[str]:
    """Move originals aside that are not what their name says; gives those names."""
    damaged = [path for path in (home / ORIGINALS).glob("*") if not _is_whole(path)]
    if damaged:
        aside = aside_folder(home, now_s=now_s)
        for path in damaged:
            path.rename(aside / path.name)
    return [path.name for path in damaged]


def _is_whole(path: Path) -> bool:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == path.name


def _gone_if_damaged(path: Path) -> bool:
    try:
        load_copy(path)
    except StorageError:
        path.unlink(missing_ok=True)
        return True
    return False
