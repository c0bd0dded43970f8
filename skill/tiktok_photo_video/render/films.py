"""Video clips as plates: the part of a film a chunk shows, one frame after the other."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection
from fractions import Fraction
from pathlib import Path

from av.video.frame import VideoFrame

from tiktok_photo_video.errors import MediaError, RenderError
from tiktok_photo_video.media.film_colors import FilmDeveloper
from tiktok_photo_video.media.films import Film
from tiktok_photo_video.render.film_plates import FilmPlateMaker
from tiktok_photo_video.render.looks import TableSource, no_tables
from tiktok_photo_video.render.plates import Plate
from tiktok_photo_video.render.shots import Canvas, Footage, OriginalSource, Shot

# A decoder holds about eight frames: of 4K film, more than a hundred megabytes. One chunk at a
# time reads clips above this size, so that memory stays bounded.
_LARGE_PIXELS = 2560 * 1440
_LOG = logging.getLogger(__name__)
# Less is how sound outlasts the picture in many files, and not worth a word.
_NOTABLE_S = 0.5


class Films:
    """The open clips of one chunk; for one thread, to be closed."""

    def __init__(
        self,
        canvas: Canvas,
        originals: OriginalSource,
        large_turn: threading.Lock,
        *,
        tables: TableSource = no_tables,
    ) -> None:
        """Set up without opening anything.

        Args:
            canvas: what the clips are fitted into.
            originals: gives their files.
            large_turn: held while a large clip is open; shared by all chunks under way.
            tables: gives the colour tables of their looks.
        """
        self._canvas = canvas
        self._originals = originals
        self._large_turn = large_turn
        self._tables = tables
        self._has_turn = False
        self._open: dict[Shot, _Projector | None] = {}

    def close(self) -> None:
        """Let go of all clips."""
        self.close_except(())

    def close_except(self, shots: Collection[Shot | None]) -> None:
        """Let go of the clips that are not seen any more."""
        for shot in [each for each in self._open if each not in shots]:
            if projector := self._open.pop(shot):
                projector.close()
        if self._has_turn and not any(p and p.is_large for p in self._open.values()):
            self._has_turn = False
            self._large_turn.release()

    def plate(self, shot: Shot, frame: int) -> Plate | None:
        """What a shot of a clip shows at a frame of its span; valid until the next is asked for.

        ``None`` when nothing of the clip can be decoded.

        Raises:
            RenderError: the clip's file is gone.
        """
        if shot not in self._open:
            self._open[shot] = self._opened(shot)
        projector = self._open[shot]
        return projector.plate(frame) if projector else None

    def _opened(self, shot: Shot) -> _Projector | None:
        path = self._originals(shot.content_hash)
        try:
            projector = _Projector(path, self._canvas, shot, self._tables)
        except MediaError as error:
            if not path.is_file():
                raise RenderError(
                    "A video clip's file is not there any more.",
                    code="missing_media",
                    hint="Upload the clip again.",
                ) from error
            # It was fit to be taken in: its poster stands in for it.
            _LOG.warning("clip %s cannot be opened (%s)", shot.content_hash[:12], error.code)
            return None
        if projector.is_large and not self._has_turn:
            self._large_turn.acquire()
            self._has_turn = True
        return projector


class _Projector:
    """One shot of one clip."""

    def __init__(self, path: Path, canvas: Canvas, shot: Shot, tables: TableSource) -> None:
        self._film = Film(path, name="video clip")
        self._shot, self._rate = shot, canvas.rate
        self._footage = shot.footage or Footage()
        self._maker = FilmPlateMaker(canvas, shot, FilmDeveloper(), tables=tables)
        self.is_large = self._film.stored_pixels > _LARGE_PIXELS
        self._shown: VideoFrame | None = None
        self._plate: Plate | None = None

    def plate(self, frame: int) -> Plate | None:
        time_s = max(self._footage.at(frame), Fraction(0)) / self._rate
        shown = self._film.frame_at(time_s)
        if shown is not self._shown or self._plate is None:
            self._shown = shown
            self._plate = (
                self._maker.plate(shown, self._film.displayed_size(shown)) if shown else None
            )
        return self._plate

    def close(self) -> None:
        self._film.close()
        if self._film.missing_s > _NOTABLE_S or self._film.bad_packets:
            _LOG.warning(
                "clip %s: its last good picture was held for up to %.1f s, %d packets were damaged",
                self._shot.content_hash[:12],
                self._film.missing_s,
                self._film.bad_packets,
            )
