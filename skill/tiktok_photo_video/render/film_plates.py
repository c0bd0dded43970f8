"""One frame of a video clip as a plate, fitted into the canvas as photos are.

Photos are worked on once, in colours; a film's frames come and go, so they stay in the planes
they were decoded to wherever that is possible.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.media.film_colors import FilmPlanes
from tiktok_photo_video.media.film_reading import FilmReader, Size
from tiktok_photo_video.render.framing import Fit, room_for
from tiktok_photo_video.render.geometry import FULL
from tiktok_photo_video.render.looks import TableSource, no_tables, treated
from tiktok_photo_video.render.planes import (
    BLACK_Y,
    NEUTRAL_C,
    Plane,
    Planes,
    planes_from_rgb,
    rgb_of,
)
from tiktok_photo_video.render.plates import (
    BACKDROP_BLUR,
    BACKDROP_DIVISOR,
    BACKDROP_LIGHT,
    CHROMA_OF_PHOTOS,
    Plate,
    even,
)
from tiktok_photo_video.render.shots import Canvas, Shot
from tiktok_photo_video.timeline.model import Look

_Noise = NDArray[np.int16]

# A plate this much larger than what is seen of it is not worth shrinking first.
_SPARE = 1.25
_FINE = 64  # levels between two of a plane's, so that a soft backdrop shows no steps


class FilmPlateMaker:
    """Makes the plates of one shot; what does not change from frame to frame is made once."""

    def __init__(
        self,
        canvas: Canvas,
        shot: Shot,
        film: FilmReader,
        *,
        tables: TableSource = no_tables,
    ) -> None:
        self._canvas, self._shot = canvas, shot
        self._tables = tables
        self._film = film
        self._ground: Planes | None = None
        self._noise: tuple[_Noise, ...] = ()

    def plate(self, size_px: Size) -> Plate:
        """The plate of the frame that the film was gone to; overwritten by the next.

        Args:
            size_px: the size at which the frame is shown.
        """
        if self._shot.fit is Fit.COVER:
            film = self._developed(self._covering(size_px))
            return Plate(Planes(film.y, film.u, film.v), FULL, film.chroma_site)
        return self._composed(size_px)

    def _developed(self, size_px: Size) -> FilmPlanes:
        if self._shot.look == Look():
            return self._film.planes(size_px)
        colored = treated(self._film.rgb(size_px), self._shot.look, self._tables)
        return FilmPlanes(*planes_from_rgb(colored), CHROMA_OF_PHOTOS)

    def _covering(self, size_px: Size) -> Size:
        """The film's own size, or a smaller one that still fills the camera's closest view."""
        views = (self._shot.camera.start, self._shot.camera.end)
        needed = (
            self._canvas.width_px / min(view.width for view in views),
            self._canvas.height_px / min(view.height for view in views),
        )
        shrink = max(needed[0] / size_px[0], needed[1] / size_px[1]) * _SPARE
        # With a look, planes are made of colours, and have even sides.
        if shrink >= 1.0 and self._shot.look == Look():
            return size_px
        scale = min(shrink / _SPARE, 1.0)
        return even(size_px[0] * scale), even(size_px[1] * scale)

    def _composed(self, size_px: Size) -> Plate:
        views = (self._shot.camera.start, self._shot.camera.end)
        closest = min(view.width for view in views)
        size = even(self._canvas.width_px / closest), even(self._canvas.height_px / closest)
        middle = room_for(self._shot.fit, self._shot.camera)
        room = (middle.width * size[0], middle.height * size[1])
        scale = min(room[0] / size_px[0], room[1] / size_px[1])
        inner = (
            min(even(size_px[0] * scale), size[0]),
            min(even(size_px[1] * scale), size[1]),
        )
        film = self._developed(inner)
        ground = self._ground_under(film, size)
        left = _even_corner(middle.center[0] * size[0] - inner[0] / 2, size[0] - inner[0])
        top = _even_corner(middle.center[1] * size[1] - inner[1] / 2, size[1] - inner[1])
        place = ground.region(left, top, left + inner[0], top + inner[1])
        for target, plane in zip(place, (film.y, film.u, film.v), strict=True):
            target[:] = plane
        return Plate(ground, FULL, film.chroma_site)

    def _ground_under(self, film: FilmPlanes, size: Size) -> Planes:
        if self._ground is None:
            color = np.full((size[1], size[0], 3), rgb_of(self._shot.pad_color), np.uint8)
            self._ground = planes_from_rgb(color)
            self._noise = tuple(_noise(plane) for plane in self._ground)
        if self._shot.fit is Fit.CONTAIN_BLUR:
            planes, bases = (film.y, film.u, film.v), (BLACK_Y, NEUTRAL_C, NEUTRAL_C)
            for ground, plane, base, noise in zip(
                self._ground, planes, bases, self._noise, strict=True
            ):
                _blur_behind(ground, plane, base, noise)
        return self._ground


def _even_corner(start: float, most: int) -> int:
    return min(max(2 * round(start / 2), 0), most // 2 * 2)


def _noise(plane: Plane) -> _Noise:
    """Seeded noise of one level, so that soft gradients do not band after encoding."""
    return np.random.default_rng(0).integers(0, _FINE, plane.shape, np.int16)


def _blur_behind(ground: Plane, film: Plane, base: int, noise: _Noise) -> None:
    """Fill a plane with a film's, cropped, blurred and dimmed towards ``base``."""
    height, width = ground.shape
    # Chroma planes have half the size, and the same shape of backdrop.
    small = (max(width // BACKDROP_DIVISOR, 8), max(height // BACKDROP_DIVISOR, 8))
    scale = max(small[0] / film.shape[1], small[1] / film.shape[0])
    seen = (
        min(round(small[0] / scale), film.shape[1]),
        min(round(small[1] / scale), film.shape[0]),
    )
    left, top = (film.shape[1] - seen[0]) // 2, (film.shape[0] - seen[1]) // 2
    cut = cv2.resize(
        film[top : top + seen[1], left : left + seen[0]], small, interpolation=cv2.INTER_AREA
    )
    soft = cv2.GaussianBlur(
        cut.astype(np.float32), (0, 0), small[1] * BACKDROP_BLUR, borderType=cv2.BORDER_REPLICATE
    )
    dimmed = ((base + (soft - base) * BACKDROP_LIGHT) * _FINE).astype(np.int16)
    large = cv2.resize(dimmed, (width, height), interpolation=cv2.INTER_LINEAR)
    large += noise
    large //= _FINE
    ground[:] = large
