"""Decoded sound is stereo, at the asked rate, at the right level; bad files are named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.media_factory import SOUND_ENCODERS, write_clip, write_photo, write_sound, write_wav
from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.media import load_sound

NAME = "song.mp3"


def refusal(path: Path) -> MediaError:
    with pytest.raises(MediaError) as caught:
        load_sound(path, name=NAME)
    assert caught.value.message.startswith(f"{NAME}: ")
    assert caught.value.hint
    return caught.value


def loudest_frequency_hz(samples: NDArray[np.float32], sample_rate_hz: int) -> float:
    spectrum = np.abs(np.fft.rfft(samples[:, 0]))
    return float(np.argmax(spectrum)) * sample_rate_hz / len(samples)


@pytest.mark.requirement("media-sound")
@pytest.mark.parametrize("extension", SOUND_ENCODERS)
@pytest.mark.parametrize("layout", ["mono", "stereo"])
def test_each_format_gives_the_tone_on_both_sides(
    tmp_path: Path, extension: str, layout: str
) -> None:
    path = write_sound(tmp_path / f"tone.{extension}", layout=layout)
    samples = load_sound(path, name=NAME)[:]
    assert samples.dtype == np.float32
    assert samples.shape[1] == 2
    assert len(samples) == pytest.approx(24_000, abs=3000)
    assert loudest_frequency_hz(samples, 48_000) == pytest.approx(440, abs=3)
    middle = np.sqrt((samples[6000:18_000] ** 2).mean(axis=0))
    assert middle == pytest.approx([0.354, 0.354], rel=0.1)


@pytest.mark.requirement("media-sound")
def test_the_sample_rate_is_the_asked_one(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "tone.wav", sample_rate_hz=44_100)
    samples = load_sound(path, name=NAME, sample_rate_hz=22_050)[:]
    assert len(samples) == pytest.approx(11_025, abs=2)
    assert loudest_frequency_hz(samples, 22_050) == pytest.approx(440, abs=3)


@pytest.mark.requirement("media-sound")
@pytest.mark.parametrize("channels", [3, 4, 6, 8])
def test_many_channels_are_mixed_down_without_clipping(tmp_path: Path, channels: int) -> None:
    path = write_wav(tmp_path / "surround.wav", channels=channels, amplitude=0.9)
    samples = load_sound(path, name=NAME)[:]
    assert samples.shape[1] == 2
    assert 0.5 < float(np.abs(samples).max()) <= 1.0
    assert samples.flags.c_contiguous


@pytest.mark.requirement("media-sound")
def test_what_comes_after_the_limit_is_left_out(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "long.wav", duration_s=1.0)
    assert load_sound(path, name=NAME, max_duration_s=0.25)[:].shape == (12_000, 2)


@pytest.mark.requirement("media-sound")
def test_silence_is_said_to_be_silence(tmp_path: Path) -> None:
    assert refusal(write_wav(tmp_path / "a.wav", amplitude=0.0)).code == "media_silent"


@pytest.mark.requirement("media-sound")
def test_sound_of_no_length_is_no_sound(tmp_path: Path) -> None:
    assert refusal(write_wav(tmp_path / "a.wav", duration_s=0.0)).code == "media_no_sound"


@pytest.mark.requirement("media-sound")
def test_a_clip_without_sound_has_none(tmp_path: Path) -> None:
    assert refusal(write_clip(tmp_path / "a.mp4")).code == "media_no_sound"


@pytest.mark.requirement("media-sound")
def test_a_photo_is_not_sound(tmp_path: Path) -> None:
    assert refusal(write_photo(tmp_path / "a.mp3")).code == "media_wrong_kind"


@pytest.mark.requirement("media-sound")
@pytest.mark.parametrize(
    "content", [b"RIFF\x40\0\0\0WAVE" + b"\x12" * 80, b"ID3\x03\0\0\0\0\0\0" + b"\0" * 900]
)
def test_a_damaged_sound_file_is_called_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.mp3").write_bytes(content)
    assert refusal(tmp_path / "a.mp3").code == "media_damaged"


@pytest.mark.requirement("media-bombs-refused")
def test_an_absurd_sample_rate_is_refused(tmp_path: Path) -> None:
    assert refusal(write_wav(tmp_path / "a.wav", sample_rate_hz=50)).code == "media_damaged"


@pytest.mark.requirement("media-sound")
def test_one_bad_stretch_does_not_spoil_a_song(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "song.mp3", duration_s=1.0)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 60] = b"\x55" * 60
    path.write_bytes(content)
    assert len(load_sound(path, name=NAME)) > 40_000
