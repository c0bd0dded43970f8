"""Lost sessions are opened anew, and nothing that may cost is sent twice."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.assistant.conversing import (
    CLOUD,
    LOCAL,
    NEW_SESSION,
    Scene,
    breaks,
    draft_of,
    photo,
    scene,
    state_of,
)
from tests.client.scripted_backend import ScriptedBackend, bare, ok, refusal, refusing, stream_of
from tiktok_photo_video.assistant.connection import Backend
from tiktok_photo_video.assistant.conversation import Wishes
from tiktok_photo_video.assistant.projects import Projects
from tiktok_photo_video.assistant.spend_guard import MAYBE_DONE, REPEAT_WINDOW_S, SpendGuard
from tiktok_photo_video.client import CLOUD_WAITS_S
from tiktok_photo_video.errors import (
    BackendError,
    InputError,
    PhotoVideoError,
    RequestError,
    TransportError,
)
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode

pytestmark = pytest.mark.anyio
LOST = refusing(WireCode.NO_SESSION)


async def begun(home: Path, script: ScriptedBackend, backend: Backend, *files: Path) -> Scene:
    """A project with these files whose session s1 is lost; s2 is the next one."""
    place = scene(home, script, backend)
    await place.say("", *files)
    for path in (routes.state("s1"), routes.upload("s1")):
        script.on(path, LOST)
    script.on(NEW_SESSION, ok({"session_id": "s2"}))
    place.told.clear()
    return place


@pytest.mark.requirement("session-revived")
@pytest.mark.parametrize("chosen", [LOCAL, CLOUD])
async def test_a_lost_session_is_replaced_once_and_its_files_are_sent_again(
    tmp_path: Path, backend: ScriptedBackend, chosen: Backend
) -> None:
    place = await begun(
        tmp_path / "home", backend, chosen, photo(tmp_path), photo(tmp_path, "b.jpg")
    )
    await place.say("make it red")
    again = backend.sent_to(routes.upload("s2"))
    assert len(again) == 1
    assert b"a.jpg" in again[0].content
    assert b"b.jpg" in again[0].content
    assert "2 files again" in place.words[0]
    assert "edits made before are gone" in place.words[0]
    assert place.words[-1] == "Done."
    assert place.sent(routes.RUN_SSE) == 1
    book = Projects(tmp_path / "home")
    (project,) = book.all()
    assert project.id == "s2"
    assert len(project.materials) == 2
    assert book.get("s1", chosen.name) == project  # the old name still means it


@pytest.mark.requirement("session-revived")
async def test_files_that_are_gone_or_changed_are_not_sent_and_that_is_told(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    files = [photo(tmp_path, name) for name in ("a.jpg", "b.jpg", "c.jpg")]
    place = await begun(tmp_path / "home", backend, CLOUD, *files)
    files[0].unlink()
    files[1].write_bytes(b"another photo")
    with pytest.raises(InputError):  # nothing to export in the new one
        await place.say("export")
    (again,) = backend.sent_to(routes.upload("s2"))
    assert b"c.jpg" in again.content
    assert b"another photo" not in again.content
    assert "1 of 3 files" in place.words[0]


@pytest.mark.requirement("session-revived")
async def test_without_any_file_the_new_session_is_empty_and_photos_are_asked_for(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    file = photo(tmp_path)
    place = await begun(tmp_path / "home", backend, CLOUD, file)
    file.unlink()
    await place.say("status")
    assert place.sent(routes.upload("s2")) == 0
    assert "send your photos again" in place.words[0]


@pytest.mark.requirement("session-revived")
async def test_a_backend_that_loses_the_new_session_too_is_not_asked_for_a_third(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = await begun(tmp_path / "home", backend, CLOUD, photo(tmp_path))
    backend.on(routes.state("s2"), LOST)
    with pytest.raises(BackendError) as caught:
        await place.say("make it red")
    assert caught.value.wire_code == WireCode.NO_SESSION
    assert place.sent(NEW_SESSION) == 2
    assert place.sent(routes.RUN_SSE) == 0


@pytest.mark.requirement("session-revived")
@pytest.mark.parametrize(("chosen", "runs"), [(LOCAL, 2), (CLOUD, 1)])
async def test_a_message_that_found_the_session_lost_is_sent_again_only_where_it_is_free(
    tmp_path: Path, backend: ScriptedBackend, chosen: Backend, runs: int
) -> None:
    place = scene(tmp_path / "home", backend, chosen)
    await place.say("", photo(tmp_path))
    backend.on(NEW_SESSION, ok({"session_id": "s2"}))
    backend.on(routes.RUN_SSE, LOST, lambda _: stream_of(b"data:\n\n"))
    if chosen is CLOUD:
        with pytest.raises(RequestError, match="not carried out"):
            await place.say("make it red")
    else:
        await place.say("make it red")
    assert place.sent(routes.RUN_SSE) == runs
    assert Projects(tmp_path / "home").all()[0].id == "s2"


@pytest.mark.requirement("spend-once")
@pytest.mark.parametrize(
    "answer",
    [
        refusing(WireCode.INTERNAL),
        refusing(WireCode.UNAVAILABLE),
        refusing(WireCode.RATE_LIMITED),
        refusing(WireCode.NO_CREDITS),
        refusing(WireCode.UNPROCESSABLE),
        httpx.ConnectError("x"),
        httpx.ReadTimeout("x"),
        httpx.RemoteProtocolError("x"),
        bare("no stream"),
        breaks(),
        breaks("Half"),
    ],
)
async def test_on_a_backend_that_charges_a_message_is_sent_once_whatever_happens(
    tmp_path: Path, backend: ScriptedBackend, answer: object
) -> None:
    place = scene(tmp_path / "home", backend)
    backend.on(routes.RUN_SSE, answer)  # type: ignore[arg-type]
    with pytest.raises(PhotoVideoError):
        await place.say("make it red")
    assert place.sent(routes.RUN_SSE) == 1


@pytest.mark.requirement("spend-repeat")
async def test_the_same_words_soon_after_a_dropped_turn_are_asked_about_once(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = scene(tmp_path / "home", backend)
    backend.on(routes.RUN_SSE, breaks(), lambda _: stream_of(b"data:\n\n"))
    with pytest.raises(TransportError):
        await place.say("make it red")
    assert place.slept == list(CLOUD_WAITS_S)
    with pytest.raises(RequestError) as caught:
        await place.say("make  it red")
    assert caught.value.code == MAYBE_DONE
    assert place.sent(routes.RUN_SSE) == 1
    await place.say("make it red")
    assert place.sent(routes.RUN_SSE) == 2
    kept = (tmp_path / "home" / "projects.json").read_text(encoding="utf-8")
    assert "red" not in kept


@pytest.mark.requirement("spend-repeat")
async def test_other_words_and_free_backends_are_not_asked_about(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    for chosen, words in ((CLOUD, "make it blue"), (LOCAL, "make it red")):
        place = replace(scene(tmp_path / chosen.name, backend, chosen), told=[])
        backend.on(routes.RUN_SSE, breaks(), lambda _: stream_of(b"data:\n\n"))
        before = place.sent(routes.RUN_SSE)
        with pytest.raises(TransportError):
            await place.say("make it red")
        await place.say(words)
        assert place.sent(routes.RUN_SSE) == before + 2


@pytest.mark.requirement("spend-repeat")
async def test_a_turn_that_was_recovered_or_never_began_leaves_nothing_to_ask(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = scene(tmp_path / "home", backend)
    backend.on(routes.RUN_SSE, breaks(), httpx.ConnectError("x"), refusal(WireCode.NO_CREDITS))
    backend.on(routes.state("s1"), state_of(), state_of(draft=draft_of("New")))
    await place.say("make it red")
    for _ in range(2):
        with pytest.raises(PhotoVideoError) as caught:
            await place.say("make it red")
        assert caught.value.code != MAYBE_DONE
    assert place.sent(routes.RUN_SSE) == 3


@pytest.mark.requirement("spend-repeat")
async def test_after_half_a_minute_nothing_is_asked(tmp_path: Path) -> None:
    now = [1000.0]
    book = Projects(tmp_path, now_s=lambda: now[0])
    book.remember("s1", backend="cloud", name="x")
    guard = SpendGuard(book, is_metered=True, now_s=lambda: now[0])
    guard.unsettle("s1", "make it red")
    now[0] += REPEAT_WINDOW_S + 1
    guard.ask_about_repeat("s1", "make it red", Language.ENGLISH)
    guard.unsettle("s1", "make it red")
    with pytest.raises(RequestError):
        guard.ask_about_repeat("s1", "make it red", Language.CHINESE)


@pytest.mark.requirement("spend-once")
async def test_make_asks_for_no_second_turn_after_one_that_went_wrong(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = scene(tmp_path / "home", backend)
    half = b'data: {"type":"text","content":"Half."}\n\ndata: {"error": "No music."}\n\n'
    backend.on(routes.RUN_SSE, lambda _: stream_of(half))
    async with place.talk(wishes=Wishes(new_project=True)) as talk:
        with pytest.raises(InputError):
            await talk.make([photo(tmp_path)], "make it red")
    assert place.sent(routes.RUN_SSE) == 1


@pytest.mark.requirement("errors-credits")
async def test_the_id_to_register_with_is_taken_from_the_session(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = scene(tmp_path / "home", backend)
    place.own_token = "nmv_usr_mine"
    backend.on(NEW_SESSION, ok({"session_id": "s1", "user_id": "anon_7"}))
    backend.on(routes.RUN_SSE, refusing(WireCode.NO_CREDITS))
    async with place.talk() as talk:
        with pytest.raises(BackendError) as caught:
            await talk.handle("make it red")
        assert "register?bind=anon_7" in talk.explained(caught.value).hint


@pytest.mark.requirement("projects-shared")
async def test_a_book_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    row = {"id": "1", "backend": "local", "name": "x", "used_at_s": 1.0}
    (tmp_path / "projects.json").write_text(json.dumps({"projects": [row]}), encoding="utf-8")
    book = Projects(tmp_path)
    book.sent("1", [photo(tmp_path)])
    assert [m.path for m in book.get("1", "local").materials] == [str(tmp_path / "a.jpg")]
