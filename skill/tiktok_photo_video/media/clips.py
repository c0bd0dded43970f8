"""Film clips: their displayed size, their frames in order, and a poster picture."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from tiktok_photo_video.media import refusals
from tiktok_photo_video.media.containers import film_stream, open_container
from tiktok_photo_video.media.film_colors import FilmDeveloper, quarter_turns
from tiktok_photo_video.media.intake import open_media
from tiktok_photo_video.timeline.model import MediaKind

_POSTER_CANDIDATES = 90  # three seconds at 30 frames a second: past most fades from black
# Below these a frame is black, or one flat colour: mean and spread of 8-bit brightness.
_MIN_MEAN, _MIN_SPREAD = 24.0, 6.0


def load_poster(path: Path, *, name: str) -> NDArray[np.uint8]:
    """The first good frame of a clip: the first that is neither black nor blank.

    Args:
        path: where it is; its format is judged by content.
        name: what the user calls it, for errors.

    Returns:
        Upright RGB, ``(height, width, 3)`` uint8. The most contrasted of the first seconds'
        frames when none of them is good.

    Raises:
        MediaError: with one of the stable codes of this room.

    """
    with open_media(path, name=name) as media:
        if media.format.kind is not MediaKind.VIDEO:
            raise refusals.wrong_kind(name, media.format.kind, wanted=MediaKind.VIDEO)
        with open_container(media) as container:
            stream = film_stream(container)
            frame = _best_frame(decoded_frames(container))
            if stream is None or frame is None:
                raise refusals.no_picture(name)
            return FilmDeveloper().rgb(frame, frame_displayed_size(stream, frame))


def decoded_frames(container: InputContainer) -> Iterator[VideoFrame]:
    """The clip's frames in order; bad packets are left out, as players do."""
    stream = film_stream(container)
    if stream is None:
        return
    for packet in container.demux(stream):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue


def frame_displayed_size(stream: VideoStream, frame: VideoFrame) -> tuple[int, int]:
    """Width and height as shown: with square pixels, and turned as the camera was held."""
    width, height = _square_size(stream, frame)
    return (height, width) if quarter_turns(frame) % 2 else (width, height)


def _square_size(stream: VideoStream, frame: VideoFrame) -> tuple[int, int]:
    """The stored frame's size once its pixels are square; the longer-drawn side gives way."""
    aspect = stream.sample_aspect_ratio or Fraction(1)
    if aspect >= 1:
        return frame.width, max(1, round(frame.height / aspect))
    return max(1, round(frame.width * aspect)), frame.height


def _best_frame(frames: Iterator[VideoFrame]) -> VideoFrame | None:
    best: tuple[float, VideoFrame] | None = None
    for frame in islice(frames, _POSTER_CANDIDATES):
        grey = _small_grey(frame)
        spread = float(grey.std())
        if spread >= _MIN_SPREAD and float(grey.mean()) >= _MIN_MEAN:
            return frame
        if best is None or spread > best[0]:
            best = (spread, frame)
    return best[1] if best else None


def _small_grey(frame: VideoFrame) -> NDArray[np.uint8]:
    return frame.reformat(width=64, height=64, format="gray").to_ndarray().astype(np.uint8)
