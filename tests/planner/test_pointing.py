"""Words that point at photos, and what is done with those."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import pytest

from tests.planner.conftest import five_photo_video, five_photos, photo
from tests.planner.facts import order
from tiktok_photo_video.language import language_of
from tiktok_photo_video.planner import Photo, Understanding, understand
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import Insert, SetSpeed, Split, Trim
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    MediaKind,
    Timeline,
    TimeRange,
)


def said(message: str, timeline: Timeline, photos: list[Photo]) -> Understanding:
    return understand(
        message, timeline=timeline, photos=photos, language=language_of(message), seed=7
    )


def after(message: str, *, extra: int = 0) -> Timeline:
    """The five-photo video after a message."""
    video = five_photo_video()
    photos = [*five_photos(), *(photo(6 + n) for n in range(extra))]
    return reduce(apply, said(message, video, photos).edits, video)


@pytest.mark.requirement("planner-references")
@pytest.mark.parametrize(
    ("message", "left"),
    [
        ("remove every other photo", [1, 3, 5]),
        ("remove the odd ones", [2, 4]),
        ("delete all but the first", [1]),
        ("remove everything except 2 and 4", [2, 4]),
        ("drop photos 2 to 4", [1, 5]),
        ("remove from the second photo to the fourth", [1, 5]),
        ("the middle one can go", [1, 2, 4, 5]),
        ("the one right before the beach should go", [1, 2, 4, 5]),
        ("remove the beech photo", [1, 2, 3, 5]),
        ("take the first and the last out", [2, 3, 4]),
        ("remove the landscape ones", [1, 2, 4, 5]),
        ("2 and 4 out", [1, 3, 5]),
        ("海边那张不要了", [1, 2, 3, 5]),
        ("海邊那張不要了", [1, 2, 3, 5]),
        ("海边后面那张不要", [1, 2, 3, 4]),
        ("删掉倒数第二张", [1, 2, 3, 5]),
        ("中间那张删掉", [1, 2, 4, 5]),
        ("每隔一张去掉一张,从第二张开始", [1, 3, 5]),
        ("除了第一张其他都删掉", [1]),
        ("2和4不要", [1, 3, 5]),
    ],
)
def test_photos_are_found_however_they_are_pointed_at(message: str, left: list[int]) -> None:
    assert order(after(message)) == left


@pytest.mark.requirement("planner-photo-operations")
@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("go 5 3 1 2 4", [5, 3, 1, 2, 4]),
        ("bump e.jpg up one spot", [1, 2, 3, 5, 4]),
        ("move photo 2 back by two", [1, 3, 4, 2, 5]),
        ("第五张往前挪两位", [1, 2, 5, 3, 4]),
        ("第五张插到第一张和第二张中间", [1, 5, 2, 3, 4]),
        ("2 starts and 1 ends", [2, 3, 4, 5, 1]),
        ("reverse the last three", [1, 2, 5, 4, 3]),
        ("1和2换", [2, 1, 3, 4, 5]),
        ("duplicate photo 2", [1, 2, 2, 3, 4, 5]),
        ("结尾再放一遍第一张", [1, 2, 3, 4, 5, 1]),
        ("split the third picture in two", [1, 2, 3, 3, 4, 5]),
        ("replace photo 5 with the new one", [1, 2, 3, 4, 6]),
        ("用新的那张换掉第五张", [1, 2, 3, 4, 6]),
        ("2 and 4 out, 6 in as the closer", [1, 3, 5, 6]),
        ("put the new one before the beach", [1, 2, 3, 6, 4, 5]),
        ("海边放第一,其他按时间顺序", [4, 3, 1, 2, 5]),
    ],
)
def test_photos_are_put_where_they_are_wanted(message: str, expected: list[int]) -> None:
    assert order(after(message, extra=1)) == expected


@pytest.mark.requirement("planner-times")
@pytest.mark.parametrize(
    ("message", "expected_s"),
    [
        ("first and last photo 4 seconds each, the rest 2", [4, 2, 2, 2, 4]),
        ("all but the first at 2.5 s", [3, 2.5, 2.5, 2.5, 2.5]),
        ("make photo 4 last 1.5 seconds longer", [3, 3, 3, 4.5, 3]),
        ("give the beach pic twice the screen time", [3, 3, 3, 6, 3]),
        ("show the first for half a second", [0.5, 3, 3, 3, 3]),
        ("总时长再加5秒", [4, 4, 4, 4, 4]),
        ("cut it down to a third of the length", [1, 1, 1, 1, 1]),
        ("15秒太长了,十秒就行", [2, 2, 2, 2, 2]),
        ("between 20 and 25 seconds", [4, 4, 4, 4, 4]),
        ("make it 20% shorter", [2.4, 2.4, 2.4, 2.4, 2.4]),
        ("5th photo second, then lengthen it to 4.5 secs", [3, 4.5, 3, 3, 3]),
    ],
)
def test_times_go_to_the_photos_they_are_meant_for(message: str, expected_s: list[float]) -> None:
    video = after(message)
    assert [round(float(c.duration / video.rate), 2) for c in video.photos] == expected_s


@pytest.mark.requirement("planner-asks-which")
@pytest.mark.parametrize(
    "message", ["make one of them longer", "remove a photo", "move photo 9 up"]
)
def test_photos_nobody_can_know_are_asked_for(message: str) -> None:
    result = said(message, five_photo_video(), five_photos())
    assert result.question is not None
    assert not result.edits


@pytest.mark.requirement("planner-clips")
def test_video_clips_are_cropped_cut_and_run_faster() -> None:
    media = ExternalReference("clip.mp4", "film", MediaKind.VIDEO, 1080, 1920, 10_000)
    video = apply(five_photo_video(), Insert(5, (Clip("v1", media, TimeRange(0, 180)),)))
    photos = [*five_photos(), Photo(replace(media))]
    cropped = said("use only photo 6 from 2s to 5s", video, photos).edits
    assert cropped == (Trim("v1", 60, 90),)
    faster = said("clip.mp4 twice as fast", video, photos).edits
    assert [(e.clip_ids, e.speed) for e in faster if isinstance(e, SetSpeed)] == [(("v1",), 2)]
    halves = said("split clip.mp4 at 2 seconds", video, photos).edits
    assert halves == (Split("v1", 60),)
