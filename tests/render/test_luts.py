"""Colour tables on pictures: right between their points, and as strong as asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.cubes import cube_text
from tests.render.scenes import SMALL, Album, still
from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.media.luts import ColorTable, load_lut
from tiktok_photo_video.render.looks import treated
from tiktok_photo_video.render.luts import colored
from tiktok_photo_video.render.planes import rgb_from_planes
from tiktok_photo_video.render.plates import PlateStore
from tiktok_photo_video.render.shots import Shot
from tiktok_photo_video.timeline.model import Look

RAMP = np.random.default_rng(3).integers(0, 256, (24, 36, 3), dtype=np.uint8)


@pytest.fixture
def swapped(tmp_path: Path) -> Path:
    """Red for blue, and green by half."""
    path = tmp_path / "swap.cube"
    path.write_text(cube_text(5, lambda r, g, b: (b, g / 2, r)))
    return path


@pytest.mark.requirement("lut-look")
def test_a_lattice_that_changes_evenly_is_exact_everywhere(swapped: Path) -> None:
    out = colored(RAMP, load_lut(swapped, name="x"), 1.0).astype(int)
    expected = np.stack([RAMP[..., 2], RAMP[..., 1] / 2, RAMP[..., 0]], axis=-1)
    assert np.abs(out - expected).max() <= 1.5


@pytest.mark.requirement("lut-look")
def test_one_picture_after_the_other_has_its_own_table_and_size(swapped: Path) -> None:
    table = load_lut(swapped, name="x")
    same = ColorTable(3, 2, np.indices((2, 2, 2))[::-1].transpose(1, 2, 3, 0).astype(np.float32))
    for picture in (RAMP, RAMP[::-1], RAMP[:10], RAMP):
        swapped_red = colored(picture, table, 1.0)[..., 0].astype(int)
        assert np.abs(swapped_red - picture[..., 2]).max() <= 1
        assert np.abs(colored(picture, same, 1.0).astype(int) - picture).max() <= 1


@pytest.mark.requirement("lut-look")
def test_half_as_strong_is_half_way(swapped: Path) -> None:
    table = load_lut(swapped, name="x")
    half = colored(RAMP, table, 0.5).astype(float)
    assert np.abs(half - (RAMP.astype(float) + colored(RAMP, table, 1.0)) / 2).max() <= 1


@pytest.mark.requirement("lut-look")
def test_curves_are_followed_channel_by_channel_over_their_domain() -> None:
    values = np.array([[0, 0, 1], [1, 0.5, 0]], np.float32)
    out = colored(RAMP, ColorTable(1, 2, values), 1.0).astype(float)
    expected = np.stack([RAMP[..., 0], RAMP[..., 1] / 2, 255.0 - RAMP[..., 2]], axis=-1)
    assert np.abs(out - expected).max() <= 1
    wide = ColorTable(1, 2, values, low=(-1.0,) * 3, high=(1.0,) * 3)  # type: ignore[arg-type]
    assert colored(np.zeros((2, 2, 3), np.uint8), wide, 1.0)[0, 0, 0] == 128


@pytest.mark.requirement("lut-look")
def test_a_plate_wears_the_table_of_its_look(swapped: Path) -> None:
    shot = still("red")
    blue = Shot(shot.content_hash, shot.fit, shot.camera, shot.span, Look(lut_hash="swap"))
    store = PlateStore(Album(), originals=lambda _: swapped)
    red_part, _, blue_part = rgb_from_planes(store.plate(SMALL, blue).planes)[50, 50].astype(int)
    assert blue_part > red_part + 100


@pytest.mark.requirement("lut-look")
def test_a_table_that_is_not_there_is_told() -> None:
    with pytest.raises(RenderError) as caught:
        treated(RAMP, Look(lut_hash="gone"))
    assert caught.value.code == "missing_media"


@pytest.mark.requirement("looks-tables")
def test_a_colour_table_that_is_not_there_is_missing(tmp_path: Path) -> None:
    for originals in (None, tmp_path.joinpath):
        plates = PlateStore(Album(), originals=originals)
        with pytest.raises(RenderError) as caught:
            plates.table("0" * 64)
        assert caught.value.code == "missing_media"
