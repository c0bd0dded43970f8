"""A timeline as an order wishes it: another shape, size or rate than the project has.

It is laid out again at that size, titles and all; nothing is scaled afterwards. The project
itself stays as it is.
"""

from __future__ import annotations

from fractions import Fraction

from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.errors import EditError
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import SetCanvas, SetRate
from tiktok_photo_video.timeline.model import Timeline
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.outputs import EncoderChoice, FileFormat, FileWish


def as_wished(timeline: Timeline, wish: FileWish) -> Timeline:
    """The timeline with the canvas and the rate of a wish.

    Raises:
        Refusal: no video can have them.
    """
    if wish.format is not FileFormat.MP4 and wish.encoder is not EncoderChoice.AUTO:
        raise Refusal(
            WireCode.UNPROCESSABLE,
            f"The encoder {wish.encoder.value} makes MP4, not {wish.format.value}.",
            hint="Leave the encoder out, or ask for an MP4.",
            reason="encoder_format",
        )
    try:
        shaped = resized(timeline, wish.short_side_px, shape=wish.shape)
        # A GIF's rate is its own: it is sampled from the video's frames.
        if wish.fps is None or wish.format is FileFormat.GIF:
            return shaped
        return apply(shaped, SetRate(Fraction(wish.fps)))
    except EditError as error:
        raise Refusal(
            WireCode.UNPROCESSABLE, error.message, hint=error.hint, reason=error.code
        ) from error


def resized(
    timeline: Timeline, short_side_px: int | None, *, shape: tuple[int, int] | None = None
) -> Timeline:
    """The timeline on a canvas whose shorter side is so long; ``None`` leaves its length.

    Raises:
        EditError: no video can be of that size.
    """
    width, height = shape or (timeline.width_px, timeline.height_px)
    now = (timeline.width_px, timeline.height_px)
    scale = Fraction(short_side_px or min(now), min(width, height))
    size = (_even(width * scale), _even(height * scale))
    return timeline if size == now else apply(timeline, SetCanvas(*size))


def _even(side_px: Fraction) -> int:
    """The nearest even number: chroma has half the pixels."""
    return max(2 * round(side_px / 2), 2)
