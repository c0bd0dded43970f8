"""Edits as JSON: every one goes and comes back, and what is wrong is named."""

from __future__ import annotations

import contextlib
import json
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.edit_strategies import edits_for
from tests.strategies import UNHURRIED, full_timelines
from tests.timeline.examples import example
from tiktok_photo_video.errors import EditError
from tiktok_photo_video.timeline import edits
from tiktok_photo_video.timeline.edit_json import edit_from_json, edit_to_json
from tiktok_photo_video.timeline.edit_schema import edit_schema, edit_schemas
from tiktok_photo_video.timeline.model import Clip, MusicReference

RATE = Fraction(30)
SEED_LIMIT = 2**53


def _fits(edit: edits.Edit) -> bool:
    """A whole timeline has no such form; larger seeds do not survive JSON."""
    held = getattr(edit, "music", None) or getattr(edit, "clip", None)
    media = held.media if isinstance(held, Clip) else held
    too_large = isinstance(media, MusicReference) and abs(media.seed) > SEED_LIMIT
    return not isinstance(edit, edits.Create) and not too_large


@pytest.mark.requirement("timeline-edit-json")
@UNHURRIED
@given(st.data())
def test_every_edit_comes_back_equal_and_is_as_its_schema_says(data: st.DataObject) -> None:
    timeline = data.draw(full_timelines(most=3))
    edit = data.draw(edits_for(timeline).filter(_fits))
    written = json.loads(json.dumps(edit_to_json(edit, rate=timeline.rate)))
    Draft202012Validator(edit_schema(edit.op)).validate(written)
    assert edit_from_json(written, rate=timeline.rate) == edit


@pytest.mark.requirement("timeline-edit-json")
def test_every_edit_but_create_has_a_sound_schema() -> None:
    schemas = edit_schemas()
    ops = {str(edit.__dataclass_fields__["op"].default) for edit in get_args(edits.Edit)}
    assert set(schemas) == ops - {"create"}
    for op, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        assert schema["properties"]["op"] == {"const": op}
        assert schema["description"].endswith(".")
        assert "frames long" not in schema["description"]


@pytest.mark.requirement("timeline-edit-json")
def test_times_are_seconds_and_fractions_keep_their_decimal_digits() -> None:
    trim = {"op": "trim", "clip_id": "p1", "start_s": 1.5, "duration_s": 2}
    assert edit_from_json(trim, rate=RATE) == edits.Trim("p1", 45, 60)
    speed = {"op": "set_speed", "clip_ids": ["p1"], "speed": 1.1}
    assert edit_from_json(speed, rate=RATE) == edits.SetSpeed(("p1",), Fraction(11, 10))
    rate = {"op": "set_rate", "rate": "30000/1001"}
    assert edit_from_json(rate, rate=RATE) == edits.SetRate(Fraction(30000, 1001))
    assert edit_to_json(edits.SetCover(45), rate=RATE) == {"op": "set_cover", "at_s": 1.5}


@pytest.mark.requirement("timeline-edit-json-errors")
@pytest.mark.parametrize(
    ("payload", "said"),
    [
        (None, "the edit is null; an object was expected"),
        ({}, "There is no edit called nothing"),
        ({"op": "explode"}, "There is no edit called 'explode'"),
        ({"op": "create"}, "There is no edit called 'create'"),
        ({"op": "remove"}, "clip_ids is missing; a list was expected"),
        ({"op": "remove", "clip_ids": "p1"}, "clip_ids is a text; a list was expected"),
        ({"op": "remove", "clip_ids": [1]}, "clip_ids[0] is a number"),
        ({"op": "rename", "name": "x", "nmae": 1}, "nmae is not known; one of name, op"),
        ({"op": "rename", "name": None}, "name is null; a text was expected"),
        ({"op": "set_volume", "volume": 3}, "volume is 3; 0 to 2 was expected"),
        ({"op": "set_volume", "volume": True}, "volume is true or false; 0 to 2"),
        ({"op": "set_volume", "volume": float("nan")}, "volume is of no usable size"),
        ({"op": "set_muted", "is_muted": 1}, "is_muted is a number; true or false"),
        ({"op": "set_cover", "at_s": -1}, "at_s is -1; 0 to 86400 seconds"),
        ({"op": "set_canvas", "width_px": 1.5, "height_px": 2}, "width_px is 1.5; a whole number"),
        (
            {"op": "set_pad_color", "clip_ids": [], "color": "red"},
            "color is 'red'; a colour such as #ffcc00",
        ),
        (
            {"op": "set_look", "clip_ids": [], "look": {"kind": "vintag"}},
            "look.kind is 'vintag'; one of none, black_and_white",
        ),
        (
            {"op": "set_logo", "logo": {"media": {"name": "l"}}},
            "logo.media.content_hash is missing",
        ),
        (
            {"op": "set_song", "clip": {"id": "m", "media": {"type": "poem"}}},
            "clip.media.type is missing or unknown; one of file, music, title, card",
        ),
    ],
)
def test_what_is_wrong_is_named_with_what_was_expected(payload: object, said: str) -> None:
    with pytest.raises(EditError) as refusal:
        edit_from_json(payload, rate=RATE)
    assert said in refusal.value.message
    assert refusal.value.hint


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@pytest.mark.requirement("timeline-edit-json-errors")
@UNHURRIED
@given(st.sampled_from(sorted(edit_schemas())), st.data())
def test_whatever_is_sent_is_an_edit_or_refused(op: str, data: st.DataObject) -> None:
    names = sorted(edit_schema(op)["properties"])
    payload = data.draw(st.dictionaries(st.sampled_from(names), json_values)) | {"op": op}
    with contextlib.suppress(EditError):
        edit = edit_from_json(payload, rate=RATE)
        assert edit_from_json(edit_to_json(edit, rate=RATE), rate=RATE) == edit


@pytest.mark.requirement("timeline-edit-json-errors")
def test_a_whole_timeline_is_not_written_as_an_edit() -> None:
    with pytest.raises(EditError):
        edit_to_json(edits.Create(example(30)), rate=RATE)
