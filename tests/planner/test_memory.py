"""What a message takes up from the one before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planner.conftest import five_photo_video, five_photos, photo
from tests.planner.facts import order, total_s
from tiktok_photo_video.language import language_of
from tiktok_photo_video.planner import Photo, Previous, Understanding, understand
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.check import check
from tiktok_photo_video.timeline.model import Timeline

EXTRA_PHOTOS = 1


@dataclass
class Talk:
    """A conversation about the video of five photos, with undo as the agent has it."""

    timeline: Timeline = field(default_factory=five_photo_video)
    past: list[Timeline] = field(default_factory=list)
    previous: Previous | None = None

    def say(self, message: str) -> Understanding:
        before = self.timeline
        heard = understand(
            message,
            timeline=before,
            photos=[*five_photos(), *(photo(6 + n) for n in range(EXTRA_PHOTOS))],
            language=language_of(message),
            seed=7,
            previous=self.previous,
        )
        base = before
        if heard.rewind and self.previous is not None:
            base = self.previous.timeline or Timeline()
        if heard.history == "undo" and self.past:
            self.timeline = self.past.pop()
        elif heard.edits:
            self.timeline = reduce(apply, heard.edits, base)
            if not heard.rewind:
                self.past.append(before)
        self.previous = Previous(heard.heard or message, base, heard.question is not None)
        return heard


def talked(*messages: str) -> Talk:
    """The conversation after some messages."""
    talk = Talk()
    for message in messages:
        talk.say(message)
    return talk


def lengths_s(talk: Talk) -> list[float]:
    return [round(float(c.duration / talk.timeline.rate), 2) for c in talk.timeline.photos]


@pytest.mark.requirement("planner-corrects")
@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        (("remove the second one", "no wait, the third"), [1, 2, 4, 5]),
        (("remove photo 2", "I meant photo 3"), [1, 2, 4, 5]),
        (("remove photo 2", "not that one, photo 4"), [1, 2, 3, 5]),
        (("remove photo 2", "sorry, photos 2 and 3"), [1, 4, 5]),
        (("把第二张删了", "不是,是第三张"), [1, 2, 4, 5]),
        (("把第二张移到最后", "我是说第三张"), [1, 2, 4, 5, 3]),
        (("第五张放最前", "不是最前,放第二个"), [1, 5, 2, 3, 4]),
        (("swap 2 and 4", "no, 2 and 5"), [1, 5, 3, 4, 2]),
        (("move photo 5 to the front", "no, to the end"), [1, 2, 3, 4, 5]),
        (("delete photo 2", "oh wait no, bring it back"), [1, 2, 3, 4, 5]),
    ],
)
def test_a_correction_takes_the_place_of_the_turn_before(
    messages: tuple[str, ...], expected: list[int]
) -> None:
    assert order(talked(*messages).timeline) == expected


@pytest.mark.requirement("planner-corrects")
@pytest.mark.parametrize(
    ("messages", "expected_s"),
    [
        (("make it 10 seconds", "no, 12"), 12.0),
        (("make it 10 seconds", "actually make that 8 seconds"), 8.0),
        (("每张2秒", "不对，3秒"), 15.0),
        (("make it 20 seconds", "never mind, back to 15"), 15.0),
        (("title 'Mia'", "make it 12 seconds"), 12.0),
        (("title 'Mia' for 2 seconds", "make it 4 seconds"), 15.0),
        (("all photos 2 secs", "but the last one 4"), 12.0),
    ],
)
def test_another_amount_corrects_the_one_before(
    messages: tuple[str, ...], expected_s: float
) -> None:
    assert total_s(talked(*messages).timeline) == expected_s


@pytest.mark.requirement("planner-corrects")
@pytest.mark.parametrize("messages", [("undo", "bring it back"), ("撤销", "恢复")])
def test_bringing_back_what_was_undone_does_it_again(messages: tuple[str, str]) -> None:
    talk = talked("delete photo 2", messages[0])
    assert talk.say(messages[1]).history == "redo"


@pytest.mark.requirement("planner-corrects")
def test_a_correction_is_for_the_timeline_before_the_turn_it_replaces() -> None:
    talk = talked("remove the second one")
    assert talk.say("no wait, the third").rewind
    assert not talked("reverse the order").say("make it 12 seconds").rewind


@pytest.mark.requirement("planner-goes-on")
@pytest.mark.parametrize(
    ("messages", "expected_s"),
    [
        (("make photo 2 five seconds", "and the third too"), [3, 5, 5, 3, 3]),
        (("make photo 2 five seconds", "also photo 4"), [3, 5, 3, 5, 3]),
        (("make photo 2 five seconds", "do the same for the last one"), [3, 5, 3, 3, 5]),
        (("make photo 2 five seconds", "same for the others"), [5, 5, 5, 5, 5]),
        (("make photos 2 and 3 five seconds", "undo that for photo 2"), [3, 3, 5, 3, 3]),
        (("第二张5秒", "第四张也一样"), [3, 5, 3, 5, 3]),
        (("每张2秒", "除了最后一张"), [2, 2, 2, 2, 3]),
        (("每张2秒", "海边那张除外,给它6秒"), [2, 2, 2, 6, 2]),
    ],
)
def test_the_same_is_done_to_other_photos(
    messages: tuple[str, ...], expected_s: list[float]
) -> None:
    assert lengths_s(talked(*messages)) == expected_s


@pytest.mark.requirement("planner-goes-on")
def test_it_is_the_photo_spoken_of_wherever_that_stands_now() -> None:
    assert order(talked("move photo 3 to the front", "remove it").timeline) == [1, 2, 4, 5]
    assert lengths_s(talked("add the new pic at the end", "give it 5 secs")) == [3, 3, 3, 3, 3, 5]
    assert order(talked("顺序倒过来", "现在第一个是哪张?", "那就把它删了").timeline) == [4, 3, 2, 1]


@pytest.mark.requirement("planner-answers-complete")
@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        (("swap two photos", "3 and 5"), [1, 2, 5, 4, 3]),
        (("换两张照片的位置", "第三和第五"), [1, 2, 5, 4, 3]),
        (("remove a photo", "the second"), [1, 3, 4, 5]),
        (("删掉一张", "第三张"), [1, 2, 4, 5]),
        (("delete photo 9", "4"), [1, 2, 3, 5]),
        (("remove a photo", "never mind"), [1, 2, 3, 4, 5]),
        (("删掉一张", "算了"), [1, 2, 3, 4, 5]),
    ],
)
def test_an_answer_completes_the_request_that_was_asked_about(
    messages: tuple[str, ...], expected: list[int]
) -> None:
    assert order(talked(*messages).timeline) == expected


_PIECES = (
    *("make", "remove", "photo 2", "the third", "no wait,", "and", "same for", "it", "5 seconds"),
    *("undo", "swap", "the others", "3", "longer", "instead", "except", "new one", "first", "not"),
    *("the one after", "every other", "reverse", "repeat", "split", "half", "twice", "faster", ","),
    *("第二张", "不对", "也", "再", "长一点", "删掉", "除了", "换成", "它", "最后", "算了", "每张"),
)
_MESSAGES = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=5).map(" ".join)


@pytest.mark.requirement("planner-never-fails")
@settings(max_examples=60, deadline=None)
@given(messages=st.lists(_MESSAGES | st.text(max_size=30), min_size=1, max_size=4))
def test_no_sequence_of_messages_leaves_a_broken_timeline(messages: list[str]) -> None:
    first, second = talked(*messages), talked(*messages)
    assert not check(first.timeline)
    assert first.timeline == second.timeline


@pytest.mark.requirement("planner-corrects")
@pytest.mark.parametrize(
    ("first", "second", "seconds"),
    [
        ("make all photos 2 secs", "except the last, give it 5", {1: 2, 4: 2, 5: 5}),
        ("每张2秒", "第四张除外,4秒", {1: 2, 4: 4, 5: 2}),
    ],
)
def test_what_is_excepted_may_get_seconds_of_its_own(
    first: str, second: str, seconds: dict[int, int]
) -> None:
    talk = Talk()
    talk.say(first)
    talk.say(second)
    clips = talk.timeline.photos
    shown = {number: clips[number - 1].duration / talk.timeline.rate for number in seconds}
    assert shown == seconds


@pytest.mark.requirement("planner-corrects")
@pytest.mark.parametrize(
    ("first", "more"), [("make photo 3 longer", "even more"), ("faster", "a bit more")]
)
def test_more_takes_the_same_step_again(first: str, more: str) -> None:
    talk = Talk()
    talk.say(first)
    once = total_s(talk.timeline)
    talk.say(more)
    assert (total_s(talk.timeline) - once) * (once - 15) > 0


@pytest.mark.requirement("planner-corrects")
@pytest.mark.parametrize("place", ["no no, to the second spot", "no, third place"])
def test_a_place_takes_the_place_of_a_place(place: str) -> None:
    talk = Talk()
    talk.say("move photo 5 to the front")
    talk.say(place)
    assert order(talk.timeline).index(5) == (1 if "second" in place else 2)


@pytest.mark.requirement("planner-answers-complete")
@pytest.mark.parametrize(
    ("asked_by", "then"),
    [
        ("put my logo in the corner", "make it 10 seconds"),
        ("用我自己的歌", "第一张推近慢点"),
        ("remove duplicates", "who is in photo 4?"),
        ("remove duplicates", "make all photos black and white"),
    ],
)
def test_a_question_is_dropped_for_another_request(
    video: Timeline, photos: tuple[Photo, ...], asked_by: str, then: str
) -> None:
    def said(message: str, previous: Previous | None) -> Understanding:
        return understand(
            message,
            timeline=video,
            photos=photos,
            language=language_of(message),
            seed=7,
            previous=previous,
        )

    assert said(asked_by, None).question
    alone = said(then, None)
    after = said(then, Previous(asked_by, video, asked=True))
    assert (after.edits, after.question) == (alone.edits, alone.question)
