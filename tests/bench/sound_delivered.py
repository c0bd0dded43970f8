"""How loud the finished sound is: encoded as in an export, decoded, and heard by FFmpeg's meter.

Not part of the suite, which has a few rows of it.

    PYTHONPATH=skill python -m tests.bench.sound_delivered [beds] [songs]

``beds``: every mood at several lengths and seeds; ``songs``: sounds that users may bring. Prints
the integrated loudness and the true peak of each, and a star where it is not -14 LUFS within
0.5, or its peaks are over -1.5 dBTP. What no gain brings there (bare clicks, next to nothing)
is listed as ``odd`` and told without a star.
"""

from __future__ import annotations

import math
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import av.error
import numpy as np
from av.filter import Graph
from numpy.typing import NDArray

from tiktok_photo_video.backend.soundtrack import soundtrack
from tiktok_photo_video.music import SAMPLE_RATE_HZ, Mood
from tiktok_photo_video.render.chunks import ChunkCache
from tiktok_photo_video.render.encoder import decode_sound
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    MediaKind,
    MediaReference,
    MusicReference,
    Timeline,
    TimeRange,
    Track,
    TrackKind,
)

_RATE = Fraction(30)
_LUFS, _SPREAD_LU, _PEAK_DBTP = -14.0, 0.5, -1.5
_LENGTHS = ((1.0, 3), (3.0, 3), (7.0, 3), (15.0, 3), (30.0, 3), (60.0, 3), (180.0, 1))
_SONG_S = 20.0

Mono = NDArray[np.float32]
Stereo = NDArray[np.float32]


def timeline(media: MediaReference, duration_s: float, *, volume: float = 1.0) -> Timeline:
    """One photo, and music under it."""
    span = TimeRange(0, round(duration_s * _RATE))
    photo = Clip("p1", ExternalReference("a.jpg", "a", width_px=9, height_px=16), span)
    music = Clip("m1", media, span, volume=volume)
    tracks = (Track(TrackKind.VIDEO, (photo,)), Track(TrackKind.AUDIO, (music,)))
    return replace(Timeline(width_px=72, height_px=128, tracks=tracks), rate=_RATE)


def heard(timeline_: Timeline, song: Path = Path()) -> tuple[float, float]:
    """The loudness and the true peak of what a player gets of a timeline's sound."""
    with tempfile.TemporaryDirectory() as folder:
        run = soundtrack(timeline_, ChunkCache(Path(folder)), lambda _: song)
        return metered(decode_sound(run))


def metered(blocks: Iterator[Stereo]) -> tuple[float, float]:
    """By FFmpeg's EBU R128 meter."""
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=SAMPLE_RATE_HZ, format="flt", layout="stereo", time_base=Fraction(1, 48_000)
    )
    meter, sink = graph.add("ebur128", "metadata=1:peak=true"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    last: dict[str, str] = {}
    for block in blocks:
        packed = np.ascontiguousarray(block, np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="flt", layout="stereo")
        frame.sample_rate = SAMPLE_RATE_HZ
        graph.push(frame)
        last = _drained(graph) or last
    graph.push(None)
    last = _drained(graph) or last
    peaks = [float(v) for k, v in last.items() if k.startswith("lavfi.r128.true_peaks_ch")]
    peak = max(peaks, default=0.0)
    loudness = float(last.get("lavfi.r128.I", "nan"))
    return loudness, 20.0 * math.log10(peak) if peak > 0.0 else -math.inf


def _drained(graph: Graph) -> dict[str, str]:
    said: dict[str, str] = {}
    while True:
        try:
            said = graph.pull().metadata or said
        except (av.error.BlockingIOError, av.error.EOFError):
            return said


def _told(name: str, found: tuple[float, float], *, is_odd: bool = False) -> bool:
    lufs, peak = found
    is_in = abs(lufs - _LUFS) <= _SPREAD_LU and peak <= _PEAK_DBTP
    mark = "" if is_in else " (odd)" if is_odd else " *"
    print(f"{name:34} {lufs:6.2f} LUFS {peak:6.2f} dBTP{mark}", flush=True)  # noqa: T201
    return is_in or is_odd


def beds() -> Iterator[bool]:
    """Every mood at several lengths, with several seeds."""
    for mood in Mood:
        for duration_s, seeds in _LENGTHS:
            for seed in range(1, seeds + 1):
                music = MusicReference(mood.value, seed)
                found = heard(timeline(music, duration_s))
                yield _told(f"{mood.value} {duration_s:g} s, seed {seed}", found)


def _at() -> NDArray[np.float64]:
    return np.arange(round(_SONG_S * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ


def _noise(seed: int = 1) -> NDArray[np.float64]:
    return np.random.default_rng(seed).standard_normal(len(_at()))


def _pink() -> NDArray[np.float64]:
    spectrum = np.fft.rfft(_noise())
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1.0))
    pink = np.fft.irfft(spectrum, len(_at()))
    return np.asarray(pink / np.abs(pink).max())


def _struck(every_s: float, fall_s: float, hertz: float = 0.0) -> NDArray[np.float64]:
    """Strokes of noise, or of a tone, that die away."""
    at, sound = np.arange(SAMPLE_RATE_HZ // 2) / SAMPLE_RATE_HZ, np.zeros(len(_at()))
    raw = np.sin(2 * np.pi * hertz * at) if hertz else _noise()[: len(at)] / 4.0
    stroke = raw * np.exp(-at / fall_s)
    for start_s in np.arange(0.2, _SONG_S - 0.6, every_s):
        start = round(start_s * SAMPLE_RATE_HZ)
        sound[start : start + len(stroke)] += stroke
    return sound


def _speech(pause: float = 0.4) -> NDArray[np.float64]:
    """A buzz of a voice's pitch under vowels that change, in words with pauses between."""
    at = _at()
    pitch = 120.0 + 25.0 * np.sin(2 * np.pi * 0.7 * at)
    buzz = sum(np.sin(2 * np.pi * k * np.cumsum(pitch) / SAMPLE_RATE_HZ) / k for k in range(1, 30))
    syllables = np.maximum(np.sin(2 * np.pi * 3.7 * at), 0.0) ** 0.6
    words = (np.sin(2 * np.pi * 0.31 * at) > pause - 0.7).astype(float)
    return np.asarray(0.2 * np.asarray(buzz) * syllables * words + 0.0005 * _noise())


def _soft_then_loud() -> NDArray[np.float64]:
    return _pink() * np.where(_at() < _SONG_S / 2, 0.01, 0.9)


def _eight_bit() -> NDArray[np.float64]:
    return np.asarray(np.round(_pink() * 20.0) / 127.0)


def _late() -> NDArray[np.float64]:
    return np.where(_at() > _SONG_S - 1.0, 0.3 * _pink(), 0.0)


def _clicks() -> NDArray[np.float64]:
    sound = np.zeros(len(_at()))
    sound[:: 2 * SAMPLE_RATE_HZ] = 0.9
    return sound


SONGS: dict[str, Callable[[], NDArray[np.float64]]] = {
    "claps": lambda: _struck(0.6, 0.010),
    "few claps": lambda: _struck(1.5, 0.010),
    "kicks": lambda: _struck(0.5, 0.06, 55.0),
    "deep kicks": lambda: _struck(0.5, 0.15, 35.0),
    "drums": lambda: (
        _struck(1.0, 0.06, 55.0) + 0.5 * _struck(0.5, 0.01) + 0.1 * _struck(0.25, 0.01)
    ),
    "wood blocks": lambda: _struck(0.35, 0.012, 1200.0),
    "plucked": lambda: _struck(0.5, 0.2, 330.0),
    "pink noise": _pink,
    "white noise": lambda: 0.1 * _noise(),
    "quiet": lambda: 0.01 * _pink(),
    "overdriven": lambda: np.clip(20.0 * _pink(), -1.0, 1.0),
    "square wave": lambda: np.sign(np.sin(2 * np.pi * 220.0 * _at())),
    "sine": lambda: 0.5 * np.sin(2 * np.pi * 440.0 * _at()),
    "low sine": lambda: 0.5 * np.sin(2 * np.pi * 40.0 * _at()),
    "high sine": lambda: 0.5 * np.sin(2 * np.pi * 15_000.0 * _at()),
    "eight bit": _eight_bit,
    "speech": _speech,
    "speech with long pauses": lambda: _speech(pause=1.4),
    "soft, then loud": _soft_then_loud,
    "silence, then a second": _late,
}
ODD: dict[str, Callable[[], NDArray[np.float64]]] = {
    "bare clicks": _clicks,
    "ticks": lambda: _struck(0.5, 0.002),
    "hardly there": lambda: 0.001 * _pink(),
    "hiss far under hearing": lambda: 1e-7 * _noise(),
}


def _as_wav(path: Path, mono: NDArray[np.float64], sides: tuple[float, ...]) -> Path:
    """32-bit samples, each channel a share of the sound."""
    samples = (mono[:, None] * np.array(sides)).astype(np.float32)
    layout = "mono" if len(sides) == 1 else "stereo"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("pcm_f32le", rate=SAMPLE_RATE_HZ, layout=layout)
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout=layout)
        frame.sample_rate = SAMPLE_RATE_HZ
        out.mux([*stream.encode(frame), *stream.encode(None)])  # type: ignore[attr-defined]
    return path


def songs() -> Iterator[bool]:
    """What users may bring: mono, on two sides, on one side, with the sides opposed."""
    sides = {"mono": (1.0,), "left": (1.0, 0.0), "wide": (1.0, 0.4)}
    song = ExternalReference("song.wav", "song", MediaKind.AUDIO)
    with tempfile.TemporaryDirectory() as folder:
        for name, made in (SONGS | ODD).items():
            for side, shares in sides.items():
                path = _as_wav(Path(folder) / "song.wav", made(), shares)
                for duration_s in (6.0, _SONG_S):
                    found = heard(timeline(song, duration_s), path)
                    label = f"{name}, {side}, {duration_s:g} s"
                    yield _told(label, found, is_odd=name in ODD)


def main(names: list[str]) -> None:
    """Measure what is named, or both."""
    parts = {"beds": beds, "songs": songs}
    are_in = [fine for name in names or parts for fine in parts[name]()]
    print(f"{are_in.count(False)} of {len(are_in)} are off")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
