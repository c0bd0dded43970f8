"""What survives a restart: one SQLite database in WAL mode, and the tables in it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    URL,
    Boolean,
    Column,
    Connection,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    event,
    text,
)
from sqlalchemy.exc import DatabaseError
from sqlalchemy.schema import CreateColumn

from tiktok_photo_video.backend.rescue import (
    DATABASE,
    has_fresh_copy,
    keep_copy,
    looks_damaged,
    make_sound,
    suspect,
)
from tiktok_photo_video.errors import StorageError

_LOG = logging.getLogger(__name__)
SCHEMA_VERSION = 2
BUSY_TIMEOUT_MS = 10_000
_READING = "tiktok_photo_video_reading"

metadata = MetaData()

accounts = Table(
    "accounts",
    metadata,
    Column("user_id", String, primary_key=True),
    Column("client_id", String, nullable=False, index=True),
    Column("created_at_s", Float, nullable=False),
)
tokens = Table(
    "tokens",
    metadata,
    # Only a digest is kept: who reads the file cannot use what is in it.
    Column("digest", String, primary_key=True),
    Column("user_id", ForeignKey("accounts.user_id"), nullable=False),
    Column("expires_at_s", Float, nullable=False),
)
# Tokens that count against a limit; rows older than the window are thrown away.
token_grants = Table(
    "token_grants",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("client_id", String, nullable=False, index=True),
    Column("site", String, nullable=False, index=True),
    Column("granted_at_s", Float, nullable=False),
)
# Rows are only ever added. A reference is reserved once, and closed once.
ledger = Table(
    "ledger",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("user_id", ForeignKey("accounts.user_id"), nullable=False, index=True),
    Column("session_id", ForeignKey("sessions.session_id"), nullable=True, index=True),
    Column("kind", String, nullable=False),
    Column("reference", String, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("created_at_s", Float, nullable=False),
    UniqueConstraint("reference", "kind"),
)
Index(
    "ledger_closed_once",
    ledger.c.reference,
    unique=True,
    sqlite_where=ledger.c.kind.in_(["settle", "refund"]),
)
sessions = Table(
    "sessions",
    metadata,
    Column("session_id", String, primary_key=True),
    Column("task_id", String, nullable=False),
    Column("user_id", ForeignKey("accounts.user_id"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("language", String, nullable=False),
    # The version of the timeline that is shown now; 0 before the first.
    Column("version", Integer, nullable=False, default=0),
    Column("created_at_s", Float, nullable=False),
    Column("updated_at_s", Float, nullable=False),
)
versions = Table(
    "versions",
    metadata,
    Column("session_id", ForeignKey("sessions.session_id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    # The version this one was made from: undo goes there, and no branch is ever lost.
    Column("parent", Integer, nullable=False),
    Column("draft", JSON, nullable=False),
    Column("message", String, nullable=False),
    Column("created_at_s", Float, nullable=False),
)
# The turn before, which "no, the third" takes up; one row a session. It came after the first
# homes were written: a table that is missing is made when a home is opened.
last_turns = Table(
    "last_turns",
    metadata,
    Column("session_id", ForeignKey("sessions.session_id"), primary_key=True),
    Column("message", String, nullable=False),
    Column("asked", Boolean, nullable=False),
    # The versions shown before and after it; once another is shown, it is out of date.
    Column("version_before", Integer, nullable=False),
    Column("version_after", Integer, nullable=False),
)
media = Table(
    "media",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("session_id", ForeignKey("sessions.session_id"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("content_hash", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("mime_type", String, nullable=False),
    Column("width_px", Integer, nullable=False),
    Column("height_px", Integer, nullable=False),
    Column("duration_ms", Integer, nullable=True),
    Column("captured_at", String, nullable=True),
    Column("size_bytes", Integer, nullable=False),
)
pictures = Table(
    "pictures",
    metadata,
    Column("content_hash", String, primary_key=True),
    Column("width_px", Integer, nullable=False),
    Column("height_px", Integer, nullable=False),
    # Face boxes as [x, y, width, height, score]: fractions of the upright picture, and how
    # sure the detector is.
    Column("faces", JSON, nullable=False),
)
renders = Table(
    "renders",
    metadata,
    Column("render_id", String, primary_key=True),
    Column("session_id", ForeignKey("sessions.session_id"), nullable=False, index=True),
    Column("user_id", ForeignKey("accounts.user_id"), nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("frames_done", Integer, nullable=False, default=0),
    Column("frames_total", Integer, nullable=False, default=0),
    Column("draft", JSON, nullable=False),
    Column("output", JSON, nullable=False),
    Column("error", String, nullable=True),
    Column("error_code", String, nullable=True),
    Column("file_name", String, nullable=True),
    Column("delivered_to", String, nullable=True),
    Column("duration_s", Float, nullable=True),
    Column("size_bytes", Integer, nullable=True),
    Column("created_at_ms", Integer, nullable=False),
    Column("completed_at_ms", Integer, nullable=True),
    # When the worker last wrote something of it.
    Column("heartbeat_ms", Integer, nullable=True),
    # Processes that ended under it without having come further, and how far the best came.
    Column("crashes", Integer, nullable=False, default=0, server_default="0"),
    Column("best_frames", Integer, nullable=False, default=0, server_default="0"),
    # Pieces that failed once, with what they failed of.
    Column("retried", JSON, nullable=True),
)
# What a finished file turned out to be where it is not simply what its draft says; like
# ``last_turns`` it came later.
made_files = Table(
    "made_files",
    metadata,
    Column("render_id", ForeignKey("renders.render_id"), primary_key=True),
    Column("facts", JSON, nullable=False),
)

Row = Any  # a SQLAlchemy row; its columns are those of the table it came from


class Store:
    """The database of one home folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._home = folder
        self.is_damaged = False
        with self._explained():
            self.incident = make_sound(folder, _create)
        path = folder / DATABASE
        path.touch(mode=0o600)
        self._engine = _engine(path)
        with self.change() as connection:
            _prepare(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for looking things up."""
        with self._explained(), self._engine.connect() as connection:
            yield connection.execution_options(**{_READING: True})

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """A transaction: all of it is kept, or nothing."""
        with self._explained(), self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def keep_copy(self, *, anew: bool = True) -> None:
        """Keep a copy for the day the database is damaged; not anew: unless there is one."""
        if not self.is_damaged and (anew or not has_fresh_copy(self._home)):
            keep_copy(self._home)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            raise self._explanation(error.orig or error) from error
        except (JSONDecodeError, UnicodeDecodeError) as error:
            # The latter when SQLite's own message quotes what it found: bytes that are no text.
            raise self._damage(error) from error
        except OSError as error:
            raise _refused(error.strerror or str(error)) from error

    def _explanation(self, error: BaseException) -> StorageError:
        if isinstance(error, Exception) and looks_damaged(error):
            return self._damage(error)
        return _refused(str(error))

    def _damage(self, error: Exception) -> StorageError:
        """What to say of damage that shows at use; the next start looks closely and mends it."""
        _LOG.error("the database is damaged: %s", error)
        self.is_damaged = True
        suspect(self._home)
        return StorageError(
            "The project database is damaged.",
            code="database_damaged",
            hint="Try again: what can be saved is saved, and the damaged file is kept.",
        )


def _create(path: Path) -> None:
    """Make an empty database of the present format."""
    path.touch(mode=0o600)
    engine = _engine(path)
    with engine.begin() as connection:
        _prepare(connection)
    engine.dispose()


def _engine(path: Path) -> Engine:
    # A folder's name may hold what would end a path in an address.
    address = URL.create("sqlite", database=str(path))
    engine = create_engine(address, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Who changes something takes the write lock at once: two read-then-write transactions
        # would deadlock. Who only reads waits for nobody, not even for another program.
        reading = connection.get_execution_options().get(_READING, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _prepare(connection: Connection) -> None:
    found = connection.execute(text("PRAGMA user_version")).scalar_one()
    if found > SCHEMA_VERSION:
        raise StorageError(
            f"The home folder was written by a newer version (format {found}).",
            code="newer_format",
            hint="Update this program, or choose another TIKTOK_PHOTO_VIDEO_HOME.",
        )
    metadata.create_all(connection)
    _add_missing_columns(connection)
    connection.execute(text(f"PRAGMA user_version={SCHEMA_VERSION}"))


def _add_missing_columns(connection: Connection) -> None:
    """Bring the tables of an older format up to this one; their rows stay as they are."""
    for table in metadata.sorted_tables:
        there = {row[1] for row in connection.execute(text(f'PRAGMA table_info("{table.name}")'))}
        for column in table.columns:
            if column.name not in there:
                kind = CreateColumn(column).compile(connection.engine)
                connection.execute(text(f'ALTER TABLE "{table.name}" ADD COLUMN {kind}'))


def _refused(reason: str) -> StorageError:
    full = "full" in reason or "No space left" in reason
    return StorageError(
        "The disk is full." if full else f"The project database refused: {reason}.",
        code="disk_full" if full else "database",
        hint="Free some space and try again."
        if full
        else "Check that the home folder is writable and no other program holds it.",
    )
