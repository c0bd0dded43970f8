"""Every way this room refuses a file: stable code, sentence, and what to do next."""

from __future__ import annotations

from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.media.formats import formats_list, formats_sentence
from tiktok_photo_video.media.limits import MAX_FILE_BYTES, MAX_PIXELS, MIN_SIDE_PX
from tiktok_photo_video.timeline.model import MediaKind

_WHAT_WORKS = (
    f"Photos can be {formats_sentence(MediaKind.IMAGE)}; "
    f"clips {formats_sentence(MediaKind.VIDEO)}; "
    f"music {formats_sentence(MediaKind.AUDIO)}."
)
_FORMATS = {
    "photos": formats_list(MediaKind.IMAGE),
    "clips": formats_list(MediaKind.VIDEO),
    "music": formats_list(MediaKind.AUDIO),
}
_NOUNS = {
    MediaKind.IMAGE: "a picture",
    MediaKind.VIDEO: "a video clip",
    MediaKind.AUDIO: "a sound file",
    MediaKind.LUT: "a colour table",
}


def missing(name: str) -> MediaError:
    """There is no such file."""
    return MediaError(
        name,
        "there is no file at that place.",
        code="media_missing",
        hint="Check the path, or send the file again.",
    )


def not_a_file(name: str, what: str) -> MediaError:
    """A folder, a device or a pipe was given."""
    return MediaError(
        name,
        f"this is {what}, not a file.",
        code="media_not_a_file",
        hint="Give the photos themselves, for example every file inside the folder.",
        facts={"what": what},
    )


def unreadable(name: str, reason: str) -> MediaError:
    """The operating system does not let the file be read."""
    return MediaError(
        name,
        f"the file cannot be read ({reason}).",
        code="media_unreadable",
        hint="Check its permissions, or copy it to another folder and try again.",
        facts={"reason": reason},
    )


def empty(name: str) -> MediaError:
    """The file has no bytes."""
    return MediaError(
        name,
        "the file is empty (0 bytes).",
        code="media_empty",
        hint="The download or copy probably failed; fetch the file again.",
    )


def changed(name: str) -> MediaError:
    """The file was written to while it was being read."""
    return MediaError(
        name,
        "the file changed while it was being read.",
        code="media_changed",
        hint="Wait until the copy or download has finished, then try again.",
    )


def unsupported(name: str, what: str, *, hint: str = "") -> MediaError:
    """The content is something else than usable media; ``what`` says what, as far as known."""
    return MediaError(
        name,
        f"the content is {what}, which cannot be used here.",
        code="media_unsupported",
        hint=f"{hint} {_WHAT_WORKS}".strip(),
        facts={"what": what, "advice": hint, **_FORMATS},
    )


def wrong_kind(name: str, kind: MediaKind, *, wanted: MediaKind) -> MediaError:
    """Usable media, but not where another kind is needed."""
    return MediaError(
        name,
        f"this is {_NOUNS[kind]}, but {_NOUNS[wanted]} is needed here.",
        code="media_wrong_kind",
        hint=f"Use {formats_sentence(wanted)}.",
        facts={"kind": kind.value, "wanted": wanted.value, "usable": formats_list(wanted)},
    )


def damaged(name: str, what: str) -> MediaError:
    """The content begins like the format ``what`` but cannot be decoded to its end."""
    return MediaError(
        name,
        f"the {what.upper()} file is damaged or incomplete.",
        code="media_damaged",
        hint="Copy or download it again, or open it in another program and save it anew.",
        facts={"format": what.upper()},
    )


def file_too_large(name: str, size_bytes: int) -> MediaError:
    """More bytes than can be taken."""
    return MediaError(
        name,
        f"the file has {_megabytes(size_bytes)} MB; at most {_megabytes(MAX_FILE_BYTES)} MB "
        "can be used.",
        code="media_too_large",
        hint="Save a smaller copy, for example at a lower quality or cut to the part you need.",
        facts={"size": _megabytes(size_bytes), "most": _megabytes(MAX_FILE_BYTES)},
    )


def picture_too_large(name: str, width_px: int, height_px: int) -> MediaError:
    """More pixels than can be decoded safely."""
    return MediaError(
        name,
        f"the picture is {width_px} x {height_px} pixels; at most "
        f"{MAX_PIXELS // 1_000_000} megapixels can be used.",
        code="media_too_large",
        hint="Save a smaller copy; 4000 pixels on the long side are plenty for a video.",
        facts={"width": width_px, "height": height_px, "megapixels": MAX_PIXELS // 1_000_000},
    )


def more_than_memory(name: str) -> MediaError:
    """Decoding asked for more memory than there is, or than its format allows."""
    return MediaError(
        name,
        "the file is too large to be decoded here.",
        code="media_too_large",
        hint="Save a smaller copy; 4000 pixels on the long side are plenty for a video.",
    )


def crashed(name: str) -> MediaError:
    """The decoder broke down over this file, twice."""
    return MediaError(
        name,
        "this file makes the decoder crash.",
        code="media_decoder_crash",
        hint="Open it in another program and save it anew, or go on without it.",
    )


def too_slow(name: str, limit_s: float) -> MediaError:
    """Decoding was given up after its time."""
    return MediaError(
        name,
        f"this file takes too long to decode; it was given up after {limit_s:g} seconds.",
        code="media_decoder_slow",
        hint="Save a smaller or shorter copy of it, or go on without it.",
        facts={"seconds": round(limit_s)},
    )


def too_small(name: str, width_px: int, height_px: int) -> MediaError:
    """A picture with next to no pixels."""
    return MediaError(
        name,
        f"the picture is only {width_px} x {height_px} pixels; at least "
        f"{MIN_SIDE_PX} x {MIN_SIDE_PX} are needed.",
        code="media_too_small",
        hint="Use the original photo instead of a thumbnail.",
        facts={"width": width_px, "height": height_px, "least": MIN_SIDE_PX},
    )


def bad_lut(name: str, why: str) -> MediaError:
    """A .cube file that is not what it says; ``why`` tells the line where it can."""
    return MediaError(
        name,
        f"the colour table cannot be used: {why}.",
        code="media_bad_lut",
        hint="Export it again as .cube, 33 points a side, from the program it is of.",
        facts={"why": why},
    )


def no_sound(name: str) -> MediaError:
    """There is no audio in the file, or it has no length."""
    return MediaError(
        name,
        "there is no sound in this file that can be played.",
        code="media_no_sound",
        hint=f"Use {formats_sentence(MediaKind.AUDIO)} with music in it.",
        facts={"usable": _FORMATS["music"]},
    )


def silent(name: str) -> MediaError:
    """There is audio, and every sample of it is (next to) zero."""
    return MediaError(
        name,
        "the sound in this file is complete silence.",
        code="media_silent",
        hint="Choose another song, or say that you want no music.",
    )


def protected(name: str) -> MediaError:
    """Sold with copy protection: only the shop's own player has the key."""
    return MediaError(
        name,
        "it is copy-protected.",
        code="media_protected",
        hint="Use a copy without protection, or other music.",
    )


def no_picture(name: str) -> MediaError:
    """A clip without one decodable frame."""
    return MediaError(
        name,
        "there is no picture in this clip that can be shown.",
        code="media_no_picture",
        hint="Choose another clip, or save it anew as MP4.",
    )


def _megabytes(size_bytes: int) -> int:
    return -(-size_bytes // (1024 * 1024))
