"""Receipts on the wire: read back as written, and strangers' never crash anyone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.receipts import RECEIPT
from tiktok_photo_video.wire.receipts import (
    parse_receipt,
    receipt_beside,
    receipt_json,
    receipt_text,
)

FORM = Path(__file__).parents[2] / "tools" / "contract" / "receipt.schema.json"
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@pytest.mark.requirement("receipt-published")
def test_a_receipt_is_read_back_as_it_was_written() -> None:
    assert parse_receipt(json.loads(receipt_text(RECEIPT))) == RECEIPT


@pytest.mark.requirement("receipt-published")
def test_a_receipt_has_the_published_form() -> None:
    form = Draft202012Validator(json.loads(FORM.read_text(encoding="utf-8")))
    form.validate(json.loads(receipt_text(RECEIPT)))
    assert not form.is_valid({**receipt_json(RECEIPT), "size_bytes": "much"})


@pytest.mark.requirement("receipt-published")
@given(st.sampled_from(sorted(receipt_json(RECEIPT))), JSON)
def test_a_broken_receipt_is_none_or_still_one(name: str, value: object) -> None:
    found = parse_receipt({**receipt_json(RECEIPT), name: value})
    assert found is None or found.sha256


@pytest.mark.requirement("receipt-published")
@given(JSON)
def test_anything_else_is_no_receipt(value: object) -> None:
    assert parse_receipt(value) is None


@pytest.mark.requirement("receipt-published")
def test_a_receipt_lies_beside_its_video_by_name() -> None:
    assert receipt_beside(Path("/v/out.mp4")) == Path("/v/out.receipt.json")
