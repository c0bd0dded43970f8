"""Chunk to frames: every frame is one or two affine warps of plates, drawn in place.

OpenCV's ``warpAffine`` samples at the exact sub-pixel position, so a slow camera glides.
(Its 4.x releases round positions to 1/32 pixel, which is still below what can be seen.)
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.render.films import Films
from tiktok_photo_video.render.geometry import FULL, Rect, between, eased
from tiktok_photo_video.render.overlays import blend
from tiktok_photo_video.render.plan import Chunk, Piece
from tiktok_photo_video.render.planes import (
    BLACK_Y,
    NEUTRAL_C,
    WHITE_Y,
    Plane,
    Planes,
    new_planes,
)
from tiktok_photo_video.render.plates import Plate, PlateStore
from tiktok_photo_video.render.shots import Shot
from tiktok_photo_video.render.titles import TitlePainter
from tiktok_photo_video.render.transitions import WHITE, Layer, Mix, mix_at
from tiktok_photo_video.render.treatments import show_in_circle, treat
from tiktok_photo_video.render.zooms import Zoom, zoom_of

# Threads are given to chunks, not to pixels: two chunks at a time scale better than two
# threads in one warp.
cv2.setNumThreads(1)

Warp = NDArray[np.float64]
_WARP = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP


class Compositor:
    """Draws the frames of one chunk into planes the caller owns; to be closed.

    Video clips are read forwards: frames drawn in their order are decoded once.
    """

    def __init__(
        self, chunk: Chunk, plates: PlateStore, titles: TitlePainter, *, is_for_many: bool = True
    ) -> None:
        """Set it up.

        Args:
            chunk: what is drawn.
            plates: photos made ready.
            titles: draws texts.
            is_for_many: whether many frames follow; what makes each of them cheaper is a waste
                for a single one.
        """
        self._chunk = chunk
        self._is_for_many = is_for_many
        self._plates = plates
        self._titles = titles
        self._scratch: Planes | None = None
        self._zooms: dict[Shot, Zoom | None] = {}
        self._films: Films | None = None
        if plates.originals:
            self._films = Films(
                chunk.canvas,
                plates.originals,
                plates.large_film_turn,
                plates.decoder,
                tables=plates.table,
            )

    def __enter__(self) -> Compositor:
        return self

    def __exit__(self, *_: object) -> None:
        if self._films:
            self._films.close()

    def draw(self, frame: int, out: Planes) -> None:
        """Draw frame number ``frame`` of the chunk."""
        piece, at = _piece_at(self._chunk, frame)
        if self._films:
            self._films.close_except((piece.shot, piece.next_shot))
        if piece.transition is None or piece.next_shot is None:
            self._draw_shot(out, piece.shot, piece.shot_frame + at, Layer(incoming=False))
        else:
            # The middle of the frame: a transition shows neither its first nor its last state.
            progress = (piece.transition_frame + at + 0.5) / piece.transition_frames
            self._draw_mix(out, piece, at, mix_at(piece.transition, progress))
        self._titles.draw(self._chunk.canvas, self._chunk.titles, frame, out)
        if logo := self._chunk.logo:
            blend(self._plates.logo(self._chunk.canvas, logo), out, opacity=logo.opacity)

    def _draw_mix(self, out: Planes, piece: Piece, at: int, mix: Mix) -> None:
        for layer in mix.layers:
            incoming = layer.incoming and piece.next_shot is not None
            shot = piece.next_shot if incoming and piece.next_shot else piece.shot
            frame = (piece.next_shot_frame if incoming else piece.shot_frame) + at
            if layer.opacity >= 1.0 and layer.spot is None:
                self._draw_shot(out, shot, frame, layer)
            elif layer.opacity > 0.0:
                self._blend_shot(out, shot, frame, layer)
        treat(out, mix)
        if mix.veil_opacity > 0.0:
            _veil(out, WHITE_Y if mix.veil == WHITE else BLACK_Y, min(mix.veil_opacity, 1.0))

    def _blend_shot(self, out: Planes, shot: Shot, frame: int, layer: Layer) -> None:
        if self._scratch is None:
            self._scratch = new_planes(out.y.shape[1], out.y.shape[0])
        self._draw_shot(self._scratch, shot, frame, layer)
        if layer.spot is not None:
            show_in_circle(out, self._scratch, layer.spot)
            return
        for below, above in zip(out, self._scratch, strict=True):
            cv2.addWeighted(below, 1.0 - layer.opacity, above, layer.opacity, 0.0, dst=below)

    def _draw_shot(self, out: Planes, shot: Shot, frame: int, layer: Layer) -> None:
        plate = self._plate(shot, frame)
        height, width = out.y.shape
        zoom, view = self._zoom(shot, plate), view_at(shot, frame)
        if zoom:
            view = zoom.view(view, (width, height))
        left, right = _even_span(layer.region.x, layer.region.right, width)
        top, bottom = _even_span(layer.region.y, layer.region.bottom, height)
        if right <= left or bottom <= top:
            return
        warp = _plate_warp(plate, view, size=(width, height), layer=layer, origin=(left, top))
        scale = (float(warp[0, 0]), float(warp[1, 1]))
        if zoom and self._is_for_many and _is_plain(layer):
            parts = self._plates.parts(self._chunk.canvas, shot, zoom.parts)
            if zoom.draw(parts, scale, out):
                return
        _warp_planes(plate, warp, out.region(left, top, right, bottom))

    def _zoom(self, shot: Shot, plate: Plate) -> Zoom | None:
        if shot.footage:
            return None
        if shot not in self._zooms:
            canvas = self._chunk.canvas
            self._zooms[shot] = zoom_of(plate, shot.camera, (canvas.width_px, canvas.height_px))
        return self._zooms[shot]

    def _plate(self, shot: Shot, frame: int) -> Plate:
        moving = None
        if shot.footage and self._films:
            moving = self._films.plate(shot, frame)
        return moving or self._plates.plate(self._chunk.canvas, shot)


def _is_plain(layer: Layer) -> bool:
    """Whether a layer shows a shot as it is, over the whole frame."""
    return (
        layer.region == FULL
        and layer.scale == 1.0
        and layer.turn == 0.0
        and layer.shift == (0.0, 0.0)
    )


def view_at(shot: Shot, frame: int) -> Rect:
    """What the camera sees at a frame of its span."""
    progress = (frame + 0.5) / shot.span
    camera = shot.camera
    return between(camera.start, camera.end, eased(progress, camera.easing))


def frames_of(chunk: Chunk, plates: PlateStore, titles: TitlePainter, out: Planes) -> Iterator[int]:
    """Draw the chunk's frames into ``out`` one after the other; yields each frame's number."""
    with Compositor(chunk, plates, titles) as compositor:
        for frame in range(chunk.frames):
            compositor.draw(frame, out)
            yield frame


def _piece_at(chunk: Chunk, frame: int) -> tuple[Piece, int]:
    at = frame
    for piece in chunk.pieces:
        if at < piece.frames:
            return piece, at
        at -= piece.frames
    raise IndexError(frame)


def _even_span(start: float, end: float, size: int) -> tuple[int, int]:
    """A span of fractions as even pixels: chroma planes have half the pixels."""
    return 2 * round(start * size / 2), 2 * round(end * size / 2)


def _plate_warp(
    plate: Plate, view: Rect, *, size: tuple[int, int], layer: Layer, origin: tuple[int, int]
) -> Warp:
    """Where each pixel of the region drawn in comes from, as a 2x3 matrix to plate pixels."""
    stage, plate_size = plate.stage, (plate.planes.y.shape[1], plate.planes.y.shape[0])
    spans = ((view.x, view.width), (view.y, view.height))
    stages = ((stage.x, stage.width), (stage.y, stage.height))
    per_px, middle, center = np.empty(2), np.empty(2), np.empty(2)
    for axis in (0, 1):
        start, length = spans[axis]
        stage_start, stage_length = stages[axis]
        per_px[axis] = length / stage_length * plate_size[axis] / size[axis] / layer.scale
        middle[axis] = (start + length / 2 - stage_start) / stage_length * plate_size[axis]
        # The canvas point that the view's middle falls on, in pixels of the region drawn in.
        center[axis] = size[axis] / 2 + layer.shift[axis] * size[axis] - origin[axis]
    linear = np.diag(per_px) @ _turned_back(layer.turn)
    # Index coordinates: a pixel's middle lies half a pixel after its index.
    offset = middle + linear @ (0.5 - center) - 0.5
    return np.column_stack([linear, offset])


def _turned_back(turn: float) -> Warp:
    cos, sin = math.cos(turn), math.sin(turn)
    return np.array([[cos, sin], [-sin, cos]])


# In the output chroma sample j sits at luma row 2j + 0.5 and at luma column 2i.
_CHROMA_IN_OUTPUT = np.array([0.0, 0.5])


def _warp_planes(plate: Plate, warp: Warp, out: Planes) -> None:
    _warp(plate.planes.y, out.y, warp)
    linear, offset = warp[:, :2], warp[:, 2]
    moved = (linear @ _CHROMA_IN_OUTPUT + offset - np.array(plate.chroma_site)) / 2
    chroma = np.column_stack([linear, moved])
    _warp(plate.planes.u, out.u, chroma)
    _warp(plate.planes.v, out.v, chroma)


_UNMOVED = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


def _warp(source: Plane, out: Plane, warp: Warp) -> None:
    # A film of the canvas's size under a camera at rest: most of them.
    if source.shape == out.shape and np.allclose(warp, _UNMOVED, rtol=0.0, atol=1e-9):
        out[:] = source
        return
    cv2.warpAffine(
        source,
        warp,
        (out.shape[1], out.shape[0]),
        dst=out,
        flags=_WARP,
        borderMode=cv2.BORDER_REFLECT_101,
    )


def _veil(out: Planes, luma: int, opacity: float) -> None:
    for plane, level in zip(out, (luma, NEUTRAL_C, NEUTRAL_C), strict=True):
        cv2.convertScaleAbs(plane, dst=plane, alpha=1.0 - opacity, beta=opacity * level)
