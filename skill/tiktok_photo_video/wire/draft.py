"""Timeline to draft JSON and back: the only place where the two meet.

Our own drafts come back exactly as they went. A foreign one (made by another backend, without
our mark) is never taken apart: it is handed on as it is, and put in words as far as the five
public keys allow.

Times are whole milliseconds in a draft and whole frames in a timeline. Neither way loses
anything: half a millisecond is less than half a frame at every rate up to 500 a second.
"""

from __future__ import annotations

from tiktok_photo_video.wire.draft_read import is_ours, timeline_from_draft
from tiktok_photo_video.wire.draft_words import (
    has_content,
    heading_of,
    summarise,
    summarise_foreign,
)
from tiktok_photo_video.wire.draft_write import draft_from_timeline

__all__ = [
    "draft_from_timeline",
    "has_content",
    "heading_of",
    "is_ours",
    "summarise",
    "summarise_foreign",
    "timeline_from_draft",
]
