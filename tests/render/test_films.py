"""Video clips in videos: the right frame of the film at the right time, whatever it is made of."""

from __future__ import annotations

import logging
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.film_factory import number_in, numbered, with_damage, write_film, write_numbered
from tests.media_factory import (
    BLUE,
    GREEN,
    QUADRANTS,
    RED,
    YELLOW,
    are_close,
    corner_colors,
    quadrants,
)
from tests.render.scenes import PICTURES, SMALL, Picture, solid
from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.render.chunk_cache import ChunkCache
from tiktok_photo_video.render.chunks import Tools, chunk_key, render_chunks
from tiktok_photo_video.render.encoder import VideoSettings
from tiktok_photo_video.render.framing import PictureFacts
from tiktok_photo_video.render.plan import RenderPlan, plan_render
from tiktok_photo_video.render.plates import PlateStore
from tiktok_photo_video.render.preview import frame_picture
from tiktok_photo_video.render.titles import TitlePainter
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    Look,
    LookKind,
    MediaKind,
    Motion,
    MotionKind,
    ResizeMode,
    Timeline,
    TimeRange,
    Track,
    TrackKind,
    Transition,
    TransitionType,
)

# Video of flat colours comes back near, not exact.
TOLERANCE = 16
PORTRAIT = (108, 192)


def film(
    start: int = 0,
    duration: int = 30,
    *,
    speed: Fraction = Fraction(1),
    size: tuple[int, int] = PORTRAIT,
    fit: ResizeMode = ResizeMode.AUTO,
    name: str = "film",
    **options: object,
) -> Clip:
    """A piece of the film under test."""
    media = ExternalReference(f"{name}.mp4", name, MediaKind.VIDEO, *size, 2000)
    span = TimeRange(start, duration)
    return Clip("v1", media, span, resize_mode=fit, speed=speed, **options)  # type: ignore[arg-type]


def photo(duration: int = 30) -> Clip:
    """A plain red photo."""
    return Clip(
        "p1",
        ExternalReference("red.jpg", "red", width_px=108, height_px=192),
        TimeRange(0, duration),
    )


def fade(frames: int) -> Transition:
    """A crossfade centred on its cut."""
    return Transition(TransitionType.CROSSFADE, frames // 2, frames - frames // 2)


def plan_of(*children: Clip | Transition, size: tuple[int, int] = PORTRAIT) -> RenderPlan:
    """The plan of these clips and transitions on the small canvas."""
    timeline = Timeline(
        rate=SMALL.rate,
        width_px=SMALL.width_px,
        height_px=SMALL.height_px,
        tracks=(Track(TrackKind.VIDEO, children),),
    )
    facts = {name: PictureFacts(p.shape[1], p.shape[0]) for name, p in PICTURES.items()}
    return plan_render(timeline, {**facts, "film": PictureFacts(*size)})


def poster(content_hash: str) -> Picture:
    """Photos as they are; the film's poster is blue."""
    return solid(BLUE) if content_hash == "film" else PICTURES[content_hash]


def plates(path: Path) -> PlateStore:
    return PlateStore(poster, originals=lambda _: path)


def seen(plan: RenderPlan, path: Path, frame: int) -> Picture:
    """A frame of the video as a picture."""
    return frame_picture(plan, frame, plates(path), TitlePainter())


def numbers(plan: RenderPlan, path: Path, frames: range | None = None) -> list[int]:
    """The numbers that frames of the video show, each drawn by itself."""
    store = plates(path)
    every = frames or range(plan.frames)
    return [number_in(frame_picture(plan, at, store, TitlePainter())) for at in every]


@pytest.mark.requirement("clips-move")
@pytest.mark.parametrize("extension", ["mp4", "mov", "mkv", "webm", "avi"])
def test_every_frame_of_the_video_shows_its_frame_of_the_film(
    tmp_path: Path, extension: str
) -> None:
    path = write_numbered(tmp_path / f"film.{extension}", 32)
    assert numbers(plan_of(film(0, 30)), path) == list(range(30))


@pytest.mark.requirement("clips-move")
def test_a_film_read_chunk_by_chunk_shows_what_it_shows_frame_by_frame(tmp_path: Path) -> None:
    path = write_numbered(tmp_path / "film.mp4", 130, key_every=250)
    plan = plan_of(film(3, 120))
    assert len(plan.chunks) > 1
    assert numbers(plan, path, range(0, 120, 13)) == list(range(3, 123, 13))


@pytest.mark.requirement("clips-trim")
@pytest.mark.parametrize("start", [1, 11, 12, 13, 29])
def test_a_trimmed_clip_begins_where_it_was_trimmed(tmp_path: Path, start: int) -> None:
    path = write_numbered(tmp_path / "film.mp4", 60)
    assert numbers(plan_of(film(start, 20)), path) == list(range(start, start + 20))


@pytest.mark.requirement("clips-speed")
@pytest.mark.parametrize("speed", [Fraction(2), Fraction(1, 2), Fraction(3, 2), Fraction(10)])
def test_a_clip_runs_as_much_faster_as_it_was_told_to(tmp_path: Path, speed: Fraction) -> None:
    path = write_numbered(tmp_path / "film.mp4", 120)
    shown = numbers(plan_of(film(5, 11, speed=speed)), path)
    assert shown == [int(5 + at * speed) for at in range(11)]


@pytest.mark.requirement("clips-rate")
def test_a_film_of_another_rate_keeps_its_time(tmp_path: Path) -> None:
    path = write_numbered(tmp_path / "film.mp4", 12, rate=Fraction(10))
    assert numbers(plan_of(film(0, 30)), path) == [at // 3 for at in range(30)]


@pytest.mark.requirement("clips-rate")
def test_a_film_whose_frames_come_when_they_like_keeps_its_time(tmp_path: Path) -> None:
    times_ms = [0, 30, 170, 180, 190, 400, 700, 710, 950]
    path = write_numbered(tmp_path / "film.mkv", len(times_ms), times_ms=times_ms)
    expected = [
        max(n for n, due_ms in enumerate(times_ms) if due_ms <= at * 1000 / 30 + 4)
        for at in range(30)
    ]
    assert numbers(plan_of(film(0, 30)), path) == expected


@pytest.mark.requirement("clips-transitions")
def test_a_transition_shows_the_film_before_its_trim_and_after_it(tmp_path: Path) -> None:
    path = write_numbered(tmp_path / "film.mp4", 60)
    wipe = Transition(TransitionType.DIP_TO_BLACK, 4, 4)
    plan = plan_of(photo(), wipe, film(20, 20), wipe, photo())
    # From the second half of the dip on the film is seen: four frames before the cut to its
    # start are borrowed, and four after its end.
    assert plan.frames == 80
    assert number_in(brightened(seen(plan, path, 30))) == 20
    assert numbers(plan, path, range(34, 46)) == list(range(24, 36))
    assert number_in(brightened(seen(plan, path, 49))) == 39


@pytest.mark.requirement("clips-transitions")
def test_a_crossfade_mixes_a_photo_with_the_moving_film(tmp_path: Path) -> None:
    path = write_numbered(tmp_path / "film.mp4", 60)
    plan = plan_of(photo(), fade(10), film(8, 30))
    early, late = (seen(plan, path, at) for at in (26, 33))
    red, whole = np.array(solid(RED), np.float64), numbered
    for at, picture in ((26, early), (33, late)):
        share = smooth((at - 25 + 0.5) / 10)
        expected = red + (whole(8 + at - 30).astype(np.float64) - red) * share
        assert np.abs(picture[96, 6::13] - expected[96, 6::13]).mean() < 8


@pytest.mark.requirement("clips-transitions")
def test_what_a_transition_borrows_from_before_the_beginning_is_the_first_frame(
    tmp_path: Path,
) -> None:
    path = write_numbered(tmp_path / "film.mp4", 40)
    plan = plan_of(photo(), Transition(TransitionType.WIPE_LEFT, 6, 6), film(0, 30))
    stripes = numbers(plan, path, range(36, 60))
    assert stripes == list(range(6, 30))
    shot = plan.chunks[-1].pieces[-1].shot
    assert shot.footage is not None
    assert shot.footage.at(0) == -6


@pytest.mark.requirement("clips-damaged")
def test_a_clip_that_ends_early_stays_on_its_last_frame_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = write_numbered(tmp_path / "film.mp4", 20)
    with caplog.at_level(logging.WARNING):
        shown = numbers(plan_of(film(10, 40)), path)
    assert shown == [*range(10, 20), *[19] * 30]
    assert "held for up to" in caplog.text


@pytest.mark.requirement("clips-damaged")
@pytest.mark.parametrize("extension", ["mp4", "mkv", "webm"])
def test_damage_in_the_middle_holds_the_last_good_frame(tmp_path: Path, extension: str) -> None:
    path = write_numbered(tmp_path / f"film.{extension}", 60)
    with_damage(path, start=0.5, end=0.6)
    shown = numbers(plan_of(film(0, 58)), path)
    assert shown[:12] == list(range(12))
    assert all(number <= at for at, number in enumerate(shown))


@pytest.mark.requirement("clips-damaged")
def test_a_clip_that_cannot_be_opened_any_more_is_shown_by_its_poster(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"no film at all")
    picture = seen(plan_of(film()), path, 5)
    assert are_close(corner_colors(picture), [BLUE] * 4, tolerance=TOLERANCE)


@pytest.mark.requirement("clips-damaged")
def test_a_clip_whose_file_is_gone_is_missing(tmp_path: Path) -> None:
    with pytest.raises(RenderError) as caught:
        seen(plan_of(film()), tmp_path / "gone.mp4", 5)
    assert caught.value.code == "missing_media"


@pytest.mark.requirement("clips-upright")
@pytest.mark.parametrize(
    ("rotation", "upright"),
    [
        (0, QUADRANTS),
        (90, (GREEN, YELLOW, RED, BLUE)),
        (180, (YELLOW, BLUE, GREEN, RED)),
        (270, (BLUE, RED, YELLOW, GREEN)),
    ],
)
@pytest.mark.parametrize("look", [Look(), Look(brightness=1e-4)])
def test_a_film_stands_upright(
    tmp_path: Path, rotation: int, upright: tuple[tuple[int, int, int], ...], look: Look
) -> None:
    stored = (192, 108) if rotation % 180 else PORTRAIT
    scene = np.array(quadrants(*stored))
    path = write_film(tmp_path / "film.mp4", [scene] * 5, rotation=rotation)
    picture = seen(plan_of(film(duration=4, look=look)), path, 2)
    assert are_close(corner_colors(picture), upright, tolerance=TOLERANCE)


@pytest.mark.requirement("clips-upright")
def test_pixels_that_are_not_square_are_made_so(tmp_path: Path) -> None:
    # Stored as a square, shown twice as high as wide: the canvas's shape, near enough.
    scene = np.array(quadrants(108, 108))
    path = write_film(tmp_path / "film.mp4", [scene] * 5, pixel_aspect=Fraction(9, 16))
    size = (61, 108)
    plan = plan_of(film(duration=4, size=size, fit=ResizeMode.CONTAIN), size=size)
    picture = seen(plan, path, 2)
    assert are_close(corner_colors(picture), QUADRANTS, tolerance=TOLERANCE)
    assert picture[2:-2].max(axis=-1).min() > 24  # no bars


@pytest.mark.requirement("clips-fitted")
def test_a_wide_film_is_fitted_as_a_photo_is(tmp_path: Path) -> None:
    scene = np.array(quadrants(192, 108))
    path = write_film(tmp_path / "film.mp4", [scene] * 5)
    for fit in (ResizeMode.COVER, ResizeMode.CONTAIN, ResizeMode.CONTAIN_BLUR):
        clip = film(duration=4, size=(192, 108), fit=fit, pad_color="#204060")
        moving = seen(plan_of(clip, size=(192, 108)), path, 1)
        still_store = PlateStore(lambda _: scene)
        still = frame_picture(plan_of(clip, size=(192, 108)), 1, still_store, TitlePainter())
        # The poster, fitted as photos are, is the yardstick; edges may differ by a pixel.
        assert np.abs(moving.astype(int) - still).mean() < 6, fit


@pytest.mark.requirement("clips-fitted")
def test_the_camera_moves_over_a_film(tmp_path: Path) -> None:
    scene = np.array(quadrants(*PORTRAIT))
    path = write_film(tmp_path / "film.mp4", [scene] * 40)
    motion = Motion(MotionKind.PAN_RIGHT, 0.3)
    plan = plan_of(film(duration=30, motion=motion))
    first, last = (
        np.argmax(np.abs(np.diff(seen(plan, path, at)[40, :, 0].astype(int)))) for at in (0, 29)
    )
    assert first - last > 15


@pytest.mark.requirement("clips-looks")
def test_a_look_is_given_to_a_film(tmp_path: Path) -> None:
    scene = np.array(quadrants(*PORTRAIT))
    path = write_film(tmp_path / "film.mp4", [scene] * 5)
    for fit in (ResizeMode.COVER, ResizeMode.CONTAIN_BLUR):
        grey = seen(
            plan_of(film(duration=4, look=Look(LookKind.BLACK_AND_WHITE), fit=fit)), path, 2
        )
        assert np.ptp(grey.astype(int), axis=-1).max() <= 4


@pytest.mark.requirement("clips-cached")
def test_a_chunk_is_known_by_what_it_shows_of_the_film() -> None:
    def key(clip: Clip) -> str:
        return chunk_key(plan_of(clip).chunks[0], VideoSettings())

    same = replace(film(), media=replace(film().media, name="renamed.mp4"))
    others = {key(film(start=1)), key(film(speed=Fraction(2))), key(film(fit=ResizeMode.CONTAIN))}
    assert key(same) == key(film())
    assert key(film()) not in others
    assert len(others) == 3


@pytest.mark.requirement("clips-cached")
def test_the_same_film_gives_the_same_bytes(tmp_path: Path) -> None:
    path = write_numbered(tmp_path / "film.mp4", 130, key_every=50)
    with_damage(path, start=0.55, end=0.6)
    plan = plan_of(film(2, 120), fade(6), photo())
    runs = [
        list(
            render_chunks(
                plan,
                Tools(plates(path), TitlePainter()),
                ChunkCache(tmp_path / f"cache{workers}"),
                workers=workers,
            )
        )
        for workers in (1, 2)
    ]
    assert runs[0] == runs[1]


def smooth(share: float) -> float:
    return share * share * (3 - 2 * share)


def brightened(picture: Picture) -> Picture:
    """A dimmed picture at full light again."""
    return np.clip(picture.astype(float) * 255 / max(int(picture.max()), 1), 0, 255).astype(
        np.uint8
    )
