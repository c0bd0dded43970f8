"""Code 1002 at any call: a new session, what can be brought back, plain words, and the call."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from tests.assistant.conversing import (
    CLOUD,
    LOCAL,
    NEW_SESSION,
    Answer,
    Scene,
    breaks,
    draft_of,
    photo,
    scene,
    state_of,
)
from tests.client.scripted_backend import (
    ScriptedBackend,
    bare,
    file_of,
    ok,
    refusal,
    refusing,
    stream_of,
)
from tiktok_photo_video.assistant.connection import Backend
from tiktok_photo_video.assistant.conversation import Wishes
from tiktok_photo_video.assistant.kept_drafts import KeptDrafts
from tiktok_photo_video.assistant.looking import View
from tiktok_photo_video.assistant.projects import Projects
from tiktok_photo_video.assistant.restoring import FILES_AT_ONCE
from tiktok_photo_video.errors import BackendError, InputError, RequestError, TransportError
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    Timeline,
    TimeRange,
    Track,
    TrackKind,
)
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.draft import draft_from_timeline

pytestmark = pytest.mark.anyio
LOST = refusing(WireCode.NO_SESSION)
SESSION_LOST = [routes.state("s1"), routes.upload("s1"), routes.storyboard("s1")]


def our_draft(*names: str) -> dict[str, object]:
    """A timeline of ours that shows these files, whose hashes are their names."""
    clips = tuple(
        Clip(f"c{n}", ExternalReference(name, name), TimeRange(0, 30))
        for n, name in enumerate(names)
    )
    return draft_from_timeline(Timeline(tracks=(Track(TrackKind.VIDEO, clips),)))


def infos(*names: str) -> list[dict[str, object]]:
    return [{"filename": name, "file_type": "image", "hash": name} for name in names]


def lose(script: ScriptedBackend) -> None:
    """From now on the backend knows nothing of s1; its next session is s2."""
    for path in SESSION_LOST:
        script.on(path, LOST)
    script.on(NEW_SESSION, ok({"session_id": "s2"}))


async def made(
    folder: Path, script: ScriptedBackend, backend: Backend, draft: object, *names: str
) -> Scene:
    """A project with a draft and these files, that was looked at and is lost now."""
    place = scene(folder / "home", script, backend)
    script.on(routes.state("s1"), state_of(draft=draft, video_infos=infos(*names)))
    await place.say("", *(photo(folder, name) for name in names))
    await place.say("status")
    lose(script)
    place.told.clear()
    return place


def has_extensions(script: ScriptedBackend, *names: str) -> None:
    script.on(routes.ABOUT, ok({"name": "x", "extensions": list(names)}))


def takes_drafts(script: ScriptedBackend, *there: str) -> None:
    """From now on drafts can be put into s2, which has these files."""
    has_extensions(script, routes.DRAFT_EXTENSION)
    script.on(routes.state("s2"), state_of("s2", video_infos=infos(*there)))

    def taken(request: httpx.Request) -> httpx.Response:
        draft = json.loads(request.content)["draft"]
        now = state_of("s2", draft=draft, video_infos=infos(*there))
        script.on(routes.state("s2"), now)
        return now(request)

    script.on(routes.draft("s2"), taken)


@pytest.mark.requirement("session-lost-anywhere")
@pytest.mark.parametrize("view", [View.PHOTOS, View.FRAME])
async def test_a_look_that_finds_the_session_lost_is_taken_in_the_new_one(
    tmp_path: Path, backend: ScriptedBackend, view: View
) -> None:
    place = await made(tmp_path, backend, LOCAL, our_draft("a.jpg"), "a.jpg")
    takes_drafts(backend, "a.jpg")
    has_extensions(backend, "draft", "frame", "storyboard")
    what = "storyboard" if view is View.PHOTOS else "frame"
    backend.on(f"{routes.EXTENSION_PREFIX}/{what}/s1", LOST)
    backend.on(f"{routes.EXTENSION_PREFIX}/{what}/s2", lambda _: file_of(b"picture"))
    async with place.talk() as talk:
        await talk.look(to=tmp_path / "a.jpg.jpg", view=view, at_s=1.5)
    assert (tmp_path / "a.jpg.jpg").read_bytes() == b"picture"
    assert "as it was" in place.words[0]


@pytest.mark.requirement("session-lost-anywhere")
async def test_a_backend_that_shows_no_pictures_is_not_asked_for_one(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = scene(tmp_path / "home", backend)
    await place.say("", photo(tmp_path))
    async with place.talk() as talk:
        with pytest.raises(RequestError) as caught:
            await talk.look(to=tmp_path / "x.jpg")
    assert caught.value.code == "no_preview"
    assert place.sent(routes.storyboard("s1")) == 0


@pytest.mark.requirement("session-lost-anywhere")
@pytest.mark.parametrize("chosen", [LOCAL, CLOUD])
async def test_an_order_refused_with_1002_is_made_again_of_the_restored_timeline(
    tmp_path: Path, backend: ScriptedBackend, chosen: Backend
) -> None:
    draft = our_draft("a.jpg")
    place = await made(tmp_path, backend, chosen, draft, "a.jpg")
    backend.on(routes.state("s1"), state_of(draft=draft, video_infos=infos("a.jpg")))
    takes_drafts(backend, "a.jpg")
    backend.on(routes.RENDER, LOST, bare({"code": 0, "data": {}}))
    wishes = Wishes(output=tmp_path / "a.mp4", detach=True)
    await place.say("export", wishes=wishes)
    first, second = (json.loads(r.content) for r in backend.sent_to(routes.RENDER))
    assert (first["sessionId"], second["sessionId"]) == ("s1", "s2")
    assert first["id"] != second["id"]
    assert second["draft"] == draft
    (export,) = Projects(tmp_path / "home").exports(backend=chosen.name)
    assert (export.id, export.project) == (second["id"], "s2")


@pytest.mark.requirement("session-lost-anywhere")
async def test_where_the_timeline_cannot_be_restored_nothing_is_ordered_and_that_is_told(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = await made(tmp_path, backend, CLOUD, draft_of("Old"), "a.jpg")
    backend.on(routes.state("s1"), state_of(draft=draft_of("Old")))
    backend.on(routes.RENDER, LOST)
    with pytest.raises(InputError, match="Nothing was exported") as caught:
        await place.say("export", wishes=Wishes(output=tmp_path / "a.mp4"))
    assert caught.value.code == "begins_anew"
    assert place.sent(routes.RENDER) == 1
    assert place.sent(routes.draft("s2")) == 0
    assert "edits made before are gone" in place.words[0]
    assert "Tell me again" in place.words[1]
    assert Projects(tmp_path / "home").exports(backend="cloud") == ()


@pytest.mark.requirement("session-lost-anywhere")
@pytest.mark.parametrize(("chosen", "runs"), [(LOCAL, 2), (CLOUD, 1)])
async def test_a_session_lost_right_after_a_turn_takes_the_turn_with_it(
    tmp_path: Path, backend: ScriptedBackend, chosen: Backend, runs: int
) -> None:
    place = scene(tmp_path / "home", backend, chosen)
    await place.say("", photo(tmp_path))
    backend.on(NEW_SESSION, ok({"session_id": "s2"}))
    backend.on(routes.state("s1"), state_of(), LOST)
    if chosen is CLOUD:
        with pytest.raises(RequestError, match="not carried out"):
            await place.say("make it red")
    else:
        await place.say("make it red")
    assert place.sent(routes.RUN_SSE) == runs


@pytest.mark.requirement("session-lost-anywhere")
async def test_a_session_lost_while_a_dropped_turn_is_looked_for_is_replaced_too(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = scene(tmp_path / "home", backend)
    await place.say("", photo(tmp_path))
    backend.on(NEW_SESSION, ok({"session_id": "s2"}))
    backend.on(routes.RUN_SSE, breaks())
    backend.on(routes.state("s1"), state_of(), LOST)
    with pytest.raises(RequestError, match="not carried out"):
        await place.say("make it red")
    assert Projects(tmp_path / "home").all()[0].id == "s2"
    backend.on(routes.RUN_SSE, lambda _: stream_of(b"data:\n\n"))
    await place.say("make it red")  # and it can be said again at once


@pytest.mark.requirement("session-timeline-restored")
async def test_what_cannot_be_shown_any_more_is_left_out_and_named(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    draft = our_draft("a.jpg", "b.jpg", "c.jpg")
    place = await made(tmp_path, backend, LOCAL, draft, "a.jpg", "b.jpg", "c.jpg")
    (tmp_path / "b.jpg").unlink()
    takes_drafts(backend, "a.jpg", "c.jpg")
    await place.say("status")
    (sent,) = backend.sent_to(routes.draft("s2"))
    shown = [s["n"] for s in json.loads(sent.content)["draft"]["t"][0]["sg"]]
    assert shown == ["a.jpg", "c.jpg"]
    assert "2 of 3 files" in place.words[0]
    assert place.words[1].endswith("changed: b.jpg.")


@pytest.mark.requirement("session-timeline-restored")
@pytest.mark.parametrize(
    "about",
    [
        refusing(WireCode.NOT_FOUND),
        refusing(WireCode.INTERNAL),
        bare("a page"),
        bare({"extensions": "draft"}),
        ok({"extensions": [3, None, "frame"]}),
        lambda _: httpx.Response(200, html="<html>"),
    ],
)
async def test_an_extension_that_is_not_announced_is_not_used(
    tmp_path: Path, backend: ScriptedBackend, about: Answer
) -> None:
    place = await made(tmp_path, backend, CLOUD, our_draft("a.jpg"), "a.jpg")
    takes_drafts(backend, "a.jpg")
    backend.on(routes.ABOUT, about)
    await place.say("status")
    assert place.sent(routes.draft("s2")) == 0
    assert "edits made before are gone" in place.words[0]
    assert "Tell me again" in place.words[1]


@pytest.mark.requirement("session-timeline-restored")
async def test_a_draft_that_the_backend_does_not_take_is_told_as_gone(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = await made(tmp_path, backend, LOCAL, our_draft("a.jpg"), "a.jpg")
    takes_drafts(backend, "a.jpg")
    backend.on(routes.draft("s2"), refusing(WireCode.UNPROCESSABLE))
    await place.say("status")
    assert "edits made before are gone" in place.words[0]


@pytest.mark.requirement("session-revived-whole")
@pytest.mark.parametrize("path", [routes.upload("s2"), routes.ABOUT, routes.draft("s2")])
async def test_should_the_line_break_meanwhile_the_next_command_begins_again_with_nothing_lost(
    tmp_path: Path, backend: ScriptedBackend, path: str
) -> None:
    draft = our_draft("a.jpg")
    place = await made(tmp_path, backend, LOCAL, draft, "a.jpg")
    takes_drafts(backend, "a.jpg")
    usual = backend._script[path]
    backend.on(path, httpx.ConnectError("x"))
    with pytest.raises(TransportError):
        await place.say("status")
    (project,) = Projects(tmp_path / "home").all()
    assert (project.id, len(project.materials)) == ("s1", 1)
    backend.on(path, *usual)
    await place.say("status")
    (project,) = Projects(tmp_path / "home").all()
    assert (project.id, len(project.materials)) == ("s2", 1)
    assert KeptDrafts(tmp_path / "home").of(project) == draft
    assert "as it was" in place.words[-1]


@pytest.mark.requirement("session-revived-whole")
async def test_a_file_that_is_refused_now_does_not_keep_the_others_away(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    names = [f"{n}.jpg" for n in range(5)]
    place = await made(tmp_path, backend, CLOUD, None, *names)

    def picky(request: httpx.Request) -> httpx.Response:
        if b'filename="3.jpg"' in request.content:
            return refusal(WireCode.UNSUPPORTED_FILE)
        return httpx.Response(200, json={"code": 0, "data": {"files": []}})

    backend.on(routes.upload("s2"), picky)
    await place.say("status")
    assert "4 of 5 files" in place.words[0]
    kept = [Path(m.path).name for m in Projects(tmp_path / "home").all()[0].materials]
    assert kept == ["0.jpg", "1.jpg", "2.jpg", "4.jpg"]


@pytest.mark.requirement("session-revived-whole")
async def test_a_refusal_that_lies_in_no_file_is_told_and_nothing_is_moved(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = await made(tmp_path, backend, CLOUD, None, "a.jpg")
    backend.on(routes.upload("s2"), refusing(WireCode.NO_CREDITS))
    with pytest.raises(BackendError) as caught:
        await place.say("status")
    assert caught.value.wire_code == WireCode.NO_CREDITS
    assert Projects(tmp_path / "home").all()[0].id == "s1"


@pytest.mark.requirement("session-revived-whole")
async def test_many_files_go_in_several_requests_in_their_order(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    names = [f"{n:03}.jpg" for n in range(FILES_AT_ONCE + 3)]
    place = await made(tmp_path, backend, CLOUD, None, *names)
    await place.say("status")
    first, second = (request.content for request in backend.sent_to(routes.upload("s2")))
    assert first.count(b"filename=") == FILES_AT_ONCE
    assert second.count(b"filename=") == 3
    assert names[-1].encode() in second
