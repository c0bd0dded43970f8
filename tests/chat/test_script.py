"""Chinese is answered in the characters it is written in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiktok_photo_video.chat.replies import keys, say, sentences
from tiktok_photo_video.chat.script import Script, script_from_code, script_of, written
from tiktok_photo_video.language import Language


@pytest.mark.requirement("chat-script")
@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("幫我刪掉第二張", Script.TRADITIONAL),
        ("音樂小聲一點", Script.TRADITIONAL),
        ("帮我删掉第二张", Script.SIMPLIFIED),
        ("把标题改成「後天」", Script.SIMPLIFIED),
        ("把那個 video 匯出", Script.TRADITIONAL),
    ],
)
def test_the_script_is_told_by_the_characters_only_one_has(text: str, script: Script) -> None:
    for otherwise in Script:
        assert script_of(text, otherwise=otherwise) is script


@pytest.mark.requirement("chat-script")
@pytest.mark.parametrize("text", ["", "好", "hello", "10 秒", "😀"])
def test_a_text_that_both_write_alike_leaves_the_script_as_it_was(text: str) -> None:
    for otherwise in Script:
        assert script_of(text, otherwise=otherwise) is otherwise


@pytest.mark.requirement("chat-script")
@pytest.mark.parametrize(
    ("code", "script"),
    [
        ("zh_TW.UTF-8", Script.TRADITIONAL),
        ("zh-Hant-HK", Script.TRADITIONAL),
        ("zh_CN.UTF-8", Script.SIMPLIFIED),
        ("en_US.UTF-8", Script.SIMPLIFIED),
        ("C", Script.SIMPLIFIED),
    ],
)
def test_the_locale_tells_the_script_at_first(code: str, script: Script) -> None:
    assert script_from_code(code) is script


@pytest.mark.requirement("chat-script")
def test_names_of_files_and_the_users_own_words_stay() -> None:
    assert (
        written("视频在这里：/home/小张/视频.mp4 标题是“後天皇后”，说“导出”", Script.TRADITIONAL)
        == "影片在這裡：/home/小张/视频.mp4 標題是「後天皇后」，說「匯出」"
    )
    assert written("视频", Script.SIMPLIFIED) == "视频"


@pytest.mark.requirement("chat-script")
def test_every_sentence_of_the_chat_loses_its_simplified_characters() -> None:
    for key in keys():
        text = written(sentences(Language.CHINESE)[key], Script.TRADITIONAL)
        assert script_of(text, otherwise=Script.TRADITIONAL) is Script.TRADITIONAL, key


@given(st.text(max_size=60))
@pytest.mark.requirement("chat-script")
def test_any_text_can_be_written(text: str) -> None:
    once = written(text, Script.TRADITIONAL)
    assert written(once, Script.SIMPLIFIED) == once


@pytest.mark.requirement("chat-script")
def test_english_is_left_alone() -> None:
    text = say("export.done", Language.ENGLISH, path="/a/b.mp4")
    assert written(text, Script.TRADITIONAL) == text
