"""Credits: whatever dies whenever, none are lost and none appear."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from tiktok_photo_video.backend.accounts import Account, Accounts
from tiktok_photo_video.backend.config import Policy
from tiktok_photo_video.backend.ledger import Ledger, Standing
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.sessions import Sessions
from tiktok_photo_video.backend.store import Store, ledger
from tiktok_photo_video.errors import StorageError
from tiktok_photo_video.timeline.model import Timeline
from tiktok_photo_video.wire.codes import WireCode

POLICY = Policy(is_metered=True, granted_credits=130)
COST = POLICY.edit_cost


def clock() -> float:
    return 0.0


class PowerCut(BaseException):
    """The process is gone: nothing catches this."""


class FrailStore(Store):
    """A store whose process dies at a chosen moment, and stays dead."""

    def __init__(self, folder: Path) -> None:
        self.moments_left: int | None = None
        super().__init__(folder)

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """Two moments for each transaction: before it, and just before it is kept."""
        self._pass()
        with super().change() as connection:
            yield connection
            self._pass()

    def _pass(self) -> None:
        if self.moments_left is None:
            return
        if self.moments_left == 0:
            raise PowerCut
        self.moments_left -= 1


class Works:
    """One account with a few projects, in a process that can die and start again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._start()
        self.user_id = self.accounts.grant_token("me").user_id or ""
        account = Account(self.user_id)
        self.projects = [
            self.sessions.create(account, name="p", language="en").session_id for _ in range(4)
        ]

    def _start(self) -> None:
        self.store = FrailStore(self._folder)
        self.ledger = Ledger(self.store, POLICY, now_s=clock)
        self.accounts = Accounts(self.store, now_s=clock, policy=POLICY, ledger=self.ledger)
        self.sessions = Sessions(self.store, now_s=clock)
        self.ledger.refund_dangling()

    def turn(self, project: int, outcome: str, dies_after: int | None) -> None:
        """A turn as the backend runs it, with a power cut after so many moments."""
        session_id = self.projects[project]
        self.store.moments_left = dies_after
        try:
            with suppress(Refusal, ZeroDivisionError):
                self._work(session_id, outcome)
        except PowerCut:
            self.store.close()
            self._start()
        self.store.moments_left = None

    def _work(self, session_id: str, outcome: str) -> None:
        session = self.sessions.get(Account(self.user_id), session_id)
        with self.ledger.charged(self.user_id, session_id) as charge:
            session = replace(session, charge=charge)
            if outcome == "fails at once":
                raise ZeroDivisionError
            if outcome != "changes nothing":
                session = self.sessions.keep(session, Timeline(), message="m")
            if outcome == "goes back and forth":
                self.sessions.undo(session)
                self.sessions.redo(session)
            if outcome == "fails late":
                raise ZeroDivisionError

    @property
    def standing(self) -> Standing:
        return self.ledger.standing(self.user_id)

    def changed_projects(self) -> int:
        account = Account(self.user_id)
        return sum(self.sessions.get(account, p).version > 0 for p in self.projects)


OUTCOMES = ["changes", "changes nothing", "fails at once", "fails late", "goes back and forth"]
TURNS = st.tuples(
    st.integers(0, 3), st.sampled_from(OUTCOMES), st.one_of(st.none(), st.integers(0, 8))
)


@pytest.mark.requirement("credits-conserved")
@settings(max_examples=40, deadline=None)
@given(turns=st.lists(TURNS, max_size=8))
def test_credits_are_conserved_through_any_turns_and_power_cuts(
    turns: list[tuple[int, str, int | None]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        works = Works(Path(folder))
        for turn in turns:
            works.turn(*turn)
            standing = works.standing
            assert standing.granted == POLICY.granted_credits
            assert standing.available + standing.frozen + standing.spent == standing.granted
            assert min(standing.available, standing.frozen, standing.spent) >= 0
            assert standing.frozen == 0  # between turns nothing is held
            assert standing.spent == COST * works.changed_projects()
        works.store.close()


@pytest.fixture
def works(tmp_path: Path) -> Iterator[Works]:
    works = Works(tmp_path / "home")
    yield works
    works.store.close()


@pytest.mark.requirement("credits-conserved")
@pytest.mark.parametrize("dies_after", range(7))
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_power_cut_at_any_step_of_a_turn_neither_eats_nor_mints(
    works: Works, outcome: str, dies_after: int
) -> None:
    works.turn(0, outcome, dies_after)
    spent = COST * works.changed_projects()
    assert works.standing == Standing(POLICY.granted_credits, spent=spent)
    works.turn(0, "changes", None)
    assert works.standing == Standing(POLICY.granted_credits, spent=COST)


@pytest.mark.requirement("credits-conserved")
def test_while_a_turn_runs_its_price_is_frozen(works: Works) -> None:
    with works.ledger.charged(works.user_id, works.projects[0]):
        standing = works.standing
        assert (standing.available, standing.frozen) == (130 - COST, COST)
    assert works.standing.available == 130


@pytest.mark.requirement("credits-conserved")
def test_too_few_credits_refuse_before_work_begins(works: Works) -> None:
    for project in (0, 1):
        works.turn(project, "changes", None)
    with pytest.raises(Refusal) as caught, works.ledger.charged(works.user_id, works.projects[2]):
        pytest.fail("work began")
    assert caught.value.code is WireCode.NO_CREDITS
    with pytest.raises(Refusal):
        works.ledger.check_affordable(works.user_id, works.projects[2])
    works.ledger.check_affordable(works.user_id, works.projects[0])


@pytest.mark.requirement("credits-conserved")
def test_a_reservation_that_could_not_be_given_back_is_used_by_the_next_turn(
    works: Works, tmp_path: Path
) -> None:
    reference = works.ledger.reserve(works.user_id, works.projects[0])
    assert works.ledger.reserve(works.user_id, works.projects[0]) == reference
    works.turn(0, "changes", None)
    assert works.standing == Standing(130, spent=COST)
    works.ledger.refund(reference)  # too late: it is settled
    assert works.standing == Standing(130, spent=COST)


class FullDiskStore(Store):
    """A store that can be told that its disk is full."""

    is_full = False

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """As long as there is room."""
        if self.is_full:
            raise StorageError("The disk is full.")
        with super().change() as connection:
            yield connection


@pytest.mark.requirement("credits-conserved")
def test_a_full_disk_at_the_end_of_a_turn_keeps_the_answer_and_the_credits(tmp_path: Path) -> None:
    store = FullDiskStore(tmp_path / "full")
    book = Ledger(store, POLICY, now_s=clock)
    accounts = Accounts(store, now_s=clock, policy=POLICY, ledger=book)
    account = Account(accounts.grant_token("me").user_id or "")
    ids = Sessions(store, now_s=clock).create(account, name="p", language="en")
    with book.charged(account.user_id, ids.session_id):
        store.is_full = True
    store.is_full = False
    assert book.refund_dangling() == 1
    assert book.standing(account.user_id) == Standing(130)
    store.close()


@pytest.mark.requirement("credits-ledger")
def test_the_database_itself_lets_nothing_be_closed_twice(works: Works) -> None:
    works.turn(0, "changes", None)
    works.turn(1, "changes nothing", None)
    with works.store.read() as connection:
        rows = list(connection.execute(select(ledger).where(ledger.c.kind != "grant")))
    assert [row.kind for row in rows] == ["reserve", "settle", "reserve", "refund"]
    for kind in ("settle", "refund", "reserve"):
        row = {**rows[0]._mapping, "id": None, "kind": kind}
        with pytest.raises((IntegrityError, StorageError)), works.store.change() as connection:
            connection.execute(ledger.insert(), row)


@pytest.mark.requirement("credits-ledger")
def test_an_account_is_given_its_credits_once_however_many_tokens_it_takes(works: Works) -> None:
    works.turn(0, "changes", None)
    assert works.accounts.grant_token("me").credits == 130 - COST
    with works.store.read() as connection:
        grants = connection.execute(
            select(func.count()).select_from(ledger).where(ledger.c.kind == "grant")
        ).scalar_one()
    assert grants == 1
