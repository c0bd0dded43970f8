"""Taking files in, sent or fetched: all of a request, or none with the reason for the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import BinaryIO

import anyio
from starlette.datastructures import UploadFile

from tiktok_photo_video.backend.fetch import Errand, Fetcher, name_in
from tiktok_photo_video.backend.media_store import Kept, MediaStore
from tiktok_photo_video.errors import MediaError, PhotoVideoError, as_one
from tiktok_photo_video.render.chunk_cache import storage_error
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.uploads import UploadedFile

MAX_FILES_PER_UPLOAD = 200
# Two of them decode, the others are being copied: many files at once must not take all threads
# that answer requests.
MAX_TAKEN_AT_ONCE = 4
# Slow websites must not take all threads that answer requests.
MAX_FETCHES_AT_ONCE = 4
# Of emoji made of several, of Persian and Indian words; and the space of Chinese texts.
_JOINERS = "\u200d\u200c\u3000"
_MAX_NAME_CHARS, _MAX_ENDING_CHARS = 120, 10
_COPY_BYTES = 1024 * 1024

_Taking = Callable[[], Kept]


class Intake:
    """Receives files into the media store."""

    def __init__(self, media: MediaStore, fetcher: Fetcher) -> None:
        self._media = media
        self._fetcher = fetcher
        self._takings = anyio.CapacityLimiter(MAX_TAKEN_AT_ONCE)
        self._fetches = anyio.CapacityLimiter(MAX_FETCHES_AT_ONCE)

    async def sent(self, files: Sequence[UploadFile]) -> list[Kept]:
        """Take in files that came with a request.

        Raises:
            PhotoVideoError: the first of them, in their order, that cannot be used.
        """
        jobs = [partial(self._take_sent, file) for file in files]
        return await _all(jobs, limiter=self._takings)

    async def fetched(self, urls: Sequence[str]) -> list[Kept]:
        """Take in what is at some addresses, all within one time limit.

        Raises:
            PhotoVideoError: the first of them, in their order, that cannot be used.
        """
        errand = self._fetcher.errand()
        jobs = [partial(self._take_fetched, url, errand) for url in urls]
        return await _all(jobs, limiter=self._fetches)

    def _take_sent(self, file: UploadFile) -> Kept:
        name = shown_name(file.filename or "")
        if file.size is not None and file.size > routes.MAX_UPLOAD_BYTES:
            raise MediaError(
                name,
                f"it is larger than {routes.MAX_UPLOAD_BYTES // 1024**2} MB.",
                code="media_too_large",
                hint="Compress or trim it and send it again.",
                facts={"most": routes.MAX_UPLOAD_BYTES // 1024**2},
            )
        return self._take(name, lambda target: _copy(file.file, target))

    def _take_fetched(self, url: str, errand: Errand) -> Kept:
        return self._take(
            shown_name(name_in(url)), lambda target: self._fetcher.fetch(url, target, errand=errand)
        )

    def _take(self, name: str, fill: Callable[[BinaryIO], None]) -> Kept:
        with self._media.incoming_file() as path:
            try:
                with path.open("wb") as target:
                    fill(target)
            except OSError as error:
                raise storage_error(error) from error
            return self._media.take_in(path, name=name)


def shown_name(sent: str) -> str:
    """What to call a file that came under some name: its last part, as it can safely be shown.

    It is never a path here: content lies under its hash. But it is printed on terminals, and a
    character that turns the order of letters would show one ending and hide another.
    """
    last = sent.replace("\\", "/").rstrip("/").rpartition("/")[2]
    clean = "".join(c for c in last if c.isprintable() or c in _JOINERS).strip()
    stem, dot, ending = clean.rpartition(".")
    if len(ending) > _MAX_ENDING_CHARS or not stem:
        stem, dot, ending = clean, "", ""
    shown = stem[: _MAX_NAME_CHARS - len(dot + ending)] + dot + ending
    return shown if shown.strip(".") else "file"


def as_uploaded(kept: Kept) -> UploadedFile:
    """A file as the answer to an upload tells it."""
    info = kept.info
    return UploadedFile(
        filename=kept.name,
        file_type=info.kind.value,
        duration_s=info.duration_s,
        width=info.width_px or None,
        height=info.height_px or None,
        hash=info.content_hash,
        is_whole=kept.is_whole,
    )


async def _all(jobs: Sequence[_Taking], *, limiter: anyio.CapacityLimiter) -> list[Kept]:
    """All files in their order, several taken in at a time."""
    outcomes: dict[int, Kept | PhotoVideoError] = {}

    async def take(number: int, job: _Taking) -> None:
        try:
            outcomes[number] = await anyio.to_thread.run_sync(job, limiter=limiter)
        except PhotoVideoError as error:
            outcomes[number] = error

    async with anyio.create_task_group() as tasks:
        for number, job in enumerate(jobs):
            tasks.start_soon(take, number, job)
    in_order = [outcome for _, outcome in sorted(outcomes.items())]
    if failures := [outcome for outcome in in_order if isinstance(outcome, PhotoVideoError)]:
        raise as_one(failures, of=len(jobs))
    return [outcome for outcome in in_order if isinstance(outcome, Kept)]


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    while block := source.read(_COPY_BYTES):
        target.write(block)
