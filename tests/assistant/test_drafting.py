"""``Show me a quick draft`` brings a rough cut, where the backend makes one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.conversing import LOCAL, Scene, draft_of, scene, state_of
from tests.client.scripted_backend import ScriptedBackend, file_of, ok
from tiktok_photo_video.assistant.projects import Projects
from tiktok_photo_video.chat.drafts import asks_for_draft
from tiktok_photo_video.chat.reply import StateShown
from tiktok_photo_video.wire import routes


@pytest.fixture
def here(backend: ScriptedBackend, tmp_path: Path) -> Scene:
    found = scene(tmp_path / "home", backend, LOCAL)
    backend.on(routes.ABOUT, ok({"name": "x", "extensions": [routes.ROUGH_CUT_EXTENSION]}))
    backend.on(routes.state("s1"), state_of(draft=draft_of("x")))
    backend.on(routes.rough_cut("s1"), file_of(b"small"))
    Projects(found.home).remember("s1", backend="local", name="x")
    return found


@pytest.mark.anyio
@pytest.mark.requirement("draft-by-words")
@pytest.mark.parametrize("message", ["show me a quick draft", "先看个小样"])
async def test_who_asks_for_a_draft_is_given_the_rough_cut(here: Scene, message: str) -> None:
    await here.say(message)
    (words,) = here.words
    path = here.home / "quick_drafts" / "s1.mp4"
    assert str(path) in words
    assert path.read_bytes() == b"small"


@pytest.mark.anyio
@pytest.mark.requirement("draft-by-words")
async def test_a_backend_without_drafts_tells_how_the_project_stands(here: Scene) -> None:
    here.script.on(routes.ABOUT, ok({"name": "x", "extensions": []}))
    await here.say("show me a quick draft")
    assert any(isinstance(event, StateShown) for event in here.told)


@pytest.mark.anyio
@pytest.mark.requirement("draft-by-words")
async def test_without_a_video_there_is_no_draft(here: Scene) -> None:
    here.script.on(routes.state("s1"), state_of())
    await here.say("can I see a rough cut first?")
    assert not here.script.sent_to(routes.rough_cut("s1"))


@pytest.mark.requirement("draft-by-words")
def test_only_a_whole_message_asks_for_a_draft() -> None:
    asking = [
        "Could you make a rough cut first?",
        "draft video please",
        "出个小样看看",
        "给我看看样片",
    ]
    other = ["make the title say rough cut", "add a draft title", "把小样两个字去掉", "预览一下"]
    assert [text for text in (*asking, *other) if asks_for_draft(text)] == asking
