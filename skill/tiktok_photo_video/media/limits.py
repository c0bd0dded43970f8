"""How big and how small a media file may be, and why."""

from __future__ import annotations

MAX_FILE_BYTES = 200 * 1024 * 1024
"""The size the protocol promises for uploads; the local backend keeps the same promise."""

MAX_PIXELS = 200_000_000
"""Just above the largest phone sensors (16320 x 12240): real photos pass, bombs do not."""

MIN_SIDE_PX = 16
"""Below this a picture is a tracking pixel or an icon's fragment, not something to show."""

MAX_SOUND_DURATION_S = 900.0
"""No film made here is longer; 15 minutes of decoded stereo are 345 MB."""
