"""Promises of the renderer that are not kept yet; each test here fails until one is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from tests.render.scenes import Album, Studio, plan_of
from tiktok_photo_video.errors import StorageError
from tiktok_photo_video.media.lettering import text_width
from tiktok_photo_video.render.chunks import (
    chunk_key,
)
from tiktok_photo_video.render.encoder import VideoSettings, encode_frames, new_frame
from tiktok_photo_video.render.framing import PictureFacts
from tiktok_photo_video.render.geometry import Rect
from tiktok_photo_video.render.movie import write_movie
from tiktok_photo_video.render.packets import EncodedPacket, PacketRun
from tiktok_photo_video.render.plan import Canvas, RenderPlan, plan_render
from tiktok_photo_video.render.planes import Planes
from tiktok_photo_video.render.title_layout import lay_out_title
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    Timeline,
    TimeRange,
    Track,
    TrackKind,
)

BOX = (760, 1300)
NINE_SIXTEENTHS = 9 / 16
SETTINGS = VideoSettings()
RUN = PacketRun(1, b"head", (EncodedPacket(0, 0, 1, is_keyframe=True, data=b"x"),))


def upright_plan(timeline: Timeline) -> RenderPlan:
    facts = {f"hash of {clip.id}": PictureFacts(1080, 1920) for clip in timeline.photos}
    return plan_render(timeline, facts)


def keys(plan: RenderPlan) -> list[str]:
    return [chunk_key(chunk, SETTINGS) for chunk in plan.chunks]


# Selfies: the head takes most of what a crop of a 3:4 photo shows.
SELFIES = (Rect(0.3, 0.3, 0.4, 0.3), Rect(0.35, 0.2, 0.2, 0.43), Rect(0.05, 0.3, 0.4, 0.4))


@pytest.mark.requirement("render-reproducible")
@pytest.mark.parametrize("size", [(136, 192), (192, 108), (176, 320)], ids=str)
def test_a_small_video_has_the_same_bytes_whatever_was_in_memory(size: tuple[int, int]) -> None:
    dice = np.random.default_rng(0)
    pictures = cv2.GaussianBlur(dice.integers(60, 180, (400, 400)).astype(np.uint8), (0, 0), 3)
    found = set()
    for _ in range(12):
        frame, planes = new_frame(*size)

        def drawn(planes: Planes = planes) -> Iterator[int]:
            for number in range(20):
                # What other parts of a program leave behind in memory.
                left_over = [
                    dice.integers(0, 255, dice.integers(1000, 300_000), dtype=np.uint8)
                    for _ in range(3)
                ]
                del left_over
                planes.y[:] = pictures[number : number + size[1], number : number + size[0]]
                planes.u[:] = planes.v[:] = 128
                yield number

        run = encode_frames(drawn(), frame, rate=Fraction(30), settings=SETTINGS)
        found.add(b"".join(packet.data for packet in run.packets))
    assert len(found) == 1


@pytest.mark.requirement("render-disk-full")
@pytest.mark.parametrize("folder", ["missing", "file"])
def test_a_place_that_cannot_be_written_is_a_storage_failure(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError):
        write_movie(
            tmp_path / folder / "movie.mp4",
            canvas=Canvas(108, 192, Fraction(30)),
            settings=SETTINGS,
            chunks=(),
            sound=None,
        )


@pytest.mark.requirement("render-movie-frames")
@pytest.mark.parametrize(
    "lengths", [(40, 2, 40), (2, 100, 40), (40, 2, 120, 40), (24, 2, 2, 2, 30)], ids=str
)
def test_a_photo_shown_for_a_moment_does_not_stop_the_export(
    tmp_path: Path, lengths: tuple[int, ...]
) -> None:
    names = ("red", "green", "blue", "yellow", "red")
    clips = tuple(
        Clip(f"p{n}", ExternalReference("", names[n]), TimeRange(0, length))
        for n, length in enumerate(lengths)
    )
    timeline = Timeline(width_px=108, height_px=192, tracks=(Track(TrackKind.VIDEO, clips),))
    path = Studio(tmp_path).make("movie.mp4", plan_of(timeline), Album())
    with av.open(str(path)) as container:
        assert len(list(container.decode(video=0))) == sum(lengths)


@pytest.mark.requirement("render-title-lines")
def test_a_title_of_two_lines_is_laid_out_as_two_lines() -> None:
    assert lay_out_title("Summer\n2024", box_px=(760, 1300), scale=1.0).lines == ("Summer", "2024")


@pytest.mark.requirement("render-title-fits")
@pytest.mark.parametrize("text", ["！" * 60, "." * 200, "（" * 60], ids=["wide", "dots", "open"])
def test_marks_alone_fit_the_box_too(text: str) -> None:
    layout = lay_out_title(text, box_px=(760, 1300), scale=1.0)
    assert all(text_width(line, layout.face) <= 760 for line in layout.lines)
    assert "".join(layout.lines) == text
