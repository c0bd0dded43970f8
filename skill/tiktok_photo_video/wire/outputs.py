"""The kind of file that an order wishes: format, size, frame rate, bound, encoder.

The wire knows ``format`` and ``quality``; all else stands under our extension key, in the
fields ``short_side``, ``shape`` (``[9, 16]``), ``fps``, ``max_bytes`` and ``encoder``. An order
without wishes is the plain one that every backend knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.wire.fields import Fields
from tiktok_photo_video.wire.routes import EXTENSION_KEY

DEFAULT_OUTPUT: Mapping[str, object] = {"format": "mp4", "quality": "high"}

CHAT_BYTES = 16_000_000
"""What WhatsApp and most chats still take as a video, whichever megabyte they count in."""


class FileFormat(StrEnum):
    """What a film can be written as; the value is the ending of the file's name too."""

    MP4 = "mp4"
    GIF = "gif"
    WEBM = "webm"

    @property
    def suffix(self) -> str:
        """How the file's name ends."""
        return f".{self.value}"

    @property
    def media_type(self) -> str:
        """As HTTP calls it."""
        return "image/gif" if self is FileFormat.GIF else f"video/{self.value}"


def format_of_name(name: str) -> FileFormat | None:
    """The format that a file's name ends in; ``None`` where it ends in none of ours."""
    lower = name.lower()
    return next((each for each in FileFormat if lower.endswith(each.suffix)), None)


class EncoderChoice(StrEnum):
    """Who encodes an MP4. Only x264 gives the same bytes each time."""

    AUTO = "auto"
    X264 = "x264"
    HARDWARE = "hardware"
    NVENC = "nvenc"
    VIDEOTOOLBOX = "videotoolbox"
    QSV = "qsv"
    AMF = "amf"


@dataclass(frozen=True, slots=True)
class FileWish:
    """The file that is wished for.

    Attributes:
        format: MP4, GIF or WebM.
        short_side_px: the shorter side of the picture; ``None`` leaves the project's.
        shape: width to height, such as ``(9, 16)``; ``None`` leaves the project's.
        fps: frames a second; ``None`` leaves the project's, or a GIF's own.
        max_bytes: the most the file may weigh; ``None`` for any size.
        encoder: who encodes.
    """

    format: FileFormat = FileFormat.MP4
    short_side_px: int | None = None
    shape: tuple[int, int] | None = None
    fps: int | None = None
    max_bytes: int | None = None
    encoder: EncoderChoice = EncoderChoice.AUTO

    @property
    def is_plain(self) -> bool:
        """Whether every backend of the wire can do it."""
        return self == FileWish()


PLAIN = FileWish()

Choice = TypeVar("Choice", bound=StrEnum)


def output_of(wish: FileWish) -> dict[str, object]:
    """A wish as the ``output`` of an order."""
    own: dict[str, object | None] = {
        "short_side": wish.short_side_px,
        "shape": list(wish.shape) if wish.shape else None,
        "fps": wish.fps,
        "max_bytes": wish.max_bytes,
        "encoder": None if wish.encoder is EncoderChoice.AUTO else wish.encoder.value,
    }
    set_ones = {key: value for key, value in own.items() if value is not None}
    plain = {**DEFAULT_OUTPUT, "format": wish.format.value}
    return {**plain, EXTENSION_KEY: set_ones} if set_ones else plain


def wish_in(output: Mapping[str, object]) -> FileWish:
    """The wish in the ``output`` of an order.

    Raises:
        ProtocolError: a field is none of those that a file can be made of.
    """
    fields = Fields(output, "output")
    own = fields.optional_inner(EXTENSION_KEY) or Fields({}, EXTENSION_KEY)
    return FileWish(
        format=_one_of(FileFormat, fields, "format", FileFormat.MP4),
        short_side_px=_amount(own, "short_side", 16, 4320),
        shape=_shape(own),
        fps=_amount(own, "fps", 1, 240),
        max_bytes=_amount(own, "max_bytes", 1, 2**40),
        encoder=_one_of(EncoderChoice, own, "encoder", EncoderChoice.AUTO),
    )


def _one_of(choices: type[Choice], fields: Fields, name: str, otherwise: Choice) -> Choice:
    word = fields.raw(name)
    if word is None or word == "":
        return otherwise
    found = next((c for c in choices if isinstance(word, str) and c == word.lower()), None)
    if found is None:
        known = ", ".join(choices)
        raise ProtocolError(f"{fields.path_of(name)} is {str(word)[:40]!r}; there are {known}.")
    return found


def _amount(fields: Fields, name: str, least: int, most: int) -> int | None:
    value = fields.raw(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ProtocolError(f"{fields.path_of(name)} must be a number from {least} to {most}.")
    return value


def _shape(fields: Fields) -> tuple[int, int] | None:
    value = fields.raw("shape")
    if value is None:
        return None
    match value:
        case [int(width), int(height)] if 1 <= width <= 100 and 1 <= height <= 100:
            return width, height
    raise ProtocolError(f"{fields.path_of('shape')} must be two numbers, such as [9, 16].")
