"""The router's second reading: weights learned from the table, believed only when sure."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiktok_photo_video.chat.intents import Intent, route
from tiktok_photo_video.chat.second_reading import MAX_CHARS, features, weighed

ROOT = Path(__file__).parents[2]
WEIGHTS = ROOT / "skill/tiktok_photo_video/chat/phrases/router_weights.json"


@pytest.mark.requirement("router-second-reading")
def test_the_weights_were_learned_from_the_present_table() -> None:
    tables = ("fixtures/chat/intents.jsonl", "skill/tiktok_photo_video/chat/phrases/intents.toml")
    content = b"".join((ROOT / table).read_bytes() for table in tables)
    made_from = json.loads(WEIGHTS.read_text(encoding="utf-8"))["made_from"]
    fresh = hashlib.sha256(content).hexdigest()[:16]
    assert made_from == fresh, "run: python -m tests.bench.learn_router (extra: bench)"


@pytest.mark.requirement("router-second-reading")
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("toss the finished clip over to me would ya", "export"),
        ("成片可以丢给我了吗", "export"),
        ("how many coins remain on my tab", "credits"),
        ("give me the lay of the land on this project", "state"),
        ("got some more holiday snaps for you", "upload"),
    ],
)
def test_wording_that_no_pattern_knows_is_weighed(text: str, intent: str) -> None:
    verdict = weighed(text)
    assert verdict is not None
    assert verdict.intent == intent


@pytest.mark.requirement("router-second-reading")
def test_a_verdict_says_what_told() -> None:
    verdict = weighed("chuck the mp4 my way")
    assert verdict is not None
    assert set(verdict.telling) <= set(features("chuck the mp4 my way"))
    assert 0 < verdict.share <= 1


@pytest.mark.requirement("router-second-reading")
@pytest.mark.parametrize("text", ["", "   ", "\u0661\u0662", "x" * (MAX_CHARS + 1)])
def test_what_cannot_be_weighed_has_no_verdict(text: str) -> None:
    assert weighed(text) is None
    assert route(text).intents == (Intent.EDIT,)


@pytest.mark.requirement("router-second-reading")
@pytest.mark.parametrize(
    "text", ['the title: "send me the video"', "let's not export anything", "先别急着导出"]
)
def test_what_is_quoted_or_put_off_is_not_weighed_in(text: str) -> None:
    assert route(text).intents == (Intent.EDIT,)


@pytest.mark.requirement("router-second-reading")
@given(st.text(max_size=80))
def test_the_same_text_has_the_same_verdict(text: str) -> None:
    assert weighed(text) == weighed(text)
    assert features(text) == sorted(set(features(text)))
