"""What a file is, from its first bytes alone. Pure: names and extensions play no part."""

from __future__ import annotations

from dataclasses import dataclass

from tiktok_photo_video.media.formats import SUPPORTED_FORMATS, MediaFormat

HEAD_BYTES = 4096
"""How much of a file's beginning :func:`identify` and :func:`describe_foreign` want to see."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something recognised that is not usable media.

    Attributes:
        what: with its article, for a sentence: ``a PDF document``.
        hint: what to do about it; empty when the general hint says it all.

    """

    what: str
    hint: str = ""


# (offset, bytes there, format); the first match wins.
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (0, b"ID3", "mp3"),
    (0, b"fLaC", "flac"),
    (0, b"OggS", "ogg"),
)
_RIFF_FORMS = {b"WEBP": "webp", b"AVI ": "avi", b"WAVE": "wav"}
_DOC_TYPES = {b"webm": "webm", b"matroska": "mkv"}

# ISO base media files say what they are in the brands of their ``ftyp`` box.
_BRANDS = {
    b"heic": "heic", b"heix": "heic", b"heim": "heic", b"heis": "heic",
    b"hevc": "heic", b"hevx": "heic", b"hevm": "heic", b"hevs": "heic",
    b"avif": "avif", b"avis": "avif",
    b"M4A ": "m4a", b"M4B ": "m4a",
    b"qt  ": "mov",
}  # fmt: skip
_HEIF_BRANDS = (b"mif1", b"msf1", b"mif2")  # these name the family only: look at the others
_QUICKTIME_BOXES = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")

_RAW = Foreign(
    "a camera RAW picture", "Export it as JPEG in your photo program, and send that instead."
)
_AS_JPEG = "Save it as JPEG or PNG, and send that instead."
_AS_MP4 = "Convert it to MP4, and send that instead."
_UNPACK = "Unpack it, and send the photos inside."
_FOREIGN: tuple[tuple[int, bytes, Foreign], ...] = (
    (0, b"%PDF", Foreign("a PDF document", "Save its pages as pictures first.")),
    (0, b"PK\x03\x04", Foreign("a ZIP archive or an office document", _UNPACK)),
    (0, b"Rar!", Foreign("a RAR archive", _UNPACK)),
    (0, b"7z\xbc\xaf\x27\x1c", Foreign("a 7-Zip archive", _UNPACK)),
    (0, b"\x1f\x8b", Foreign("a gzip archive", _UNPACK)),
    (0, b"8BPS", Foreign("a Photoshop document", _AS_JPEG)),
    (0, b"\xff\x0a", Foreign("a JPEG XL picture", _AS_JPEG)),
    (4, b"JXL ", Foreign("a JPEG XL picture", _AS_JPEG)),
    (4, b"jP  ", Foreign("a JPEG 2000 picture", _AS_JPEG)),
    (0, b"\0\0\x01\0", Foreign("a Windows icon", _AS_JPEG)),
    (4, b"ftypcrx ", _RAW),
    (0, b"FUJIFILMCCD-RAW", _RAW),
    (0, b"IIU\0", _RAW),
    (0, b"IIRO", _RAW),
    (8, b"CR\x02\0", _RAW),
    (0, b"\0\x05\x16\x07", Foreign("a macOS side file", "The photo is the file without '._'.")),
    (0, b"bplist", Foreign("a property list", "If it is an iCloud placeholder, download it.")),
    (0, b"0&\xb2u\x8ef\xcf\x11", Foreign("a Windows Media file", _AS_MP4)),
    (0, b"FLV\x01", Foreign("a Flash video", _AS_MP4)),
    (0, b"\0\0\x01\xba", Foreign("an MPEG programme stream", _AS_MP4)),
    (0, b"MThd", Foreign("a MIDI score", "Export it as MP3 or WAV first.")),
    (0, b"MZ", Foreign("a Windows program")),
    (0, b"\x7fELF", Foreign("a program")),
    (0, b"SQLite format 3", Foreign("a database")),
)
_TEXTS: tuple[tuple[bytes, Foreign], ...] = (
    (b"<svg", Foreign("an SVG drawing", _AS_JPEG)),
    (b"<!doctype html", Foreign("a web page", "Download the picture itself, not its page.")),
    (b"<html", Foreign("a web page", "Download the picture itself, not its page.")),
    (b"version https://git-lfs", Foreign("a Git LFS pointer", "Fetch the real file first.")),
)
_UNKNOWN = Foreign("of no known kind")


def identify(head: bytes) -> MediaFormat | None:
    """The usable format that these first bytes announce, or None.

    Args:
        head: the beginning of the file, up to :data:`HEAD_BYTES`.

    """
    if _foreign_signature(head) is not None:
        return None
    name = (
        _plain_signature(head)
        or _riff(head)
        or _iso_media(head)
        or _matroska(head)
        or _bitmap(head)
        or _mpeg_audio(head)
        or _color_table(head)
    )
    return SUPPORTED_FORMATS[name] if name else None


def describe_foreign(head: bytes) -> Foreign:
    """What a file that :func:`identify` does not know really is, as far as can be told."""
    return _foreign_signature(head) or _text(head) or _UNKNOWN


def raw_picture() -> Foreign:
    """A camera RAW file in a TIFF's clothes; only its tags, not its first bytes, tell."""
    return _RAW


def _foreign_signature(head: bytes) -> Foreign | None:
    for offset, magic, foreign in _FOREIGN:
        if head[offset : offset + len(magic)] == magic:
            return foreign
    return None


def _text(head: bytes) -> Foreign | None:
    # An incremental decoder: the head may end in the middle of a character.
    if b"\0" in head or not _is_utf8(head):
        return None
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for opening, foreign in _TEXTS:
        if start.startswith(opening) or (opening == b"<svg" and _svg_after_prolog(start)):
            return foreign
    return Foreign("a text file")


def _svg_after_prolog(start: bytes) -> bool:
    return start.startswith(b"<?xml") and b"<svg" in start


def _is_utf8(head: bytes) -> bool:
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3 and error.reason == "unexpected end of data"
    return True


def _plain_signature(head: bytes) -> str | None:
    for offset, magic, name in _SIGNATURES:
        if head[offset : offset + len(magic)] == magic:
            return name
    return None


def _riff(head: bytes) -> str | None:
    return _RIFF_FORMS.get(head[8:12]) if head[:4] in (b"RIFF", b"RF64") else None


def _iso_media(head: bytes) -> str | None:
    if head[4:8] != b"ftyp":
        # QuickTime files from before there were brands begin with their data.
        return "mov" if head[4:8] in _QUICKTIME_BOXES else None
    brands = _brands(head)
    if brands[0] in _HEIF_BRANDS:
        return next((_BRANDS[each] for each in brands if each in _BRANDS), "heif")
    # Every other brand (isom, mp42, 3gp5, dash, ...) is read by the same demuxer as MP4.
    return _BRANDS.get(brands[0], "mp4")


def _brands(head: bytes) -> list[bytes]:
    """Major brand first, then the compatible ones."""
    end = min(max(int.from_bytes(head[:4], "big"), 12), len(head), 512)
    return [head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))]


def _matroska(head: bytes) -> str | None:
    if head[:4] != b"\x1aE\xdf\xa3":
        return None
    # The document type is one of the first few elements of the EBML header.
    return next((name for mark, name in _DOC_TYPES.items() if mark in head[:128]), None)


def _bitmap(head: bytes) -> str | None:
    # "BM" alone would match text; the header's own size is one of few numbers.
    sizes = (12, 40, 52, 56, 64, 108, 124)
    is_bitmap = head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in sizes
    return "bmp" if is_bitmap else None


def _color_table(head: bytes) -> str | None:
    """A .cube file has no magic number: a line of text says its size."""
    lines = head.removeprefix(b"\xef\xbb\xbf").splitlines()
    sizes = (b"LUT_3D_SIZE", b"LUT_1D_SIZE")
    has_size = any(line.strip().upper().startswith(sizes) for line in lines)
    return "cube" if has_size and b"\0" not in head else None


def _mpeg_audio(head: bytes) -> str | None:
    """A bare MPEG audio stream: eleven set bits, then fields that have impossible values."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    if layer == 0 and head[1] & 0xF0 == 0xF0:
        return "aac"  # ADTS: the layer field is always 0 there, and never in MPEG audio
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    return "mp3" if version != 1 and layer and bitrate not in (0, 15) and rate != 3 else None
