"""What a finished file is, measured of the file itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.render.scenes import SMALL, Album, Studio, plan_of, slideshow, still, tone
from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.render.encoder import (
    VideoSettings,
    encode_frames,
    encode_sound,
    new_frame,
)
from tiktok_photo_video.render.movie import write_movie
from tiktok_photo_video.render.plan import Chunk, Piece, RenderPlan, TitleSpan
from tiktok_photo_video.render.planes import BLACK_Y, NEUTRAL_C
from tiktok_photo_video.render.receipt import (
    Measured,
    digest_of,
    is_faststart,
    measure,
    resting_frames,
)
from tiktok_photo_video.render.shots import Canvas
from tiktok_photo_video.render.titles import TitlePainter, titles_in
from tiktok_photo_video.timeline.model import TitleReference, TransitionType

RATE = Fraction(30)
MOVING, BLACK, FROZEN = "moving", "black", "frozen"


def film(path: Path, *parts: tuple[str, int]) -> Path:
    """A small video without sound: so many frames that move, are black, or stand still."""
    frame, planes = new_frame(SMALL.width_px, SMALL.height_px)
    dice = np.random.default_rng(7)
    noise = dice.integers(30, 220, planes.y.shape, dtype=np.uint8)

    def drawn() -> Iterator[int]:
        number = 0
        for kind, frames in parts:
            for _ in range(frames):
                planes.u[:] = planes.v[:] = NEUTRAL_C
                planes.y[:] = BLACK_Y if kind == BLACK else noise
                if kind == MOVING:
                    planes.y[:] = np.roll(noise, 3 * number, axis=0)
                yield number
                number += 1

    settings = VideoSettings()
    run = encode_frames(drawn(), frame, rate=RATE, settings=settings)
    write_movie(path, canvas=SMALL, settings=settings, chunks=[run], sound=None)
    return path


def measured(path: Path, resting: list[bool] | None = None) -> Measured:
    return measure(path, sha256=digest_of(path), resting=resting or [False] * 1000)


@pytest.fixture(scope="module")
def movie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    studio = Studio(tmp_path_factory.mktemp("studio"))
    return studio.make("movie.mp4", plan_of(slideshow()), Album(), sound=tone(2.0))


@pytest.mark.requirement("receipt-measured")
def test_a_file_is_measured_with_what_players_ask_for(movie: Path) -> None:
    found = measured(movie)
    pictures, sounds = found.pictures, found.sounds
    assert (found.container, found.is_faststart, found.duration_s) == ("mp4", True, 2.0)
    assert found.size_bytes == movie.stat().st_size
    assert (pictures.codec, pictures.profile, pictures.pixel_format) == ("h264", "High", "yuv420p")
    assert (pictures.width_px, pictures.height_px) == (108, 192)
    assert (pictures.frames_per_s, pictures.frame_count) == (30.0, 60)
    tags = (pictures.color_primaries, pictures.color_transfer, pictures.color_matrix)
    assert (tags, pictures.is_full_range) == ((1, 1, 1), False)
    assert sounds is not None
    assert (sounds.codec, sounds.sample_rate_hz, sounds.channels) == ("aac", 48_000, 2)


@pytest.mark.requirement("receipt-measured")
def test_loudness_and_peak_are_those_of_the_finished_sound(movie: Path) -> None:
    sounds = measured(movie).sounds
    assert sounds is not None
    # A sine of amplitude 0.2 on both channels: -14 dB at its peaks, 3 dB less on average, and
    # the same sound twice is 3 LU louder.
    assert sounds.true_peak_dbtp == pytest.approx(-14.0, abs=0.5)
    assert sounds.loudness_lufs == pytest.approx(-14.6, abs=1.0)


@pytest.mark.requirement("receipt-measured")
def test_a_file_without_sound_has_none_and_silence_no_loudness(tmp_path: Path) -> None:
    assert measured(film(tmp_path / "mute.mp4", (MOVING, 5))).sounds is None
    silence = encode_sound(np.zeros((96_000, 2), np.float32))
    path = Studio(tmp_path).make("silent.mp4", plan_of(slideshow()), Album(), sound=silence)
    sounds = measured(path).sounds
    assert sounds is not None
    assert (sounds.loudness_lufs, sounds.true_peak_dbtp) == (None, None)


@pytest.mark.requirement("receipt-stills")
def test_black_and_frozen_stretches_are_found_where_they_are(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", (MOVING, 20), (BLACK, 20), (MOVING, 20), (FROZEN, 40))
    stills = measured(path).stills
    assert stills is not None
    black, frozen = stills
    assert (black.is_black, frozen.is_black) == (True, False)
    assert (abs(black.start - 20) <= 2, abs(black.end - 40) <= 2) == (True, True)
    assert (abs(frozen.start - 60) <= 5, abs(frozen.end - 100) <= 2) == (True, True)
    assert not black.is_meant
    assert not frozen.is_meant


@pytest.mark.requirement("receipt-stills")
def test_what_moves_and_what_rests_for_a_moment_is_no_fault(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", (MOVING, 30), (FROZEN, 10), (MOVING, 30), (BLACK, 8))
    assert measured(path).stills == ()


@pytest.mark.requirement("receipt-stills")
def test_a_rest_that_the_timeline_asks_for_is_meant(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", (MOVING, 30), (FROZEN, 40))
    stills = measured(path, resting=[False] * 30 + [True] * 40).stills
    assert stills is not None
    assert [still.is_meant for still in stills] == [True]


@pytest.mark.requirement("receipt-stills")
def test_a_plan_rests_in_held_photos_and_in_transitions_only() -> None:
    plan = plan_of(slideshow())
    rests = resting_frames(plan)
    # Three moving photos; six frames around the first cut are a crossfade.
    assert (len(rests), rests.count(True)) == (60, 6)
    assert all(rests[23:29])
    held = Chunk(SMALL, (Piece(30, still("red"), 0),))
    assert resting_frames(RenderPlan(SMALL, (held,))) == [True] * 30
    fading = Piece(10, still("red"), 0, still("green"), transition=TransitionType.DIP_TO_BLACK)
    assert resting_frames(RenderPlan(SMALL, (Chunk(SMALL, (fading,)),))) == [True] * 10


@pytest.mark.requirement("receipt-reproducible")
def test_the_same_file_measures_the_same(tmp_path: Path) -> None:
    one = film(tmp_path / "one.mp4", (MOVING, 40))
    other = film(tmp_path / "other.mp4", (MOVING, 40))
    assert measured(one) == measured(other)


@pytest.mark.requirement("receipt-measured")
def test_an_index_behind_the_media_is_no_faststart(movie: Path, tmp_path: Path) -> None:
    late = tmp_path / "late.mp4"
    late.write_bytes(b"\0\0\0\x10ftypmp42\0\0\0\0" + b"\0\0\0\x0cmdatabcd" + b"\0\0\0\x08moov")
    assert not is_faststart(late)
    assert is_faststart(movie)
    late.write_bytes(b"GIF89a and what follows")
    assert is_faststart(late)


@pytest.mark.requirement("receipt-measured")
def test_a_file_that_is_no_video_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"no video at all")
    with pytest.raises(RenderError) as caught:
        measured(path)
    assert caught.value.code == "unreadable_result"


@pytest.mark.requirement("receipt-titles")
def test_titles_are_told_once_and_lie_inside_the_safe_zone() -> None:
    plan = plan_of(slideshow())
    ((start, span),) = titles_in(plan)
    assert (start, span.frames, span.title.text) == (0, 20, "Hello")
    assert TitlePainter().is_in_safe_area(plan.canvas, span)


@pytest.mark.requirement("receipt-titles")
def test_a_title_that_fits_nowhere_is_outside() -> None:
    canvas = Canvas(1080, 1920, RATE)
    text = "far too many words for a single title " * 200
    span = TitleSpan(TitleReference(text), 0, 30)
    assert not TitlePainter().is_in_safe_area(canvas, span)
    short = replace(span, title=TitleReference("Hello"))
    assert TitlePainter().is_in_safe_area(canvas, short)
