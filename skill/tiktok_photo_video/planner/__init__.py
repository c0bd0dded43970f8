"""The planner: words to edits, and photos with a brief to a timeline. Pure.

``understand`` reads a message in English or Chinese; ``lay_out`` makes a complete, tasteful
timeline. Neither needs a model, a clock or the network; the same input gives the same result.
"""

from __future__ import annotations

from tiktok_photo_video.planner.brief import Brief, Feel, Mood, Order, Photo, Theme
from tiktok_photo_video.planner.layout import lay_out
from tiktok_photo_video.planner.turn import Previous
from tiktok_photo_video.planner.understanding import Understanding, understand

__all__ = [
    "Brief",
    "Feel",
    "Mood",
    "Order",
    "Photo",
    "Previous",
    "Theme",
    "Understanding",
    "lay_out",
    "understand",
]
