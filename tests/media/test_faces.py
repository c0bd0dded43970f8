"""Face boxes; nobody's photo is shipped, so the faces are drawn."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from tests.media_factory import drawn_face, quadrants
from tiktok_photo_video.media import Face, find_faces


@pytest.mark.requirement("media-faces")
@pytest.mark.parametrize("size", [(64, 48), (16, 16), (1200, 300), (300, 1200)])
def test_a_picture_without_faces_has_none(size: tuple[int, int]) -> None:
    assert find_faces(np.array(quadrants(*size))) == ()


@pytest.mark.requirement("media-faces")
def test_noise_is_no_face() -> None:
    noise = np.random.default_rng(7).integers(0, 256, (400, 600, 3), dtype=np.uint8)
    assert find_faces(noise) == ()


@pytest.mark.requirement("media-faces")
def test_threads_can_look_for_faces_at_the_same_time() -> None:
    picture = np.array(quadrants(320, 240))
    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(find_faces, [picture] * 4)) == {()}


@pytest.mark.requirement("media-faces")
def test_the_area_of_a_face_is_its_share_of_the_photo() -> None:
    assert Face(x=0.25, y=0.25, width=0.5, height=0.25, score=1.0).area == 0.125


@pytest.mark.requirement("media-faces")
@pytest.mark.parametrize("size", [(800, 400), (2400, 1200)])
def test_a_face_is_found_where_it_is(size: tuple[int, int]) -> None:
    canvas = Image.new("RGB", size, (120, 150, 170))
    drawn_face(canvas, center=(size[0] * 7 // 10, size[1] // 2), height_px=size[1] * 6 // 10)
    (face,) = find_faces(np.array(canvas))
    assert face.x + face.width / 2 == pytest.approx(0.7, abs=0.03)
    assert face.y + face.height / 2 == pytest.approx(0.53, abs=0.06)
    assert 0.15 < face.width < 0.3
    assert face.score > 0


@pytest.mark.requirement("media-faces")
def test_the_largest_face_comes_first() -> None:
    canvas = Image.new("RGB", (900, 500), (120, 150, 170))
    drawn_face(canvas, center=(200, 250), height_px=150)
    drawn_face(canvas, center=(620, 250), height_px=320)
    large, small = find_faces(np.array(canvas))
    assert large.x > 0.5 > small.x
    assert large.area > small.area


@pytest.mark.requirement("media-faces")
def test_a_face_cut_by_the_edge_stays_within_the_photo() -> None:
    canvas = Image.new("RGB", (600, 400), (120, 150, 170))
    drawn_face(canvas, center=(300, 315), height_px=250)
    for face in find_faces(np.array(canvas)):
        assert 0 <= face.x < face.x + face.width <= 1
        assert 0 <= face.y < face.y + face.height <= 1
