"""Working copies: photos decoded once, at the size rendering needs, for quick reading later."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tiktok_photo_video.errors import StorageError

# 95 with full chroma is indistinguishable after the video encoder; half the size of PNG.
_QUALITY = 95


def save_copy(picture: NDArray[np.uint8], path: Path) -> None:
    """Write an sRGB picture of shape (h, w, 3) as a working copy.

    Raises:
        OSError: the disk refused.

    """
    Image.fromarray(picture).save(path, "JPEG", quality=_QUALITY, subsampling=0)


def load_copy(path: Path) -> NDArray[np.uint8]:
    """The working copy as sRGB of shape (h, w, 3).

    Raises:
        StorageError: it is gone or damaged.

    """
    try:
        with Image.open(path, formats=("JPEG",)) as image:
            return np.asarray(image.convert("RGB"))
    except OSError as error:
        raise StorageError(
            "A photo's working copy is missing or damaged.",
            code="missing_media",
            hint="Upload the photo again.",
        ) from error
