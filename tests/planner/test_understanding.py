"""What holds for every message, whatever it says."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planner.conftest import five_photo_video, five_photos, photo
from tests.planner.facts import order, titles, total_s
from tiktok_photo_video.language import Language
from tiktok_photo_video.planner import Photo, Understanding, understand
from tiktok_photo_video.planner.vocabulary import vocabulary
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.check import check
from tiktok_photo_video.timeline.edits import Create, SetTotalDuration
from tiktok_photo_video.timeline.model import ExternalReference, MediaKind, Timeline

EN, ZH = Language.ENGLISH, Language.CHINESE
EXTRA = ("3", "15", "2.5", ",", ".", "和", '"x"', "?")
WORDS = st.sampled_from([*sorted(vocabulary().senses), *EXTRA])
SENTENCES = st.lists(WORDS, max_size=14).map(" ".join) | st.lists(WORDS, max_size=10).map("".join)


def _said(message: str, timeline: Timeline | None = None, language: Language = EN) -> Understanding:
    return understand(message, timeline=timeline, photos=five_photos(), language=language, seed=3)


def _applied(result: Understanding, timeline: Timeline) -> Timeline:
    return reduce(apply, result.edits, timeline)


@pytest.mark.requirement("planner-never-raises")
@given(message=st.text(max_size=200) | SENTENCES, language=st.sampled_from(Language))
@settings(max_examples=150, deadline=None)
def test_any_text_is_understood_somehow(message: str, language: Language) -> None:
    video = five_photo_video()
    changed = _said(message, video, language)
    made = _said(message, None, language)

    assert check(_applied(changed, video)) == ()
    assert check(_applied(made, Timeline())) == ()
    assert changed.question is None or changed.edits == ()


@pytest.mark.requirement("planner-never-raises")
@pytest.mark.parametrize(
    "message",
    [
        "\ud800 make it 15 seconds",
        "\ue000\ue001",
        'title "',
        "“",
        "0 seconds",
        "make it 999999 minutes",
        "volume 999%",
        "photo 0",
        "remove photo 99999",
        "第零张",
        "make it longer " * 400,
        "1,2,3,4,5,6,7,8,9 " * 40,
        "’’’''''",
        "İ\u0130ß make it ½ minute ①",
    ],
)
def test_odd_texts_do_no_harm(message: str) -> None:
    video = five_photo_video()

    assert check(_applied(_said(message, video), video)) == ()


@pytest.mark.requirement("planner-never-silent")
@given(message=SENTENCES.filter(lambda text: bool(text.strip())))
@settings(max_examples=150, deadline=None)
def test_every_message_gets_an_answer(message: str) -> None:
    result = _said(message, five_photo_video())

    assert result.edits or result.question or result.notes or result.unclear or result.history


@pytest.mark.requirement("planner-deterministic")
@given(message=SENTENCES)
@settings(max_examples=60, deadline=None)
def test_the_same_message_means_the_same_twice(message: str) -> None:
    assert _said(message, five_photo_video()) == _said(message, five_photo_video())


@pytest.mark.requirement("planner-quotes-are-text")
@pytest.mark.parametrize(
    "text",
    [
        "remove all photos",
        "make it 5 seconds",
        "no music",
        "undo",
        "删掉第二张",
        "重新开始",
        "start over",
    ],
)
@pytest.mark.parametrize("quotes", ['""', "“”", "「」", "『』", "«»", "''", "《》"])
def test_quoted_words_are_never_commands(text: str, quotes: str) -> None:
    video = five_photo_video()
    after = _applied(_said(f"title {quotes[0]}{text}{quotes[1]}", video), video)

    assert titles(after) == [text]
    assert order(after) == order(video)
    assert total_s(after) == total_s(video)


@pytest.mark.requirement("planner-creates-from-anything")
@pytest.mark.parametrize("message", ["", "   ", "🌈", "bonjour tout le monde", "asdf", "。。。"])
def test_with_photos_and_no_video_anything_makes_one_and_says_what_was_assumed(
    message: str,
) -> None:
    result = _said(message)

    assert [type(edit) for edit in result.edits] == [Create]
    assert any("assumed the usual" in note and "15s in all" in note for note in result.notes)


@pytest.mark.requirement("planner-creates-from-anything")
@pytest.mark.parametrize(("language", "word"), [(EN, "Upload"), (ZH, "上传")])
def test_without_photos_it_asks_for_some(language: Language, word: str) -> None:
    result = understand("make a video", timeline=None, photos=(), language=language, seed=1)

    assert result.edits == ()
    assert result.question is not None
    assert word in result.question


@pytest.mark.requirement("planner-length-bounds")
def test_a_total_too_short_for_the_photos_keeps_them_all_and_says_so() -> None:
    sixty = [photo(number) for number in range(1, 61)]
    result = understand("make a 5 second video", timeline=None, photos=sixty, language=EN, seed=1)
    after = _applied(result, Timeline())

    assert len(after.photos) == 60
    assert total_s(after) == 24
    assert any("5s" in note and "60 photos" in note for note in result.notes)


@pytest.mark.requirement("planner-numbers-as-seen")
def test_numbers_mean_the_photos_as_the_user_saw_them() -> None:
    video = five_photo_video()

    assert order(_applied(_said("remove photo 1, then remove photo 2", video), video)) == [3, 4, 5]
    assert order(_applied(_said("swap 1 and 2 and remove photo 1", video), video)) == [2, 3, 4, 5]


@pytest.mark.requirement("planner-question-without-edits")
def test_what_was_not_understood_is_quoted_and_the_rest_is_done() -> None:
    result = _said("make it 10 seconds. frobnicate the whatsit", five_photo_video())

    assert result.edits == (SetTotalDuration(300),)
    assert result.unclear == ("frobnicate the whatsit",)


@pytest.mark.requirement("planner-question-without-edits")
def test_questions_and_notes_speak_the_language_of_the_chat() -> None:
    video = five_photo_video()

    assert _said("remove photo 9", video, EN).question == (
        "There is no 9 here; the video has 5 photos. Which one do you mean?"
    )
    assert "5 张照片" in str(_said("删掉第9张", video, ZH).question)


@pytest.mark.requirement("planner-names-files")
@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("remove BEACH.JPG", [1, 2, 3, 5]),
        ("把beach.jpg移到最前面", [4, 1, 2, 3, 5]),
        ('delete "beach.jpg"', [1, 2, 3, 5]),
        ("swap a.jpg and e.jpg", [5, 2, 3, 4, 1]),
    ],
)
def test_files_are_called_by_their_names(message: str, expected: list[int]) -> None:
    video = five_photo_video()

    assert order(_applied(_said(message, video), video)) == expected


@pytest.mark.requirement("planner-new-photos")
def test_photos_dropped_without_a_word_are_added() -> None:
    video = five_photo_video()
    photos = [*five_photos(), photo(6)]
    result = understand("", timeline=video, photos=photos, language=EN, seed=1)

    assert order(_applied(result, video)) == [1, 2, 3, 4, 5, 6]


@pytest.mark.requirement("planner-new-photos")
def test_an_uploaded_song_replaces_the_composed_one() -> None:
    video = five_photo_video()
    song = ExternalReference("song.mp3", "song", MediaKind.AUDIO, available_duration_ms=60_000)
    photos = [*five_photos(), Photo(song)]
    result = understand("use my music", timeline=video, photos=photos, language=EN, seed=1)
    track = _applied(result, video).tracks[1]

    assert track.clips[0].media == song


@pytest.mark.requirement("planner-keeps-video-clips")
def test_a_longer_total_never_stretches_a_video_clip() -> None:
    clip = Photo(ExternalReference("wave.mp4", "hash6", MediaKind.VIDEO, 1080, 1920, 2000))
    photos = [*five_photos(), clip]
    made = understand("make a video", timeline=None, photos=photos, language=EN, seed=1)
    video = _applied(made, Timeline())
    longer = understand("make it 40 seconds", timeline=video, photos=photos, language=EN, seed=1)
    after = _applied(longer, video)

    assert total_s(after) == 40
    assert after.photos[-1].duration == 60


@pytest.mark.requirement("planner-long-messages")
def test_a_very_long_message_is_read_in_part_and_says_so() -> None:
    result = _said("make it 10 seconds. " + "x" * 100_000, five_photo_video())

    assert SetTotalDuration(300) in result.edits
    assert any("first part" in note for note in result.notes)


@pytest.mark.requirement("planner-understands-messages")
@pytest.mark.parametrize(
    ("message", "steps"),
    [
        ("undo", 1),
        ("undo 3 times", 3),
        ("undo twice", 2),
        ("undo the last 3 changes", 3),
        ("撤销3次", 3),
        ("redo 2 times", 2),
    ],
)
def test_history_goes_as_many_steps_as_asked(message: str, steps: int) -> None:
    assert _said(message).steps == steps


@pytest.mark.requirement("planner-understands-messages")
@pytest.mark.parametrize("message", ["undo everything", "全部撤销"])
def test_undoing_everything_goes_back_as_far_as_there_is(message: str) -> None:
    assert (_said(message).history, _said(message).steps >= 50) == ("undo", True)
