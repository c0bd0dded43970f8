"""``python -m tiktok_photo_video.service HOME``: what ``launch`` starts."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tiktok_photo_video.errors import PhotoVideoError
from tiktok_photo_video.service.setup import setup_of
from tiktok_photo_video.settings import load_settings


def main() -> int:
    """Serve the home folder named on the command line."""
    try:
        setup = replace(setup_of(load_settings()), is_background=True)
        _server()(Path(sys.argv[1]), setup=setup)
    except PhotoVideoError as error:
        sys.stderr.write(f"{error.sentence()}\n")
        return int(error.exit_code)
    return 0


def _server() -> Callable[..., None]:
    """What serves. A thousand modules make no garbage: looking for it takes a fifth of the time."""
    gc.disable()
    from tiktok_photo_video.service.server import serve  # noqa: PLC0415

    gc.freeze()
    gc.enable()
    return serve


if __name__ == "__main__":
    sys.exit(main())
