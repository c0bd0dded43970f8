"""Animated pictures become films: every picture at its time, again and again."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.media_factory import BLUE, GREEN, RED, Color, are_close, flat
from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.media import MediaInfo, MediaKind, animations
from tiktok_photo_video.media.decoding import DecodesHere
from tiktok_photo_video.media.film_colors import FilmDeveloper
from tiktok_photo_video.media.films import Film

FORMATS = ("gif", "webp", "png", "avif")
COLORS = (RED, GREEN, BLUE)


def write_animation(path: Path, colors: tuple[Color, ...] = COLORS, **options: Any) -> Path:
    first, *others = (flat(color, 64, 48) for color in colors)
    options = {"duration": 200, "loop": 1, **options}
    first.save(path, path.suffix[1:].upper(), save_all=True, append_images=others, **options)
    return path


def filmed(path: Path, *, is_whole: bool = True) -> tuple[Path, MediaInfo]:
    film = path.with_suffix(".film")
    assert DecodesHere().as_film(path, name=path.name, film=film) is is_whole
    return film, DecodesHere().probe(film, name=path.name)


def colors_at(path: Path, *times_s: Fraction) -> list[Color]:
    """What is in the middle of a film at some times."""
    film, developer, found = Film(path, name="film"), FilmDeveloper(), []
    for time_s in times_s:
        frame = film.frame_at(time_s)
        assert frame is not None
        pixels = developer.rgb(frame, film.displayed_size(frame))
        middle = pixels[pixels.shape[0] // 2, pixels.shape[1] // 2]
        found.append((int(middle[0]), int(middle[1]), int(middle[2])))
    film.close()
    return found


@pytest.mark.requirement("media-animations")
@pytest.mark.parametrize("format_name", FORMATS)
def test_an_animation_moves_and_begins_anew(tmp_path: Path, format_name: str) -> None:
    path = write_animation(tmp_path / f"a.{format_name}")
    assert DecodesHere().probe(path, name="a").is_animated
    film, info = filmed(path)
    assert info.kind is MediaKind.VIDEO
    assert info.duration_s is not None
    assert info.duration_s >= animations.FILLED_S
    # In the middle of each picture's time: in the first round, and in a later one.
    times = [Fraction(1 + 2 * number, 10) for number in (0, 1, 2, 3, 43)]
    assert are_close(colors_at(film, *times), [RED, GREEN, BLUE, RED, GREEN], tolerance=12)


@pytest.mark.requirement("media-animations")
def test_each_picture_is_seen_for_its_own_time_and_no_time_means_the_usual(tmp_path: Path) -> None:
    film, _ = filmed(write_animation(tmp_path / "a.gif", duration=[500, 0, 1000]))
    times = (Fraction(49, 100), Fraction(51, 100), Fraction(59, 100), Fraction(61, 100))
    seen = colors_at(film, *times)
    assert are_close(seen, [RED, GREEN, GREEN, BLUE], tolerance=12)


@pytest.mark.requirement("media-animations")
@pytest.mark.parametrize("format_name", FORMATS)
def test_a_single_picture_is_no_animation(tmp_path: Path, format_name: str) -> None:
    path = tmp_path / f"still.{format_name}"
    flat(RED).save(path, format_name.upper())
    assert not DecodesHere().probe(path, name="still").is_animated


@pytest.mark.requirement("media-animations")
def test_transparent_ones_lie_on_white(tmp_path: Path) -> None:
    clear = [Image.new("RGBA", (64, 48), (0, 0, 0, alpha)) for alpha in (0, 255)]
    path = tmp_path / "a.webp"
    clear[0].save(path, "WEBP", save_all=True, append_images=clear[1:], duration=200, lossless=True)
    film, _ = filmed(path)
    seen = colors_at(film, Fraction(1, 10), Fraction(3, 10))
    assert are_close(seen, [(255, 255, 255), (0, 0, 0)], tolerance=12)


@pytest.mark.requirement("media-animations")
def test_of_a_damaged_one_the_beginning_is_kept(tmp_path: Path) -> None:
    dice = np.random.default_rng(0)
    noise = [Image.fromarray(dice.integers(0, 256, (96, 96, 3), np.uint8)) for _ in range(6)]
    path = tmp_path / "a.gif"
    noise[0].save(path, save_all=True, append_images=noise[1:], duration=1000)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    _, info = filmed(path, is_whole=False)
    assert info.kind is MediaKind.VIDEO
    path.write_bytes(content[:200])
    with pytest.raises(MediaError, match="damaged"):
        DecodesHere().probe(path, name="a.gif")


@pytest.mark.requirement("media-animations")
def test_of_an_endless_one_the_beginning_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(animations, "FILLED_S", 0.0)
    monkeypatch.setattr(animations, "_MOST_PIXELS", 10 * 480 * 360)
    path = write_animation(tmp_path / "a.gif", colors=COLORS * 9)
    _, info = filmed(path, is_whole=False)
    assert info.duration_s == pytest.approx(2.0)


@pytest.mark.requirement("media-animations")
@pytest.mark.parametrize(
    ("limit", "most"), [("_MOST_PIXELS", 3 * 480 * 360), ("_MOST_ROUND_MS", 600)]
)
def test_one_that_just_fits_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(animations, limit, most)
    filmed(write_animation(tmp_path / "a.gif"))
    filmed(write_animation(tmp_path / "b.gif", colors=(*COLORS, RED)), is_whole=False)
