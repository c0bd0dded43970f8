"""How a video is made to weigh no more than it may: pure arithmetic over rungs of quality.

Constant quality, made coarser until it fits, rather than a bit rate computed beforehand in two
passes: a short or simple film stays as good as ever and is not blown up to the bound; all of
its chunks keep one quality; and each rung's chunks are ordinary chunks of the cache, so the
first rung is what an export before this one has rendered already. A rung that will not fit is
given up as soon as it weighs too much, which for a long film is early.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

# Below a picture of full size but coarse, a smaller one of better quality looks better.
SIDES_PX = (1080, 720, 540, 360, 240)
# Bytes go with the picture's area to this power: small pictures have more detail a pixel.
_AREA_POWER = 0.8
_MARGIN_HALVINGS = 0.12
_STEP = 0.5  # of quality: rungs that are asked for again are found in the cache


@dataclass(frozen=True, slots=True)
class QualityScale:
    """An encoder's numbers for quality, where more is coarser.

    Attributes:
        best: what a video has that may weigh anything.
        per_halving: how much coarser makes half the bytes.
        coarse: coarser than this, a smaller picture looks better.
        worst: coarser than this is not worth looking at.
    """

    best: float
    per_halving: float
    coarse: float
    worst: float


X264_SCALE = QualityScale(best=20, per_halving=6, coarse=30, worst=38)
VP9_SCALE = QualityScale(best=33, per_halving=10, coarse=44, worst=58)


@dataclass(frozen=True, slots=True)
class Rung:
    """One try: the shorter side of the picture, and the encoder's number for its quality."""

    short_side_px: int
    quality: float


def coarser(rung: Rung, scale: QualityScale, *, excess: float) -> Rung | None:
    """The next rung for a file that was ``excess`` times too large; ``None`` when there is none.

    Args:
        rung: what was tried.
        scale: the encoder's.
        excess: its bytes, or what they would have become, over those there may be.
    """
    halvings = max(math.log2(max(excess, 1.0)), 0.0) + _MARGIN_HALVINGS
    for side_px in (rung.short_side_px, *(s for s in SIDES_PX if s < rung.short_side_px)):
        saved = 2 * _AREA_POWER * math.log2(rung.short_side_px / side_px)
        wanted = rung.quality + (halvings - saved) * scale.per_halving
        quality = max(math.ceil(wanted / _STEP) * _STEP, scale.best)
        is_last = side_px <= SIDES_PX[-1]
        if quality <= (scale.worst if is_last else scale.coarse):
            return Rung(side_px, quality)
    return None


# A GIF knows no quality: its size, and how long each picture stays, are all there is.
@dataclass(frozen=True, slots=True)
class GifRung:
    """One try of a GIF."""

    short_side_px: int
    delay_cs: int


GIF_RUNGS = (
    *(GifRung(480, 8), GifRung(400, 8), GifRung(360, 8), GifRung(320, 10), GifRung(270, 10)),
    *(GifRung(240, 12), GifRung(200, 12), GifRung(160, 16), GifRung(120, 20)),
)


def gif_rungs(short_side_px: int | None, delay_cs: int | None) -> tuple[GifRung, ...]:
    """What to try, best first, where a size or a rate may be wished."""
    sides = [r for r in GIF_RUNGS if short_side_px is None or r.short_side_px < short_side_px]
    if short_side_px is not None:
        sides = [GifRung(short_side_px, GIF_RUNGS[0].delay_cs), *sides]
    return tuple(GifRung(r.short_side_px, delay_cs or r.delay_cs) for r in sides)


def gif_bytes(known: GifRung, known_bytes: float, rung: GifRung) -> float:
    """What a rung will weigh, by what another one weighs."""
    area = math.pow(rung.short_side_px / known.short_side_px, 2 * _AREA_POWER)
    return known_bytes * area * known.delay_cs / rung.delay_cs
