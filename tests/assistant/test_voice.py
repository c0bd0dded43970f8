"""Whoever writes Traditional characters reads them, in every kind of reply."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.conversing import CLOUD, Scene, draft_of, says, scene, state_of
from tests.client.scripted_backend import ScriptedBackend
from tiktok_photo_video.assistant.voice import Voice
from tiktok_photo_video.chat.gui_speak import Action
from tiktok_photo_video.chat.reply import (
    Done,
    Failed,
    FileReady,
    Offer,
    Progress,
    Reply,
    Say,
    Stage,
    StateShown,
)
from tiktok_photo_video.errors import InputError
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire import routes


def _spoken(voice: Voice, *replies: Reply) -> list[Reply]:
    told: list[Reply] = []
    emit = voice.through(told.append)
    for reply in replies:
        emit(reply)
    return told


@pytest.mark.requirement("chat-script")
def test_every_reply_with_words_is_written_as_the_user_writes() -> None:
    voice = Voice("en_US.UTF-8")
    voice.listen_to("幫我做影片")
    ready = FileReady("/视频.mp4", 1.0, 1, 1080, 1920)
    failure, in_traditional = Failed("x", "视频", "导出"), Failed("x", "影片", "匯出")
    assert _spoken(
        voice,
        Say("视频"),
        Offer(Action.EXPORT, "导出"),
        Progress(Stage.WORKING, None, "视频"),
        StateShown("时间线"),
        failure,
        Done(failure),
        Done(),
        ready,
    ) == [
        Say("影片"),
        Offer(Action.EXPORT, "匯出"),
        Progress(Stage.WORKING, None, "影片"),
        StateShown("時間線"),
        in_traditional,
        Done(in_traditional),
        Done(),
        ready,
    ]


@pytest.mark.requirement("chat-script")
def test_the_script_follows_the_last_message_and_failures_follow_it_too() -> None:
    voice = Voice("zh_TW.UTF-8")
    error = InputError("没有照片。", code="c", hint="发几张。").told("没有照片。", "发几张。")
    assert voice.worded(error).sentence() == "沒有照片。發幾張。"
    assert voice.worded(error).code == "c"
    voice.listen_to("删除第二张")
    assert voice.worded(error) is error
    assert _spoken(voice, Say("视频")) == [Say("视频")]


@pytest.mark.requirement("chat-script")
def test_a_language_that_was_chosen_stays_whatever_is_written() -> None:
    voice = Voice("en", language=Language.ENGLISH)
    voice.listen_to("刪掉")
    assert voice.language is Language.ENGLISH


@pytest.mark.anyio
@pytest.mark.requirement("chat-script")
async def test_a_conversation_in_traditional_characters(
    backend: ScriptedBackend, tmp_path: Path
) -> None:
    here: Scene = scene(tmp_path / "home", backend, CLOUD)
    backend.on(routes.RUN_SSE, says("音乐已经换成了轻快的。"))
    backend.on(routes.state("s1"), state_of(draft=draft_of("x")))
    async with here.talk(language=None) as talk:
        await talk.handle("音樂換一首輕快的")
        assert talk.language is Language.CHINESE
    assert any("音樂已經換成了輕快的" in words for words in here.words)
