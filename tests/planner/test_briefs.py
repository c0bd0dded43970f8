"""New videos from a few words: fitting, different from one another, and as told."""

from __future__ import annotations

from functools import reduce
from itertools import combinations

import pytest

from tests.planner.conftest import five_photos
from tests.planner.facts import (
    music,
    order,
    titles,
    total_s,
    transitions,
)
from tiktok_photo_video.language import language_of
from tiktok_photo_video.planner import Theme, Understanding, understand
from tiktok_photo_video.planner.taste import TREATMENTS
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.check import check
from tiktok_photo_video.timeline.model import CardReference, LookKind, Timeline

BRIEFS = (
    "upbeat birthday video for my kid",
    "做个治愈系的旅行视频",
    "wedding slideshow",
    "real estate listing video",
    "a memorial for my grandfather",
    "street fashion lookbook",
)


def _understood(message: str) -> Understanding:
    language = language_of(message)
    return understand(message, timeline=None, photos=five_photos(), language=language, seed=7)


def _made(message: str) -> Timeline:
    return reduce(apply, _understood(message).edits, Timeline())


def _traits(video: Timeline) -> dict[str, object]:
    """What a viewer tells two videos apart by."""
    return {
        "music": music(video),
        "transitions": tuple(transitions(video)),
        "length": total_s(video),
        "motion": tuple(clip.motion for clip in video.photos),
        "look": tuple(clip.look.kind for clip in video.photos),
    }


@pytest.mark.requirement("planner-briefs-differ")
@pytest.mark.parametrize(("one", "other"), list(combinations(BRIEFS, 2)))
def test_two_briefs_give_two_clearly_different_videos(one: str, other: str) -> None:
    first, second = _traits(_made(one)), _traits(_made(other))

    assert sum(first[trait] != second[trait] for trait in first) >= 2


@pytest.mark.requirement("planner-briefs-differ")
@pytest.mark.parametrize("theme", list(Theme))
def test_every_theme_has_a_treatment(theme: Theme) -> None:
    assert theme in TREATMENTS


@pytest.mark.requirement("planner-briefs-differ")
@pytest.mark.parametrize("message", ["birthday video", "wedding video", "travel video", "猫咪视频"])
def test_nothing_is_written_and_no_colour_changed_unasked(message: str) -> None:
    video = _made(message)

    assert titles(video) == []
    assert {clip.look.kind for clip in video.photos} == {LookKind.NONE}


@pytest.mark.requirement("planner-briefs-differ")
def test_old_memories_look_old() -> None:
    looks = {clip.look.kind for clip in _made("a video of old memories").photos}

    assert looks == {LookKind.VINTAGE}


@pytest.mark.requirement("planner-brief-as-told")
def test_a_named_mood_wins_over_what_the_video_is_about() -> None:
    assert music(_made("calm birthday video")) == "chill"
    assert music(_made("birthday video")) == "happy"


@pytest.mark.requirement("planner-brief-as-told")
def test_everything_named_is_in_the_video() -> None:
    video = _made(
        "make a 12 second square video with photos 2, 4 and 5, no music, black and white, "
        "titled 'Home', end card 'bye'"
    )
    cards = [c.media.text for c in video.pictures if isinstance(c.media, CardReference)]

    assert order(video) == [2, 4, 5]
    assert (video.width_px, video.height_px) == (1080, 1080)
    assert music(video) == "none"
    assert titles(video) == ["Home"]
    assert {clip.look.kind for clip in video.photos} == {LookKind.BLACK_AND_WHITE}
    assert cards == ["bye"]
    assert check(video) == ()


@pytest.mark.requirement("planner-later-wins")
def test_of_two_lengths_the_later_one_is_taken_and_said_once() -> None:
    result = _understood("make a 10 second video, no, 20 seconds")
    told = [note for note in result.notes if "took the last" in note]

    assert total_s(reduce(apply, result.edits, Timeline())) == 20
    assert len(told) == 1


@pytest.mark.requirement("planner-genre-near")
@pytest.mark.parametrize(
    ("message", "mood", "is_near"),
    [
        ("jazz music", "lofi", True),
        ("rock music", "epic", True),
        ("edm music", "house", True),
        ("说唱音乐", "hiphop", True),
        ("piano music", "romantic", True),
        ("ukulele music", "happy", True),
        ("史诗音乐", "epic", False),
        ("synthwave music", "retro", False),
        ("acoustic guitar music", "acoustic", False),
    ],
)
def test_a_genre_is_the_nearest_mood_and_said_where_it_is_only_near(
    message: str, mood: str, is_near: bool
) -> None:
    result = _understood(f"make a video, {message}")
    near = [note for note in result.notes if "nearest" in note or "最接近" in note]

    assert music(reduce(apply, result.edits, Timeline())) == mood
    assert bool(near) is is_near
