"""Opens pictures with Pillow: the header only, checked, turned the right way in numbers.

Pillow's process-wide settings are made here, once, on import: this room is the only one that
imports Pillow for reading, and all of them are needed before the first file is opened.
"""

from __future__ import annotations

import logging
import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pillow_heif
from PIL import Image
from PIL.ExifTags import IFD, Base

from tiktok_photo_video.media import refusals
from tiktok_photo_video.media.intake import MediaFile
from tiktok_photo_video.media.limits import MAX_PIXELS, MIN_SIDE_PX
from tiktok_photo_video.media.signatures import raw_picture
from tiktok_photo_video.timeline.model import MediaKind

# Pillow warns above this and refuses above twice this; our own check below is exact. Its default
# would refuse the 200-megapixel photos of current phones.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
# What Pillow logs about odd files goes to whoever set up logging, not to standard error.
logging.getLogger("PIL").addHandler(logging.NullHandler())
# Embedded thumbnails, depth maps and masks are never wanted here; two threads, because several
# photos are decoded at once anyway.
pillow_heif.register_heif_opener(
    decode_threads=2, thumbnails=False, depth_images=False, aux_images=False
)

# What Pillow, its plugins and the C libraries below are known to raise on damaged input: there is
# no common base class, and a fuzzed file can reach any of these.
DECODE_FAILURES = (
    OSError, EOFError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError,
    AttributeError, AssertionError, RuntimeError, struct.error, zlib.error,
)  # fmt: skip
_TOO_MUCH = (Image.DecompressionBombError, MemoryError)

# EXIF orientation -> the turn that makes the stored picture upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = frozenset({5, 6, 7, 8})
# Pillow's TIFF reader and libheif turn the picture themselves, and give the turned size.
_TURNED_BY_OPENER = frozenset({"TIFF", "HEIF"})

_TIFF_SUBFILE_TYPE, _TIFF_REDUCED_COPY = 254, 1
_TIFF_DNG_VERSION = 50706


@contextmanager
def open_picture(media: MediaFile) -> Iterator[Image.Image]:
    """Open a picture without decoding its pixels; failures inside the block are explained too.

    Args:
        media: from :func:`tiktok_photo_video.media.intake.open_media`.

    Raises:
        MediaError: not a picture, too large, too small, RAW, or damaged (also when decoding,
            inside the block, finds it out).

    """
    if media.format.kind is not MediaKind.IMAGE:
        raise refusals.wrong_kind(media.name, media.format.kind, wanted=MediaKind.IMAGE)
    with (
        _quiet,
        _explained(media),
        Image.open(media.stream, formats=[media.format.opener]) as image,
    ):
        _check(image, media.name)
        yield image


def displayed_size(image: Image.Image) -> tuple[int, int]:
    """Width and height of a still undecoded picture once it is upright."""
    width, height = image.size
    return (height, width) if orientation(image) in _SIDEWAYS else (width, height)


def orientation(image: Image.Image) -> int:
    """The EXIF orientation that is left for us to apply, 1 (upright) to 8."""
    if image.format in _TURNED_BY_OPENER:
        return 1
    stored = image.getexif().get(Base.Orientation, 1)
    return stored if stored in _TURNS else 1


def upright(image: Image.Image, stored_orientation: int) -> Image.Image:
    """The picture turned as its orientation says."""
    turn = _TURNS.get(stored_orientation)
    return image if turn is None else image.transpose(turn)


def captured_at(image: Image.Image) -> datetime | None:
    """When the camera took the picture, in its local time; None when not, or not sanely, said."""
    stored = image.getexif().get_ifd(IFD.Exif).get(Base.DateTimeOriginal)
    text = stored.decode("ascii", "replace") if isinstance(stored, bytes) else str(stored)
    try:
        # EXIF has no time zone in this tag: local time is all that is known.
        return datetime.strptime(text.strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
    except ValueError:
        return None


def _check(image: Image.Image, name: str) -> None:
    # Before anything else: asking a PNG for its EXIF tags decodes it, for they may come last.
    if image.width * image.height > MAX_PIXELS:
        raise refusals.picture_too_large(name, image.width, image.height)
    if _is_raw(image):
        raw = raw_picture()
        raise refusals.unsupported(name, raw.what, hint=raw.hint)
    if min(image.size) < MIN_SIDE_PX:
        raise refusals.too_small(name, *displayed_size(image))


def _is_raw(image: Image.Image) -> bool:
    """Camera RAW files are TIFFs whose first picture is a small preview."""
    tags = getattr(image, "tag_v2", {})
    preview_first = tags.get(_TIFF_SUBFILE_TYPE, 0) == _TIFF_REDUCED_COPY
    return image.format == "TIFF" and (_TIFF_DNG_VERSION in tags or preview_first)


@contextmanager
def _explained(media: MediaFile) -> Iterator[None]:
    try:
        yield
    except _TOO_MUCH as error:
        raise refusals.more_than_memory(media.name) from error
    except DECODE_FAILURES as error:
        raise refusals.damaged(media.name, media.format.name) from error


class _Quiet:
    """Silences Pillow's warnings about odd files while any thread is inside.

    They are addressed to programmers; the user gets our own sentence. ``catch_warnings`` swaps
    process-wide state, so overlapping uses by several threads must be one use: the first in
    sets it, the last out restores it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._saved = warnings.catch_warnings()

    def __enter__(self) -> None:
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                self._saved = warnings.catch_warnings()
                self._saved.__enter__()
                warnings.filterwarnings("ignore", module=r"PIL\.|pillow_heif")

    def __exit__(self, *exception: object) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                self._saved.__exit__(None, None, None)


_quiet = _Quiet()
