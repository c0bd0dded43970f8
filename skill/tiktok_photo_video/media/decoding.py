"""All that is decoded of files nobody has vouched for, behind one door.

Decoders are written in C and fed by strangers: one hostile file may crash them, or keep them busy
for ever. Who keeps a service running gives it a :class:`Decoder` that works in processes of its
own; :class:`DecodesHere` does the work where it is called.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.media.animations import write_film
from tiktok_photo_video.media.clip_sound import load_clip_sound
from tiktok_photo_video.media.clips import load_poster
from tiktok_photo_video.media.copies import save_copy
from tiktok_photo_video.media.faces import LIKELY_SCORE, Face, find_faces
from tiktok_photo_video.media.film_reading import FilmReader, ReadsFilmHere
from tiktok_photo_video.media.info import MediaInfo, probe
from tiktok_photo_video.media.limits import MAX_SOUND_DURATION_S
from tiktok_photo_video.media.logos import load_logo
from tiktok_photo_video.media.photos import load_photo
from tiktok_photo_video.media.reels import Reel
from tiktok_photo_video.media.sound import load_sound
from tiktok_photo_video.timeline.model import MediaKind

# A copy must fill 1080x1920 with a 15 % camera move without being enlarged.
COPY_MIN_WIDTH_PX, COPY_MIN_HEIGHT_PX = 1242, 2208
SAMPLE_RATE_HZ = 48_000


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in a picture: its working copy's size, and the faces."""

    width_px: int
    height_px: int
    faces: tuple[Face, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a clip that is heard; seconds into its picture, and how much faster."""

    start_s: Fraction
    duration_s: Fraction
    speed: Fraction = Fraction(1)


class Decoder(Protocol):
    """Decodes strangers' files; safe to share between threads.

    Each raises :class:`MediaError` where the file is to blame, and ``OSError`` where the disk is.
    """

    def probe(self, path: Path, *, name: str) -> MediaInfo:
        """What a file is; see :func:`tiktok_photo_video.media.info.probe`."""

    def picture(self, path: Path, *, name: str, kind: MediaKind, copy: Path) -> Seen:
        """Write the working copy of a photo, or of a clip's poster, and look for faces."""

    def as_film(self, path: Path, *, name: str, film: Path) -> bool:
        """Write an animated picture as a film; gives whether all of it was taken."""

    def song(
        self,
        path: Path,
        *,
        name: str,
        sample_rate_hz: int = SAMPLE_RATE_HZ,
        max_duration_s: float = MAX_SOUND_DURATION_S,
    ) -> Reel:
        """The sound of a file; see :func:`tiktok_photo_video.media.sound.load_sound`."""

    def clip_sound(self, path: Path, *, name: str, stretch: Stretch) -> Reel | None:
        """What is heard of a clip at 48 kHz; ``None`` for a clip without sound."""

    def film(self, path: Path, *, name: str) -> FilmReader:
        """A clip, opened to be read frame by frame."""

    def logo(
        self, path: Path, *, name: str, max_width_px: int, max_height_px: int
    ) -> NDArray[np.uint8]:
        """A picture with its transparency; see :func:`tiktok_photo_video.media.logos.load_logo`."""

    def warm(self) -> None:
        """Get ready: files are on their way."""

    def close(self) -> None:
        """Let go of everything."""


class DecodesHere:
    """Decodes where it is called, without limits of its own: for tests, and inside of limits."""

    def probe(self, path: Path, *, name: str) -> MediaInfo:
        """See :class:`Decoder`."""
        return probe(path, name=name)

    def picture(self, path: Path, *, name: str, kind: MediaKind, copy: Path) -> Seen:
        """See :class:`Decoder`."""
        picture = _pixels(path, name, kind)
        faces = find_faces(picture, min_score=LIKELY_SCORE)
        save_copy(picture, copy)
        return Seen(picture.shape[1], picture.shape[0], faces)

    def as_film(self, path: Path, *, name: str, film: Path) -> bool:
        """See :class:`Decoder`."""
        most_px = (COPY_MIN_WIDTH_PX, COPY_MIN_HEIGHT_PX)
        return write_film(path, name=name, most_px=most_px, out=film)

    def song(
        self,
        path: Path,
        *,
        name: str,
        sample_rate_hz: int = SAMPLE_RATE_HZ,
        max_duration_s: float = MAX_SOUND_DURATION_S,
    ) -> Reel:
        """See :class:`Decoder`."""
        return load_sound(
            path, name=name, sample_rate_hz=sample_rate_hz, max_duration_s=max_duration_s
        )

    def clip_sound(self, path: Path, *, name: str, stretch: Stretch) -> Reel | None:
        """See :class:`Decoder`."""
        return load_clip_sound(
            path,
            name=name,
            start_s=stretch.start_s,
            duration_s=stretch.duration_s,
            speed=stretch.speed,
        )

    def film(self, path: Path, *, name: str) -> FilmReader:
        """See :class:`Decoder`."""
        return ReadsFilmHere(path, name=name)

    def logo(
        self, path: Path, *, name: str, max_width_px: int, max_height_px: int
    ) -> NDArray[np.uint8]:
        """See :class:`Decoder`."""
        return load_logo(path, name=name, max_width_px=max_width_px, max_height_px=max_height_px)

    def warm(self) -> None:
        """See :class:`Decoder`."""

    def close(self) -> None:
        """See :class:`Decoder`."""


def _pixels(path: Path, name: str, kind: MediaKind) -> NDArray[np.uint8]:
    if kind is MediaKind.VIDEO:
        return load_poster(path, name=name)
    try:
        return load_photo(
            path, name=name, min_width_px=COPY_MIN_WIDTH_PX, min_height_px=COPY_MIN_HEIGHT_PX
        )
    except MemoryError as error:
        raise MediaError(
            name,
            "there is not enough memory to open it.",
            code="media_too_large",
            hint="Save it smaller and send it again.",
        ) from error
