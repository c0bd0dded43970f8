"""The file formats that can be used: one table, from which every message is made."""

from __future__ import annotations

from dataclasses import dataclass

from tiktok_photo_video.timeline.model import MediaKind


@dataclass(frozen=True, slots=True)
class MediaFormat:
    """One file format.

    Attributes:
        name: what messages and ``MediaInfo.format`` call it.
        kind: what such files usually are; an MP4 with nothing but sound is audio all the same.
        mime_type: for the wire.
        extensions: the usual ones, without the dot; never used to decide anything.
        opener: Pillow's plugin name for pictures, FFmpeg's demuxer for everything else. A file
            is opened by this alone, so no content can call up an exotic or scriptable parser.

    """

    name: str
    kind: MediaKind
    mime_type: str
    extensions: tuple[str, ...]
    opener: str


_IMAGE, _VIDEO, _AUDIO = MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO
_LUT = MediaKind.LUT

_FORMATS = (
    MediaFormat("jpeg", _IMAGE, "image/jpeg", ("jpg", "jpeg"), "JPEG"),
    MediaFormat("png", _IMAGE, "image/png", ("png",), "PNG"),
    MediaFormat("heic", _IMAGE, "image/heic", ("heic",), "HEIF"),
    MediaFormat("heif", _IMAGE, "image/heif", ("heif",), "HEIF"),
    MediaFormat("avif", _IMAGE, "image/avif", ("avif",), "AVIF"),
    MediaFormat("webp", _IMAGE, "image/webp", ("webp",), "WEBP"),
    MediaFormat("gif", _IMAGE, "image/gif", ("gif",), "GIF"),
    MediaFormat("tiff", _IMAGE, "image/tiff", ("tiff", "tif"), "TIFF"),
    MediaFormat("bmp", _IMAGE, "image/bmp", ("bmp",), "BMP"),
    MediaFormat("mp4", _VIDEO, "video/mp4", ("mp4", "m4v"), "mov"),
    MediaFormat("mov", _VIDEO, "video/quicktime", ("mov",), "mov"),
    MediaFormat("avi", _VIDEO, "video/x-msvideo", ("avi",), "avi"),
    MediaFormat("webm", _VIDEO, "video/webm", ("webm",), "matroska"),
    MediaFormat("mkv", _VIDEO, "video/x-matroska", ("mkv",), "matroska"),
    MediaFormat("mp3", _AUDIO, "audio/mpeg", ("mp3",), "mp3"),
    MediaFormat("wav", _AUDIO, "audio/wav", ("wav",), "wav"),
    MediaFormat("m4a", _AUDIO, "audio/mp4", ("m4a",), "mov"),
    MediaFormat("aac", _AUDIO, "audio/aac", ("aac",), "aac"),
    MediaFormat("flac", _AUDIO, "audio/flac", ("flac",), "flac"),
    MediaFormat("cube", _LUT, "text/plain", ("cube",), ""),
    MediaFormat("ogg", _AUDIO, "audio/ogg", ("ogg", "oga", "opus"), "ogg"),
)

SUPPORTED_FORMATS: dict[str, MediaFormat] = {each.name: each for each in _FORMATS}
"""Every usable format, by name."""

SUPPORTED_EXTENSIONS: dict[str, MediaKind] = {
    extension: each.kind for each in _FORMATS for extension in each.extensions
}
"""The usual file name extensions (lower case, no dot), for messages and file choosers."""

SOUND_ONLY_FORMATS = {"mp4": "m4a", "mov": "m4a"}
"""What a film container is called when it holds nothing but sound."""


def formats_sentence(kind: MediaKind) -> str:
    """The usable formats of one kind as words: ``JPEG, PNG, ... or BMP``."""
    names = _names(kind)
    return f"{', '.join(names[:-1])} or {names[-1]}"


def formats_list(kind: MediaKind) -> str:
    """The same in no language: ``JPEG, PNG, ..., BMP``."""
    return ", ".join(_names(kind))


def _names(kind: MediaKind) -> list[str]:
    return [each.name.upper() for each in _FORMATS if each.kind is kind]
