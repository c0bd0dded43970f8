"""Drafts: ours go and come back whole, foreign ones are never taken apart."""

from __future__ import annotations

import contextlib
import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import UNHURRIED, any_timelines
from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.language import Language
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.check import check
from tiktok_photo_video.timeline.edits import SetCaption, SetCover, SetEndCard
from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    ExternalReference,
    Gap,
    Motion,
    MotionKind,
    MusicReference,
    Timeline,
    TimeRange,
    TitlePosition,
    TitleReference,
    Track,
    TrackKind,
    Transition,
    TransitionType,
)
from tiktok_photo_video.timeline.summary import summary
from tiktok_photo_video.wire.draft import (
    draft_from_timeline,
    has_content,
    is_ours,
    summarise,
    summarise_foreign,
    timeline_from_draft,
)
from tiktok_photo_video.wire.draft_keys import MEANINGS

REFERENCE = Path(__file__).parents[2] / "skill/references/draft.md"


def photo(clip_id: str, duration: int) -> Clip:
    return Clip(clip_id, ExternalReference(f"{clip_id}.jpg", "aa"), TimeRange(0, duration))


TIMELINE = Timeline(
    tracks=(
        Track(
            TrackKind.VIDEO,
            (
                photo("c1", 90),
                Transition(TransitionType.CROSSFADE, 7, 8),
                Clip(
                    "c2",
                    ExternalReference("c2.jpg", "bb"),
                    TimeRange(0, 90),
                    motion=Motion(MotionKind.ZOOM_IN),
                ),
            ),
        ),
        Track(
            TrackKind.AUDIO,
            (Clip("m1", MusicReference("lofi", 7), TimeRange(0, 180), volume=0.35),),
        ),
        Track(
            TrackKind.TITLE,
            (Gap(30), Clip("t1", TitleReference("Hi", TitlePosition.BOTTOM), TimeRange(0, 60))),
        ),
    )
)

FOREIGN = {
    "m": {"title": "Demo", "width": 1080, "height": 1920},
    "d": 10000,
    "t": [
        {"tt": 0, "sg": [{"d": 10000, "name": "city timelapse", "zz": {"deep": [1]}}]},
        {"tt": 1, "sg": [{"d": 10000, "n": "Lo-fi", "volume": 0.35}]},
        {"tt": 7, "sg": [{"d": 3000, "text": "Urban Dreams"}]},
    ],
}


@pytest.mark.requirement("draft-lossless")
@UNHURRIED
@given(any_timelines())
def test_every_sound_timeline_comes_back_equal_through_json(timeline: Timeline) -> None:
    assert check(timeline) == ()
    assert timeline_from_draft(json.loads(json.dumps(draft_from_timeline(timeline)))) == timeline


@pytest.mark.requirement("draft-keys")
def test_the_five_public_keys_stand_where_the_wire_has_them() -> None:
    draft = draft_from_timeline(TIMELINE)
    tracks = draft["t"]
    assert isinstance(tracks, list)
    assert [track["tt"] for track in tracks] == [0, 1, 7]
    assert [[segment["d"] for segment in track["sg"]] for track in tracks] == [
        [3000, 3000],
        [6000],
        [2000],
    ]
    assert draft["d"] == 6000
    assert draft["m"] == {"title": "project", "width": 1080, "height": 1920, "fps": 30, "x": 1}


@pytest.mark.requirement("draft-keys")
def test_a_fractional_rate_is_written_as_a_fraction() -> None:
    draft = draft_from_timeline(Timeline(rate=Fraction(30000, 1001)))
    assert draft["m"] == {
        "title": "project",
        "width": 1080,
        "height": 1920,
        "fps": "30000/1001",
        "x": 1,
    }


def _keys_in(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_keys_in, value.values()))
    return set().union(*map(_keys_in, value)) if isinstance(value, list) else set()


@pytest.mark.requirement("draft-keys")
@UNHURRIED
@given(any_timelines())
def test_no_key_is_written_that_the_table_does_not_explain(timeline: Timeline) -> None:
    assert _keys_in(draft_from_timeline(timeline)) <= set(MEANINGS)


@pytest.mark.requirement("draft-keys")
def test_the_reference_page_explains_each_key_and_its_example_can_be_read() -> None:
    page = REFERENCE.read_text(encoding="utf-8")
    table = "".join(line for line in page.splitlines() if line.startswith("|"))
    assert [key for key in MEANINGS if f"`{key}`" not in table] == []
    example = json.loads(page.split("```json")[1].split("```")[0])
    timeline = timeline_from_draft(example)
    assert check(timeline) == ()
    assert draft_from_timeline(timeline) == example


def _broken(path: tuple[str | int, ...], value: object) -> object:
    draft = json.loads(json.dumps(draft_from_timeline(TIMELINE)))
    place = draft
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return draft


@pytest.mark.requirement("draft-errors-name-the-path")
@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("m", "fps"), "fast", "draft.m.fps"),
        (("m", "fps"), "30/0/1", "draft.m.fps"),
        (("m", "fps"), 0, "draft.m.fps"),
        (("m", "width"), "wide", "draft.m.width"),
        (("m", "title"), None, "draft.m.title"),
        (("t",), {}, "draft.t"),
        (("t", 0), 5, "draft.t[0]"),
        (("t", 0, "tt"), 3, "draft.t[0].tt"),
        (("t", 0, "sg", 1, "s"), 10, "draft.t[0].sg[1].s"),
        (("t", 0, "sg", 1, "d"), None, "draft.t[0].sg[1].d"),
        (("t", 0, "sg", 1, "d"), -1, "draft.t[0].sg[1].d"),
        (("t", 0, "sg", 1, "d"), float("inf"), "draft.t[0].sg[1].d"),
        (("t", 0, "sg", 1, "src"), None, "draft.t[0].sg[1].src"),
        (("t", 0, "sg", 0, "src", "k"), "poem", "draft.t[0].sg[0].src.k"),
        (("t", 0, "sg", 0, "src", "k"), None, "draft.t[0].sg[0].src.k"),
        (("t", 0, "sg", 0, "tr", "k"), "explode", "draft.t[0].sg[0].tr.k"),
        (("t", 0, "sg", 1, "mv"), "zoom", "draft.t[0].sg[1].mv"),
        (("t", 1, "sg", 0, "mu", "sd"), "lots", "draft.t[1].sg[0].mu.sd"),
        (("t", 2, "sg", 0, "tl", "p"), "left", "draft.t[2].sg[0].tl.p"),
        (("t", 2, "sg", 0, "g"), [10, 10], "draft.t[2].sg[0].g"),
        (("t", 2, "sg", 0, "g"), ["x"], "draft.t[2].sg[0].g[0]"),
    ],
)
def test_a_bad_key_is_named_with_its_path(
    path: tuple[str | int, ...], value: object, named: str
) -> None:
    with pytest.raises(ProtocolError) as caught:
        timeline_from_draft(_broken(path, value))
    assert named in caught.value.message


@pytest.mark.requirement("draft-errors-name-the-path")
def test_a_draft_of_a_later_format_asks_for_an_update() -> None:
    with pytest.raises(ProtocolError) as caught:
        timeline_from_draft(_broken(("m", "x"), 99))
    assert caught.value.code == "newer_draft"


@pytest.mark.requirement("draft-foreign")
def test_a_foreign_draft_is_known_as_such_and_refused_whole() -> None:
    assert not is_ours(FOREIGN)
    assert is_ours(draft_from_timeline(TIMELINE))
    with pytest.raises(ProtocolError) as caught:
        timeline_from_draft(FOREIGN)
    assert caught.value.code == "foreign_draft"


@pytest.mark.requirement("draft-foreign")
def test_a_foreign_draft_reads_as_in_the_specification() -> None:
    assert summarise_foreign(FOREIGN) == (
        "Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) "
        '3. Title: "Urban Dreams" (0-3s)'
    )
    assert summarise_foreign(FOREIGN, Language.CHINESE) == (
        "时间线（3 条轨道）： 1. 画面：city timelapse (0-10秒) 2. 配乐：Lo-fi (0-10秒, 35%) "
        "3. 标题：“Urban Dreams” (0-3秒)"
    )


@pytest.mark.requirement("draft-foreign")
def test_a_foreign_draft_without_names_still_counts_its_segments() -> None:
    draft = {"t": [{"tt": 0, "sg": [{"d": 3000}] * 3}, {"tt": 5, "sg": [{"d": 9000}]}, {"tt": 7}]}
    assert summarise_foreign(draft) == (
        "Timeline (3 tracks): 1. Video: 3 segments (0-9s) 2. Other track: 1 segment (0-9s) "
        "3. Title: empty"
    )
    quiet = {"t": [{"tt": 1, "sg": [{"d": 2500}]}]}
    assert summarise_foreign(quiet) == "Timeline (1 track): 1. BGM: untitled (0-2.5s)"
    long_name = {"t": [{"tt": 0, "sg": [{"d": 1000, "name": "x" * 200}]}]}
    assert "x" * 59 + "… (0-1s)" in summarise_foreign(long_name)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["t", "tt", "sg", "d", "m", "x", "n", "s", "v", "name"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@pytest.mark.requirement("draft-foreign")
@given(json_values, st.sampled_from(Language))
def test_no_draft_whatsoever_breaks_the_summary(draft: object, language: Language) -> None:
    assert summarise(draft, language)
    assert summarise_foreign(draft, language)
    assert has_content(draft) in (True, False)
    assert is_ours(draft) in (True, False)


@pytest.mark.requirement("draft-foreign")
@given(json_values, json_values)
def test_reading_a_marked_draft_raises_nothing_but_protocol_errors(
    tracks: object, title: object
) -> None:
    draft = {"t": tracks, "m": {"x": 1, "fps": 30, "width": 2, "height": 2, "title": title}}
    with contextlib.suppress(ProtocolError):
        timeline_from_draft(draft)


@pytest.mark.requirement("draft-foreign")
def test_our_own_draft_is_summarised_as_the_timeline_it_is() -> None:
    assert summarise(draft_from_timeline(TIMELINE)) == summary(TIMELINE)
    assert summarise(_broken(("m", "x"), 99)).startswith("Timeline (3 tracks):")


@pytest.mark.requirement("draft-has-content")
@pytest.mark.parametrize(
    "draft",
    [None, "", {}, {"t": None}, {"t": []}, {"t": [{"tt": 0}]}, {"t": [{"sg": []}]}, {"t": {}}],
)
def test_nothing_to_export_is_seen_before_exporting(draft: object) -> None:
    assert not has_content(draft)
    assert has_content(FOREIGN)


@pytest.mark.requirement("draft-least-version")
def test_a_draft_carries_the_least_version_that_knows_its_keys() -> None:
    plain = draft_from_timeline(TIMELINE)
    ended = draft_from_timeline(apply(TIMELINE, SetEndCard(CardReference("Bye"))))
    covered = draft_from_timeline(apply(TIMELINE, SetCover(3)))
    versions = [draft["m"]["x"] for draft in (plain, ended, covered)]  # type: ignore[index]
    assert versions == [1, 2, 2]


@pytest.mark.requirement("draft-keys")
def test_captions_are_a_text_track_with_a_mark_of_its_own() -> None:
    timeline = apply(TIMELINE, SetCaption("c2", TitleReference("Lisbon")))
    draft = draft_from_timeline(timeline)
    tracks = draft["t"]
    assert isinstance(tracks, list)
    assert [(track["tt"], track.get("cp")) for track in tracks[2:]] == [(7, None), (7, True)]
    assert timeline_from_draft(draft) == timeline
    assert "4. Captions: " in summarise(draft)
    assert "4. Captions: " in summarise_foreign(draft)


@pytest.mark.requirement("draft-errors-name-the-path")
@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("lk", {"k": "sparkling"}, "draft.t[0].sg[1].lk.k"),
        ("lk", {"b": "much"}, "draft.t[0].sg[1].lk.b"),
        ("f", [0.5], "draft.t[0].sg[1].f"),
        ("f", [0.5, "low"], "draft.t[0].sg[1].f[1]"),
        ("sp", "fast", "draft.t[0].sg[1].sp"),
        ("sp", 0, "draft.t[0].sg[1].sp"),
        ("mt", "yes", "draft.t[0].sg[1].mt"),
        ("fi", -5, "draft.t[0].sg[1].fi"),
    ],
)
def test_a_bad_treatment_is_named_with_its_path(key: str, value: object, named: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        timeline_from_draft(_broken(("t", 0, "sg", 1, key), value))
    assert named in caught.value.message
