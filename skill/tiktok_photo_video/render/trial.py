"""A few frames through a real encoder, to see whether it works on this machine.

As a program of its own (``python -m … nvenc``) it tries an encoder in a graphics chip, whose
driver may hang or crash the process that opens it. Its exit status is the answer.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fractions import Fraction

from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.render.codecs import HARDWARE
from tiktok_photo_video.render.encoder import (
    CodecSettings,
    VideoSettings,
    encode_frames,
    new_frame,
)
from tiktok_photo_video.render.planes import BLACK_Y, NEUTRAL_C

# Chips refuse pictures as small as x264 takes them.
_SIZE_PX = 256
_FRAMES = 5


def encode_trial(settings: CodecSettings | None = None) -> int:
    """Encode a few small frames; gives their number.

    Args:
        settings: of the encoder to try; the usual one where not given.

    Raises:
        RenderError: the encoder refused.
    """
    frame, planes = new_frame(_SIZE_PX, _SIZE_PX)

    def drawn() -> Iterator[int]:
        for number in range(_FRAMES):
            planes.y[:] = BLACK_Y + number
            planes.u[:] = planes.v[:] = NEUTRAL_C
            yield number

    settings = settings or VideoSettings()
    return encode_frames(drawn(), frame, rate=Fraction(30), settings=settings).frames


def main(name: str) -> int:
    """Try the encoder of a name; gives 0 if it works."""
    settings = HARDWARE.get(name)
    try:
        return 0 if settings and encode_trial(settings) == _FRAMES else 1
    except (RenderError, ValueError):
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
