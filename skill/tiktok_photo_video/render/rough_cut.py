"""The rough cut: the whole video, small and quickly encoded, to be watched before an export.

It goes through the same plan, chunks and cache as an export. After a small edit only the
chunks that changed are drawn again here too, and neither kind of chunk is ever taken for the
other: canvas and settings are part of their keys.
"""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.render.encoder import VideoSettings
from tiktok_photo_video.timeline.model import Timeline

# Titles can still be read, and a frame has a ninth of the pixels of the finished one.
_SHORT_SIDE_PX = 360

# The export's own encoder, coarser: plain ultrafast takes two thirds of its time, and writes
# files several times as large.
ROUGH_SETTINGS = VideoSettings(crf=28)


def rough_cut(timeline: Timeline) -> Timeline:
    """The same video on a small canvas of the same shape and rate; a smaller one stays."""
    scale = min(_SHORT_SIDE_PX / min(timeline.width_px, timeline.height_px), 1.0)
    width, height = (
        max(2 * round(side * scale / 2), 2) for side in (timeline.width_px, timeline.height_px)
    )
    return replace(timeline, width_px=width, height_px=height, cover=None)
