"""Video clips as plates: the part of a film a chunk shows, one frame after the other."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection
from fractions import Fraction

from tiktok_photo_video.errors import MediaError, RenderError
from tiktok_photo_video.media.decoding import Decoder
from tiktok_photo_video.media.film_reading import FilmReader, FoundFrame
from tiktok_photo_video.render.film_plates import FilmPlateMaker
from tiktok_photo_video.render.looks import TableSource, no_tables
from tiktok_photo_video.render.plates import Plate
from tiktok_photo_video.render.shots import Canvas, Footage, OriginalSource, Shot

# A decoder holds about eight frames: of 4K film, more than a hundred megabytes. One chunk at a
# time reads clips above this size, so that memory stays bounded.
_LARGE_PIXELS = 2560 * 1440
# Of these a clip's poster is no fit end: what failed may have been the machine.
_PERHAPS_PASSING = frozenset({"media_decoder_crash", "media_decoder_slow", "media_too_large"})
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
        decoder: Decoder,
        *,
        tables: TableSource = no_tables,
    ) -> None:
        """Set up without opening anything.

        Args:
            canvas: what the clips are fitted into.
            originals: gives their files.
            large_turn: held while a large clip is open; shared by all chunks under way.
            decoder: reads them.
            tables: gives the colour tables of their looks.
        """
        self._canvas = canvas
        self._originals = originals
        self._large_turn = large_turn
        self._decoder = decoder
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
            MediaError: decoding broke down over it.
        """
        if shot not in self._open:
            self._open[shot] = self._opened(shot)
        projector = self._open[shot]
        return projector.plate(frame) if projector else None

    def _opened(self, shot: Shot) -> _Projector | None:
        path = self._originals(shot.content_hash)
        try:
            film = self._decoder.film(path, name="video clip")
        except MediaError as error:
            if not path.is_file():
                raise RenderError(
                    "A video clip's file is not there any more.",
                    code="missing_media",
                    hint="Upload the clip again.",
                ) from error
            if error.code in _PERHAPS_PASSING:
                raise
            # It was fit to be taken in: its poster stands in for it.
            _LOG.warning("clip %s cannot be opened (%s)", shot.content_hash[:12], error.code)
            return None
        projector = _Projector(film, self._canvas, shot, self._tables)
        if projector.is_large and not self._has_turn:
            self._large_turn.acquire()
            self._has_turn = True
        return projector


class _Projector:
    """One shot of one clip."""

    def __init__(self, film: FilmReader, canvas: Canvas, shot: Shot, tables: TableSource) -> None:
        self._film = film
        self._shot, self._rate = shot, canvas.rate
        self._footage = shot.footage or Footage()
        self._maker = FilmPlateMaker(canvas, shot, film, tables=tables)
        self.is_large = film.stored_pixels > _LARGE_PIXELS
        self._shown: FoundFrame | None = None
        self._plate: Plate | None = None

    def plate(self, frame: int) -> Plate | None:
        time_s = max(self._footage.at(frame), Fraction(0)) / self._rate
        found = self._film.at(time_s)
        if found != self._shown or self._plate is None:
            self._plate = self._maker.plate(found.size_px) if found else None
            self._shown = found
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
