"""Questions and small talk: a short answer from the video's own facts, and nothing changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planner.conftest import five_photo_video, five_photos
from tiktok_photo_video.language import Language, language_of
from tiktok_photo_video.planner import Previous, Understanding, understand
from tiktok_photo_video.planner.answers import Facts, answer
from tiktok_photo_video.planner.grammar.rules import read
from tiktok_photo_video.planner.sayings import SAYINGS
from tiktok_photo_video.planner.wishes import Enquiry
from tiktok_photo_video.timeline.model import Timeline

MAX_ANSWER_CHARS = 220
PIECES = (
    *("10 seconds in total", "remove photo 2", "frobnicate the whatsit", "title 'Hi there'"),
    *("how long is it?", "thanks", "write me a poem", "splunge the gorf", "volume 40%"),
    *("删掉第三张", "音乐换成爵士", "哈咯呗嘟啦咿", "几张照片？", "帮我瘦脸", "静音"),
)


def _said(
    message: str, timeline: Timeline | None = None, previous: Previous | None = None
) -> Understanding:
    return understand(
        message,
        timeline=timeline,
        photos=five_photos(),
        language=language_of(message),
        seed=3,
        previous=previous,
    )


@pytest.mark.requirement("planner-answers")
@pytest.mark.parametrize(
    ("message", "fact"),
    [
        ("how long is it?", "15s"),
        ("视频多长", "15秒"),
        ("how many photos are there", "5 photos"),
        ("一共几张照片", "5 张"),
        ("which music did you use?", "Upbeat"),
        ("what does the title say?", '"Hi"'),
        ("标题是什么", "“Hi”"),
        ("in which order are they?", "4. beach.jpg"),
        ("which transitions are in it?", "crossfade"),
        ("what size is it", "1080x1920"),
        ("横屏还是竖屏", "竖屏"),
        ("is it free?", "free"),
        ("how do I export it?", '"export"'),
        ("will it be posted?", "upload it yourself"),
        ("can I use my own music?", "send the sound file"),
        ("支持什么格式", "HEIC"),
        ("which photo is third?", "c.jpg"),
        ("how loud is the music?", "100%"),
        ("how do I remove a photo?", '"remove photo 2"'),
        ("what can you do", "15 seconds"),
        ("make my face thinner", "brightness"),
        ("帮我瘦脸", "亮度"),
        ("post it on tiktok for me", '"export"'),
        ("it's ugly", "calmer music"),
        ("谢谢", "导出"),
    ],
)
def test_a_question_is_answered_with_its_fact_and_changes_nothing(message: str, fact: str) -> None:
    result = _said(message, five_photo_video())
    told = " ".join(result.notes)

    assert result.edits == ()
    assert result.history is None
    assert fact in told
    assert len(told) <= MAX_ANSWER_CHARS


@pytest.mark.requirement("planner-answers")
def test_what_changed_is_told_from_the_turn_before() -> None:
    now = five_photo_video()
    previous = Previous("make it square", replace(now, width_px=1080, height_px=1080))

    assert "1080" in " ".join(_said("what did you change?", now, previous).notes)


@pytest.mark.requirement("planner-answers")
def test_a_question_beside_a_wish_is_answered_from_the_new_video() -> None:
    result = _said("make it 10 seconds. how long is it now?", five_photo_video())

    assert len(result.edits) == 1
    assert any("10s" in note for note in result.notes)


@pytest.mark.requirement("planner-answers")
@pytest.mark.parametrize("about", [*SAYINGS, "no such topic"])
@pytest.mark.parametrize("language", list(Language))
def test_every_topic_has_an_answer_with_and_without_a_video(about: str, language: Language) -> None:
    for timeline in (None, five_photo_video()):
        told = (
            answer(Enquiry(about), Facts(timeline, five_photos(), language))
            if ("{" not in SAYINGS.get(about, {}).get(language, ""))
            else "-"
        )

        assert told


@pytest.mark.requirement("planner-answers")
@pytest.mark.parametrize("message", ["hello", "在吗", "how does this work?", "is this free"])
def test_small_talk_makes_no_video(message: str) -> None:
    assert _said(message).edits == ()


@pytest.mark.requirement("planner-nothing-dropped")
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=4, unique=True))
@settings(max_examples=150, deadline=None)
def test_every_clause_ends_as_an_edit_a_note_a_question_or_unclear(pieces: list[str]) -> None:
    message = ". ".join(pieces)
    result = _said(message, five_photo_video())
    unread = [piece for piece in pieces if piece in ("frobnicate the whatsit", "哈咯呗嘟啦咿")]

    assert len(read(message).said) >= len(pieces)
    assert result.edits or result.notes or result.question or result.unclear
    assert all(piece in result.unclear for piece in unread)


@pytest.mark.requirement("planner-nothing-dropped")
def test_what_is_not_understood_is_quoted_with_the_nearest_that_works() -> None:
    result = _said("make the transishuns zorbly", five_photo_video())
    told = " ".join([result.question or "", *result.suggestions])

    assert result.edits == ()
    assert "crossfades everywhere" in told


@pytest.mark.requirement("planner-mood-no-hijack")
@pytest.mark.parametrize(
    "message",
    [
        "put my happy dog photo first",
        "a chill caption for photo 2: easy days",
        "add the title Happy Birthday",
        "happy birthday",
        "make the first photo warmer",
        "my wife loved the epic view",
    ],
)
def test_a_mood_word_about_something_else_leaves_the_music_alone(message: str) -> None:
    result = _said(message, five_photo_video())

    assert all(edit.op != "set_music" for edit in result.edits)
