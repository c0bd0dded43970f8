"""The user's files, kept by content: originals as they came, and working copies of photos."""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from tiktok_photo_video.backend.store import Store, pictures
from tiktok_photo_video.errors import MediaError, StorageError
from tiktok_photo_video.media import SURE_SCORE, Face, MediaInfo, MediaKind
from tiktok_photo_video.media.copies import load_copy
from tiktok_photo_video.media.decoding import Decoder, DecodesHere, Seen
from tiktok_photo_video.render.chunk_cache import storage_error
from tiktok_photo_video.render.framing import PictureFacts
from tiktok_photo_video.render.geometry import Rect
from tiktok_photo_video.render.plates import MAX_PLATES, PlateStore
from tiktok_photo_video.timeline.model import Timeline
from tiktok_photo_video.whole_files import settle
from tiktok_photo_video.wire.fitting import external_media

_LOG = logging.getLogger(__name__)

# Enough to tell sound from silence, and cheap.
_LISTENING_RATE_HZ = 8_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was taken in: what it is, by the name its owner uses."""

    name: str
    info: MediaInfo
    is_whole: bool = True
    """Not whole is a film of which only the beginning could be taken."""


class MediaStore:
    """Originals and working copies under their content hashes."""

    def __init__(self, folder: Path, store: Store, *, decoder: Decoder | None = None) -> None:
        self.decoder: Decoder = decoder or DecodesHere()
        """What everything of the user's is decoded with that is not a copy made here."""
        self._originals = folder / "originals"
        self._copies = folder / "copies"
        self._incoming = folder / "incoming"
        self._heard = folder / "heard"
        self._store = store
        self._decoding = threading.Semaphore(2)  # bounds memory: one photo may take 150 MB
        for part in (self._originals, self._copies, self._incoming, self._heard):
            part.mkdir(parents=True, exist_ok=True, mode=0o700)

    @contextmanager
    def incoming_file(self) -> Iterator[Path]:
        """A place to receive a file in; it is gone afterwards unless it was taken in."""
        handle, name = tempfile.mkstemp(dir=self._incoming)
        os.close(handle)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)

    def clear_incoming(self) -> None:
        """Throw away what a process that was killed had half received; before any work begins."""
        for path in self._incoming.iterdir():
            with contextlib.suppress(OSError):
                path.unlink()

    def take_in(self, path: Path, *, name: str) -> Kept:
        """Judge a received file, keep it, and make its working copy.

        Raises:
            MediaError: the file cannot be used; nothing of it is kept.
            StorageError: the disk is full or not writable.

        """
        with self._decoding:
            info, is_whole = self.decoder.probe(path, name=name), True
            if info.is_animated:
                info, is_whole = self._as_film(path, name)
            if info.kind is MediaKind.AUDIO:
                # Whether anything is to be heard is told now, not when the video is made.
                self.decoder.song(path, name=name, sample_rate_hz=_LISTENING_RATE_HZ)
            elif info.kind.is_seen:
                self._prepare_picture(path, name, info)
        try:
            # Waited for: what is acknowledged must outlive a power cut.
            settle(path, self.original(info.content_hash))
        except OSError as error:
            raise storage_error(error) from error
        return Kept(name, info, is_whole)

    def original(self, content_hash: str) -> Path:
        """Where a file's content is kept as it came."""
        return self._originals / content_hash

    def beside(self, content_hash: str, what: str) -> Path:
        """Where something that was found out about a file's sound is kept."""
        return self._heard / f"{content_hash}.{what}"

    def picture(self, content_hash: str) -> NDArray[np.uint8]:
        """The working copy of a photo, upright sRGB of shape (h, w, 3).

        One that is gone or damaged is made again from the original.

        Raises:
            StorageError: that is gone or damaged too.
        """
        try:
            return load_copy(self._copy(content_hash))
        except StorageError as error:
            picture = self._made_again(content_hash)
            if picture is None:
                raise
            _LOG.warning("a working copy was made again (%s)", error.code)
            return picture

    def plates(self, *, most_plates: int = MAX_PLATES) -> PlateStore:
        """What frames are drawn with: all that is kept here, read with the same decoder."""
        return PlateStore(
            self.picture,
            originals=self.original,
            decoder=self.decoder,
            most_plates=most_plates,
        )

    def _made_again(self, content_hash: str) -> NDArray[np.uint8] | None:
        original = self.original(content_hash)
        try:
            info = self.decoder.probe(original, name=content_hash)
            if info.content_hash != content_hash:
                return None
            with self._decoding:
                self._make_copy(original, content_hash, info)
            return load_copy(self._copy(content_hash))
        except MediaError:
            return None

    def facts(self, hashes: set[str]) -> dict[str, PictureFacts]:
        """Size and faces of photos, by content hash; unknown ones are left out."""
        with self._store.read() as connection:
            rows = connection.execute(select(pictures).where(pictures.c.content_hash.in_(hashes)))
            return {
                row.content_hash: PictureFacts(
                    row.width_px,
                    row.height_px,
                    faces=tuple(Rect(*box) for *box, score in row.faces if score > SURE_SCORE),
                    doubtful=tuple(Rect(*box) for *box, score in row.faces if score <= SURE_SCORE),
                )
                for row in rows
            }

    def facts_of(self, timeline: Timeline) -> dict[str, PictureFacts]:
        """Size and faces of all that a timeline shows, its logo too."""
        return self.facts({media.content_hash for media in external_media(timeline)})

    def _copy(self, content_hash: str) -> Path:
        return self._copies / f"{content_hash}.jpg"

    def _prepare_picture(self, path: Path, name: str, info: MediaInfo) -> None:
        if self._copy(info.content_hash).exists() and self.facts({info.content_hash}):
            return
        seen = self._make_copy(path, name, info)
        with self._store.change() as connection:
            connection.execute(
                pictures.insert().prefix_with("OR REPLACE"),
                {
                    "content_hash": info.content_hash,
                    "width_px": seen.width_px,
                    "height_px": seen.height_px,
                    "faces": [_box(face) for face in seen.faces],
                },
            )

    def _as_film(self, path: Path, name: str) -> tuple[MediaInfo, bool]:
        """An animated picture moves in a video: a film takes its place, and is told about."""
        with self.incoming_file() as film:
            try:
                is_whole = self.decoder.as_film(path, name=name, film=film)
                film.replace(path)
            except OSError as error:
                raise storage_error(error) from error
        return self.decoder.probe(path, name=name), is_whole

    def _make_copy(self, path: Path, name: str, info: MediaInfo) -> Seen:
        with self.incoming_file() as part:
            try:
                seen = self.decoder.picture(path, name=name, kind=info.kind, copy=part)
                part.replace(self._copy(info.content_hash))
            except OSError as error:
                raise storage_error(error) from error
        return seen


def _box(face: Face) -> list[float]:
    return [face.x, face.y, face.width, face.height, face.score]
