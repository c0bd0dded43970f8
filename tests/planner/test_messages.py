"""The table of messages: what people say, and what must come of it."""

from __future__ import annotations

import tomllib
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from tests.planner import facts as facts_of
from tests.planner.conftest import five_photo_video, five_photos, photo
from tests.rows import check_each, slices
from tiktok_photo_video.language import language_of
from tiktok_photo_video.planner import Understanding, understand
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.check import check
from tiktok_photo_video.timeline.model import Timeline

_TABLE = tomllib.loads(
    (Path(__file__).parents[2] / "fixtures/planner/messages.toml").read_text(encoding="utf-8")
)
_Row = tuple[str, dict[str, Any]]
_ROWS: list[_Row] = [(kind, row) for kind in ("new", "edit") for row in _TABLE[kind]]


def _understood(kind: str, row: dict[str, Any]) -> tuple[Understanding, Timeline, Timeline]:
    clips = row.get("clips", ())
    before = five_photo_video(clips=clips) if kind == "edit" else Timeline()
    photos = [*five_photos(clips=clips), *(photo(6 + n) for n in range(row.get("extra", 0)))]
    message = row["message"]
    result = understand(
        message,
        timeline=before if kind == "edit" else None,
        photos=photos,
        language=language_of(message),
        seed=7,
    )
    return result, before, reduce(apply, result.edits, before)


def _spoken_facts(result: Understanding, before: Timeline, after: Timeline) -> dict[str, object]:
    """Facts about what was said and whether anything changed."""
    same_song = facts_of.song(before) == facts_of.song(after)
    return {
        "question": result.question is not None,
        "unclear": list(result.unclear),
        "note": bool(result.notes),
        "history": result.history,
        "steps": result.steps,
        "same": not result.edits and result.question is None,
        "new_song": not same_song,
    }


@pytest.mark.requirement("planner-understands-messages", "planner-question-without-edits")
@pytest.mark.parametrize("rows", slices(_ROWS, 24), ids=lambda rows: rows[0][1]["message"])
def test_messages_have_the_effect_that_the_table_says(rows: list[_Row]) -> None:
    check_each(rows, _check_message)


def _check_message(kind_and_row: _Row) -> None:
    kind, row = kind_and_row
    result, before, after = _understood(kind, row)
    assert result.question is None or result.edits == ()
    spoken = _spoken_facts(result, before, after)
    expected = dict(row["facts"])
    if (quicker := expected.pop("faster_transitions", None)) is not None:
        now, then = facts_of.transition_s(after), facts_of.transition_s(before)
        assert (now < then) is quicker
    for name, value in expected.items():
        if name in spoken:
            assert value == spoken[name], (name, result)
        elif name in facts_of.BY_PHOTO:
            found = facts_of.BY_PHOTO[name](after)
            assert value == {key: found[key] for key in value}, (name, result)
        else:
            wanted = sorted(value) if name in ("transitions", "motion") else value
            assert (
                wanted == pytest.approx(facts_of.FACTS[name](after), abs=0.04)
                if isinstance(value, float)
                else wanted == facts_of.FACTS[name](after)
            ), (name, result)
    assert check(after) == ()


@pytest.mark.requirement("planner-understands-messages")
def test_the_table_has_both_languages_and_at_least_120_rows() -> None:
    languages = [language_of(row["message"]).value for _, row in _ROWS]

    assert len(_ROWS) >= 120
    assert languages.count("zh") >= 40
