"""Film frames as upright BT.709 pictures of any size, whatever they were stored as."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from tiktok_photo_video.media import hdr

Plane = NDArray[np.uint8]

# ITU-T H.273 code points.
_UNSPECIFIED, _BT709 = 2, 1
_MATRICES = {1: Colorspace.ITU709, 4: Colorspace.FCC, 7: Colorspace.SMPTE240M}
_MATRICES |= dict.fromkeys((5, 6), Colorspace.ITU601) | dict.fromkeys((9, 10), Colorspace.BT2020)
_MATRIX_NAMES = {
    Colorspace.ITU709: "bt709",
    Colorspace.FCC: "fcc",
    Colorspace.SMPTE240M: "smpte240m",
    Colorspace.ITU601: "bt601",
    Colorspace.BT2020: "bt2020",
}
# What is larger and does not say was filmed in HD, by players' common guess.
_MAX_SD_PIXELS = 720 * 576
_SCALING = Interpolation.BICUBIC
# Where the first colour sample lies among luma samples, by quarter turns counter-clockwise:
# H.264 and its like put it on the left column, between the rows.
_CHROMA_SITES = ((0.0, 0.5), (0.5, 1.0), (1.0, 0.5), (0.5, 0.0))


@dataclass(frozen=True, slots=True, eq=False)
class FilmPlanes:
    """An upright frame as 4:2:0 planes in BT.709, limited range.

    ``chroma_site`` is where the first colour sample lies, in luma samples from the first one
    to the right and down.
    """

    y: Plane
    u: Plane
    v: Plane
    chroma_site: tuple[float, float]


class FilmDeveloper:
    """Converts one film's frames; keeps what it set up for the last kind of frame."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()
        self._mapper: tuple[object, _Mapper] | None = None

    def planes(self, frame: VideoFrame, aspect: Fraction, size_px: tuple[int, int]) -> FilmPlanes:
        """A frame at a size (upright width and height) as planes.

        The planes may be the frame's own memory: they are for reading.
        """
        turns = quarter_turns(frame)
        made = self._converted(frame, _stored(size_px, turns), "yuv420p")
        y, u, v = (_upright(_plane(made, index), turns) for index in range(3))
        return FilmPlanes(y, u, v, _CHROMA_SITES[turns])

    def rgb(self, frame: VideoFrame, size_px: tuple[int, int]) -> NDArray[np.uint8]:
        """A frame at a size (upright width and height) as sRGB of shape (h, w, 3)."""
        turns = quarter_turns(frame)
        made = self._converted(frame, _stored(size_px, turns), "rgb24")
        return _upright(np.asarray(made.to_ndarray(), np.uint8), turns)
