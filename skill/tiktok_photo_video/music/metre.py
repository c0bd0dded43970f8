"""Whether the beats found are beats or their halves, told by what is struck between them.

Repetition alone does not tell: what repeats after a beat repeats after half of one, too, and
people like to tap at a middling pace. But where beats come as fast as in a dance and nothing
stirs between them, or every other one is hardly struck, they were halves of slow ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.music.onsets import FRAME_RATE_HZ
from tiktok_photo_video.music.sound import Floats

# Faster than the first, beats are halves if every other one is weak; faster than the second, if
# next to nothing begins between them.
_FAST_BPM, _HASTY_BPM = 100.0, 126.0
# Shares of what begins on (other) beats. In 96 composed songs and 252 twisted likenesses of
# them, 95 of 100 true beats over 105 a minute have weak ones of 0.53 and more of the strong,
# halves of slow ones 0.28 (median); over 126 a minute 0.23 and more begins between true beats.
_WEAK, _LITTLE_BETWEEN = 0.5, 0.28
_NEAR = 2

Frames = NDArray[np.int64]


def unhalved(frames: Frames, strength: Floats) -> Frames:
    """The beats, where they were found twice as often as they are.

    Args:
        frames: of the beats found, ascending.
        strength: how much begins at each frame of the song.

    """
    if len(frames) < 4:
        return frames
    bpm = 60.0 * FRAME_RATE_HZ / float(np.median(np.diff(frames)))
    halfway = (frames[1:] + frames[:-1]) // 2
    on = _struck(strength, frames)
    between = _struck(strength, halfway).mean() / max(float(on.mean()), 1e-9)
    sides = on[::2].mean(), on[1::2].mean()
    is_weak = bpm > _HASTY_BPM or (bpm > _FAST_BPM and min(sides) < _WEAK * max(sides))
    if is_weak and between < _LITTLE_BETWEEN:
        return frames[int(np.argmax(sides)) :: 2]
    return frames


def _struck(strength: Floats, frames: Frames) -> Floats:
    """How much begins at each frame or just beside it."""
    padded = np.pad(strength, _NEAR)
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * _NEAR + 1)
    return np.asarray(around[frames].max(axis=1), dtype=np.float64)
