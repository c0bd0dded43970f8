"""Films frame by frame: found by time, and in the colours they were filmed in."""

from __future__ import annotations

import gc
import weakref
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.film_factory import (
    BT601,
    BT709,
    HLG,
    PQ,
    Picture,
    Signal,
    number_in,
    with_damage,
    write_film,
    write_numbered,
)
from tests.media_factory import BLUE, GREEN, RED, YELLOW, Color, write_wav
from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.media import hdr, load_poster
from tiktok_photo_video.media.film_colors import FilmDeveloper
from tiktok_photo_video.media.films import Film

TOLERANCE = 8
FULL_RANGE = Signal(is_full_range=True)
_FRAME = Fraction(1, 30)


def developed(film: Film, time_s: Fraction | int) -> Picture:
    """What is seen at a time, as a picture."""
    frame = film.frame_at(Fraction(time_s))
    assert frame is not None
    return FilmDeveloper().rgb(frame, film.displayed_size(frame))


@pytest.mark.requirement("film-frames")
@pytest.mark.parametrize("extension", ["mp4", "webm", "mkv", "avi"])
def test_frames_are_found_in_any_order(tmp_path: Path, extension: str) -> None:
    path = write_numbered(tmp_path / f"film.{extension}", 40, key_every=10)
    film = Film(path, name="clip 1")
    wanted = [25, 3, 39, 0, 12, 11, 10, 9, 30]
    assert [number_in(developed(film, at * _FRAME)) for at in wanted] == wanted
    film.close()


@pytest.mark.requirement("film-frames")
def test_outside_of_the_film_its_first_and_last_frames_are_held(tmp_path: Path) -> None:
    film = Film(write_numbered(tmp_path / "film.mp4", 20), name="clip 1")
    assert number_in(developed(film, -3)) == 0
    assert film.missing_s == 0.0
    assert number_in(developed(film, 100)) == 19
    assert film.missing_s == pytest.approx(100 - 20 / 30, abs=0.05)
    film.close()


@pytest.mark.requirement("film-frames")
def test_the_same_frame_is_the_same_object(tmp_path: Path) -> None:
    film = Film(write_numbered(tmp_path / "film.mp4", 20), name="clip 1")
    assert film.frame_at(_FRAME * 4) is film.frame_at(_FRAME * 4 + Fraction(1, 100))
    assert film.frame_at(_FRAME * 4) is not film.frame_at(_FRAME * 5)
    film.close()


@pytest.mark.requirement("film-frames")
def test_time_stamps_rounded_up_to_milliseconds_skip_no_frame(tmp_path: Path) -> None:
    times_ms = [-(-number * 1000 // 30) + number % 3 for number in range(30)]
    path = write_numbered(tmp_path / "film.mkv", 30, times_ms=times_ms)
    film = Film(path, name="clip 1")
    assert [number_in(developed(film, at * _FRAME)) for at in range(30)] == list(range(30))
    film.close()


@pytest.mark.requirement("film-damaged")
def test_damaged_packets_are_counted(tmp_path: Path) -> None:
    path = with_damage(write_numbered(tmp_path / "film.mp4", 60), start=0.5, end=0.6)
    film = Film(path, name="clip 1")
    shown = [number_in(developed(film, at * _FRAME)) for at in range(60)]
    assert shown[-1] > 40
    assert film.bad_packets > 0
    film.close()


@pytest.mark.requirement("film-damaged")
def test_a_sound_file_is_no_film(tmp_path: Path) -> None:
    with pytest.raises(MediaError) as caught:
        Film(write_wav(tmp_path / "song.wav"), name="my song")
    assert caught.value.code == "media_wrong_kind"


@pytest.mark.requirement("film-colors")
@pytest.mark.parametrize("signal", [None, BT601, BT709, FULL_RANGE])
@pytest.mark.parametrize("color", [RED, GREEN, BLUE, YELLOW])
def test_colors_come_back_however_they_were_written_down(
    tmp_path: Path, signal: Signal | None, color: Color
) -> None:
    scene = np.full((48, 64, 3), color, np.uint8)
    path = write_film(tmp_path / "film.mp4", [scene] * 3, signal=signal)
    middle = load_poster(path, name="clip 1")[24, 32]
    assert np.abs(middle.astype(int) - color).max() <= TOLERANCE


@pytest.mark.requirement("film-colors")
def test_planes_and_pictures_of_a_frame_are_of_one_brightness(tmp_path: Path) -> None:
    scene = np.full((48, 64, 3), 128, np.uint8)
    for signal in (BT601, BT709, FULL_RANGE):
        film = Film(write_film(tmp_path / "f.mp4", [scene] * 3, signal=signal), name="clip 1")
        frame = film.frame_at(Fraction(0))
        assert frame is not None
        planes = FilmDeveloper().planes(frame, (64, 48))
        assert abs(int(planes.y[24, 32]) - (16 + 128 * 219 / 255)) <= 2
        assert planes.y.shape == (48, 64)
        assert planes.u.shape == planes.v.shape == (24, 32)
        film.close()


@pytest.mark.requirement("film-hdr")
@pytest.mark.parametrize(("signal", "white"), [(PQ, 0.58), (HLG, 0.75)])
def test_hdr_film_keeps_its_greys_in_order_and_its_white_bright(
    tmp_path: Path, signal: Signal, white: float
) -> None:
    levels = [0.0, 0.15, 0.3, 0.45, white, 0.85]
    greys = np.repeat([round(255 * level) for level in levels], 32).astype(np.uint8)
    scene = np.broadcast_to(greys[None, :, None], (48, greys.size, 3))
    path = write_film(tmp_path / "film.mp4", [np.array(scene)] * 3, signal=signal)
    shown = load_poster(path, name="clip 1")[24, 16::32].astype(int)
    assert np.ptp(shown, axis=-1).max() <= 4  # grey stays grey
    assert (np.diff(shown[:, 0]) > 4).all()
    assert shown[0, 0] <= 8
    assert 205 <= shown[4, 0] <= 240  # white paper looks white, and light is brighter still


@pytest.mark.requirement("film-hdr")
@pytest.mark.parametrize("transfer", [hdr.PQ, hdr.HLG])
def test_the_brightest_light_is_white_and_hues_stay(transfer: int) -> None:
    peak = {hdr.PQ: 0.7518, hdr.HLG: 1.0}[transfer]  # 1000 nits
    assert np.allclose(hdr.mapped(np.full((1, 3), peak), transfer), 1.0, atol=0.01)
    reddish = hdr.mapped(np.array([[peak, 0.85 * peak, 0.85 * peak]]), transfer)[0]
    assert reddish[0] > reddish[1]
    assert reddish[1] == pytest.approx(reddish[2], abs=0.12)


@pytest.mark.requirement("film-hdr")
def test_hdr_planes_and_pictures_agree(tmp_path: Path) -> None:
    scene = np.full((48, 64, 3), 110, np.uint8)
    film = Film(write_film(tmp_path / "f.mp4", [scene] * 3, signal=PQ), name="clip 1")
    frame = film.frame_at(Fraction(0))
    assert frame is not None
    grey = int(FilmDeveloper().rgb(frame, (64, 48))[24, 32, 0])
    assert (
        abs(int(FilmDeveloper().planes(frame, (64, 48)).y[24, 32]) - (16 + grey * 219 / 255)) <= 2
    )
    film.close()


@pytest.mark.requirement("film-frames")
def test_a_closed_film_leaves_nothing_in_memory(tmp_path: Path) -> None:
    film = Film(write_numbered(tmp_path / "film.mp4", 20), name="clip 1")
    film.frame_at(_FRAME * 12)
    film.frame_at(_FRAME * 3)
    film.close()
    gone = weakref.ref(film)
    # Not when the garbage collector comes by: a chunk's films are tens of megabytes.
    gc.disable()
    try:
        del film
        assert gone() is None
    finally:
        gc.enable()
