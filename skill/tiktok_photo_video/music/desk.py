"""From the score to sound.

The piece is mixed in blocks, so that ten minutes need little more memory than their own
samples. Each distinct note is rendered once; in a block every part is summed on its own,
then panned, ducked and sent to room and echo. One transform per block does room, echo and
tone together; what rings over is carried into the next block.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.music.drums import DRUMS
from tiktok_photo_video.music.effects import dip, echo, room, saturate, tone
from tiktok_photo_video.music.instruments import INSTRUMENTS
from tiktok_photo_video.music.performance import Event, perform
from tiktok_photo_video.music.score import Score
from tiktok_photo_video.music.sound import BLOCK, SAMPLE_RATE_HZ, Tape, Wave, frames, highest, ratio
from tiktok_photo_video.music.stroke import Hit
from tiktok_photo_video.music.style import Part, Style
from tiktok_photo_video.music.styles import STYLES
from tiktok_photo_video.music.synth import ease, fft_size
from tiktok_photo_video.music.theory import frequency_hz
from tiktok_photo_video.music.tone import Tone

_BLOCK = 9 * SAMPLE_RATE_HZ
_PEAK = 0.89
# The parts' levels add up too hot for saturation that should warm and not squash.
_TRIM_DB = -4.5
_LAYERS = 3
_TAKES = 3
# Held times are rounded to this, so that nearly equal notes are rendered once.
_DURATION_GRAIN_S = 0.01
_SILENT_S = 0.012
_TAIL_FROM = 0.45


def render(score: Score) -> NDArray[np.float32]:
    """The piece as sound.

    Returns:
        Stereo at 48 kHz, shape ``(round(duration_s * 48000), 2)``; peaks under full scale;
        the last chord decays to silence at the end.

    """
    out = np.zeros((frames(score.duration_s), 2), dtype=np.float32)
    record(score, out)
    return out


def record(score: Score, tape: Tape) -> None:
    """``render`` onto a tape of just that length."""
    desk = _Desk(score)
    carried = np.zeros((2, desk.tail), dtype=np.float32)
    for start in range(0, len(tape), _BLOCK):
        count = min(_BLOCK, len(tape) - start)
        wet = desk.block(start, count)
        wet[:, : desk.tail] += carried
        carried = wet[:, count : count + desk.tail].copy()
        tape[start : start + count] = saturate(wet[:, :count], drive=desk.style.drive).T
    _close(tape, score)
    gain = np.float32(_PEAK / max(highest(tape), 1e-6))
    for start in range(0, len(tape), BLOCK):
        tape[start : start + BLOCK] = tape[start : start + BLOCK] * gain


def _close(tape: Tape, score: Score) -> None:
    """Let the last chord's ringing reach silence exactly at the end."""
    ring = len(tape) - frames(score.final_hit_s)
    silent = frames(_SILENT_S)
    fall = int(ring * (1.0 - _TAIL_FROM)) - silent
    end = np.concatenate([ease(fall)[::-1] ** 1.5, np.zeros(silent, np.float32)])
    tape[len(tape) - len(end) :] = tape[len(tape) - len(end) :] * end[:, None]
    start = frames(0.002)
    tape[:start] = tape[:start] * ease(start)[:, None]


@dataclass(frozen=True, slots=True)
class _Placed:
    """An event on the sample grid, with its rendered sound and gain."""

    start: int
    sound: Wave
    gain: np.float32

    @property
    def end(self) -> int:
        return self.start + int(self.sound.shape[-1])


class _Bank:
    """Rendered notes, each distinct one made once."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._sounds: dict[tuple[int, int, int, int, int], Wave] = {}
        self._takes: dict[int, int] = {}

    def sound(self, event: Event) -> Wave:
        """The sound of an event; drums go round several takes of the same stroke."""
        layer = min(int(event.force * _LAYERS), _LAYERS - 1)
        grains = max(round(event.duration_s / _DURATION_GRAIN_S), 1)
        part = self._style.parts[event.part]
        drum = part.instrument in DRUMS
        take = self._takes.get(event.part, 0)
        self._takes[event.part] = (take + 1) % _TAKES
        # Only sounds that lead somewhere care how long a drum's note is.
        held = 0 if drum and part.patterns else grains
        key = (event.part, event.pitch, held, layer, take if drum else 0)
        if key not in self._sounds:
            make = partial(_struck if drum else _sung, part, layer=layer, take=take)
            self._sounds[key] = make(event.pitch, grains * _DURATION_GRAIN_S)
        return self._sounds[key]


def _sung(part: Part, pitch: int, duration_s: float, *, layer: int, take: int) -> Wave:
    force = (layer + 0.5) / _LAYERS
    sung = Tone(frequency_hz(pitch), duration_s, force, take)
    return INSTRUMENTS[part.instrument](sung).astype(np.float32, copy=False)


def _struck(part: Part, _pitch: int, duration_s: float, *, layer: int, take: int) -> Wave:
    struck = Hit((layer + 0.5) / _LAYERS, duration_s, take)
    return DRUMS[part.instrument](struck).astype(np.float32, copy=False)


class _Desk:
    """The mixing desk of one piece: its placed sounds, its room, and its blocks."""

    def __init__(self, score: Score) -> None:
        self.style = STYLES[score.mood]
        events = perform(score)
        self._lanes = self._place(events)
        self._kicks = [
            frames(event.start_s) for event in events if self.style.parts[event.part].kick
        ]
        self._dip = dip()
        impulses = room(self.style.reverb_s, seed=7919)
        self.tail = impulses.shape[1]
        self._size = fft_size(min(_BLOCK, frames(score.duration_s)) + self.tail)
        echoes = echo(score.step_s * self.style.echo_steps, length=self.tail)
        self._room, self._echo = (np.fft.rfft(sides, self._size) for sides in (impulses, echoes))
        self._tone = tone(self._size, below_hz=self.style.tone_hz, air_db=self.style.air_db)

    def _place(self, events: Iterable[Event]) -> list[list[_Placed]]:
        bank = _Bank(self.style)
        lanes: list[list[_Placed]] = [[] for _ in self.style.parts]
        for event in events:
            gain = ratio(self.style.parts[event.part].gain_db + _TRIM_DB) * event.force**1.4
            placed = _Placed(frames(event.start_s), bank.sound(event), np.float32(gain))
            lanes[event.part].append(placed)
        return lanes

    def block(self, start: int, count: int) -> Wave:
        """The mixed sound of a block and, after it, what rings on: ``(2, count + tail)``."""
        dry = np.zeros((2, count), dtype=np.float32)
        sends = np.zeros((2, count), dtype=np.float32)
        ducked = self._ducking(start, count)
        for part, lane in zip(self.style.parts, self._lanes, strict=True):
            heard = _summed(lane, start, count)
            if heard is not None:
                heard *= 1.0 - np.float32(part.duck) * ducked
                _route(part, heard, dry, sends)
        return self._finished(dry, sends)[:, : count + self.tail]

    def _ducking(self, start: int, count: int) -> Wave:
        curve = np.zeros(count, dtype=np.float32)
        for kick in self._kicks:
            left, right = max(kick, start), min(kick + len(self._dip), start + count)
            if left < right:
                reach = curve[left - start : right - start]
                np.maximum(reach, self._dip[left - kick : right - kick], out=reach)
        return curve

    def _finished(self, dry: Wave, sends: Wave) -> Wave:
        spectrum = np.fft.rfft(dry, self._size)
        to_room, to_echo = np.fft.rfft(sends, self._size)
        spectrum += to_room * self._room
        spectrum += to_echo * self._echo
        spectrum *= self._tone
        return np.asarray(np.fft.irfft(spectrum, self._size), dtype=np.float32)


def _summed(lane: list[_Placed], start: int, count: int) -> Wave | None:
    """A part's sounds in a block, stereo; nothing when it rests."""
    here = [placed for placed in lane if placed.start < start + count and placed.end > start]
    if not here:
        return None
    total = np.zeros((2, count), dtype=np.float32)
    for placed in here:
        left, right = max(placed.start, start), min(placed.end, start + count)
        sound = placed.sound[..., left - placed.start : right - placed.start]
        total[:, left - start : right - start] += sound * placed.gain
    return total


def _route(part: Part, heard: Wave, dry: Wave, sends: Wave) -> None:
    """A part onto the mix and the sends, in place."""
    angle = (part.pan + 1.0) * np.pi / 4.0
    sides = np.array([[np.cos(angle)], [np.sin(angle)]], dtype=np.float32) * np.float32(np.sqrt(2))
    mono = heard.mean(axis=0)
    for lane, amount in enumerate((part.reverb, part.echo)):
        if amount:
            sends[lane] += np.float32(amount) * mono
    dry += heard * sides
