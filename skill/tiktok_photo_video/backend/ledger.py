"""Credits: rows that are only ever added, and every balance worked out from them.

Work that costs is reserved for, then settled or refunded, once. The settling row is written
in the transaction that keeps the change it pays for: whatever dies in between, either both
are there or neither, and a reservation without either is given back.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, func, select

from tiktok_photo_video.backend.config import Policy
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.store import Row, Store, ledger
from tiktok_photo_video.errors import StorageError
from tiktok_photo_video.wire.codes import WireCode

_LOG = logging.getLogger(__name__)


class EntryKind(StrEnum):
    """What a row of the ledger says."""

    GRANT = "grant"
    RESERVE = "reserve"
    SETTLE = "settle"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class Standing:
    """An account's credits; what was granted is always spent, frozen or available."""

    granted: int
    spent: int = 0
    frozen: int = 0

    @property
    def available(self) -> int:
        """What may still be reserved."""
        return self.granted - self.spent - self.frozen


class Ledger:
    """The credits of all accounts of a store."""

    def __init__(self, store: Store, policy: Policy, *, now_s: Callable[[], float]) -> None:
        self._store = store
        self._policy = policy
        self._now_s = now_s

    @property
    def is_metered(self) -> bool:
        """Whether anything costs credits here."""
        return self._policy.is_metered

    def standing(self, user_id: str) -> Standing:
        """How an account stands; unmetered, as if it had spent nothing."""
        if not self.is_metered:
            return Standing(self._policy.granted_credits)
        with self._store.change() as connection:
            self._grant(connection, user_id)
            return _standing(connection, user_id)

    def check_affordable(self, user_id: str, session_id: str) -> None:
        """Refuse work on a session before it begins, when it cannot be paid for.

        Raises:
            Refusal: there are too few credits.

        """
        if not self.is_metered:
            return
        with self._store.change() as connection:
            self._grant(connection, user_id)
            if not _paid(connection, session_id) and _open(connection, session_id) is None:
                self._require(_standing(connection, user_id))

    @contextmanager
    def charged(self, user_id: str, session_id: str) -> Iterator[str]:
        """Work on a session, paid for only if it changes something.

        Gives the reference that ``settle`` takes; an empty one where there is nothing to pay.

        Raises:
            Refusal: there are too few credits; the work has not begun.

        """
        reference = self.reserve(user_id, session_id) if self.is_metered else ""
        try:
            yield reference
        finally:
            if reference:
                self._give_back(reference)

    def reserve(self, user_id: str, session_id: str) -> str:
        """Freeze what a change to a session costs; empty when the session is paid for.

        Turns of one session never overlap, so a reservation that is still open belongs to
        one that ended without giving it back: it is used again, not made twice.

        Raises:
            Refusal: there are too few credits.

        """
        with self._store.change() as connection:
            self._grant(connection, user_id)
            if _paid(connection, session_id):
                return ""
            if found := _open(connection, session_id):
                return str(found.reference)
            self._require(_standing(connection, user_id))
            reference = f"turn_{secrets.token_hex(12)}"
            connection.execute(
                ledger.insert(),
                {
                    "user_id": user_id,
                    "session_id": session_id,
                    "kind": EntryKind.RESERVE.value,
                    "reference": reference,
                    "amount": self._policy.edit_cost,
                    "created_at_s": self._now_s(),
                },
            )
            return reference

    def refund(self, reference: str) -> None:
        """Give a reservation back, unless it was settled or given back already."""
        with self._store.change() as connection:
            _close(connection, reference, EntryKind.REFUND, now_s=self._now_s())

    def refund_dangling(self) -> int:
        """Give back what a process reserved that died before it changed anything.

        To be called before any work begins. Gives the number of reservations.
        """
        with self._store.change() as connection:
            dangling = list(connection.execute(_ALL_OPEN))
            for row in dangling:
                _close(connection, row.reference, EntryKind.REFUND, now_s=self._now_s())
        return len(dangling)

    def _give_back(self, reference: str) -> None:
        try:
            self.refund(reference)
        except StorageError as error:
            # Nothing is lost: the session's next turn uses it, or the next start gives it back.
            _LOG.warning("a reservation stays open (%s)", error.code)

    def _grant(self, connection: Connection, user_id: str) -> None:
        connection.execute(
            ledger.insert().prefix_with("OR IGNORE"),
            {
                "user_id": user_id,
                "kind": EntryKind.GRANT.value,
                "reference": user_id,
                "amount": self._policy.granted_credits,
                "created_at_s": self._now_s(),
            },
        )

    def _require(self, standing: Standing) -> None:
        if standing.available < self._policy.edit_cost:
            raise Refusal(
                WireCode.NO_CREDITS,
                f"A new project costs {self._policy.edit_cost} credits; "
                f"{standing.available} of {standing.granted} are left.",
                hint="Top up the account, or go on with a project that is paid for.",
                facts={"cost": self._policy.edit_cost, "available": standing.available},
            )


def settle(connection: Connection, reference: str, *, now_s: float) -> None:
    """Spend a reservation in the transaction that keeps what it pays for.

    A reservation that is settled or given back already stays so.
    """
    _close(connection, reference, EntryKind.SETTLE, now_s=now_s)


def _close(connection: Connection, reference: str, kind: EntryKind, *, now_s: float) -> None:
    row = connection.execute(_ALL_OPEN.where(ledger.c.reference == reference)).one_or_none()
    if row is None:
        return
    connection.execute(
        ledger.insert(),
        {
            "user_id": row.user_id,
            "session_id": row.session_id,
            "kind": kind.value,
            "reference": reference,
            "amount": row.amount,
            "created_at_s": now_s,
        },
    )


_CLOSED = select(ledger.c.reference).where(
    ledger.c.kind.in_([EntryKind.SETTLE.value, EntryKind.REFUND.value])
)
_ALL_OPEN = select(ledger).where(
    ledger.c.kind == EntryKind.RESERVE.value, ledger.c.reference.not_in(_CLOSED)
)


def _open(connection: Connection, session_id: str) -> Row | None:
    return connection.execute(_ALL_OPEN.where(ledger.c.session_id == session_id)).first()


def _paid(connection: Connection, session_id: str) -> bool:
    settled = select(ledger.c.id).where(
        ledger.c.session_id == session_id, ledger.c.kind == EntryKind.SETTLE.value
    )
    return connection.execute(settled).first() is not None


def _standing(connection: Connection, user_id: str) -> Standing:
    sums = dict.fromkeys(EntryKind, 0)
    for kind, amount in connection.execute(
        select(ledger.c.kind, func.sum(ledger.c.amount))
        .where(ledger.c.user_id == user_id)
        .group_by(ledger.c.kind)
    ):
        sums[EntryKind(kind)] = amount
    spent = sums[EntryKind.SETTLE]
    return Standing(
        granted=sums[EntryKind.GRANT],
        spent=spent,
        frozen=sums[EntryKind.RESERVE] - spent - sums[EntryKind.REFUND],
    )
