"""The receipt of an export: what the finished file is, and whether TikTok takes it. Pure.

Its JSON has the same names as the values here, and a format version. A reader takes a receipt
of a later version for what it can read of it, and none at all for no receipt.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.wire.fields import Fields, fields_of

RECEIPT_FORMAT = "tiktok-photo-video receipt"
RECEIPT_VERSION = 1
# Of a stranger's receipt; ours has about a dozen checks.
_MAX_LISTED = 200


class Verdict(StrEnum):
    """What came of a check, or of all of them: warn plays, but is worth a look."""

    PASS = "pass"  # noqa: S105 - not a password
    WARN = "warn"
    FAIL = "fail"


class StillKind(StrEnum):
    """What is seen while nothing moves."""

    BLACK = "black"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """The picture as the file has it; colours are the code points of ITU-T H.273."""

    codec: str
    profile: str
    pixel_format: str
    width_px: int
    height_px: int
    frames_per_s: float
    frame_count: int
    color_primaries: int
    color_transfer: int
    color_matrix: int
    is_full_range: bool


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """The sound as the file has it; silence has no loudness and no peak."""

    codec: str
    sample_rate_hz: int
    channels: int
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None


@dataclass(frozen=True, slots=True)
class StillStretch:
    """Frames on end in which nothing moves; is_meant when the timeline asks for that."""

    kind: StillKind
    start_s: float
    end_s: float
    is_meant: bool


@dataclass(frozen=True, slots=True)
class TitlePlace:
    """A title or caption, and whether all of it lies where TikTok shows it."""

    text: str
    start_s: float
    end_s: float
    is_inside: bool


@dataclass(frozen=True, slots=True)
class Check:
    """One look at a fact: what was found, what is expected, and what to do where they differ."""

    id: str
    verdict: Verdict
    found: str
    expected: str
    to_do: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an export is.

    Attributes:
        sha256: of the file's bytes.
        faststart: whether the index comes first, so that it plays while it loads.
        sound: None where the file has none.
        stills: stretches of half a second and more in which nothing moves; None where
            that was not measured.
        limits: the version of the table that it was checked against.
        measured: how each kind of fact was found out.
    """

    verdict: Verdict
    sha256: str
    size_bytes: int
    container: str
    faststart: bool
    duration_s: float
    picture: PictureFacts
    sound: SoundFacts | None
    stills: tuple[StillStretch, ...] | None
    titles: tuple[TitlePlace, ...]
    checks: tuple[Check, ...]
    limits: str
    measured: Mapping[str, str] = field(default_factory=dict)
    format: str = RECEIPT_FORMAT
    version: int = RECEIPT_VERSION

    @property
    def open_checks(self) -> tuple[Check, ...]:
        """Those that did not pass, the gravest first."""
        failed = [check for check in self.checks if check.verdict is Verdict.FAIL]
        return (*failed, *(check for check in self.checks if check.verdict is Verdict.WARN))


def receipt_beside(video: Path) -> Path:
    """Where the receipt of a video lies: out.receipt.json beside out.mp4."""
    return video.with_suffix(".receipt.json")


def receipt_text(receipt: Receipt) -> bytes:
    """A receipt as its file has it; the same receipt has the same bytes."""
    return json.dumps(receipt_json(receipt), ensure_ascii=False, indent=2).encode() + b"\n"


def receipt_json(receipt: Receipt) -> dict[str, object]:
    """A receipt as a JSON object."""
    values = asdict(receipt)
    first = {name: values.pop(name) for name in ("format", "version")}
    # As JSON has it: no tuples, no enums.
    plain: dict[str, object] = json.loads(json.dumps({**first, **values}))
    return plain


def parse_receipt(obj: object) -> Receipt | None:
    """A receipt as it came over the wire, or from a file; None when it is none."""
    if not isinstance(obj, Mapping) or obj.get("format") != RECEIPT_FORMAT:
        return None
    try:
        return _receipt(fields_of(obj, "receipt"))
    except (ProtocolError, ValueError):
        return None


def _receipt(body: Fields) -> Receipt:
    sound, measured = body.optional_inner("sound"), body.optional_inner("measured")
    return Receipt(
        verdict=Verdict(body.text("verdict")),
        sha256=body.text("sha256"),
        size_bytes=body.integer("size_bytes"),
        container=body.text("container"),
        faststart=body.flag("faststart"),
        duration_s=body.number("duration_s"),
        picture=_picture(body.inner("picture")),
        sound=_sound(sound) if sound else None,
        stills=None if body.raw("stills") is None else tuple(map(_still, _each(body, "stills"))),
        titles=tuple(map(_title, _each(body, "titles"))),
        checks=tuple(map(_check, _each(body, "checks"))),
        limits=body.optional_text("limits") or "",
        measured={k: str(v) for k, v in measured.values.items()} if measured else {},
        version=body.integer("version"),
    )


def _each(body: Fields, name: str) -> Iterator[Fields]:
    for number, (path, item) in enumerate(body.items(name)):
        if number >= _MAX_LISTED:
            return
        yield fields_of(item, path)


def _picture(body: Fields) -> PictureFacts:
    return PictureFacts(
        codec=body.text("codec"),
        profile=body.optional_text("profile") or "",
        pixel_format=body.optional_text("pixel_format") or "",
        width_px=body.integer("width_px"),
        height_px=body.integer("height_px"),
        frames_per_s=body.number("frames_per_s"),
        frame_count=body.integer("frame_count"),
        color_primaries=body.integer("color_primaries"),
        color_transfer=body.integer("color_transfer"),
        color_matrix=body.integer("color_matrix"),
        is_full_range=body.flag("is_full_range"),
    )


def _sound(body: Fields) -> SoundFacts:
    return SoundFacts(
        codec=body.text("codec"),
        sample_rate_hz=body.integer("sample_rate_hz"),
        channels=body.integer("channels"),
        loudness_lufs=body.optional_number("loudness_lufs"),
        true_peak_dbtp=body.optional_number("true_peak_dbtp"),
    )


def _still(body: Fields) -> StillStretch:
    kind = StillKind(body.text("kind"))
    return StillStretch(kind, body.number("start_s"), body.number("end_s"), body.flag("is_meant"))


def _title(body: Fields) -> TitlePlace:
    return TitlePlace(
        body.optional_text("text") or "",
        body.number("start_s"),
        body.number("end_s"),
        body.flag("is_inside"),
    )


def _check(body: Fields) -> Check:
    return Check(
        id=body.text("id"),
        verdict=Verdict(body.text("verdict")),
        found=body.optional_text("found") or "",
        expected=body.optional_text("expected") or "",
        to_do=body.optional_text("to_do") or "",
    )
