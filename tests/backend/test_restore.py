"""A kept draft is put back into a session: one step, and only with everything it needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.backend.workbench import PHOTOS, Workbench, served
from tiktok_photo_video.backend.config import BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.backend.openapi import document
from tiktok_photo_video.backend.operations import OPERATIONS
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.sessions import Session
from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.timeline.model import ExternalReference, MediaKind, Timeline
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.draft import draft_from_timeline

DOCUMENT: Any = document(OPERATIONS)


def kept_draft(bench: Workbench, *messages: str, photos: int = 3) -> dict[str, object]:
    """A draft of the first photos, from a session that is then forgotten."""
    session = bench.new_session(photos=photos)
    bench.say(session, *messages)
    return draft_from_timeline(bench.timeline(session))


def restored(bench: Workbench, session: Session, draft: dict[str, object]) -> Timeline:
    bench.backend.sessions.restore(session, draft)
    return bench.timeline(session)


@pytest.mark.requirement("draft-restored")
def test_a_draft_fits_another_session_that_was_sent_the_same_photos(bench: Workbench) -> None:
    draft = kept_draft(bench, "a 6 second video, title 'Lisbon'", "make it 5 seconds")
    session = bench.new_session(photos=3)
    assert draft_from_timeline(restored(bench, session, draft)) == draft
    photos = bench.backend.sessions.photos(session)
    assert len(photos) == 3


@pytest.mark.requirement("draft-restored")
def test_it_is_one_step_that_undo_takes_back_and_the_video_can_be_changed_further(
    bench: Workbench,
) -> None:
    draft = kept_draft(bench, "a 6 second video")
    session = bench.new_session(photos=3)
    bench.say(session, "a 4 second video")
    before = bench.timeline(session)
    restored(bench, bench.backend.sessions.current(session), draft)
    bench.say(session, "undo")
    assert bench.timeline(session) == before
    bench.say(session, "redo", "make it 7 seconds")
    assert bench.timeline(session).duration == 7 * 30


@pytest.mark.requirement("draft-refused")
def test_missing_media_are_named_and_nothing_is_changed(bench: Workbench) -> None:
    draft = kept_draft(bench, "a 6 second video", photos=4)
    session = bench.new_session(photos=2)
    with pytest.raises(Refusal) as caught:
        bench.backend.sessions.restore(session, draft)
    assert (caught.value.code, caught.value.reason) == (
        WireCode.UNPROCESSABLE,
        "missing_media",
    )
    first, second, *missing = list(PHOTOS)
    assert all(name in caught.value.message for name in missing)
    assert first not in caught.value.message
    assert second not in caught.value.message
    assert caught.value.hint
    assert bench.backend.sessions.timeline(bench.backend.sessions.current(session)) is None


@pytest.mark.requirement("draft-refused")
def test_many_missing_files_make_one_short_sentence(bench: Workbench) -> None:
    draft = kept_draft(bench, "a 6 second video")
    segments = draft["t"][0]["sg"]  # type: ignore[index]
    for number, segment in enumerate(segments):
        segment["src"]["h"] = "0" * 63 + str(number)
        segment["n"] = f"{number}" * 40
    with pytest.raises(Refusal) as caught:
        bench.backend.sessions.restore(bench.new_session(photos=0), draft)
    assert len(caught.value.message) < 300


@pytest.mark.requirement("draft-refused")
def test_a_photo_does_not_stand_in_for_a_song_of_the_same_bytes(bench: Workbench) -> None:
    session = bench.new_session(photos=1)
    bench.say(session, "a 3 second video")
    timeline = bench.timeline(session)
    media = timeline.photos[0].media
    assert isinstance(media, ExternalReference)
    clip = replace(timeline.photos[0], media=replace(media, kind=MediaKind.AUDIO))
    picture = replace(timeline.tracks[0], children=(clip,))
    with pytest.raises(Refusal):
        bench.backend.sessions.restore(
            session, draft_from_timeline(replace(timeline, tracks=(picture,)))
        )


@pytest.mark.requirement("draft-refused")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"t": []}, "empty_timeline"),
        ({"m": {"title": "theirs"}}, "foreign_draft"),
        ({"m": {"title": "x", "width": 0, "height": 0, "fps": 30, "x": 1}}, "broken_timeline"),
    ],
)
def test_what_cannot_be_rendered_is_not_taken(
    bench: Workbench, change: dict[str, object], reason: str
) -> None:
    draft = kept_draft(bench, "a 6 second video")
    session = bench.new_session(photos=3)
    with pytest.raises(Refusal) as caught:
        bench.backend.sessions.restore(session, {**draft, **change})
    assert caught.value.reason == reason


@pytest.mark.requirement("draft-refused")
def test_a_newer_draft_is_told_as_such(bench: Workbench) -> None:
    draft = kept_draft(bench, "a 6 second video")
    draft["m"]["x"] = 99  # type: ignore[index]
    with pytest.raises(ProtocolError) as caught:
        bench.backend.sessions.restore(bench.new_session(photos=3), draft)
    assert caught.value.code == "newer_draft"


@pytest.fixture
def http(tmp_path: Path) -> Iterator[httpx.Client]:
    with (
        served(Backend(BackendConfig(tmp_path / "served"))) as url,
        httpx.Client(base_url=url) as client,
    ):
        granted = client.post(routes.ANONYMOUS_TOKEN, headers={routes.X_CLIENT_ID: "me"}).json()
        client.headers[routes.AUTHORIZATION] = f"Bearer {granted['data']['token']}"
        yield client


@pytest.mark.requirement("draft-discovered")
@pytest.mark.requirement("openapi-true")
def test_the_extension_is_announced_documented_and_answers_as_promised(
    http: httpx.Client, bench: Workbench
) -> None:
    assert routes.DRAFT_EXTENSION in http.get(routes.ABOUT).json()["data"]["extensions"]
    assert routes.DRAFT_PATTERN.startswith(routes.EXTENSION_PREFIX)
    described = DOCUMENT["paths"][routes.DRAFT_PATTERN]["put"]
    session_id = http.post(routes.create_session(), json={}).json()["data"]["session_id"]
    draft = kept_draft(bench, "a 6 second video", photos=1)
    missing = http.put(routes.draft(session_id), json={"draft": draft})
    files = [("files", ("quadrants.jpg", PHOTOS["quadrants.jpg"], "image/jpeg"))]
    http.post(routes.upload(session_id), files=files)
    taken = http.put(routes.draft(session_id), json={"draft": draft})
    unknown = http.put(routes.draft("1"), json={"draft": draft})
    nothing = http.put(routes.draft(session_id), json={})
    statuses = [answer.status_code for answer in (missing, taken, unknown, nothing)]
    assert statuses == [422, 200, 404, 400]
    for answer in (missing, taken, unknown, nothing):
        content = described["responses"][str(answer.status_code)]["content"]
        schema = {
            **content["application/json"]["schema"],
            "components": DOCUMENT["components"],
        }
        Draft202012Validator(schema).validate(answer.json())
    assert taken.json() == http.get(routes.state(session_id)).json()
    assert taken.json()["data"]["state"]["draft"] == draft
    assert unknown.json()["code"] == WireCode.NO_SESSION
