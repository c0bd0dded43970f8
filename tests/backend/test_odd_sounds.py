"""Odd sound files: each makes a video, or is refused with a reason when it comes in."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.backend.songs import beat_song, decoded
from tests.backend.workbench import Workbench
from tests.media_factory import truncated, write_sound, write_wav
from tiktok_photo_video.backend.soundtrack import soundtrack
from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.music import integrated_lufs
from tiktok_photo_video.render.chunk_cache import ChunkCache

Making = Callable[[Path], Path]
SONG = beat_song(120.0, 4.0)


def eight_bit(path: Path) -> Path:
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 1, 8000, 0, "NONE", ""))
        out.writeframes(np.uint8(128 + 100 * SONG[::6]).tobytes())
    return path


def named(path: Path, suffix: str) -> Path:
    return write_sound(path.with_suffix(suffix), samples=SONG).rename(path)


def protected(path: Path) -> Path:
    """As shops sold songs: an ordinary file whose sound is marked as enciphered."""
    whole = write_sound(path.with_suffix(".m4a"), samples=SONG).read_bytes()
    path.write_bytes(whole.replace(b"mp4a", b"drms"))
    return path


def cut_short(path: Path) -> Path:
    path.write_bytes(truncated(write_sound(path, samples=SONG).read_bytes(), keep=0.5))
    return path


def empty(path: Path) -> Path:
    path.touch()
    return path


PLAYED: dict[str, Making] = {
    "long.flac": lambda path: write_sound(path, samples=np.tile(SONG, 30)),
    "short.wav": lambda path: write_wav(path, duration_s=0.05),
    "mono.wav": lambda path: write_wav(path, channels=1),
    "eight-bit.wav": eight_bit,
    "studio.wav": lambda path: write_wav(path, sample_rate_hz=192_000),
    "surround.flac": lambda path: write_sound(path, layout="5.1"),
    "really-an-mp3.wav": lambda path: named(path, ".mp3"),
    "really-a-wav.m4a": lambda path: named(path, ".wav"),
    "no-suffix": lambda path: named(path, ".ogg"),
    "half.mp3": cut_short,
}
REFUSED: dict[str, tuple[Making, str]] = {
    "silent.wav": (lambda path: write_wav(path, amplitude=0.0), "media_silent"),
    "no-length.wav": (lambda path: write_wav(path, duration_s=0.0), "media_no_sound"),
    "empty.mp3": (empty, "media_empty"),
    "half.m4a": (cut_short, "media_damaged"),
    "shop.m4p": (protected, "media_protected"),
}


@pytest.mark.requirement("sound-odd-files")
@pytest.mark.parametrize("name", PLAYED)
def test_a_sound_that_can_be_played_is_played(bench: Workbench, tmp_path: Path, name: str) -> None:
    session = bench.new_session()
    kept = bench.backend.media.take_in(PLAYED[name](tmp_path / name), name=name)
    bench.backend.sessions.add_media(session, [kept])
    bench.say(session, "a 2 second video")
    cache = ChunkCache(tmp_path / "sounds")
    run = soundtrack(bench.timeline(session), cache, bench.backend.media.original)
    assert integrated_lufs(decoded(run)) > -26.0


@pytest.mark.requirement("sound-odd-files")
def test_a_song_whose_beginning_is_silent_plays_silently_where_nothing_else_is_heard_of_it(
    bench: Workbench, tmp_path: Path
) -> None:
    late = np.concatenate((np.zeros(3 * len(SONG), SONG.dtype), SONG))
    session = bench.new_session()
    path = write_sound(tmp_path / "late.flac", samples=late)
    kept = bench.backend.media.take_in(path, name="late.flac")
    bench.backend.sessions.add_media(session, [kept])
    bench.say(session, "a 2 second video")
    cache = ChunkCache(tmp_path / "sounds")
    run = soundtrack(bench.timeline(session), cache, bench.backend.media.original)
    assert float(np.abs(decoded(run)).max()) < 1e-3


@pytest.mark.requirement("sound-odd-files")
@pytest.mark.parametrize("name", REFUSED)
def test_a_sound_that_cannot_be_played_is_refused_with_the_reason(
    bench: Workbench, tmp_path: Path, name: str
) -> None:
    making, code = REFUSED[name]
    path = making(tmp_path / name)
    with pytest.raises(MediaError) as caught:
        bench.backend.media.take_in(path, name=name)
    assert caught.value.code == code
    assert caught.value.hint
