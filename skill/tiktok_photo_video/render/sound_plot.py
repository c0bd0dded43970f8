"""The sound of a video as a picture: its waveform, its beats and sections, and the cuts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.render.encoder import AUDIO_RATE_HZ

_HEIGHT_PX = 420
_MARGIN_PX = 40
_PX_PER_S, _LEAST_PX, _MOST_PX = 60, 900, 6000
_WAVE_TOP_PX, _WAVE_BOTTOM_PX = 96, 330
_BACKGROUND, _WAVE, _TEXT = (24, 24, 24), (150, 150, 150), (235, 235, 235)
_BEAT, _DOWNBEAT, _CUT, _LIFT = (90, 90, 90), (200, 150, 60), (80, 200, 255), (255, 90, 90)
_SECTIONS = ((58, 58, 80), (58, 80, 58))
_FONT = cv2.FONT_HERSHEY_SIMPLEX

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class SoundMarks:
    """What is drawn over a waveform; all times in seconds of the video.

    ``sections`` are start, end, name and energy (0 to 1).
    """

    duration_s: float
    cuts_s: Sequence[float]
    beats_s: Sequence[float] = ()
    downbeats_s: Sequence[float] = ()
    sections: Sequence[tuple[float, float, str, float]] = ()
    lift_s: float | None = None


def sound_plot(blocks: Iterable[NDArray[np.float32]], marks: SoundMarks) -> bytes:
    """The sound as a PNG.

    Sections are the band above, as high as their energy; beats and downbeats stand behind the
    waveform, cuts below and through it, the lift in red.

    Args:
        blocks: the sound at 48 kHz, one stretch of shape ``(frames, 2)`` after the other.
        marks: what is known of it.

    """
    width = int(np.clip(marks.duration_s * _PX_PER_S, _LEAST_PX, _MOST_PX))
    picture = np.full((_HEIGHT_PX, width + 2 * _MARGIN_PX, 3), _BACKGROUND, np.uint8)
    scale = width / max(marks.duration_s, 1e-3)
    _sections(picture, marks, scale)
    _lines(picture, marks.beats_s, scale, _BEAT, span=(_WAVE_TOP_PX, _WAVE_BOTTOM_PX))
    _lines(picture, marks.downbeats_s, scale, _DOWNBEAT, span=(_WAVE_TOP_PX - 6, _WAVE_BOTTOM_PX))
    _waveform(picture, blocks, round(marks.duration_s * AUDIO_RATE_HZ), width)
    _lines(
        picture, marks.cuts_s, scale, _CUT, span=(_WAVE_TOP_PX, _WAVE_BOTTOM_PX + 26), thickness=2
    )
    for number, at_s in enumerate((0.0, *marks.cuts_s), 1):
        _text(picture, str(number), (_x(at_s, scale) + 3, _WAVE_BOTTOM_PX + 24), _CUT)
    if marks.lift_s is not None and 0.0 <= marks.lift_s <= marks.duration_s:
        _lines(
            picture, [marks.lift_s], scale, _LIFT, span=(_WAVE_TOP_PX, _WAVE_BOTTOM_PX), thickness=2
        )
        _text(picture, "lift", (_x(marks.lift_s, scale) + 3, _WAVE_TOP_PX + 12), _LIFT)
    _seconds(picture, marks.duration_s, scale)
    _, encoded = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    return encoded.tobytes()


def _x(time_s: float, scale: float) -> int:
    return _MARGIN_PX + round(time_s * scale)


def _text(picture: Picture, text: str, at: tuple[int, int], color: tuple[int, int, int]) -> None:
    cv2.putText(picture, text, at, _FONT, 0.42, color, 1, cv2.LINE_AA)


def _sections(picture: Picture, marks: SoundMarks, scale: float) -> None:
    bottom = _WAVE_TOP_PX - 12
    for number, (start_s, end_s, name, energy) in enumerate(marks.sections):
        left, right = _x(start_s, scale), _x(end_s, scale)
        top = bottom - round(64 * energy)
        cv2.rectangle(picture, (left, top), (right, bottom), _SECTIONS[number % 2], -1)
        _text(picture, name, (left + 4, bottom - 6), _TEXT)


def _lines(
    picture: Picture,
    times_s: Sequence[float],
    scale: float,
    color: tuple[int, int, int],
    *,
    span: tuple[int, int],
    thickness: int = 1,
) -> None:
    for time_s in times_s:
        x = _x(time_s, scale)
        cv2.line(picture, (x, span[0]), (x, span[1]), color, thickness)


def _waveform(
    picture: Picture, blocks: Iterable[NDArray[np.float32]], length: int, width: int
) -> None:
    """The highest and lowest sample under each column."""
    middle, half = (_WAVE_TOP_PX + _WAVE_BOTTOM_PX) // 2, (_WAVE_BOTTOM_PX - _WAVE_TOP_PX) // 2
    lows, highs = _extremes(blocks, length, width)
    for column, (low, high) in enumerate(zip(lows, highs, strict=True), _MARGIN_PX):
        top, bottom = (round(middle - half * float(np.clip(v, -1, 1))) for v in (high, low))
        picture[top : bottom + 1, column] = _WAVE


def _extremes(
    blocks: Iterable[NDArray[np.float32]], length: int, width: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    lows, highs, at = np.zeros(width, np.float32), np.zeros(width, np.float32), 0
    for block in blocks:
        heard = block[: max(length - at, 0)]
        columns = np.arange(at, at + len(heard)) * width // max(length, 1)
        np.minimum.at(lows, columns, heard.min(axis=1))
        np.maximum.at(highs, columns, heard.max(axis=1))
        at += len(block)
    return lows, highs


def _seconds(picture: Picture, duration_s: float, scale: float) -> None:
    step_s = max(1, round(duration_s / 60))
    for time_s in range(0, int(duration_s) + 1, step_s):
        x = _x(time_s, scale)
        cv2.line(picture, (x, _HEIGHT_PX - 40), (x, _HEIGHT_PX - 34), _TEXT, 1)
        _text(picture, f"{time_s} s", (x - 8, _HEIGHT_PX - 18), _TEXT)
