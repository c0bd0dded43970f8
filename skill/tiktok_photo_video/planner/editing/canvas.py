"""Wishes about the video as a file: frame, rate, cover and name."""

from __future__ import annotations

from fractions import Fraction

from tiktok_photo_video.planner.editing.locating import DoubtError
from tiktok_photo_video.planner.editing.scene import Carried, Scene
from tiktok_photo_video.planner.remarks import note
from tiktok_photo_video.planner.wishes import Cover, Name, Rate, Shape
from tiktok_photo_video.timeline.edits import Rename, SetCanvas, SetCover, SetRate
from tiktok_photo_video.timeline.model import PlacedClip, frames_from_s
from tiktok_photo_video.timeline.summary import seconds

MIN_FPS, MAX_FPS = 23, 60  # what TikTok takes
MIN_SIDE_PX, MAX_SIDE_PX = 360, 4096  # TikTok's limits for a side
MAX_SHORT_SIDE_PX = 1080  # phones show no more, and TikTok scales down what is larger
MIN_RATIO, MAX_RATIO = Fraction(1, 3), Fraction(3)


def shape(scene: Scene, wish: Shape) -> Carried:
    """The same clips in another frame."""
    now = (scene.timeline.width_px, scene.timeline.height_px)
    width, height = frame_size(wish, now)
    notes = tuple(note(name, scene.language, **facts) for name, facts in size_remarks(wish, now))
    return Carried((SetCanvas(width, height),), notes)


def frame_size(wish: Shape, now: tuple[int, int]) -> tuple[int, int]:
    """The frame in pixels for a ratio, a short side, or both; sides are even."""
    wide, high = wish.ratio or now
    wide, high = _sane(wide, high)
    short = min(wish.short_side_px or min(now), MAX_SHORT_SIDE_PX)
    scale = Fraction(short, min(wide, high))
    scale = min(scale, Fraction(MAX_SIDE_PX, max(wide, high)))
    scale = max(scale, Fraction(MIN_SIDE_PX, min(wide, high)))
    sides = (min(round(side * scale / 2) * 2, MAX_SIDE_PX) for side in (wide, high))
    width, height = sides
    return width, height


def _sane(wide: int, high: int) -> tuple[int, int]:
    """A ratio that is a picture's: at most three times as long as it is wide."""
    ratio = Fraction(max(wide, 1), max(high, 1))
    bounded = min(max(ratio, MIN_RATIO), MAX_RATIO)
    return (wide, high) if bounded == ratio else (bounded.numerator, bounded.denominator)


def size_remarks(wish: Shape, now: tuple[int, int]) -> list[tuple[str, dict[str, object]]]:
    """What to say when a size asked for is not the one given."""
    width, height = frame_size(wish, now)
    asked = wish.short_side_px
    if asked is None or min(width, height) == asked:
        return []
    name = "size_most" if asked > min(width, height) else "size_least"
    return [(name, {"width": width, "height": height})]


def rate(scene: Scene, wish: Rate) -> Carried:
    """The same video at another number of frames a second."""
    given = nearest_fps(wish.fps)
    notes = (note("fps", scene.language, fps=given),) if given != wish.fps else ()
    return Carried((SetRate(Fraction(given)),), notes)


def nearest_fps(asked: int) -> int:
    """The rate nearest to the one asked for that TikTok takes."""
    return min(max(asked, MIN_FPS + 1 if asked < MIN_FPS else MIN_FPS), MAX_FPS)


def cover(scene: Scene, wish: Cover) -> Carried:
    """The frame shown where the video is not playing."""
    timeline = scene.timeline
    last = max(timeline.duration - 1, 0)
    if wish.at_end:
        return Carried((SetCover(last),))
    if wish.photos:
        return Carried((SetCover(_middle_of(scene, wish)),))
    asked = frames_from_s(min(wish.at_s or 0.0, 1e6), timeline.rate)
    if asked > last + 1:
        length = seconds(timeline.duration / timeline.rate, language=scene.language)
        raise DoubtError("cover_outside", length=length)
    return Carried((SetCover(min(asked, last) or None),))


def _middle_of(scene: Scene, wish: Cover) -> int:
    """The moment in the middle of the first photo named: it stands alone there."""
    ids = scene.numbering.located(wish.photos)
    placed: PlacedClip = next(p for p in scene.placed if p.clip.id == ids[0])
    return placed.range_in_track.start + placed.range_in_track.duration // 2


def name(_: Scene, wish: Name) -> Carried:
    """Another name for the project."""
    return Carried((Rename(wish.name),))
