"""A draft fits wherever the same files are; without some of them it is still a sound video."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import full_timelines
from tiktok_photo_video.timeline.check import check
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    MediaKind,
    Timeline,
    TimeRange,
    Track,
    TrackKind,
)
from tiktok_photo_video.wire.fitting import external_media, fitted, media_keys
from tiktok_photo_video.wire.uploads import UploadedFile


@pytest.mark.requirement("draft-left-out")
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50)
@given(timeline=full_timelines(most=4), data=st.data())
def test_whatever_is_missing_the_rest_is_sound_and_shows_only_what_is_there(
    timeline: Timeline, data: st.DataObject
) -> None:
    needed = external_media(timeline)
    there = data.draw(st.sets(st.sampled_from(needed))) if needed else set()
    keys = {(media.content_hash, media.kind) for media in there}
    found = fitted(timeline, keys)
    if found is None:
        assert not any(clip.media in there for clip in timeline.photos)
        return
    left = external_media(found.timeline)
    assert all((media.content_hash, media.kind) in keys for media in left)
    assert check(found.timeline) == check(timeline) == ()
    if not found.left_out:
        assert found.timeline == timeline


def song_over(photo: ExternalReference, song: ExternalReference) -> Timeline:
    picture = Track(TrackKind.VIDEO, (Clip("p", photo, TimeRange(0, 60)),))
    sound = Track(TrackKind.AUDIO, (Clip("s", song, TimeRange(0, 60)),))
    return Timeline(tracks=(picture, sound))


@pytest.mark.requirement("draft-left-out")
def test_a_song_that_is_gone_leaves_the_picture_as_it_was() -> None:
    photo = ExternalReference("a.jpg", "aa")
    song = ExternalReference("b.mp3", "bb", MediaKind.AUDIO, available_duration_ms=9000)
    timeline = song_over(photo, song)
    found = fitted(timeline, {("aa", MediaKind.IMAGE)})
    assert found is not None
    assert found.left_out == ("b.mp3",)
    assert found.timeline == replace(timeline, tracks=timeline.tracks[:1])
    assert fitted(timeline, {("bb", MediaKind.AUDIO)}) is None


@pytest.mark.requirement("draft-left-out")
def test_only_files_whose_content_is_told_count_as_there() -> None:
    files = [
        UploadedFile("a.jpg", "image", hash="aa"),
        UploadedFile("b.jpg", "image"),
        UploadedFile("c", "hologram", hash="cc"),
    ]
    assert media_keys(files) == {("aa", MediaKind.IMAGE)}
