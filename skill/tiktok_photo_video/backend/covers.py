"""Covers: the picture that stands for a video where it does not play, as a JPEG beside it.

A file of its own, because the apps that videos are posted with ask for one, and look at none
inside the video.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tiktok_photo_video.backend.orders import Parcel, packed
from tiktok_photo_video.render.chunk_cache import storage_error
from tiktok_photo_video.render.chunks import Tools
from tiktok_photo_video.render.plan import RenderPlan
from tiktok_photo_video.render.preview import frame_picture, jpeg
from tiktok_photo_video.whole_files import write_whole
from tiktok_photo_video.wire import routes


def cover_facts(video: Path, delivered: Path | None) -> Mapping[str, object]:
    """Whether a video has a cover, and where that was delivered."""
    if not cover_beside(video).is_file():
        return {}
    beside = cover_beside(delivered) if delivered else None
    is_there = beside is not None and beside.is_file()
    return {"has_cover": True, **({"cover_delivered_to": str(beside)} if is_there else {})}


def cover_beside(video: Path) -> Path:
    """Where the cover of a video lies: ``out.cover.jpg`` beside ``out.mp4``."""
    return video.with_suffix(".cover.jpg")


def write_cover(video: Path, plan: RenderPlan, frame: int, tools: Tools) -> None:
    """Draw a frame of a plan as the cover of its video; past the end, the last frame.

    Raises:
        StorageError: the disk is full or not writable.
    """
    picture = frame_picture(plan, min(frame, plan.frames - 1), tools.plates, tools.titles)
    try:
        write_whole(cover_beside(video), jpeg(picture))
    except OSError as error:
        raise storage_error(error) from error


def packed_cover(video: Path, output: Mapping[str, object]) -> Parcel | None:
    """Copy a video's cover, if it has one, to beside where the video's order wants it."""
    wish = output.get(routes.EXTENSION_KEY)
    if not isinstance(wish, Mapping):
        return None
    target, cover = wish.get("deliver_to"), cover_beside(video)
    if not isinstance(target, str) or not Path(target).name or not cover.is_file():
        return None
    beside = {**wish, "deliver_to": str(cover_beside(Path(target)))}
    return packed(cover, {routes.EXTENSION_KEY: beside})
