"""``What transitions can I use?`` is answered by what there is, ``is used?`` by the video."""

from __future__ import annotations

import pytest

from tests.planner.conftest import five_photo_video, five_photos
from tiktok_photo_video.language import Language, language_of
from tiktok_photo_video.planner import understand
from tiktok_photo_video.planner.choices import choices_of
from tiktok_photo_video.timeline.kinds import LookKind, TransitionType
from tiktok_photo_video.timeline.names import name_of


def _answer(message: str) -> str:
    video = five_photo_video()
    said = understand(
        message, timeline=video, photos=five_photos(), language=language_of(message), seed=3
    )
    assert not said.edits
    assert said.question is None
    return " ".join(said.notes)


@pytest.mark.requirement("planner-choices")
@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("what transitions can I use?", "film burn"),
        ("which filters are available", "sepia"),
        ("what songs do you have?", "Hip-hop"),
        ("what kind of music can you make", "Lo-fi"),
        ("what fonts can I pick", "handwritten"),
        ("what animations are there for titles", "typewriter"),
        ("what camera moves can I use", "pan left"),
        ("list the transitions", "page swipe"),
        ("any other transitions?", "glitch"),
        ("有哪些转场？", "翻页"),
        ("有什麼轉場可以用", "翻页"),
        ("有什么滤镜", "复古"),
        ("都有什么风格的音乐", "嘻哈"),
        ("标题样式有哪些", "霓虹"),
        ("镜头运动有哪些", "推近"),
        ("支持哪些比例", "16:9"),
    ],
)
def test_what_there_is_to_choose_from_is_listed(message: str, name: str) -> None:
    assert name in _answer(message)


@pytest.mark.requirement("planner-choices")
@pytest.mark.parametrize(
    "message",
    ["what transitions are in it now", "用了哪些转场", "which song is this", "现在是什么音乐"],
)
def test_what_this_video_has_is_another_question(message: str) -> None:
    answer = _answer(message)
    assert "page swipe" not in answer
    assert "翻页" not in answer
    assert "Hip-hop" not in answer
    assert "嘻哈" not in answer


@pytest.mark.requirement("planner-choices")
@pytest.mark.parametrize("language", list(Language))
def test_nothing_that_can_be_chosen_is_left_out(language: Language) -> None:
    transitions = choices_of("transition", language)
    for kind in TransitionType:
        stem = kind.value.partition("_")[0] if language is Language.ENGLISH else ""
        assert name_of(kind.value, language) in transitions or f"{stem} left/right" in transitions
    looks = choices_of("look", language)
    for look in LookKind:
        if look is not LookKind.NONE:
            assert name_of(f"look_{look.value}", language) in looks
