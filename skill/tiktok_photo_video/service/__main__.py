"""``python -m tiktok_photo_video.service HOME``: what ``launch`` starts."""

from __future__ import annotations

import sys
from pathlib import Path

from tiktok_photo_video.errors import PhotoVideoError
from tiktok_photo_video.service.server import serve


def main() -> int:
    """Serve the home folder named on the command line."""
    try:
        serve(Path(sys.argv[1]))
    except PhotoVideoError as error:
        sys.stderr.write(f"{error.sentence()}\n")
        return int(error.exit_code)
    return 0


if __name__ == "__main__":
    sys.exit(main())
