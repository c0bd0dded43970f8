"""Whatever the user waits for, they hear from us at the latest every two minutes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import anyio
import httpx
import pytest

from tests.assistant.conversing import (
    CLOUD,
    LOCAL,
    NEW_SESSION,
    Scene,
    draft_of,
    photo,
    scene,
    state_of,
)
from tests.assistant.hurried_time import HURRIED
from tests.client.scripted_backend import ScriptedBackend, bare, ok, refusing
from tiktok_photo_video.assistant.conversation import Wishes
from tiktok_photo_video.assistant.hearing import Hearing
from tiktok_photo_video.chat.reply import Progress, Reply, Say, Stage
from tiktok_photo_video.errors import RenderError, StorageError, TransportError
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode

pytestmark = pytest.mark.anyio
LONG_S = 610.0  # five times two minutes, and a bit


@pytest.fixture
def anyio_backend() -> object:
    return HURRIED


@dataclass
class Slow:
    """Takes its time for some paths, then answers as the script does."""

    script: ScriptedBackend
    paths: tuple[str, ...]

    def __post_init__(self) -> None:
        handler = self.script.transport.handle_async_request

        async def handle(request: httpx.Request) -> httpx.Response:
            if request.url.path in self.paths:
                await anyio.sleep(LONG_S)
            return await handler(request)

        self.script.transport = httpx.MockTransport(handle)


@dataclass
class Heard(Scene):
    """A scene that notes when something was said, in minutes of its clock."""

    async def _sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds)

    @property
    def still(self) -> list[str]:
        return [words for words in self.words if "Still working" in words]


def heard(folder: Path, script: ScriptedBackend, *slow: str) -> Heard:
    Slow(script, slow)
    usual = scene(folder / "home", script, CLOUD)
    return Heard(usual.home, script, CLOUD)


@pytest.mark.requirement("heard-always")
@pytest.mark.parametrize("slow", [routes.upload("s1"), routes.state("s1"), routes.RUN_SSE])
async def test_during_a_long_upload_look_or_edit(
    tmp_path: Path, backend: ScriptedBackend, slow: str
) -> None:
    place = heard(tmp_path, backend, slow)
    if slow == routes.upload("s1"):
        await place.say("", photo(tmp_path))
        assert len(place.still) == 5
        return
    async with place.talk() as talk:
        await talk.project()
        if slow == routes.RUN_SSE:
            await talk.edit("make it red")
        else:
            await talk.state()
    assert len(place.still) == 5


@pytest.mark.requirement("heard-always")
async def test_while_a_lost_project_is_brought_back(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = heard(tmp_path, backend, routes.upload("s2"))
    await place.say("", photo(tmp_path))
    backend.on(NEW_SESSION, ok({"session_id": "s2"}))
    backend.on(routes.state("s1"), refusing(WireCode.NO_SESSION))
    await place.say("status")
    assert len(place.still) == 5


@pytest.mark.requirement("heard-always")
async def test_while_an_export_is_waited_for_with_how_far_it_is(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = heard(tmp_path, backend)
    backend.on(routes.state("s1"), state_of(draft=draft_of("x")))
    polls = 0

    def ordered(request: httpx.Request) -> httpx.Response:
        render_id = json.loads(request.content)["id"]
        backend.on(routes.render(render_id), polled)
        return httpx.Response(200, json={"code": 0, "data": {}})

    def polled(_: httpx.Request) -> httpx.Response:
        nonlocal polls
        polls += 1
        if polls < 10:
            return httpx.Response(200, json={"status": "processing", "progress": polls * 10})
        return httpx.Response(200, json={"status": "failed", "error": "No."})

    backend.on(routes.RENDER, ordered)
    await place.say("", photo(tmp_path))
    place.told.clear()
    with pytest.raises(RenderError):
        await place.say("export", wishes=Wishes(output=tmp_path / "a.mp4"))
    assert len(place.still) == 2  # ten polls, each after half a minute
    assert "40 %" in place.still[0] or "30 %" in place.still[0]


@pytest.mark.requirement("heard-always")
async def test_while_an_answer_to_an_order_does_not_come(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = heard(tmp_path, backend, routes.RENDER)
    backend.on(routes.state("s1"), state_of(draft=draft_of("x")))
    backend.on(routes.RENDER, bare({"code": 0, "data": {}}))
    await place.say("", photo(tmp_path))
    await place.say("export", wishes=Wishes(output=tmp_path / "a.mp4", detach=True))
    assert len(place.still) == 5


def hearing(told: list[Reply]) -> Hearing:
    return Hearing(told.append, lambda: Language.ENGLISH)


@pytest.mark.requirement("heard-always")
async def test_what_was_said_meanwhile_counts_and_a_bar_does_not() -> None:
    told: list[Reply] = []
    ears = hearing(told)

    async def work() -> None:
        for _ in range(7):
            await anyio.sleep(100)
            ears(Progress(Stage.UPLOADING, fraction=0.5, detail="Half of it"))
        assert len(told) == 7 + 5
        for _ in range(7):
            await anyio.sleep(100)
            ears(Say("A word."))

    await ears.during(work)
    still = [reply.text for reply in told if isinstance(reply, Say) and "Still" in reply.text]
    assert len(still) == 5 + 1
    assert "Half of it" in still[1]


@pytest.mark.requirement("heard-always")
async def test_work_inside_of_work_is_told_of_once_and_nothing_is_said_after_it() -> None:
    told: list[Reply] = []
    ears = hearing(told)
    await ears.during(lambda: ears.during(lambda: anyio.sleep(250)))
    assert len(told) == 2
    await anyio.sleep(1000)
    assert len(told) == 2


@pytest.mark.requirement("turn-heard")
@pytest.mark.parametrize("error", [TransportError("x"), StorageError("x"), ValueError("x")])
async def test_any_failure_arrives_as_itself(error: Exception) -> None:
    async def work() -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        await hearing([]).during(work)
    assert caught.value is error


def breaking(path: str) -> Callable[[httpx.Request], httpx.Response]:
    def answer(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(path)

    return answer


@pytest.mark.requirement("wait-survives")
@pytest.mark.parametrize("language", list(Language))
async def test_an_export_out_of_sight_is_told_as_kept_with_the_way_on(
    tmp_path: Path, backend: ScriptedBackend, language: Language
) -> None:
    place = replace(heard(tmp_path, backend), backend=LOCAL)
    backend.on(routes.state("s1"), state_of(draft=draft_of("x")))
    await place.say("", photo(tmp_path))

    def ordered(request: httpx.Request) -> httpx.Response:
        backend.on(routes.render(json.loads(request.content)["id"]), breaking("poll"))
        return httpx.Response(200, json={"code": 0, "data": {}})

    backend.on(routes.RENDER, ordered)
    wishes = Wishes(output=tmp_path / "a.mp4")
    async with place.talk(wishes=wishes, language=language) as talk:
        with pytest.raises(TransportError) as caught:
            await talk.export()
        told = talk.explained(caught.value)
    assert told.code == "wait_broken"
    assert "status" in told.hint
    assert {"en": "kept", "zh": "保留"}[language.value[:2]] in told.hint
