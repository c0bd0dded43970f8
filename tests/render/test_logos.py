"""The logo: in its corner, inside the safe area, see-through where it is, all along."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.media_factory import BLUE, GREEN, RED, are_close, photo_bytes, write_clip
from tests.render.scenes import PICTURES, Picture, plan_of, slideshow, solid
from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.media.logos import load_logo
from tiktok_photo_video.render.chunks import chunk_key
from tiktok_photo_video.render.encoder import VideoSettings
from tiktok_photo_video.render.framing import PictureFacts
from tiktok_photo_video.render.plan import RenderPlan, plan_render
from tiktok_photo_video.render.plates import PlateStore
from tiktok_photo_video.render.preview import frame_picture, storyboard
from tiktok_photo_video.render.titles import SAFE_AREA, TitlePainter
from tiktok_photo_video.timeline.model import Corner, ExternalReference, Logo, Timeline

LOGO = Logo(ExternalReference("logo.png", "logo"), Corner.TOP_LEFT, width_share=0.5, opacity=1.0)
# On the small canvas, a tenth of the table's.
LEFT, TOP = SAFE_AREA.left // 10, SAFE_AREA.top // 10
RIGHT, BOTTOM = 108 - SAFE_AREA.right // 10, 192 - SAFE_AREA.bottom // 10


def logo_file(folder: Path, width_px: int = 60, height_px: int = 40) -> Path:
    """A green picture whose left half is transparent (and would be red)."""
    art = np.zeros((height_px, width_px, 4), np.uint8)
    art[:, :] = (*GREEN, 255)
    art[:, : width_px // 2] = (*RED, 0)
    path = folder / "logo.png"
    Image.fromarray(art).save(path)
    return path


def with_logo(logo: Logo | None) -> Timeline:
    return replace(slideshow(), logo=logo)


def planned(logo: Logo | None = LOGO) -> RenderPlan:
    facts = {name: PictureFacts(p.shape[1], p.shape[0]) for name, p in PICTURES.items()}
    return plan_render(with_logo(logo), {**facts, "logo": PictureFacts(60, 40)})


def store(path: Path) -> PlateStore:
    return PlateStore(lambda name: PICTURES.get(name, solid(RED)), originals=lambda _: path)


def seen(plan: RenderPlan, path: Path, frame: int = 50) -> Picture:
    """A frame of the video as a picture; frame 50 shows the blue photo without a title."""
    return frame_picture(plan, frame, store(path), TitlePainter())


@pytest.mark.requirement("logo-corner")
@pytest.mark.parametrize("corner", Corner)
def test_the_logo_stands_in_its_corner_of_the_safe_area(tmp_path: Path, corner: Corner) -> None:
    picture = seen(planned(replace(LOGO, corner=corner)), logo_file(tmp_path))
    rows, columns = np.nonzero(picture[..., 1] > 140)
    is_left, is_top = "left" in corner, "top" in corner
    width, height = 54, 36  # half of the canvas; the left half of the logo is not seen
    right = LEFT + width if is_left else RIGHT
    top = TOP if is_top else BOTTOM - height
    assert abs(columns.max() + 1 - right) <= 2
    assert abs(columns.min() - (right - width / 2)) <= 2
    assert abs(rows.min() - top) <= 2
    assert abs(rows.max() + 1 - (top + height)) <= 2


@pytest.mark.requirement("logo-transparent")
def test_what_is_transparent_in_a_logo_shows_the_video(tmp_path: Path) -> None:
    picture = seen(planned(), logo_file(tmp_path))
    middle = TOP + 18
    assert are_close([tuple(picture[middle, LEFT + 10])], [BLUE])
    assert are_close([tuple(picture[middle, LEFT + 44])], [GREEN])
    assert picture[..., 0].max() < 80  # no red shines through at the edge


@pytest.mark.requirement("logo-opacity")
def test_a_faint_logo_is_mixed_with_the_video(tmp_path: Path) -> None:
    faint = seen(planned(replace(LOGO, opacity=0.5)), logo_file(tmp_path))
    half = tuple((np.array(BLUE) + GREEN) // 2)
    assert are_close([tuple(faint[TOP + 18, LEFT + 44])], [half])
    gone = seen(planned(replace(LOGO, opacity=0.0)), logo_file(tmp_path))
    assert np.array_equal(gone, seen(planned(None), logo_file(tmp_path)))


@pytest.mark.requirement("logo-all-along")
def test_the_logo_is_seen_all_along_and_on_the_storyboard(tmp_path: Path) -> None:
    path, plan = logo_file(tmp_path), planned()
    for frame in (0, 10, 25, 40, 59):
        assert are_close([tuple(seen(plan, path, frame)[TOP + 18, LEFT + 44])], [GREEN])
    sheets = [storyboard(each, [50], store(path), TitlePainter()) for each in (plan, planned(None))]
    assert not np.array_equal(*sheets)


@pytest.mark.requirement("logo-cached")
def test_a_chunk_is_known_by_its_logo() -> None:
    logos = [None, LOGO, replace(LOGO, corner=Corner.TOP_RIGHT), replace(LOGO, opacity=0.4)]
    keys = {chunk_key(planned(logo).chunks[0], VideoSettings()) for logo in logos}
    assert len(keys) == len(logos)


@pytest.mark.requirement("logo-missing")
def test_a_logo_that_is_not_there_is_missing() -> None:
    with pytest.raises(RenderError) as caught:
        plan_of(with_logo(LOGO))
    assert caught.value.code == "missing_media"
    assert "logo.png" in caught.value.message


@pytest.mark.requirement("logo-transparent")
def test_a_logo_that_cannot_be_read_is_shown_by_its_working_copy(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(b"no picture")
    picture = seen(planned(), path)
    assert are_close([tuple(picture[TOP + 18, LEFT + 10])], [RED])


@pytest.mark.requirement("logo-size")
@pytest.mark.parametrize("size", [(400, 30), (30, 400), (17, 20), (1000, 1000)])
def test_a_logo_fits_into_its_box_and_keeps_its_shape(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = logo_file(tmp_path, *size)
    found = load_logo(path, name="logo", max_width_px=120, max_height_px=90)
    height, width = found.shape[:2]
    assert (width == 120 and height <= 90) or (height == 90 and width <= 120)
    assert width / height == pytest.approx(size[0] / size[1], rel=0.15)
    assert found.dtype == np.uint8
    assert found.shape[2] == 4


@pytest.mark.requirement("logo-size")
@pytest.mark.parametrize("form", ["jpeg", "gif", "webp", "heic"])
def test_any_photo_can_be_a_logo(tmp_path: Path, form: str) -> None:
    path = tmp_path / "logo"
    path.write_bytes(photo_bytes(form, image=Image.new("RGB", (64, 48), GREEN)))
    found = load_logo(path, name="logo", max_width_px=40, max_height_px=40)
    assert found.shape == (30, 40, 4)
    assert are_close([tuple(found[15, 20, :3])], [GREEN])
    assert found[..., 3].min() == 255


@pytest.mark.requirement("logo-size")
def test_a_clip_as_a_logo_stands_still(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mp4")
    found = load_logo(path, name="logo", max_width_px=32, max_height_px=32)
    assert found.shape == (24, 32, 4)
