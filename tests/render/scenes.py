"""Pictures, sources and small videos to render."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.media_factory import BLUE, GREEN, RED, YELLOW, Color, quadrants
from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.render.chunk_cache import ChunkCache
from tiktok_photo_video.render.chunks import OnFrames, Tools, render_chunks
from tiktok_photo_video.render.compositor import Compositor
from tiktok_photo_video.render.encoder import AUDIO_RATE_HZ, encode_sound
from tiktok_photo_video.render.framing import Camera, Fit, PictureFacts
from tiktok_photo_video.render.geometry import FULL
from tiktok_photo_video.render.movie import write_movie
from tiktok_photo_video.render.packets import PacketRun
from tiktok_photo_video.render.plan import Chunk, Piece, RenderPlan, plan_render
from tiktok_photo_video.render.planes import Planes, new_planes, rgb_from_planes
from tiktok_photo_video.render.plates import PlateStore
from tiktok_photo_video.render.shots import Canvas, Shot
from tiktok_photo_video.render.titles import TitlePainter
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import SetTitle, SetTransition
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    Motion,
    MotionKind,
    Timeline,
    TimeRange,
    TitleReference,
    Track,
    TrackKind,
    TransitionType,
)

Picture = NDArray[np.uint8]
SMALL = Canvas(108, 192, Fraction(30))
COLORS: dict[str, Color] = {"red": RED, "green": GREEN, "blue": BLUE, "yellow": YELLOW}


def solid(color: Color, width_px: int = 108, height_px: int = 192) -> Picture:
    """A picture of one colour, of the small canvas's shape."""
    return np.full((height_px, width_px, 3), color, np.uint8)


PICTURES: dict[str, Picture] = {
    **{name: solid(color) for name, color in COLORS.items()},
    "quadrants": np.array(quadrants(216, 384)),
    "wide": np.array(quadrants(320, 160)),
}


class Album:
    """A picture source that remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, content_hash: str) -> Picture:
        self.asked.append(content_hash)
        return PICTURES[content_hash]


def still(name: str, *, span: int = 30, fit: Fit = Fit.COVER, camera: Camera | None = None) -> Shot:
    """A shot of one of the pictures; the camera rests unless told otherwise."""
    return Shot(name, fit, camera or Camera(FULL, FULL), span)


def mixed(transition: TransitionType, frames: int) -> Piece:
    """Red giving way to green."""
    return Piece(
        frames=frames,
        shot=still("red", span=frames),
        shot_frame=0,
        next_shot=still("green", span=frames),
        transition=transition,
        transition_frames=frames,
    )


def drawn(chunk: Chunk, frame: int, *, blank: int = 0) -> Planes:
    """One frame of a chunk, drawn over planes filled with ``blank``."""
    planes = new_planes(chunk.canvas.width_px, chunk.canvas.height_px)
    for plane in planes:
        plane[:] = blank
    Compositor(chunk, PlateStore(Album()), TitlePainter()).draw(frame, planes)
    return planes


def picture_of(chunk: Chunk, frame: int) -> Picture:
    """One frame of a chunk as RGB."""
    return rgb_from_planes(drawn(chunk, frame))


def slideshow(rate: Fraction = Fraction(30)) -> Timeline:
    """Three photos, a crossfade and a plain cut, a title over the first: 60 frames."""
    lengths = {"red": 26, "green": 24, "blue": 10}
    clips = tuple(
        Clip(
            f"p{number}",
            ExternalReference(f"{name}.jpg", name, width_px=108, height_px=192),
            TimeRange(0, length),
            motion=Motion(MotionKind.ZOOM_IN),
        )
        for number, (name, length) in enumerate(lengths.items(), 1)
    )
    plain = Timeline(
        rate=rate, width_px=108, height_px=192, tracks=(Track(TrackKind.VIDEO, clips),)
    )
    faded = apply(plain, SetTransition((TransitionType.CROSSFADE,), 6, cuts=(0,)))
    return apply(faded, SetTitle(TitleReference("Hello"), 0, 20))


def plan_of(timeline: Timeline) -> RenderPlan:
    """The plan of a timeline whose photos are in the album."""
    facts = {
        name: PictureFacts(picture.shape[1], picture.shape[0]) for name, picture in PICTURES.items()
    }
    return plan_render(timeline, facts)


def tone(duration_s: float) -> PacketRun:
    """A quiet stereo sine, encoded."""
    at = np.arange(round(duration_s * AUDIO_RATE_HZ)) / AUDIO_RATE_HZ
    wave = (0.2 * np.sin(2 * np.pi * 440 * at)).astype(np.float32)
    return encode_sound(np.column_stack([wave, wave]))


@dataclass(frozen=True, slots=True)
class Studio:
    """A folder with a cache, and what is needed to make movies in it."""

    folder: Path

    @property
    def cache(self) -> ChunkCache:
        """The cache of this studio."""
        return ChunkCache(self.folder / "cache")

    def kept(self) -> list[Path]:
        """The chunk files there are."""
        return sorted((self.folder / "cache").glob("*/*.pvpk"))

    def leftovers(self) -> list[Path]:
        """Files of unfinished writing."""
        return sorted(self.folder.rglob("*.part"))

    def make(
        self,
        name: str,
        plan: RenderPlan,
        album: Album,
        *,
        workers: int = 1,
        on_frames: OnFrames = lambda _: None,
        cancelled: threading.Event | None = None,
        sound: PacketRun | None = None,
    ) -> Path:
        """Render a plan into a movie of this name."""
        path = self.folder / name
        tools = Tools(PlateStore(album), TitlePainter())
        runs = render_chunks(
            plan,
            tools,
            self.cache,
            workers=workers,
            on_frames=on_frames,
            cancelled=cancelled,
        )
        frames = write_movie(
            path,
            canvas=plan.canvas,
            settings=tools.settings,
            chunks=runs,
            sound=(lambda: sound) if sound else None,
        )
        if frames != plan.frames:
            raise RenderError(f"{frames} frames instead of {plan.frames}")
        return path
