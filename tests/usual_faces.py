"""The same few pictures in test after test: faces are looked for in each of them once.

Which faces a picture shows is a pure function of its pixels, and by far the slowest part of
taking in a photo as tiny as the tests'.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from tiktok_photo_video.media import Face, decoding, find_faces

# Pictures are told by all their bytes; larger ones are rare, and not worth keeping.
_SMALL_BYTES = 256 * 1024

_Key = tuple[tuple[int, ...], bytes, float]
_FOUND: dict[_Key, tuple[Face, ...]] = {}


def _found_once(rgb: NDArray[np.uint8], *, min_score: float) -> tuple[Face, ...]:
    if rgb.nbytes > _SMALL_BYTES:
        return find_faces(rgb, min_score=min_score)
    key = rgb.shape, rgb.tobytes(), min_score
    if key not in _FOUND:
        _FOUND[key] = find_faces(rgb, min_score=min_score)
    return _FOUND[key]


def usual_faces() -> Iterator[None]:
    """What a fixture of all tests of a worker does around them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "find_faces", _found_once)
        yield
