"""The table of variants has a row for everything that the sources disagree about."""

from __future__ import annotations

import pytest

from tests.contract import forms, subjects
from tests.contract.variants import (
    CONTRADICTIONS,
    FIELDS,
    RULED,
    VARIANTS,
    values_known,
    values_met,
)


@pytest.mark.requirement("contract-every-variant")
def test_every_documented_form_is_met_by_some_variant() -> None:
    missed = {
        name: values_known(name) - values_met(name)
        for name in FIELDS
        if name not in RULED and values_known(name) - values_met(name)
    }
    assert missed == {}


@pytest.mark.requirement("contract-every-variant")
def test_every_contradiction_is_covered_by_a_field_or_is_none_of_the_backends() -> None:
    covered = [rows for rows in CONTRADICTIONS.values() if not isinstance(rows, str)]
    assert {name for rows in covered for name in rows} <= set(FIELDS)
    assert len(CONTRADICTIONS) == 19


@pytest.mark.requirement("contract-every-variant")
def test_no_two_variants_are_the_same_but_for_their_names() -> None:
    rows = [tuple(getattr(v, name) for name in FIELDS) for v in VARIANTS.values()]
    assert len(rows) == len(set(rows))


@pytest.mark.requirement("contract-every-variant")
def test_every_recorded_answer_is_used() -> None:
    used = {f"words_{v.events.value}.sse" for v in VARIANTS.values()}
    used |= {f"failure_{v.failing.value}.sse" for v in VARIANTS.values()}
    used |= {"silent_adk.sse", "silent_flat.sse", "polls.json"}
    assert {path.name for path in forms.FOLDER.iterdir()} == used
    assert set(forms.POLLS) == {v.poll.value for v in VARIANTS.values()}


@pytest.mark.requirement("contract-live")
def test_a_live_backend_is_met_only_when_it_is_asked_for() -> None:
    assert ("live" in subjects.names()) == bool(subjects.LIVE_URL)
