"""Corrections within a message, captions gone on about, songs, undo with more to do."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import pytest

from tests.planner.conftest import five_photo_video, five_photos
from tests.planner.facts import captions, order, song, total_s
from tests.planner.test_memory import talked
from tiktok_photo_video.language import language_of
from tiktok_photo_video.planner import Photo, Understanding, understand
from tiktok_photo_video.planner.retrying import settled
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.model import (
    ExternalReference,
    MediaKind,
    MusicReference,
    Timeline,
    TitleReference,
    TrackKind,
)

_SONG = Photo(ExternalReference("my song.wav", "sound", MediaKind.AUDIO))


def _said(message: str, timeline: Timeline) -> Understanding:
    photos = [*five_photos(), _SONG]
    return understand(
        message, timeline=timeline, photos=photos, language=language_of(message), seed=7
    )


def _after(*messages: str) -> Timeline:
    timeline = five_photo_video()
    for message in messages:
        timeline = reduce(apply, _said(message, timeline).edits, timeline)
    return timeline


@pytest.mark.requirement("planner-corrects-itself")
@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ("remove 2, sorry I mean 3", "remove 3"),
        ("make it 10 seconds, no wait, 12", "make it 12 seconds"),
        ("把第一张移到最后，不不，移到第三位", "把第一张移到第三位"),
        ('title "no, sorry, later"', 'title "no, sorry, later"'),
        ("no music", "no music"),
    ],
)
def test_what_a_message_takes_back_is_written_anew(message: str, meant: str) -> None:
    assert settled(message, {}) == meant


@pytest.mark.requirement("planner-goes-on")
@pytest.mark.parametrize(
    ("messages", "text", "field", "value"),
    [
        (('caption photo 2 "us"', 'actually change that caption to "all"'), "all", "text", "all"),
        (('caption photo 2 "us"', "make it bigger"), "us", "size", "large"),
        (('caption photo 2 "us"', "move it to the top"), "us", "position", "top"),
        (("给第二张加字幕“海边”", "字大一点"), "海边", "size", "large"),
        (("给第二张加字幕“海边”", "换成黄色"), "海边", "color", "#ffd60a"),
    ],
)
def test_it_is_the_caption_after_a_caption(
    messages: tuple[str, ...], text: str, field: str, value: str
) -> None:
    timeline = talked(*messages).timeline
    track = timeline.track(TrackKind.CAPTION)
    media = track.clips[0].media if track else None

    assert isinstance(media, TitleReference)
    assert captions(timeline)["2"] == text
    found = getattr(media, field)
    assert getattr(found, "value", found) == value


@pytest.mark.requirement("planner-goes-on")
def test_a_caption_taken_away_leaves_its_photo() -> None:
    timeline = talked('caption photo 2 "us"', "remove it").timeline

    assert order(timeline) == [1, 2, 3, 4, 5]
    assert captions(timeline)["2"] is None


@pytest.mark.requirement("planner-references")
def test_all_captions_but_one_are_taken_away() -> None:
    but_one = "remove all captions but keep the first"
    timeline = talked('caption every photo "hey"', but_one).timeline

    assert captions(timeline) == {"1": "hey", "2": None, "3": None, "4": None, "5": None}


@pytest.mark.requirement("planner-references")
def test_a_photo_seen_twice_goes_once() -> None:
    assert order(talked("duplicate photo 2", "remove the duplicates").timeline) == [1, 2, 3, 4, 5]


@pytest.mark.requirement("planner-instead-of-last")
@pytest.mark.parametrize("again", ["undo that and make it 20 seconds instead", "撤销，改成20秒"])
def test_undo_with_more_to_do_replaces_the_last_turn(again: str) -> None:
    assert total_s(talked("no title and 10 seconds", again).timeline) == 20


@pytest.mark.requirement("planner-song-start")
@pytest.mark.parametrize(
    "message", ["start the song at 20 seconds", "skip the first 20 seconds of the song"]
)
def test_a_song_of_ones_own_begins_where_it_is_told_to(message: str) -> None:
    music = _after("use my song", message).music

    assert music is not None
    assert (song(_after("use my song", message)), music.source_range.start) == (_SONG.media, 600)


@pytest.mark.requirement("planner-song-start")
@pytest.mark.parametrize("message", ["start the song at 2 seconds", "歌从30秒开始"])
def test_a_composed_piece_has_no_other_beginning_and_says_so(message: str) -> None:
    heard = _said(message, five_photo_video())

    assert (heard.edits, len(heard.notes)) == ((), 1)


@pytest.mark.requirement("planner-mood-no-hijack")
def test_a_look_for_the_whole_leaves_a_song_of_ones_own() -> None:
    timeline = _after("use my song", "整体调成电影感")

    assert song(timeline) == _SONG.media
    assert not isinstance(song(replace(timeline)), MusicReference)


@pytest.mark.requirement("planner-asks-whom")
@pytest.mark.parametrize(
    ("message", "quoted"), [("make the flower black and white", "flower"), ("把新娘调亮", "新娘")]
)
def test_what_nobody_can_see_is_quoted_in_the_question(message: str, quoted: str) -> None:
    question = _said(message, five_photo_video()).question

    assert question is not None
    assert quoted in question
