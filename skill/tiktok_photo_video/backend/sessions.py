"""Sessions: a project's photos and its timeline, every version of it kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from tiktok_photo_video.backend.accounts import Account
from tiktok_photo_video.backend.ledger import settle
from tiktok_photo_video.backend.media_store import Kept
from tiktok_photo_video.backend.orders import renderable, require_media
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.store import (
    Row,
    Store,
    last_turns,
    media,
    sessions,
    versions,
)
from tiktok_photo_video.planner import Photo
from tiktok_photo_video.timeline.model import ExternalReference, MediaKind, Timeline
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.draft import draft_from_timeline, timeline_from_draft
from tiktok_photo_video.wire.payloads import SessionIds, SessionState
from tiktok_photo_video.wire.uploads import UploadedFile

RESTORED = "restored"  # what stands in the history where others have the user's words


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it stands.

    Attributes:
        version: the version of the timeline that is shown now; 0 before the first.
        charge: the reservation that pays for the turn under way; empty when nothing does.

    """

    session_id: str
    task_id: str
    user_id: str
    name: str
    language: str
    version: int
    charge: str = ""


@dataclass(frozen=True, slots=True)
class LastTurn:
    """The turn before: what was said, which version it found, whether it ended with a question."""

    message: str
    version_before: int
    asked: bool


class Sessions:
    """All sessions of a store; each belongs to one account and is invisible to others."""

    def __init__(self, store: Store, *, now_s: Callable[[], float]) -> None:
        self._store = store
        self._now_s = now_s

    def create(self, account: Account, *, name: str, language: str) -> SessionIds:
        """A new, empty session."""
        now = self._now_s()
        ids = SessionIds(
            session_id=_new_session_id(),
            task_id=f"task_{secrets.token_hex(8)}",
            user_id=account.user_id,
        )
        with self._store.change() as connection:
            connection.execute(
                sessions.insert(),
                {
                    "session_id": ids.session_id,
                    "task_id": ids.task_id,
                    "user_id": account.user_id,
                    "name": name,
                    "language": language,
                    "version": 0,
                    "created_at_s": now,
                    "updated_at_s": now,
                },
            )
        return ids

    def get(self, account: Account, session_id: str) -> Session:
        """A session of this account.

        Raises:
            Refusal: there is none with this id, or it is somebody else's.

        """
        with self._store.read() as connection:
            row = connection.execute(
                select(sessions).where(
                    sessions.c.session_id == session_id, sessions.c.user_id == account.user_id
                )
            ).one_or_none()
        if row is None:
            raise Refusal(WireCode.NO_SESSION)
        return _session(row)

    def current(self, session: Session) -> Session:
        """The same session as it stands now."""
        return self.get(Account(session.user_id), session.session_id)

    def listed(self, account: Account) -> list[Session]:
        """This account's sessions, the latest used first."""
        with self._store.read() as connection:
            rows = connection.execute(
                select(sessions)
                .where(sessions.c.user_id == account.user_id)
                .order_by(sessions.c.updated_at_s.desc())
            )
            return [_session(row) for row in rows]

    def add_media(self, session: Session, kept: Sequence[Kept]) -> None:
        """Remember files that came in, in the order they came."""
        with self._store.change() as connection:
            for item in kept:
                connection.execute(media.insert(), _media_row(session, item))
            self._touch(connection, session)

    def photos(self, session: Session) -> tuple[Photo, ...]:
        """The session's photos, clips and songs, in upload order."""
        return tuple(
            Photo(_reference(row), _moment(row.captured_at)) for row in self._media(session)
        )

    def timeline(self, session: Session) -> Timeline | None:
        """The timeline as it stands now; ``None`` before the first."""
        return self.timeline_at(session, session.version)

    def shown(self, session: Session) -> Timeline:
        """The timeline as it stands now, to be looked at.

        Raises:
            Refusal: there is none yet.
        """
        timeline = self.timeline(session)
        if timeline is None:
            raise Refusal(
                WireCode.UNPROCESSABLE,
                "There is nothing to look at yet.",
                hint="Send photos and say what you want first.",
                reason="empty_timeline",
            )
        return timeline

    def timeline_at(self, session: Session, version: int) -> Timeline | None:
        """The timeline of a version; ``None`` before the first."""
        draft = self._draft(session, version)
        return timeline_from_draft(draft) if draft else None

    def remember(self, session: Session, turn: LastTurn) -> None:
        """Note the turn that led to what the session shows now."""
        row = {
            "session_id": session.session_id,
            "message": turn.message,
            "asked": turn.asked,
            "version_before": turn.version_before,
            "version_after": session.version,
        }
        with self._store.change() as connection:
            connection.execute(last_turns.insert().prefix_with("OR REPLACE"), row)

    def last_turn(self, session: Session) -> LastTurn | None:
        """The turn before; ``None`` when something else was done since, or nothing yet."""
        with self._store.read() as connection:
            row = connection.execute(
                select(last_turns).where(
                    last_turns.c.session_id == session.session_id,
                    last_turns.c.version_after == session.version,
                )
            ).one_or_none()
        return LastTurn(row.message, row.version_before, row.asked) if row else None

    def keep(
        self,
        session: Session,
        timeline: Timeline,
        *,
        message: str,
        instead_of: int | None = None,
    ) -> Session:
        """Make this the session's timeline; the one before stays reachable by undo.

        With ``instead_of`` it is made from that version in place of what came after it:
        undo then goes back to that one in a single step.
        """
        with self._store.change() as connection:
            head = _head(connection, session) if instead_of is None else instead_of
            new = 1 + (
                connection.execute(
                    select(versions.c.version)
                    .where(versions.c.session_id == session.session_id)
                    .order_by(versions.c.version.desc())
                    .limit(1)
                ).scalar()
                or 0
            )
            connection.execute(
                versions.insert(),
                {
                    "session_id": session.session_id,
                    "version": new,
                    "parent": head,
                    "draft": draft_from_timeline(timeline),
                    "message": message,
                    "created_at_s": self._now_s(),
                },
            )
            self._touch(connection, session, version=new)
        return replace(session, version=new)

    def restore(self, session: Session, draft: Mapping[str, object]) -> Session:
        """Make a draft that was kept elsewhere the timeline, as one step that undo takes back.

        Raises:
            Refusal: it is empty, foreign or broken, or needs media the session does not have.
            ProtocolError: it cannot be read.

        """
        return self.keep(session, self.fitting(session, draft), message=RESTORED)

    def fitting(self, session: Session, draft: Mapping[str, object]) -> Timeline:
        """The timeline of a draft that shows and plays only what a session has.

        A content hash alone opens nothing: it may be that of somebody else's photo.

        Raises:
            Refusal: it is empty, foreign or broken, or needs media the session does not have.
            ProtocolError: it cannot be read.

        """
        timeline = renderable(draft)
        require_media(
            timeline,
            {(row.content_hash, MediaKind(row.kind)) for row in self._media(session)},
        )
        return timeline

    def undo(self, session: Session) -> Session | None:
        """Go back to the version before; ``None`` when there is none."""
        with self._store.change() as connection:
            head = _head(connection, session)
            parent = connection.execute(
                select(versions.c.parent).where(
                    versions.c.session_id == session.session_id, versions.c.version == head
                )
            ).scalar()
            if not parent:
                return None
            self._touch(connection, session, version=parent)
        return replace(session, version=parent)

    def redo(self, session: Session) -> Session | None:
        """Go forward to the latest version made from this one; ``None`` when there is none."""
        with self._store.change() as connection:
            head = _head(connection, session)
            child = connection.execute(
                select(versions.c.version)
                .where(versions.c.session_id == session.session_id, versions.c.parent == head)
                .order_by(versions.c.version.desc())
                .limit(1)
            ).scalar()
            if not child or child == head:
                return None
            self._touch(connection, session, version=child)
        return replace(session, version=child)

    def state(self, session: Session) -> SessionState:
        """The session's state as the wire tells it."""
        timeline = self.timeline(session)
        return SessionState(
            session_id=session.session_id,
            task_id=session.task_id,
            task_name=session.name,
            draft=self._draft(session, session.version),
            video_infos=tuple(_uploaded(row) for row in self._media(session)),
            canvas_config=(
                {"width": timeline.width_px, "height": timeline.height_px} if timeline else {}
            ),
            extensions={"version": session.version},
            user_id=session.user_id,
        )

    def _draft(self, session: Session, version: int) -> dict[str, object] | None:
        with self._store.read() as connection:
            draft = connection.execute(
                select(versions.c.draft).where(
                    versions.c.session_id == session.session_id,
                    versions.c.version == version,
                )
            ).scalar()
        return dict(draft) if draft else None

    def _media(self, session: Session) -> list[Row]:
        with self._store.read() as connection:
            return list(
                connection.execute(
                    select(media)
                    .where(media.c.session_id == session.session_id)
                    .order_by(media.c.id)
                )
            )

    def _touch(
        self, connection: Connection, session: Session, *, version: int | None = None
    ) -> None:
        values: dict[str, object] = {"updated_at_s": self._now_s()}
        if version is not None:
            values["version"] = version
            # In the transaction of the change itself: neither is ever there without the other.
            if session.charge:
                settle(connection, session.charge, now_s=self._now_s())
        connection.execute(
            sessions.update().where(sessions.c.session_id == session.session_id).values(values)
        )


def _new_session_id() -> str:
    """A decimal string of 19 digits, as the cloud's are; an opaque string to everyone."""
    return str(secrets.randbelow(9 * 10**18) + 10**18)


def _session(row: Row) -> Session:
    return Session(row.session_id, row.task_id, row.user_id, row.name, row.language, row.version)


def _head(connection: Connection, session: Session) -> int:
    return int(
        connection.execute(
            select(sessions.c.version).where(sessions.c.session_id == session.session_id)
        ).scalar_one()
    )


def _media_row(session: Session, kept: Kept) -> dict[str, object]:
    info = kept.info
    return {
        "session_id": session.session_id,
        "name": kept.name,
        "content_hash": info.content_hash,
        "kind": info.kind.value,
        "mime_type": info.mime_type,
        "width_px": info.width_px,
        "height_px": info.height_px,
        "duration_ms": None if info.duration_s is None else round(info.duration_s * 1000),
        "captured_at": info.captured_at.isoformat() if info.captured_at else None,
        "size_bytes": info.size_bytes,
    }


def _reference(row: Row) -> ExternalReference:
    return ExternalReference(
        name=row.name,
        content_hash=row.content_hash,
        kind=MediaKind(row.kind),
        width_px=row.width_px,
        height_px=row.height_px,
        available_duration_ms=row.duration_ms,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _uploaded(row: Row) -> UploadedFile:
    return UploadedFile(
        filename=row.name,
        file_type=row.kind,
        duration_s=None if row.duration_ms is None else row.duration_ms / 1000,
        width=row.width_px or None,
        height=row.height_px or None,
        hash=row.content_hash,
    )
