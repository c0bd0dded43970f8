"""Decoded photos have the right colours, lie upright and are as small as asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from tests.media_factory import (
    BLUE,
    PHOTO_FORMATS,
    QUADRANTS,
    RED,
    TURNABLE_FORMATS,
    Color,
    adobe_rgb_profile,
    animation_bytes,
    are_close,
    corner_colors,
    display_p3_profile,
    flat,
    photo_bytes,
    png_bytes,
    quadrants,
    write_photo,
)
from tiktok_photo_video.media import load_photo


def load(path: Path, *, width: int = 4000, height: int = 4000) -> NDArray[np.uint8]:
    return load_photo(path, name="photo 1", min_width_px=width, min_height_px=height)


def loaded(content: bytes, tmp_path: Path) -> NDArray[np.uint8]:
    path = tmp_path / "photo"
    path.write_bytes(content)
    return load(path)


def first_color(content: bytes, tmp_path: Path) -> Color:
    red, green, blue = (int(part) for part in loaded(content, tmp_path)[8, 8])
    return red, green, blue


@pytest.mark.requirement("media-right-colours")
@pytest.mark.parametrize("format_name", PHOTO_FORMATS)
def test_each_format_decodes_to_the_right_colours(tmp_path: Path, format_name: str) -> None:
    pixels = loaded(photo_bytes(format_name), tmp_path)
    assert pixels.shape == (48, 64, 3)
    assert pixels.dtype == np.uint8
    assert are_close(corner_colors(pixels), QUADRANTS)


@pytest.mark.requirement("media-upright")
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_name", TURNABLE_FORMATS)
def test_every_orientation_is_turned_upright_once(
    tmp_path: Path, format_name: str, orientation: int
) -> None:
    pixels = loaded(photo_bytes(format_name, orientation=orientation), tmp_path)
    assert pixels.shape == (48, 64, 3)
    assert are_close(corner_colors(pixels), QUADRANTS)


@pytest.mark.requirement("media-upright")
def test_a_nonsensical_orientation_is_ignored(tmp_path: Path) -> None:
    pixels = loaded(photo_bytes("jpeg", orientation=77), tmp_path)
    assert are_close(corner_colors(pixels), QUADRANTS)


# The sRGB primaries in the coordinates of other spaces (CSS Color 4 gives the same numbers).
@pytest.mark.requirement("media-right-colours")
@pytest.mark.parametrize("format_name", ["jpeg", "png", "heic", "avif", "webp", "tiff"])
@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ((234, 51, 35), (255, 0, 0)),
        ((117, 251, 76), (0, 255, 0)),
        ((0, 0, 245), (0, 0, 255)),
        ((128, 128, 128), (128, 128, 128)),
    ],
)
def test_display_p3_becomes_srgb(
    tmp_path: Path, format_name: str, stored: Color, shown: Color
) -> None:
    content = photo_bytes(format_name, image=flat(stored), profile=display_p3_profile())
    assert are_close([first_color(content, tmp_path)], [shown], tolerance=16)


@pytest.mark.requirement("media-right-colours")
@pytest.mark.parametrize(
    ("stored", "shown"), [((219, 0, 0), (255, 0, 0)), ((144, 255, 60), (0, 255, 0))]
)
def test_adobe_rgb_becomes_srgb(tmp_path: Path, stored: Color, shown: Color) -> None:
    content = photo_bytes("png", image=flat(stored), profile=adobe_rgb_profile())
    assert are_close([first_color(content, tmp_path)], [shown])


@pytest.mark.requirement("media-right-colours")
@pytest.mark.parametrize("profile", [b"not a profile", display_p3_profile()[:200], bytes(128)])
def test_a_broken_profile_is_ignored(tmp_path: Path, profile: bytes) -> None:
    content = photo_bytes("jpeg", image=flat(RED), profile=profile)
    assert are_close([first_color(content, tmp_path)], [RED])


@pytest.mark.requirement("media-right-colours")
def test_a_profile_of_another_kind_of_colours_is_ignored(tmp_path: Path) -> None:
    cmyk = flat(RED).convert("CMYK")
    content = photo_bytes("jpeg", image=cmyk, profile=display_p3_profile())
    assert are_close([first_color(content, tmp_path)], [RED])


@pytest.mark.requirement("media-right-colours")
@pytest.mark.parametrize(
    ("mode", "format_name"),
    [("CMYK", "jpeg"), ("CMYK", "tiff"), ("RGBA", "webp"), ("YCbCr", "tiff"), ("LAB", "tiff")],
)
def test_other_colour_modes_show_the_same_colours(
    tmp_path: Path, mode: str, format_name: str
) -> None:
    pixels = loaded(photo_bytes(format_name, image=quadrants().convert(mode)), tmp_path)
    assert are_close(corner_colors(pixels), QUADRANTS)


@pytest.mark.requirement("media-right-colours")
@pytest.mark.parametrize("format_name", ["png", "gif", "tiff", "bmp"])
def test_a_palette_shows_the_same_colours(tmp_path: Path, format_name: str) -> None:
    pixels = loaded(photo_bytes(format_name, image=quadrants().quantize(4)), tmp_path)
    assert are_close(corner_colors(pixels), QUADRANTS)


@pytest.mark.requirement("media-right-colours")
@pytest.mark.parametrize("format_name", ["jpeg", "png", "tiff"])
def test_grey_stays_grey(tmp_path: Path, format_name: str) -> None:
    content = photo_bytes(format_name, image=Image.new("L", (32, 32), 100))
    assert are_close([first_color(content, tmp_path)], [(100, 100, 100)], tolerance=1)


@pytest.mark.requirement("media-right-colours")
def test_black_and_white_becomes_grey(tmp_path: Path) -> None:
    content = photo_bytes("png", image=Image.new("1", (32, 32), 1))
    assert first_color(content, tmp_path) == (255, 255, 255)


@pytest.mark.requirement("media-right-colours")
def test_sixteen_bit_colour_is_scaled(tmp_path: Path) -> None:
    rows = b"\xc8\x00\x64\x80\x19\x00" * (32 * 32)
    content = png_bytes(32, 32, color_type=2, depth=16, rows=rows)
    assert are_close([first_color(content, tmp_path)], [(200, 100, 25)], tolerance=1)


@pytest.mark.requirement("media-right-colours")
@pytest.mark.parametrize("format_name", ["png", "tiff"])
@pytest.mark.parametrize(("stored", "shown"), [(65535, 255), (32896, 128), (255, 0)])
def test_sixteen_bit_grey_is_scaled_not_clipped(
    tmp_path: Path, format_name: str, stored: int, shown: int
) -> None:
    image = Image.fromarray(np.full((32, 32), stored, np.uint16))
    content = photo_bytes(format_name, image=image)
    assert first_color(content, tmp_path) == (shown, shown, shown)


@pytest.mark.requirement("media-right-colours")
@pytest.mark.parametrize(("stored", "shown"), [(0.5, 128), (100.0, 100)])
def test_floating_point_grey_is_scaled(tmp_path: Path, stored: float, shown: int) -> None:
    image = Image.fromarray(np.full((32, 32), stored, np.float32))
    assert first_color(photo_bytes("tiff", image=image), tmp_path) == (shown,) * 3


def on_hole(color: Color, mode: str = "RGBA") -> Image.Image:
    """A block of colour in the left half, nothing in the right half."""
    picture = Image.new("RGBA", (32, 32), (0, 0, 0, 0))
    picture.paste((*color, 255), (0, 0, 16, 32))
    return picture.convert(mode)


@pytest.mark.requirement("media-transparency")
@pytest.mark.parametrize("format_name", ["png", "webp", "avif", "heic", "tiff"])
def test_transparent_pictures_lie_on_white(tmp_path: Path, format_name: str) -> None:
    pixels = loaded(photo_bytes(format_name, image=on_hole(BLUE)), tmp_path)
    assert are_close([tuple(pixels[8, 8]), tuple(pixels[8, 24])], [BLUE, (255, 255, 255)])


@pytest.mark.requirement("media-transparency")
def test_grey_with_transparency_lies_on_white(tmp_path: Path) -> None:
    pixels = loaded(photo_bytes("png", image=on_hole((40, 40, 40), "LA")), tmp_path)
    assert pixels[8, 8].tolist() == [40, 40, 40]
    assert pixels[8, 24].tolist() == [255, 255, 255]


@pytest.mark.requirement("media-transparency")
def test_a_white_logo_does_not_vanish(tmp_path: Path) -> None:
    pixels = loaded(photo_bytes("png", image=on_hole((255, 255, 255))), tmp_path)
    assert pixels[8, 8].tolist() == [255, 255, 255]
    assert int(pixels[8, 24].max()) < 64


@pytest.mark.requirement("media-transparency")
def test_half_transparent_colour_is_mixed_with_white(tmp_path: Path) -> None:
    content = photo_bytes("png", image=Image.new("RGBA", (32, 32), (0, 0, 0, 128)))
    assert are_close([first_color(content, tmp_path)], [(127, 127, 127)], tolerance=1)


@pytest.mark.requirement("media-tolerant")
@pytest.mark.parametrize("format_name", ["gif", "webp"])
def test_an_animation_gives_its_first_frame(tmp_path: Path, format_name: str) -> None:
    pixels = loaded(animation_bytes(format_name), tmp_path)
    assert are_close(corner_colors(pixels), QUADRANTS)


@pytest.mark.requirement("media-tolerant")
def test_a_burst_jpeg_is_decoded_small(tmp_path: Path) -> None:
    options = {"save_all": True, "append_images": [flat((0, 0, 0))]}
    path = write_photo(tmp_path / "p", "mpo", image=quadrants(640, 480), orientation=6, **options)
    pixels = load(path, width=60, height=40)
    assert pixels.shape == (45, 60, 3)
    assert are_close(corner_colors(pixels), QUADRANTS, tolerance=10)


@pytest.mark.requirement("media-no-larger-than-needed")
@pytest.mark.parametrize("format_name", ["jpeg", "png", "heic"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_the_shorter_fit_decides_the_size(
    tmp_path: Path, format_name: str, orientation: int
) -> None:
    path = write_photo(
        tmp_path / "photo", format_name, image=quadrants(640, 480), orientation=orientation
    )
    assert load(path, width=100, height=200).shape == (200, 267, 3)
    assert load(path, width=320, height=10).shape == (240, 320, 3)


@pytest.mark.requirement("media-no-larger-than-needed")
def test_nothing_is_enlarged(tmp_path: Path) -> None:
    path = write_photo(tmp_path / "photo")
    assert load(path, width=1080, height=1920).shape == (48, 64, 3)


@pytest.mark.requirement("media-no-larger-than-needed")
@given(
    size=st.tuples(st.integers(16, 300), st.integers(16, 300)),
    wanted=st.tuples(st.integers(1, 400), st.integers(1, 400)),
    orientation=st.sampled_from([1, 6]),
)
def test_both_sides_reach_the_floor_and_one_just_so(
    tmp_path_factory: pytest.TempPathFactory,
    size: tuple[int, int],
    wanted: tuple[int, int],
    orientation: int,
) -> None:
    path = tmp_path_factory.getbasetemp() / "sized.jpg"
    write_photo(path, image=flat(BLUE, *size), orientation=orientation)
    height, width, _ = load(path, width=wanted[0], height=wanted[1]).shape
    floor = [min(want, have) for want, have in zip(wanted, size, strict=True)]
    if wanted[0] <= size[0] and wanted[1] <= size[1]:
        assert width >= floor[0]
        assert height >= floor[1]
        assert width == floor[0] or height == floor[1]
    else:
        assert (width, height) == size


@pytest.mark.requirement("media-no-larger-than-needed")
def test_the_pixels_can_be_written_to(tmp_path: Path) -> None:
    pixels = load(write_photo(tmp_path / "photo", orientation=6))
    assert pixels.flags.writeable
    assert pixels.flags.c_contiguous
