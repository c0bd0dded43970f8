"""``python -m tiktok_photo_video_tools``: the command line."""

from __future__ import annotations

import sys

from tiktok_photo_video_tools.cli import main

if __name__ == "__main__":
    sys.exit(main())
