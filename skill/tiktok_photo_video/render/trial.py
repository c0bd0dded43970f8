"""A few frames through the real encoder, to see whether it works on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tiktok_photo_video.render.encoder import VideoSettings, encode_frames, new_frame
from tiktok_photo_video.render.planes import BLACK_Y, NEUTRAL_C

_SIZE_PX = 64
_FRAMES = 5


def encode_trial() -> int:
    """Encode a few small frames; gives their number.

    Raises:
        RenderError: the encoder refused.
    """
    frame, planes = new_frame(_SIZE_PX, _SIZE_PX)

    def drawn() -> Iterator[int]:
        for number in range(_FRAMES):
            planes.y[:] = BLACK_Y + number
            planes.u[:] = planes.v[:] = NEUTRAL_C
            yield number

    return encode_frames(drawn(), frame, rate=Fraction(30), settings=VideoSettings()).frames
