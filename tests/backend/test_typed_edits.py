"""Edits as values: for one version of a timeline, all or none, as one step that undo takes back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.backend.workbench import PHOTOS, Workbench, served
from tiktok_photo_video.backend.config import BackendConfig, Policy
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.backend.openapi import document
from tiktok_photo_video.backend.operations import OPERATIONS
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.sessions import Session
from tiktok_photo_video.backend.typed_edits import take
from tiktok_photo_video.errors import EditError
from tiktok_photo_video.music import BeatPlan
from tiktok_photo_video.timeline.model import ExternalReference
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.payloads import EditsRequest

DOCUMENT: Any = document(OPERATIONS)


@pytest.fixture
def session(bench: Workbench) -> Session:
    """A project of two photos, at version 1."""
    begun = bench.new_session(photos=2)
    bench.say(begun, "a 4 second video")
    return bench.backend.sessions.current(begun)


def taken(bench: Workbench, session: Session, *edits: object, version: int = 1) -> Session:
    wanted = EditsRequest(version, edits)
    return take(bench.backend.desk, session, wanted)


@pytest.mark.requirement("typed-edits")
def test_several_edits_are_one_step_that_undo_takes_back(
    bench: Workbench, session: Session
) -> None:
    before = bench.timeline(session)
    first, second = (clip.id for clip in before.photos)
    after = taken(
        bench,
        session,
        {"op": "reorder", "clip_ids": [second, first]},
        {"op": "set_rate", "rate": 25},
        {"op": "set_total_duration", "duration_s": 6},
        {"op": "set_title", "title": {"text": "Lisbon"}, "start_s": 0, "duration_s": 2},
    )
    timeline = bench.timeline(session)
    assert after.version == 2
    assert [clip.id for clip in timeline.photos] == [second, first]
    assert timeline.rate == 25
    assert timeline.duration == 6 * 25
    bench.say(session, "undo")
    assert bench.timeline(session) == before


@pytest.mark.requirement("typed-edits")
def test_all_or_none_and_the_one_that_fails_is_named(bench: Workbench, session: Session) -> None:
    before = bench.timeline(session)
    for bad, code in (
        ({"op": "remove", "clip_ids": ["nobody"]}, None),
        ({"op": "fly"}, "no_such_edit"),
        ({"op": "set_volume", "volume": "loud"}, "bad_field"),
        ({"op": "set_music", "music": {"mood": "angry"}}, "bad_field"),
        ("louder", "bad_field"),
    ):
        with pytest.raises(EditError, match=r"edits\[1\]") as caught:
            taken(bench, session, {"op": "set_total_duration", "duration_s": 9}, bad)
        assert code in (None, caught.value.code)
    assert bench.timeline(session) == before


@pytest.mark.requirement("typed-edits-stale")
@pytest.mark.parametrize("version", [0, 2, 99])
def test_edits_for_another_version_are_refused(
    bench: Workbench, session: Session, version: int
) -> None:
    with pytest.raises(Refusal) as caught:
        taken(bench, session, {"op": "rename", "name": "x"}, version=version)
    assert (caught.value.code, caught.value.reason) == (WireCode.CONFLICT, "stale_version")
    assert "changed since you looked" in caught.value.message
    assert caught.value.facts["version"] == 1


@pytest.mark.requirement("typed-edits")
@pytest.mark.parametrize("edits", [(), ({"op": "rename", "name": "x"},) * 201])
def test_no_edits_and_too_many_are_refused(
    bench: Workbench, session: Session, edits: tuple[object, ...]
) -> None:
    with pytest.raises(EditError) as caught:
        taken(bench, session, *edits)
    assert caught.value.code == "no_edits"


@pytest.mark.requirement("typed-edits")
def test_there_must_be_a_video_first(bench: Workbench) -> None:
    empty = bench.new_session()
    with pytest.raises(Refusal) as caught:
        taken(bench, empty, {"op": "rename", "name": "x"}, version=0)
    assert caught.value.reason == "empty_timeline"


@pytest.mark.requirement("typed-edits-media")
def test_what_is_inserted_has_the_facts_of_the_file_not_those_that_were_guessed(
    bench: Workbench, session: Session
) -> None:
    media = bench.backend.sessions.photos(session)[0].media
    clip = {
        "id": "new",
        "media": {
            "type": "file",
            "name": "?",
            "content_hash": media.content_hash,
            "kind": "image",
            "width_px": 5,
            "height_px": 5,
        },
        "source_range": {"start_s": 0, "duration_s": 2},
    }
    taken(bench, session, {"op": "insert", "index": 0, "clips": [clip]})
    first = bench.timeline(session).photos[0].media
    assert isinstance(first, ExternalReference)
    assert first == media


@pytest.mark.requirement("typed-edits-media")
def test_files_that_the_project_does_not_have_are_refused(
    bench: Workbench, session: Session
) -> None:
    clip = {
        "id": "new",
        "media": {"type": "file", "name": "them.jpg", "content_hash": "0" * 64, "kind": "image"},
        "source_range": {"start_s": 0, "duration_s": 2},
    }
    with pytest.raises(Refusal) as caught:
        taken(bench, session, {"op": "insert", "index": 0, "clips": [clip]})
    assert caught.value.reason == "missing_media"
    assert "them.jpg" in caught.value.message


@pytest.mark.requirement("typed-edits-beat")
def test_cuts_that_follow_the_beat_still_do_after_edits_as_values(bench: Workbench) -> None:
    session = bench.new_session(photos=4)
    bench.say(session, "a 13 second video with upbeat music")
    cuts = {"upbeat": _cuts_on_beats(bench, session)}
    for version, mood in enumerate(("lofi", "house"), 1):
        music = {"op": "set_music", "music": {"mood": mood, "seed": 3}}
        taken(bench, bench.backend.sessions.current(session), music, version=version)
        cuts[mood] = _cuts_on_beats(bench, session)
    assert len(set(cuts.values())) == 3
    bench.say(session, "undo")
    assert _cuts_on_beats(bench, session) == cuts["lofi"]


def _cuts_on_beats(bench: Workbench, session: Session) -> tuple[int, ...]:
    timeline = bench.timeline(session)
    plan = bench.backend.beat_sync.plan(timeline)
    assert isinstance(plan, BeatPlan)
    cuts = tuple(accumulate(clip.duration for clip in timeline.pictures))[:-1]
    assert set(cuts) <= {round(beat_s * timeline.rate) for beat_s in plan.beats_s}
    return cuts


@pytest.mark.requirement("typed-edits")
def test_what_changes_nothing_makes_no_step(bench: Workbench, session: Session) -> None:
    name = bench.timeline(session).name
    assert taken(bench, session, {"op": "rename", "name": name}).version == 1


@pytest.fixture
def http(tmp_path: Path) -> Iterator[httpx.Client]:
    policy = Policy(is_metered=True, granted_credits=60, edit_cost=50)
    backend = Backend(BackendConfig(tmp_path / "served", policy=policy))
    with served(backend) as url, httpx.Client(base_url=url) as client:
        granted = client.post(routes.ANONYMOUS_TOKEN, headers={routes.X_CLIENT_ID: "me"}).json()
        client.headers[routes.AUTHORIZATION] = f"Bearer {granted['data']['token']}"
        yield client


@pytest.mark.requirement("typed-edits-wire")
@pytest.mark.requirement("openapi-true")
def test_the_extension_is_announced_documented_and_answers_as_promised(http: httpx.Client) -> None:
    assert routes.EDITS_EXTENSION in http.get(routes.ABOUT).json()["data"]["extensions"]
    described = DOCUMENT["paths"][routes.EDITS_PATTERN]["post"]
    session_id = http.post(routes.create_session(), json={}).json()["data"]["session_id"]
    files = [("files", ("red.jpg", PHOTOS["red.jpg"], "image/jpeg"))]
    http.post(routes.upload(session_id), files=files)
    rename = [{"op": "rename", "name": "Lisbon"}]
    nothing_yet = http.post(routes.edits(session_id), json={"version": 0, "edits": rename})
    message = {"parts": [{"text": "a 2 second video"}]}
    http.post(routes.RUN_SSE, json={"session_id": session_id, "new_message": message})
    stale = http.post(routes.edits(session_id), json={"version": 7, "edits": rename})
    taken = http.post(routes.edits(session_id), json={"version": 1, "edits": rename})
    unknown = http.post(routes.edits("1"), json={"version": 1, "edits": rename})
    unread = http.post(routes.edits(session_id), json={"edits": "none"})
    answers = (nothing_yet, stale, taken, unknown, unread)
    assert [answer.status_code for answer in answers] == [422, 409, 200, 404, 400]
    for answer in answers:
        content = described["responses"][str(answer.status_code)]["content"]
        schema = {**content["application/json"]["schema"], "components": DOCUMENT["components"]}
        Draft202012Validator(schema).validate(answer.json())
    assert taken.json() == http.get(routes.state(session_id)).json()
    assert taken.json()["data"]["state"]["draft"]["m"]["title"] == "Lisbon"
    # Paid for once, by the turn that began the project.
    assert http.get(routes.CREDITS).json()["data"]["available"] == 10
