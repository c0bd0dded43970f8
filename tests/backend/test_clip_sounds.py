"""What video clips bring along to hear: in step, mixed under control, and music making room."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.backend.songs import decoded
from tests.film_factory import numbered, write_film
from tiktok_photo_video.backend.clip_sounds import clip_sounds, ducked_under, mixed
from tiktok_photo_video.backend.soundtrack import soundtrack
from tiktok_photo_video.media.clip_sound import load_clip_sound
from tiktok_photo_video.media.decoding import DecodesHere
from tiktok_photo_video.music import SAMPLE_RATE_HZ, integrated_lufs, true_peak_dbtp
from tiktok_photo_video.render.chunk_cache import ChunkCache
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    MediaKind,
    MusicReference,
    Timeline,
    TimeRange,
    Track,
    TrackKind,
    Transition,
    TransitionType,
)

Samples = NDArray[np.float32]
PRIMING = 1024  # samples that AAC puts before the first


def talking_film(folder: Path, *, frames: int = 60, tone_s: float = 1.0) -> Path:
    """Two seconds of film; the first of them is heard."""
    pictures = [numbered(at % 256, 32, 32) for at in range(frames)]
    return write_film(folder / "film.mp4", pictures, tone_s=tone_s)


def film(start: int = 0, duration: int = 30, **options: object) -> Clip:
    media = ExternalReference("film.mp4", "film", MediaKind.VIDEO, 32, 32, 2000)
    return Clip("v1", media, TimeRange(start, duration), **options)  # type: ignore[arg-type]


def photo(duration: int = 30) -> Clip:
    media = ExternalReference("red.jpg", "red", width_px=32, height_px=32)
    return Clip("p1", media, TimeRange(0, duration))


def timeline_of(*children: Clip | Transition, music: str = "") -> Timeline:
    tracks = [Track(TrackKind.VIDEO, children)]
    if music:
        length = tracks[0].duration
        tracks.append(
            Track(TrackKind.AUDIO, (Clip("m1", MusicReference(music), TimeRange(0, length)),))
        )
    return Timeline(width_px=32, height_px=32, tracks=tuple(tracks))


def heard(timeline: Timeline, path: Path) -> Samples:
    """The sound of the finished video, from its first sample on."""
    cache = ChunkCache(path.parent / "sounds")
    return decoded(soundtrack(timeline, cache, lambda _: path))[PRIMING:]


def level(sound: Samples, start_s: float, end_s: float) -> float:
    part = sound[round(start_s * SAMPLE_RATE_HZ) : round(end_s * SAMPLE_RATE_HZ)]
    return float(np.sqrt(np.mean(part**2)))


def pitch_hz(sound: Samples, start_s: float, end_s: float) -> float:
    part = sound[round(start_s * SAMPLE_RATE_HZ) : round(end_s * SAMPLE_RATE_HZ), 0]
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part))))
    return float(np.argmax(spectrum)) * SAMPLE_RATE_HZ / len(part)


@pytest.mark.requirement("clip-sound-in-step")
def test_a_clip_is_heard_where_it_is_seen(tmp_path: Path) -> None:
    sound = heard(timeline_of(photo(15), film(15, 40), photo(15)), talking_film(tmp_path))
    assert len(sound) >= 70 * SAMPLE_RATE_HZ // 30
    assert level(sound, 0.0, 0.45) < 0.01  # the photo before
    assert level(sound, 0.55, 0.95) > 0.05  # the half second of tone that the trim leaves
    assert level(sound, 1.1, 2.3) < 0.01
    assert pitch_hz(sound, 0.55, 0.95) == pytest.approx(440, abs=5)


@pytest.mark.requirement("sound-silent-file")
def test_without_music_a_clip_is_heard_alone_and_around_it_nothing(tmp_path: Path) -> None:
    sound = heard(timeline_of(photo(30), film(0, 30), photo(30)), talking_film(tmp_path))
    assert level(sound, 1.1, 1.9) > 0.05
    assert float(np.abs(sound[: round(0.9 * SAMPLE_RATE_HZ)]).max()) < 1e-3
    assert float(np.abs(sound[round(2.2 * SAMPLE_RATE_HZ) :]).max()) < 1e-3


@pytest.mark.requirement("clip-sound-in-step")
@pytest.mark.parametrize("speed", [Fraction(2), Fraction(1, 2), Fraction(1, 4)])
def test_a_faster_or_slower_clip_keeps_its_pitch(tmp_path: Path, speed: Fraction) -> None:
    duration_s = 1 / speed
    reel = load_clip_sound(
        talking_film(tmp_path),
        name="clip 1",
        start_s=Fraction(0),
        duration_s=2 / speed,
        speed=speed,
    )
    assert reel is not None
    found = reel[:]
    assert len(found) == round(2 / speed * SAMPLE_RATE_HZ)
    end = float(duration_s)
    assert pitch_hz(found, 0.2 * end, 0.8 * end) == pytest.approx(440, abs=12)
    assert level(found, 0.1 * end, 0.9 * end) > 0.1
    assert level(found, 1.2 * end, 1.9 * end) < 0.01


@pytest.mark.requirement("clip-sound-control")
@pytest.mark.parametrize("options", [{"is_muted": True}, {"volume": 0.0}])
def test_a_muted_clip_is_silent(tmp_path: Path, options: dict[str, object]) -> None:
    assert not heard(timeline_of(film(**options)), talking_film(tmp_path)).any()


@pytest.mark.requirement("clip-sound-control")
def test_half_the_volume_of_a_clip_is_six_decibels_down(tmp_path: Path) -> None:
    path = talking_film(tmp_path)
    loud, half = (heard(timeline_of(film(0, 30, volume=v)), path) for v in (1.0, 0.5))
    assert level(loud, 0.2, 0.8) / level(half, 0.2, 0.8) == pytest.approx(2.0, rel=0.1)


@pytest.mark.requirement("clip-sound-control")
def test_a_clip_without_sound_changes_nothing(tmp_path: Path) -> None:
    path = write_film(tmp_path / "mute.mp4", [numbered(0, 32, 32)] * 30)
    assert load_clip_sound(path, name="c", start_s=Fraction(0), duration_s=Fraction(1)) is None
    assert not heard(timeline_of(film()), path).any()


@pytest.mark.requirement("clip-sound-ducked")
def test_music_makes_room_while_a_clip_is_heard(tmp_path: Path) -> None:
    music = np.full((4 * SAMPLE_RATE_HZ, 2), 0.2, np.float32)
    over = np.zeros_like(music)
    over[SAMPLE_RATE_HZ : 2 * SAMPLE_RATE_HZ] = 0.1
    quiet = ducked_under(music, over)[:] - over
    assert level(quiet, 1.1, 1.9) == pytest.approx(0.2 * 10 ** (-12 / 20), rel=0.02)
    assert level(quiet, 3.2, 3.9) == pytest.approx(0.2, rel=0.01)
    assert level(quiet, 0.0, 0.1) == pytest.approx(0.2, rel=0.01)
    assert np.abs(np.diff(quiet[:, 0])).max() < 1e-3  # no jump is heard


@pytest.mark.requirement("clip-sound-ducked")
def test_music_and_clip_together_stay_loud_enough_and_never_clip(tmp_path: Path) -> None:
    path = talking_film(tmp_path, tone_s=2.0)
    sound = heard(timeline_of(photo(60), film(0, 60), photo(60), music="upbeat"), path)
    assert true_peak_dbtp(sound) < -1.0
    assert abs(integrated_lufs(sound) - -14.0) <= 2.5
    assert pitch_hz(sound, 2.5, 3.5) == pytest.approx(440, abs=5)


@pytest.mark.requirement("clip-sound-in-step")
def test_sound_follows_the_picture_into_its_transitions(tmp_path: Path) -> None:
    fade = Transition(TransitionType.CROSSFADE, 6, 6)
    timeline = timeline_of(photo(30), fade, film(3, 30), fade, photo(30))
    (sound,) = clip_sounds(timeline)
    # Only three frames lie before the trim: no more can be heard.
    assert (sound.at_s, sound.start_s) == (Fraction(27, 30), Fraction(0))
    assert sound.duration_s == Fraction(3 + 30 + 6, 30)
    whole = np.zeros((3 * SAMPLE_RATE_HZ, 2), np.float32)
    assert mixed((sound,), whole, lambda _: talking_film(tmp_path), DecodesHere())
    assert not whole[: round(0.89 * SAMPLE_RATE_HZ)].any()


@pytest.mark.requirement("clip-sound-control")
def test_a_clip_that_cannot_be_read_is_left_out_of_the_sound(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"no film")
    assert not heard(timeline_of(film()), path).any()


@pytest.mark.requirement("clip-sound-levels")
@pytest.mark.parametrize("music", ["", "upbeat"])
def test_a_mix_is_as_loud_as_music_alone(tmp_path: Path, music: str) -> None:
    path = talking_film(tmp_path, tone_s=1.5)
    sound = heard(timeline_of(film(0, 45), photo(45), music=music), path)
    assert abs(integrated_lufs(sound) - -14.0) <= 0.5
    assert true_peak_dbtp(sound) <= -1.5


@pytest.mark.requirement("clip-sound-levels")
def test_a_clip_that_was_turned_down_stays_down(tmp_path: Path) -> None:
    path = talking_film(tmp_path, tone_s=1.5)
    loud, soft = (
        integrated_lufs(heard(timeline_of(film(0, 45, volume=volume)), path))
        for volume in (1.0, 0.25)
    )
    assert loud - soft == pytest.approx(12.0, abs=0.5)
