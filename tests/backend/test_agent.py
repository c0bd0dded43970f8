"""The agent: it answers in the message's language, and never fails for words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.backend.workbench import Workbench
from tiktok_photo_video.backend.sessions import Session

HAN = re.compile(r"[\u3400-\u9fff]")
KNOWN_WORDS = (
    *("make", "it", "photo", "first", "last", "3", "5s", "second", "remove", "undo", "title"),
    *("'hi'", "no", "music", "faster", "slower", "move", "before", "after", "all", "swap", "and"),
    *(
        "第",
        "张",
        "照片",
        "改成",
        "秒",
        "删除",
        "标题",
        "音乐",
        "大声",
        "-1",
        "0",
        "99",
        "100%",
        ",",
    ),
)
# Nothing here is a word, a number or a name that could mean something.
NOISE = ("flurble wobbix", "asdf qwer zxcv", "呜哇呀哒", "ыфва олдж", "😀😀😀", "???")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    workbench = Workbench(tmp_path_factory.mktemp("agent"))
    yield workbench
    workbench.close()


@pytest.fixture(scope="module")
def made(shared: Workbench) -> Session:
    session = shared.new_session()
    shared.say(session, "a 6 second video")
    return session


@pytest.mark.requirement("agent-language")
@pytest.mark.parametrize(
    ("message", "is_chinese"),
    [
        ("a 6 second video", False),
        ("make it 5 seconds", False),
        ("undo", False),
        ("redo", False),
        ("flurble wobbix", False),
        ("how long is it?", False),
        ("做一个六秒的视频", True),
        ("改成五秒", True),
        ("撤销", True),
        ("恢复", True),
        ("呜哇呀哒", True),
        ("视频多长？", True),
    ],
)
def test_the_answer_is_in_the_language_of_the_message(
    bench: Workbench, message: str, is_chinese: bool
) -> None:
    for photos in (0, 2):
        session = bench.new_session(photos=photos, language="en" if is_chinese else "zh")
        bench.say(session, "a 6 second video", "make it 4 seconds", "undo")
        text = re.sub(r"“[^”]*”|\"[^\"]*\"", "", bench.say(session, message).text)
        assert text
        assert bool(HAN.search(text)) is is_chinese


@pytest.mark.requirement("agent-language")
def test_a_message_without_letters_is_answered_in_the_sessions_language(bench: Workbench) -> None:
    for language in ("en", "zh"):
        session = bench.new_session(language=language)
        assert bool(HAN.search(bench.say(session, "123 !?").text)) is (language == "zh")


@pytest.mark.requirement("agent-first-photos")
def test_without_photos_the_agent_asks_for_them_and_does_nothing(bench: Workbench) -> None:
    session = bench.new_session(photos=0)
    answer = bench.say(session, "a 6 second video")
    assert "photos" in answer.text
    assert (answer.operations, answer.timeline) == ((), None)


@pytest.mark.requirement("agent-any-words")
@settings(max_examples=60, deadline=None)
@given(message=st.text(max_size=120))
def test_no_text_makes_the_agent_fail(shared: Workbench, made: Session, message: str) -> None:
    answer = shared.say(made, message)
    assert answer.text.strip()
    assert shared.backend.sessions.timeline(answer.session) is not None


@pytest.mark.requirement("agent-any-words")
@settings(max_examples=40, deadline=None)
@given(words=st.lists(st.sampled_from(KNOWN_WORDS), max_size=9))
def test_no_mix_of_known_words_makes_the_agent_fail(
    shared: Workbench, made: Session, words: list[str]
) -> None:
    answer = shared.say(made, " ".join(words))
    assert answer.text.strip()
    assert shared.timeline(made).photos


@pytest.mark.requirement("agent-unclear")
@pytest.mark.parametrize("message", NOISE)
def test_what_is_not_understood_changes_nothing_and_is_said(bench: Workbench, message: str) -> None:
    session = bench.new_session()
    bench.say(session, "a 6 second video")
    before = bench.timeline(session)
    answer = bench.say(session, message)
    assert bench.timeline(session) == before
    assert (answer.operations, answer.timeline) == ((), None)
    assert answer.text


@pytest.mark.requirement("agent-assumes")
@pytest.mark.parametrize("message", [*NOISE, "Faites-moi une belle vidéo", "Сделай видео", "動画"])
def test_a_first_request_in_any_language_makes_a_video(bench: Workbench, message: str) -> None:
    session = bench.new_session()
    answer = bench.say(session, message)
    assert answer.timeline is not None
    assert len(answer.timeline.photos) == 2


@pytest.mark.requirement("agent-deterministic")
def test_the_same_session_asked_the_same_gives_the_same_timeline(bench: Workbench) -> None:
    session = bench.new_session()
    twice = [bench.agent.answer(session, "a 6 second video").timeline for _ in range(2)]
    assert twice[0] is not None
    assert twice[0] == twice[1]
