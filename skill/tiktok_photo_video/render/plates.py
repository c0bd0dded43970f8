"""A photo made ready for its camera move: cropped, scaled once, in planes.

The plate holds the part of the photo that the camera ever sees, at the size at which its
tightest view is one plate pixel per video pixel. After that a frame costs one affine warp.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.media.decoding import Decoder, DecodesHere
from tiktok_photo_video.media.luts import ColorTable, load_lut
from tiktok_photo_video.render.framing import Fit, room_for
from tiktok_photo_video.render.geometry import FULL, Rect, union
from tiktok_photo_video.render.logos import make_logo
from tiktok_photo_video.render.looks import TableSource, no_tables, treated
from tiktok_photo_video.render.overlays import Overlay
from tiktok_photo_video.render.planes import Plane, Planes, planes_from_rgb, rgb_of
from tiktok_photo_video.render.shots import (
    PLAIN,
    Canvas,
    LogoMark,
    OriginalSource,
    Picture,
    PictureSource,
    Shot,
)

# A plate is about 4 MB at 1080x1920; two chunks under way need at most two each.
MAX_PLATES = 4
BACKDROP_DIVISOR = 16  # the backdrop is blurred at a sixteenth: cheap, and no detail is left
BACKDROP_BLUR = 0.035  # of the small picture's height
BACKDROP_LIGHT = 0.55  # dimmed, so that the photo on it stands out
CHROMA_OF_PHOTOS = (0.5, 0.5)
"""Colours averaged over two by two pixels lie in their middle."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture's planes, and the stage they show (in the units of the shot's camera).

    ``chroma_site`` is where the first colour sample lies, in luma samples from the first one
    to the right and down.
    """

    planes: Planes
    stage: Rect
    chroma_site: tuple[float, float] = CHROMA_OF_PHOTOS


# Of each plane the four parts around a corner, by whether they lie left of it and above it.
PlateParts: TypeAlias = tuple[dict[tuple[bool, bool], Plane], ...]


class PlateStore:
    """Makes plates when asked and keeps the latest; safe to share between threads."""

    def __init__(
        self,
        source: PictureSource,
        *,
        originals: OriginalSource | None = None,
        decoder: Decoder | None = None,
        most_plates: int = MAX_PLATES,
    ) -> None:
        """Set a store up.

        Args:
            source: gives photos, and the posters of clips.
            originals: gives the files that clips and logos are read from; without it, clips
                stand still and logos are opaque.
            decoder: reads those files; ``None`` to do it where they are asked for.
            most_plates: how many are kept, the last used ones.
        """
        self._most_plates = most_plates
        self._source = source
        self.originals = originals
        self.decoder: Decoder = decoder or DecodesHere()
        self.large_film_turn = threading.Lock()
        """Held by the one chunk that reads film too large to be read twice at a time."""
        self._logo_turn = threading.Lock()
        self._logos: dict[tuple[Canvas, LogoMark], Overlay] = {}
        self._plates: OrderedDict[tuple[Canvas, Shot], Plate] = OrderedDict()
        self._parts: dict[tuple[Canvas, Shot], PlateParts] = {}
        self._tables: dict[str, ColorTable] = {}
        self._lock = threading.Lock()
        self._making: dict[tuple[Canvas, Shot], threading.Lock] = {}

    def plate(self, canvas: Canvas, shot: Shot) -> Plate:
        """The plate of a shot on a canvas; two threads asking at once wait for one making."""
        key = (canvas, shot)
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            return self._kept(key) or self._made(key)

    def parts(self, canvas: Canvas, shot: Shot, make: Callable[[], PlateParts]) -> PlateParts:
        """What is cut out of a shot's plate to draw it quickly: kept as long as the plate is."""
        key = (canvas, shot)
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            found = self._parts.get(key)
            if found is None:
                found = make()
                with self._lock:
                    if key in self._plates:
                        self._parts[key] = found
            return found

    def logo(self, canvas: Canvas, mark: LogoMark) -> Overlay:
        """The logo as it is laid over every frame."""
        key = (canvas, mark)
        with self._logo_turn:  # not the lock of all: reading a file may take long
            if key not in self._logos:
                self._logos.clear()  # one video has one
                self._logos[key] = make_logo(
                    canvas, mark, self._source, self.originals, decoder=self.decoder
                )
            return self._logos[key]

    def table(self, content_hash: str) -> ColorTable:
        """The colour table of a content hash, read once."""
        with self._lock:
            if content_hash not in self._tables:
                path = self.originals(content_hash) if self.originals else None
                if path is None or not path.is_file():
                    return no_tables(content_hash)
                self._tables[content_hash] = load_lut(path, name="LUT")
            return self._tables[content_hash]

    def _kept(self, key: tuple[Canvas, Shot]) -> Plate | None:
        with self._lock:
            plate = self._plates.get(key)
            if plate:
                self._plates.move_to_end(key)
            return plate

    def _made(self, key: tuple[Canvas, Shot]) -> Plate:
        canvas, shot = key
        if shot.content_hash == PLAIN:
            plate = _plain_plate(canvas, shot)
        else:
            picture = self._source(shot.content_hash)
            plate = make_plate(picture, canvas, shot, tables=self.table)
        with self._lock:
            self._plates[key] = plate
            while len(self._plates) > self._most_plates:
                old, _ = self._plates.popitem(last=False)
                self._making.pop(old, None)
                self._parts.pop(old, None)
        return plate


def make_plate(
    picture: Picture, canvas: Canvas, shot: Shot, *, tables: TableSource = no_tables
) -> Plate:
    """The plate of one shot from its upright picture."""
    if shot.fit is Fit.COVER:
        return _cover_plate(picture, canvas, shot, tables)
    return _composed_plate(picture, canvas, shot, tables)


def _plain_plate(canvas: Canvas, shot: Shot) -> Plate:
    size = (canvas.width_px, canvas.height_px)
    return Plate(planes_from_rgb(_filled(size, shot.pad_color)), FULL)


def _filled(size: tuple[int, int], color: str) -> Picture:
    return np.full((size[1], size[0], 3), rgb_of(color), np.uint8)


def _cover_plate(picture: Picture, canvas: Canvas, shot: Shot, tables: TableSource) -> Plate:
    views = (shot.camera.start, shot.camera.end)
    height, width = picture.shape[:2]
    wanted = union(views) or FULL
    left, top = int(wanted.x * width), int(wanted.y * height)
    right = max(min(-int(-wanted.right * width // 1), width), left + 1)
    bottom = max(min(-int(-wanted.bottom * height // 1), height), top + 1)
    stage = Rect(left / width, top / height, (right - left) / width, (bottom - top) / height)
    tightest = min(view.width for view in views)
    size = (
        even(canvas.width_px * stage.width / tightest),
        even(canvas.height_px * stage.height / min(view.height for view in views)),
    )
    seen = resized(picture[top:bottom, left:right], size)
    return Plate(planes_from_rgb(treated(seen, shot.look, tables)), stage)


def _composed_plate(picture: Picture, canvas: Canvas, shot: Shot, tables: TableSource) -> Plate:
    """The whole photo on a backdrop, with room around it for the camera to come closer."""
    views = (shot.camera.start, shot.camera.end)
    closest = min(view.width for view in views)
    size = (even(canvas.width_px / closest), even(canvas.height_px / closest))
    plain = shot.fit is not Fit.CONTAIN_BLUR
    plate = _filled(size, shot.pad_color) if plain else _blurred_backdrop(picture, size)
    place = room_for(shot.fit, shot.camera)
    room = (place.width * size[0], place.height * size[1])
    scale = min(room[0] / picture.shape[1], room[1] / picture.shape[0])
    photo = resized(
        picture, (max(int(picture.shape[1] * scale), 1), max(int(picture.shape[0] * scale), 1))
    )
    left = round(place.center[0] * size[0] - photo.shape[1] / 2)
    top = round(place.center[1] * size[1] - photo.shape[0] / 2)
    if not plain:
        plate = treated(plate, shot.look, tables)
    # Bars keep the colour that was asked for, whatever is done to the photo.
    colored_photo = treated(photo, shot.look, tables)
    plate[top : top + photo.shape[0], left : left + photo.shape[1]] = colored_photo
    return Plate(planes_from_rgb(plate), FULL)


def _blurred_backdrop(picture: Picture, size: tuple[int, int]) -> Picture:
    small = (max(size[0] // BACKDROP_DIVISOR, 8), max(size[1] // BACKDROP_DIVISOR, 8))
    height, width = picture.shape[:2]
    scale = max(small[0] / width, small[1] / height)
    whole = resized(
        picture, (max(round(width * scale), small[0]), max(round(height * scale), small[1]))
    )
    left, top = (whole.shape[1] - small[0]) // 2, (whole.shape[0] - small[1]) // 2
    cut = whole[top : top + small[1], left : left + small[0]]
    soft = cv2.GaussianBlur(cut, (0, 0), small[1] * BACKDROP_BLUR, borderType=cv2.BORDER_REPLICATE)
    # Floats on the way up: eight bits would show the gradients as bands.
    large: NDArray[np.float32] = cv2.resize(
        soft.astype(np.float32), size, interpolation=cv2.INTER_CUBIC
    )
    return np.asarray(np.clip(large * BACKDROP_LIGHT + _dither(size), 0, 255), np.uint8)


def _dither(size: tuple[int, int]) -> NDArray[np.float32]:
    """Seeded noise of one level, so that soft gradients do not band after encoding."""
    return np.random.default_rng(0).random((size[1], size[0], 1), np.float32)


def resized(picture: Picture, size: tuple[int, int]) -> Picture:
    """A picture at another size (width, height): averaged down, Lanczos up."""
    if (picture.shape[1], picture.shape[0]) == size:
        return picture
    shrinks = size[0] * size[1] < picture.shape[0] * picture.shape[1]
    method = cv2.INTER_AREA if shrinks else cv2.INTER_LANCZOS4
    larger_or_smaller: Picture = cv2.resize(picture, size, interpolation=method)
    return larger_or_smaller


def even(length: float) -> int:
    """A length in pixels as planes need it."""
    return max(2 * round(length / 2), 2)
