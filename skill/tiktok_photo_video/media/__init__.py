"""The user's photos, clips and sound files: what they are, and their decoded content.

The only room that reads files with Pillow, pillow-heif, dlib and PyAV. Everything is judged by
content, never by extension, and refused with a sentence that says what to do.
"""

from __future__ import annotations

from tiktok_photo_video.media.clips import load_poster
from tiktok_photo_video.media.faces import LIKELY_SCORE, SURE_SCORE, Face, find_faces
from tiktok_photo_video.media.formats import (
    SUPPORTED_EXTENSIONS,
    SUPPORTED_FORMATS,
    MediaFormat,
    formats_sentence,
)
from tiktok_photo_video.media.info import MediaInfo, probe
from tiktok_photo_video.media.limits import (
    MAX_FILE_BYTES,
    MAX_PIXELS,
    MAX_SOUND_DURATION_S,
    MIN_SIDE_PX,
)
from tiktok_photo_video.media.photos import load_photo
from tiktok_photo_video.media.sound import load_sound
from tiktok_photo_video.timeline.model import MediaKind

__all__ = [
    "LIKELY_SCORE",
    "MAX_FILE_BYTES",
    "MAX_PIXELS",
    "MAX_SOUND_DURATION_S",
    "MIN_SIDE_PX",
    "SUPPORTED_EXTENSIONS",
    "SUPPORTED_FORMATS",
    "SURE_SCORE",
    "Face",
    "MediaFormat",
    "MediaInfo",
    "MediaKind",
    "find_faces",
    "formats_sentence",
    "load_photo",
    "load_poster",
    "load_sound",
    "probe",
]
