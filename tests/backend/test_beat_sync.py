"""Cuts on the beat: of composed music and of the user's own songs."""

from __future__ import annotations

import io
import json
import re
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.backend.songs import beat_song, hum
from tests.backend.workbench import Workbench
from tests.media_factory import write_sound
from tiktok_photo_video.backend.sessions import Session
from tiktok_photo_video.backend.song_beats import FORMAT_VERSION
from tiktok_photo_video.music import BeatPlan
from tiktok_photo_video.timeline.model import Timeline

FORMATS = ["mp3", "wav", "m4a", "aac", "flac", "ogg"]


def cuts(timeline: Timeline) -> list[int]:
    return list(accumulate(clip.duration for clip in timeline.pictures))[:-1]


def plan_of(bench: Workbench, timeline: Timeline) -> BeatPlan:
    plan = bench.backend.beat_sync.plan(timeline)
    assert isinstance(plan, BeatPlan)
    return plan


def off_the_beat(bench: Workbench, timeline: Timeline) -> list[int]:
    """The cuts that are not on the frame of a beat."""
    beats = {round(beat * timeline.rate) for beat in plan_of(bench, timeline).beats_s}
    return [cut for cut in cuts(timeline) if cut not in beats]


def with_song(
    bench: Workbench, tmp_path: Path, samples: NDArray[np.float32], *, suffix: str = "wav"
) -> Session:
    """A session of four photos and a song."""
    session = bench.new_session(photos=4)
    add_song(bench, session, tmp_path / f"song.{suffix}", samples)
    return session


def add_song(bench: Workbench, session: Session, path: Path, samples: NDArray[np.float32]) -> None:
    write_sound(path, samples=samples)
    kept = bench.backend.media.take_in(path, name=path.name)
    bench.backend.sessions.add_media(session, [kept])


@pytest.mark.requirement("beat-sync")
@pytest.mark.parametrize("mood", ["upbeat", "house", "romantic"])
def test_cuts_land_on_the_beats_of_a_new_video_with_music(bench: Workbench, mood: str) -> None:
    session = bench.new_session(photos=4)
    answer = bench.say(session, f"a 13 second video with {mood} music")
    timeline = bench.timeline(session)
    assert timeline.has_beat_sync
    assert "cuts on the beat" in answer.text
    assert off_the_beat(bench, timeline) == []
    assert timeline.duration == 13 * timeline.rate


@pytest.mark.requirement("beat-sync-default")
@pytest.mark.parametrize(
    "wish", ["2 seconds per photo", "a 9 second video, no music", "ignore the beat"]
)
def test_cuts_follow_no_beat_where_that_is_not_wanted(bench: Workbench, wish: str) -> None:
    session = bench.new_session(photos=4)
    bench.say(session, f"make a video, {wish}")
    timeline = bench.timeline(session)
    assert not timeline.has_beat_sync
    lengths = [clip.duration for clip in timeline.photos]
    assert max(lengths) - min(lengths) <= 1


@pytest.mark.requirement("beat-sync")
def test_another_song_moves_the_cuts_to_its_own_beats(bench: Workbench) -> None:
    session = bench.new_session(photos=4)
    bench.say(session, "a 13 second video with upbeat music")
    before = cuts(bench.timeline(session))
    bench.say(session, "make the music lofi")
    assert off_the_beat(bench, bench.timeline(session)) == []
    assert cuts(bench.timeline(session)) != before


@pytest.mark.requirement("beat-sync-pinned")
def test_another_song_leaves_what_was_pinned_alone(bench: Workbench) -> None:
    session = bench.new_session(photos=4)
    bench.say(session, "a 13 second video with upbeat music", "make photo 2 exactly 3.1 seconds")
    for wish in ("make the music lofi", "use house music"):
        bench.say(session, wish)
        timeline = bench.timeline(session)
        assert timeline.photos[1].duration == round(3.1 * timeline.rate)
        assert len(off_the_beat(bench, timeline)) <= 1


@pytest.mark.requirement("beat-sync-pinned")
def test_a_length_asked_for_is_pinned_even_where_it_was_so_already(bench: Workbench) -> None:
    session = bench.new_session(photos=4)
    bench.say(session, "a 13 second video with upbeat music")
    before = bench.timeline(session)
    length_s = float(before.photos[1].duration / before.rate)
    bench.say(session, f"make photo 2 exactly {length_s:.4f} seconds")
    assert bench.timeline(session).photos[1].is_pinned
    bench.say(session, "make the music lofi")
    assert bench.timeline(session).photos[1].duration == before.photos[1].duration


@pytest.mark.requirement("beat-sync")
def test_an_edit_that_moves_neither_music_nor_photos_moves_no_cut(bench: Workbench) -> None:
    session = bench.new_session(photos=4)
    bench.say(session, "a 13 second video with upbeat music")
    before = cuts(bench.timeline(session))
    bench.say(session, "add the title 'Hi'", "make the music quieter")
    assert cuts(bench.timeline(session)) == before


@pytest.mark.requirement("beat-sync-pace")
@pytest.mark.parametrize("wish", ["faster", "make it 30% slower", "make it 9 seconds", "快一点"])
def test_a_pace_or_a_total_pins_nothing_and_stays_on_the_beat(bench: Workbench, wish: str) -> None:
    session = bench.new_session(photos=4)
    bench.say(session, "a 13 second video with upbeat music")
    before = bench.timeline(session)
    bench.say(session, wish)
    after = bench.timeline(session)
    assert after.duration != before.duration
    assert not any(clip.is_pinned for clip in after.photos)
    assert off_the_beat(bench, after) == []


@pytest.mark.requirement("beat-sync-ending")
@pytest.mark.parametrize("mood", ["upbeat", "epic", "acoustic"])
def test_the_last_photo_stands_over_the_last_chord(bench: Workbench, mood: str) -> None:
    session = bench.new_session(photos=4)
    bench.say(session, f"a 12 second video with {mood} music")
    timeline = bench.timeline(session)
    final_s = plan_of(bench, timeline).sections[-1].start_s
    assert abs(cuts(timeline)[-1] - final_s * timeline.rate) <= 0.5
    assert off_the_beat(bench, timeline) == []


@pytest.mark.requirement("beat-sync-own-song")
@pytest.mark.parametrize("suffix", FORMATS)
def test_cuts_land_on_the_beats_of_an_own_song(
    bench: Workbench, tmp_path: Path, suffix: str
) -> None:
    session = with_song(bench, tmp_path, beat_song(100.0, 14.0), suffix=suffix)
    bench.say(session, "a 10 second video")
    timeline = bench.timeline(session)
    assert off_the_beat(bench, timeline) == []
    assert timeline.duration == 10 * timeline.rate
    codec_delay_s = 0.06
    for beat_s in plan_of(bench, timeline).beats_s:
        assert min(abs(beat_s - 0.2 - 0.6 * n) for n in range(24)) < codec_delay_s


@pytest.mark.requirement("beat-sync-own-song")
def test_a_song_that_is_too_short_goes_on_with_its_own_beats(
    bench: Workbench, tmp_path: Path
) -> None:
    session = with_song(bench, tmp_path, beat_song(120.0, 8.0, first_s=0.0))
    bench.say(session, "a 12 second video")
    timeline = bench.timeline(session)
    beats_s = plan_of(bench, timeline).beats_s
    where_it_begins_anew = 8 * timeline.rate
    assert set(off_the_beat(bench, timeline)) <= {where_it_begins_anew}
    assert 11.0 < max(beats_s) < 12.0


@pytest.mark.requirement("beat-sync-kept")
def test_a_song_is_listened_to_once(bench: Workbench, tmp_path: Path) -> None:
    session = with_song(bench, tmp_path, beat_song(100.0, 12.0))
    bench.say(session, "a 10 second video")
    timeline = bench.timeline(session)
    media = timeline.music.media if timeline.music else None
    content_hash = getattr(media, "content_hash", "")
    kept = bench.backend.media.beside(content_hash, "beats.json")
    before = plan_of(bench, timeline)
    bench.backend.media.original(content_hash).unlink()
    assert plan_of(bench, timeline) == before
    assert json.loads(kept.read_text())["format"] == FORMAT_VERSION


@pytest.mark.requirement("beat-sync-kept")
@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 0}', '{"format": 3}'])
def test_kept_beats_that_cannot_be_read_are_heard_again(
    bench: Workbench, tmp_path: Path, content: str
) -> None:
    session = with_song(bench, tmp_path, beat_song(100.0, 6.0))
    bench.say(session, "a 5 second video")
    timeline = bench.timeline(session)
    before = plan_of(bench, timeline)
    for kept in tmp_path.rglob("*.beats.json"):
        kept.write_text(content)
    assert plan_of(bench, timeline) == before


@pytest.mark.requirement("beat-sync-beatless")
@pytest.mark.parametrize(
    ("message", "said"),
    [("a 10 second video", "no beat|no steady beat"), ("做一个10秒的视频", "节拍")],
)
def test_a_sound_without_a_beat_is_paced_evenly_and_that_is_said(
    bench: Workbench, tmp_path: Path, message: str, said: str
) -> None:
    session = with_song(bench, tmp_path, hum(12.0))
    answer = bench.say(session, message)
    assert re.search(said, answer.text)
    assert "on the beat:" not in answer.text
    assert {clip.duration for clip in bench.timeline(session).photos} == {75}


@pytest.mark.requirement("preview-sound")
@pytest.mark.parametrize("has_beat", [True, False])
def test_the_sound_can_be_looked_at(bench: Workbench, tmp_path: Path, has_beat: bool) -> None:
    samples = beat_song(100.0, 5.0) if has_beat else hum(5.0)
    session = with_song(bench, tmp_path, samples)
    bench.say(session, "a 4 second video")
    content = bench.backend.sound_plots.plot(bench.backend.sessions.current(session))
    picture = np.asarray(Image.open(io.BytesIO(content)).convert("RGB")).astype(int)
    cut_x = 40 + round(cuts(bench.timeline(session))[0] / 30 * (picture.shape[1] - 80) / 4.0)
    assert tuple(picture[330 + 20, cut_x]) == (80, 200, 255)
    is_downbeat = (abs(picture[92] - (200, 150, 60)) <= 2).all(axis=-1)
    assert is_downbeat.any() == has_beat


@pytest.mark.requirement("beat-sync-beatless")
def test_a_song_after_a_sound_without_a_beat_is_cut_to(bench: Workbench, tmp_path: Path) -> None:
    session = with_song(bench, tmp_path, hum(12.0))
    bench.say(session, "a 10 second video", "use house music")
    assert off_the_beat(bench, bench.timeline(session)) == []
