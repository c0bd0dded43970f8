"""Colour tables applied to pictures: once to a photo's plate, to a clip frame by frame."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

import av
import cv2
import numpy as np
from av.filter import Graph
from numpy.typing import NDArray

from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.media.luts import ColorTable

Picture = NDArray[np.uint8]


def colored(picture: Picture, table: ColorTable, strength: float) -> Picture:
    """An sRGB picture of shape (h, w, 3) as a table has it, mixed in to this share."""
    whole = _by_curves(picture, table) if table.dimensions == 1 else _by_lattice(picture, table)
    if strength >= 1.0:
        return whole
    return np.asarray(cv2.addWeighted(whole, strength, picture, 1.0 - strength, 0.0), np.uint8)


def _by_curves(picture: Picture, table: ColorTable) -> Picture:
    levels = np.empty((256, 3))
    at = np.linspace(0.0, 1.0, 256)
    for channel, (low, high) in enumerate(zip(table.low, table.high, strict=True)):
        points = np.linspace(low, high, table.size)
        levels[:, channel] = np.interp(at, points, table.values[:, channel])
    exact = np.clip(np.rint(levels * 255.0), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(picture, exact.reshape(1, 256, 3)), np.uint8)


def _by_lattice(picture: Picture, table: ColorTable) -> Picture:
    lattice = getattr(_KEPT, "lattice", None)
    if lattice is None or not lattice.suits(picture, table):
        lattice = _KEPT.lattice = _Lattice(picture, table)
    return lattice.colored(picture)


class _Lattice:
    """FFmpeg's filter, which goes between the points by tetrahedra; for pictures of one size."""

    def __init__(self, picture: Picture, table: ColorTable) -> None:
        self._size, self._table = picture.shape[:2], table
        height, width = self._size
        graph = Graph()
        graph.threads = 1  # chunks run side by side already
        source = {"video_size": f"{width}x{height}", "pix_fmt": "rgb24", "time_base": "1/30"}
        # The filter reads its lattice from a file, while the chain is set up and never again.
        with tempfile.TemporaryDirectory() as folder:
            cube = Path(folder) / "table.cube"
            cube.write_text(_text_of(table), "ascii")
            nodes = [
                graph.add("buffer", **source),
                graph.add("lut3d", file=str(cube), interp="tetrahedral"),
                graph.add("format", pix_fmts="rgb24"),
                graph.add("buffersink"),
            ]
            graph.link_nodes(*nodes).configure()
        self._graph, self._first, self._last = graph, nodes[0], nodes[-1]

    def suits(self, picture: Picture, table: ColorTable) -> bool:
        """Whether it was made for this table, and pictures of this size."""
        return self._table is table and self._size == picture.shape[:2]

    def colored(self, picture: Picture) -> Picture:
        """A picture as the table has it."""
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
        self._first.push(frame)
        made = self._last.pull()
        if not isinstance(made, av.VideoFrame):
            raise RenderError("A colour table could not be applied.", code="look_failed")
        return made.to_ndarray().astype(np.uint8, copy=False)


# The frames of a clip come one after the other, each thread with its own: to set a filter up
# costs more than a frame.
_KEPT = threading.local()


def _text_of(table: ColorTable) -> str:
    points = table.values.reshape(-1, 3).tolist()
    rows = "\n".join(f"{red:.6f} {green:.6f} {blue:.6f}" for red, green, blue in points)
    domain = "".join(
        f"{word} {' '.join(f'{part:.6f}' for part in parts)}\n"
        for word, parts in (("DOMAIN_MIN", table.low), ("DOMAIN_MAX", table.high))
    )
    return f"LUT_3D_SIZE {table.size}\n{domain}{rows}\n"
