"""What a title must not cover: the heads that are seen while it is shown. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tiktok_photo_video.render.framing import Fit, PictureFacts, head_of, photo_in, room_for
from tiktok_photo_video.render.geometry import Rect, overlap
from tiktok_photo_video.render.shots import PLAIN, Canvas, Shot
from tiktok_photo_video.timeline.model import PlacedClip, TimeRange

_DIGITS = 3  # a thousandth of the canvas: finer differences would only re-render chunks


def heads_under(
    title: TimeRange,
    placed: Sequence[PlacedClip],
    shots: Sequence[Shot],
    *,
    canvas: Canvas,
    facts: Mapping[str, PictureFacts],
) -> tuple[Rect, ...]:
    """Every head seen during a title, in fractions of the canvas, at both ends of its move."""
    found = [
        head
        for clip, shot in zip(placed, shots, strict=True)
        if shot.content_hash != PLAIN and _meets(clip.range_in_track, title)
        for head in _heads_on(canvas, shot, facts[shot.content_hash])
    ]
    return tuple(dict.fromkeys(found))


def _meets(one: TimeRange, other: TimeRange) -> bool:
    return one.start < other.end_exclusive and other.start < one.end_exclusive


def _heads_on(canvas: Canvas, shot: Shot, facts: PictureFacts) -> Iterator[Rect]:
    photo = _photo_on_stage(canvas, shot, facts)
    for face in facts.faces:
        head = head_of(face)
        on_stage = Rect(
            photo.x + head.x * photo.width,
            photo.y + head.y * photo.height,
            head.width * photo.width,
            head.height * photo.height,
        )
        for view in (shot.camera.start, shot.camera.end):
            seen = overlap(on_stage, view)
            if seen.width > 0 and seen.height > 0:
                yield Rect(
                    round((seen.x - view.x) / view.width, _DIGITS),
                    round((seen.y - view.y) / view.height, _DIGITS),
                    round(seen.width / view.width, _DIGITS),
                    round(seen.height / view.height, _DIGITS),
                )


def _photo_on_stage(canvas: Canvas, shot: Shot, facts: PictureFacts) -> Rect:
    """Where the photo lies in what the camera's views are measured in."""
    if shot.fit is Fit.COVER:
        return Rect(0.0, 0.0, 1.0, 1.0)
    room = room_for(shot.fit, shot.camera)
    return photo_in(room, facts, canvas.width_px / canvas.height_px)
