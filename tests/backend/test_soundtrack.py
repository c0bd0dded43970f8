"""The soundtrack: as long as the picture, as loud as TikTok plays it, silent without music."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.backend.songs import decoded
from tests.backend.workbench import Workbench
from tests.media_factory import write_sound, write_wav
from tiktok_photo_video.backend.soundtrack import soundtrack
from tiktok_photo_video.errors import RenderError, StorageError
from tiktok_photo_video.media.reels import Reel
from tiktok_photo_video.music import SAMPLE_RATE_HZ, integrated_lufs, true_peak_dbtp
from tiktok_photo_video.render.chunk_cache import ChunkCache
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import SetFades, SetMuted, SetSong
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    MediaKind,
    MusicReference,
    Timeline,
    TimeRange,
    TrackKind,
)

AAC_PACKET = 1024  # samples


def timeline_of(bench: Workbench, *wishes: str) -> Timeline:
    session = bench.new_session()
    bench.say(session, *wishes)
    return bench.timeline(session)


def no_song(content_hash: str) -> Path:
    raise AssertionError(f"nobody asked for the song {content_hash}")


@pytest.fixture
def cache(tmp_path: Path) -> ChunkCache:
    return ChunkCache(tmp_path / "sounds")


@pytest.mark.requirement("sound-levels")
@pytest.mark.parametrize("mood", ["upbeat", "cinematic"])
def test_what_comes_out_of_the_file_is_loud_enough_and_never_clips(
    bench: Workbench, cache: ChunkCache, mood: str
) -> None:
    timeline = timeline_of(bench, f"a 6 second video with {mood} music")
    sound = decoded(soundtrack(timeline, cache, no_song))
    assert abs(integrated_lufs(sound) - -14.0) <= 0.5
    assert true_peak_dbtp(sound) <= -1.5


@pytest.mark.requirement("jobs-wait-for-room")
def test_what_a_failed_soundtrack_recorded_takes_no_room_although_its_failure_is_kept(
    bench: Workbench, cache: ChunkCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    reels: list[Reel] = []
    blank = Reel.blank

    def recorded(folder: Path, *, length: int) -> Reel:
        reels.append(blank(folder, length=length))
        return reels[-1]

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Reel, "blank", recorded)
    monkeypatch.setattr("tiktok_photo_video.backend.soundtrack._encoded", refused)
    timeline = timeline_of(bench, "a 2 second video")
    with pytest.raises(StorageError) as failure:
        soundtrack(timeline, cache, no_song)
    assert failure.value.code == "disk_full"
    assert reels
    for reel in reels:
        with pytest.raises(ValueError, match="closed"):
            reel[0:1]


@pytest.mark.requirement("sound-length")
@pytest.mark.parametrize("wish", ["a 6 second video", "a 1 second video", "a 3.3 second video"])
def test_the_sound_is_exactly_as_long_as_the_picture(
    bench: Workbench, cache: ChunkCache, wish: str
) -> None:
    timeline = timeline_of(bench, wish)
    sound = decoded(soundtrack(timeline, cache, no_song))
    wanted = round(timeline.duration * SAMPLE_RATE_HZ / timeline.rate)
    # AAC begins with one packet that players skip, and fills its last one up.
    assert 0 <= len(sound) - AAC_PACKET - wanted < AAC_PACKET


@pytest.mark.requirement("sound-silence")
@pytest.mark.parametrize("wish", ["remove the music", "mute the music"])
def test_without_music_there_is_silence_of_the_right_length(
    bench: Workbench, cache: ChunkCache, wish: str
) -> None:
    timeline = timeline_of(bench, "a 3 second video", wish)
    sound = decoded(soundtrack(timeline, cache, no_song))
    assert float(np.abs(sound).max()) == 0.0
    assert len(sound) >= 3 * SAMPLE_RATE_HZ


@pytest.mark.requirement("sound-kept")
def test_the_same_sound_is_made_once(bench: Workbench, cache: ChunkCache, tmp_path: Path) -> None:
    timeline = timeline_of(bench, "a 3 second video")
    first = soundtrack(timeline, cache, no_song)
    assert soundtrack(timeline, cache, no_song) == first
    assert len(list((tmp_path / "sounds").rglob("*.pvpk"))) == 1


@pytest.mark.requirement("sound-levels")
def test_half_volume_is_six_decibels_down(bench: Workbench, cache: ChunkCache) -> None:
    timeline = timeline_of(bench, "a 6 second video")
    loud, half = (
        integrated_lufs(decoded(soundtrack(with_volume(timeline, volume), cache, no_song)))
        for volume in (1.0, 0.5)
    )
    assert loud - half == pytest.approx(6.02, abs=0.5)


@pytest.mark.requirement("sound-refusals")
def test_a_mood_that_nobody_composed_is_refused_by_name(
    bench: Workbench, cache: ChunkCache
) -> None:
    timeline = timeline_of(bench, "a 3 second video")
    with pytest.raises(RenderError) as caught:
        soundtrack(with_music(timeline, MusicReference("polka", 1)), cache, no_song)
    assert "polka" in caught.value.message
    assert "upbeat" in caught.value.hint


def with_volume(timeline: Timeline, volume: float) -> Timeline:
    return _with_clip(timeline, volume=volume)


def with_music(timeline: Timeline, music: MusicReference | ExternalReference) -> Timeline:
    return _with_clip(timeline, media=music)


def _with_clip(timeline: Timeline, **changes: Any) -> Timeline:
    tracks = tuple(
        replace(track, children=tuple(replace(clip, **changes) for clip in track.clips))
        if track.kind is TrackKind.AUDIO
        else track
        for track in timeline.tracks
    )
    return replace(timeline, tracks=tracks)


@pytest.mark.requirement("sound-own-song")
@pytest.mark.parametrize("song_s", [1.5, 8.0])
def test_an_own_song_plays_as_long_as_the_picture_and_fades_out(
    bench: Workbench, cache: ChunkCache, tmp_path: Path, song_s: float
) -> None:
    song = tmp_path / "song.wav"
    write_wav(song, duration_s=song_s, sample_rate_hz=44_100)
    mine = ExternalReference("song.wav", "hash of the song", MediaKind.AUDIO)
    timeline = timeline_of(bench, "a 5 second video")
    sound = decoded(soundtrack(with_music(timeline, mine), cache, lambda _: song))
    assert 0 <= len(sound) - AAC_PACKET - 5 * SAMPLE_RATE_HZ < AAC_PACKET
    assert abs(integrated_lufs(sound) - -14.0) <= 0.5
    middle, end = sound[2 * SAMPLE_RATE_HZ :][:4800], sound[5 * SAMPLE_RATE_HZ :][:480]
    assert np.abs(middle).max() > 20 * np.abs(end).max()


def level(sound: np.ndarray, start_s: float, end_s: float) -> float:
    part = sound[int(start_s * SAMPLE_RATE_HZ) : int(end_s * SAMPLE_RATE_HZ)]
    return float(np.sqrt(np.mean(part**2)))


def noise(duration_s: float) -> NDArray[np.float32]:
    count = round(duration_s * SAMPLE_RATE_HZ)
    return np.random.default_rng(1).standard_normal(count).astype(np.float32)


@pytest.mark.requirement("sound-levels")
@pytest.mark.parametrize(
    ("level", "song_s"), [(0.001, 4.0), (0.3, 4.0), (30.0, 4.0), (0.3, 0.4), (0.3, 0.03)]
)
def test_an_own_sound_is_as_loud_however_it_was_recorded(
    bench: Workbench, tmp_path: Path, level: float, song_s: float
) -> None:
    cache = ChunkCache(tmp_path / "sounds")
    recorded = np.clip(level * noise(song_s), -1.0, 1.0)
    song = write_sound(tmp_path / "song.flac", samples=recorded)
    mine = ExternalReference("song.flac", "hash of the song", MediaKind.AUDIO)
    timeline = with_music(timeline_of(bench, "a 3 second video"), mine)
    sound = decoded(soundtrack(timeline, cache, lambda _: song))
    assert abs(integrated_lufs(sound) - -14.0) <= 0.5
    assert true_peak_dbtp(sound) <= -1.5


@pytest.mark.requirement("sound-levels")
def test_bare_claps_are_as_loud_as_music_in_the_file(
    bench: Workbench, cache: ChunkCache, tmp_path: Path
) -> None:
    """What AAC leaves of them at the usual bit rate is softer, and its peaks are higher."""
    clap = np.exp(-np.arange(9600) / 480.0).astype(np.float32) * noise(0.2) / 4
    recorded = np.tile(np.pad(clap, (0, 24_000 - len(clap))), 6)
    song = write_sound(tmp_path / "song.wav", samples=recorded)
    mine = ExternalReference("song.wav", "hash of the song", MediaKind.AUDIO)
    timeline = with_music(timeline_of(bench, "a 3 second video"), mine)
    sound = decoded(soundtrack(timeline, cache, lambda _: song))
    assert abs(integrated_lufs(sound) - -14.0) <= 0.5
    assert true_peak_dbtp(sound) <= -1.5


@pytest.mark.requirement("sound-song-start")
def test_a_song_is_heard_from_the_moment_asked_for(
    bench: Workbench, cache: ChunkCache, tmp_path: Path
) -> None:
    recorded = np.concatenate([0.5 * noise(2.0), 0.02 * noise(3.0)])
    song = write_sound(tmp_path / "song.wav", samples=recorded)
    mine = ExternalReference("song.wav", "hash of the song", MediaKind.AUDIO, 0, 0, 5000)
    timeline = timeline_of(bench, "a 4 second video")
    later = apply(timeline, SetSong(Clip("s1", mine, TimeRange(60, 30))))
    sound = decoded(soundtrack(later, cache, lambda _: song))
    # Three soft seconds are left of it; then it begins anew, loud.
    assert level(sound, 3.1, 3.4) > 10 * level(sound, 1.0, 2.9)


@pytest.mark.requirement("sound-fades")
def test_music_comes_and_goes_over_the_time_asked_for(bench: Workbench, cache: ChunkCache) -> None:
    timeline = timeline_of(bench, "a 6 second video with upbeat music")
    faded = apply(timeline, SetFades(fade_in=60, fade_out=60))
    plain = decoded(soundtrack(timeline, cache, no_song))
    sound = decoded(soundtrack(faded, cache, no_song))
    assert level(sound, 0.0, 0.3) < 0.25 * level(plain, 0.0, 0.3)
    assert level(sound, 5.8, 6.0) < 0.25 * level(sound, 2.5, 3.5)
    assert level(sound, 2.5, 3.5) == pytest.approx(level(plain, 2.5, 3.5), rel=0.05)


@pytest.mark.requirement("sound-fades")
def test_muted_music_is_silent_and_comes_back_as_it_was(
    bench: Workbench, cache: ChunkCache
) -> None:
    timeline = timeline_of(bench, "a 4 second video with upbeat music")
    muted = apply(timeline, SetMuted(is_muted=True))
    assert not decoded(soundtrack(muted, cache, no_song)).any()
    heard = apply(muted, SetMuted(is_muted=False))
    assert soundtrack(heard, cache, no_song) == soundtrack(timeline, cache, no_song)
