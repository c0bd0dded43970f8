"""Chinese words written with characters of the right sound."""

from __future__ import annotations

import pytest

from tiktok_photo_video.planner.soundalikes import Soundalikes

WORDS = ("转场", "互换", "标题", "音乐", "停留", "删", "bgm")


@pytest.mark.requirement("planner-soundalikes")
@pytest.mark.parametrize(
    ("said", "meant"), [("转厂", "转场"), ("互唤", "互换"), ("标提", "标题"), ("音月", "音乐")]
)
def test_a_word_of_the_same_sound_is_understood(said: str, meant: str) -> None:
    assert Soundalikes(WORDS).meant_by(f"{said}都", 0) == meant


@pytest.mark.requirement("planner-soundalikes")
@pytest.mark.parametrize(
    "said",
    [
        "转场",  # the word itself
        "山",  # one character sounds like too many others
        "停六秒",  # a number
        "专厂",  # no character of it is right
        "小红",
        "hello",
        "",
    ],
)
def test_what_is_no_slip_means_itself(said: str) -> None:
    assert Soundalikes(WORDS).meant_by(said, 0) is None


@pytest.mark.requirement("planner-soundalikes")
def test_a_real_word_is_never_taken_for_another() -> None:
    assert Soundalikes(["世界"]).meant_by("世纪", 0) is None
    assert Soundalikes(["时间"]).meant_by("时见", 0) == "时间"


@pytest.mark.requirement("planner-soundalikes")
def test_two_words_of_one_sound_leave_it_open() -> None:
    assert Soundalikes(["转场", "转常"]).meant_by("转厂", 0) is None
