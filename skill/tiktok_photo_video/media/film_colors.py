"""Film frames as upright BT.709 pictures of any size, whatever they were stored as."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from tiktok_photo_video.media import hdr

Plane = NDArray[np.uint8]

# By ITU-T H.273 code points.
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
# What interlaced cameras, discs and broadcasts store.
_FILLED_IN = frozenset({"yuv420p", "yuvj420p", "yuv422p", "yuv444p"})
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
        self._mapper: _Mapper | None = None

    def planes(self, frame: VideoFrame, size_px: tuple[int, int]) -> FilmPlanes:
        """A frame at a size (upright width and height) as planes.

        They may be the frame's own memory: they are for reading.
        """
        turns = quarter_turns(frame)
        made = self._converted(progressive(frame), _stored(size_px, turns), "yuv420p")
        y, u, v = (_upright(_plane(made, index), turns) for index in range(3))
        return FilmPlanes(y, u, v, _CHROMA_SITES[turns])

    def rgb(self, frame: VideoFrame, size_px: tuple[int, int]) -> NDArray[np.uint8]:
        """A frame at a size (upright width and height) as sRGB of shape (h, w, 3)."""
        turns = quarter_turns(frame)
        made = self._converted(progressive(frame), _stored(size_px, turns), "rgb24")
        return _upright(made.to_ndarray().astype(np.uint8, copy=False), turns)

    def _converted(self, frame: VideoFrame, size: tuple[int, int], form: str) -> VideoFrame:
        if hdr.needs_mapping(transfer=frame.color_trc, primaries=frame.color_primaries):
            return self._mapped(frame, size, form)
        return self._reformatter.reformat(
            frame,
            *size,
            form,
            src_colorspace=_matrix(frame),
            dst_colorspace=Colorspace.ITU709,
            src_color_range=_range(frame),
            # Of RGB this means its full 0..255, of planes 16..235.
            dst_color_range=ColorRange.JPEG if form == "rgb24" else ColorRange.MPEG,
            interpolation=_SCALING,
            threads=1,
        )

    def _mapped(self, frame: VideoFrame, size: tuple[int, int], form: str) -> VideoFrame:
        kind = _Kind(
            frame.format.name,
            (frame.width, frame.height),
            frame.color_trc,
            _matrix(frame),
            _range(frame),
            size,
            form,
        )
        if self._mapper is None or self._mapper.kind != kind:
            self._mapper = _Mapper(kind)
        return self._mapper.mapped(frame)


def progressive(frame: VideoFrame) -> VideoFrame:
    """The frame itself, or of an interlaced one its first field, with the lines between filled in.

    Two fields are two moments: shown as one picture, what moves has combs for edges.
    """
    if not frame.interlaced_frame or frame.format.name not in _FILLED_IN:
        return frame
    filled = VideoFrame(frame.width, frame.height, frame.format.name)
    for source, target in zip(frame.planes, filled.planes, strict=True):
        _fill_in(_rows(source), _rows(target))
    filled.pts, filled.time_base = frame.pts, frame.time_base
    filled.colorspace, filled.color_range = frame.colorspace, frame.color_range
    filled.color_primaries, filled.color_trc = frame.color_primaries, frame.color_trc
    return filled


def _rows(plane: VideoPlane) -> Plane:
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: plane.height]


def _fill_in(source: Plane, target: Plane) -> None:
    width = min(source.shape[1], target.shape[1])
    field = source[::2, :width]
    target[::2, :width] = field
    below = np.concatenate([field[1:], field[-1:]])[: len(target[1::2])]
    above = field[: len(below)]
    # The mean, rounded, without leaving eight bits.
    target[1::2, :width] = (above & below) + ((above ^ below) >> 1)


def quarter_turns(frame: VideoFrame) -> int:
    """How often a stored frame must be turned left by 90 degrees to stand upright."""
    # FFmpeg counts a clip's rotation counter-clockwise, as rot90 does.
    return round(frame.rotation / 90) % 4


class _Kind(NamedTuple):
    """All that a chain of filters is set up for."""

    form: str
    size: tuple[int, int]
    transfer: int
    matrix: Colorspace
    signal_range: ColorRange
    wanted_size: tuple[int, int]
    wanted_form: str


class _Mapper:
    """A chain of FFmpeg's filters that brings one kind of frame to BT.709 through a lattice."""

    def __init__(self, kind: _Kind) -> None:
        self.kind = kind
        self._graph = Graph()
        self._graph.threads = 1  # chunks run side by side already
        # The filter reads its lattice from a file, while the chain is set up and never again.
        with tempfile.TemporaryDirectory() as folder:
            cube = Path(folder) / "map.cube"
            cube.write_text(hdr.lattice(kind.transfer), "ascii")
            nodes = [self._graph.add(name, **options) for name, options in _chain(kind, cube)]
            self._graph.link_nodes(*nodes).configure()
        self._source, self._sink = nodes[0], nodes[-1]

    def mapped(self, frame: VideoFrame) -> VideoFrame:
        self._source.push(frame)
        made = self._sink.pull()
        if not isinstance(made, VideoFrame):
            raise TypeError(f"a chain of picture filters gave a {type(made).__name__}")
        return made


def _chain(kind: _Kind, cube: Path) -> Iterator[tuple[str, dict[str, str]]]:
    (width, height), (wanted_width, wanted_height) = kind.size, kind.wanted_size
    yield (
        "buffer",
        {
            "video_size": f"{width}x{height}",
            "pix_fmt": kind.form,
            "time_base": "1/1000",
            "pixel_aspect": "1/1",
        },
    )
    yield (
        "scale",
        {
            "width": str(wanted_width),
            "height": str(wanted_height),
            "in_color_matrix": _MATRIX_NAMES[kind.matrix],
            "in_range": "full" if kind.signal_range == ColorRange.JPEG else "limited",
            "flags": "bicubic",
        },
    )
    yield "format", {"pix_fmts": "gbrp10le"}
    yield "lut3d", {"file": str(cube)}
    if kind.wanted_form != "rgb24":
        yield "scale", {"out_color_matrix": "bt709", "out_range": "limited"}
    yield "format", {"pix_fmts": kind.wanted_form}
    yield "buffersink", {}


def _matrix(frame: VideoFrame) -> Colorspace:
    usual = Colorspace.ITU601
    if frame.width * frame.height > _MAX_SD_PIXELS:
        usual = Colorspace.ITU709
    return _MATRICES.get(frame.colorspace, usual)


def _range(frame: VideoFrame) -> ColorRange:
    is_full = frame.color_range == ColorRange.JPEG or frame.format.name.startswith("yuvj")
    return ColorRange.JPEG if is_full else ColorRange.MPEG


def _stored(size_px: tuple[int, int], turns: int) -> tuple[int, int]:
    return (size_px[1], size_px[0]) if turns % 2 else size_px


def _upright(pixels: Plane, turns: int) -> Plane:
    return np.ascontiguousarray(np.rot90(pixels, turns)) if turns else pixels


def _plane(frame: VideoFrame, index: int) -> Plane:
    plane = frame.planes[index]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: plane.height, : plane.width]
