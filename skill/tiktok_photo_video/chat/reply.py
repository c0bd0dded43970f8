"""What the assistant sends to every face (chat, command line, MCP host): typed, in order.

As JSON each event is an object with a ``type``; these names and fields are a contract:

==========  ==================================================================
type        fields
==========  ==================================================================
say         ``text``
progress    ``stage`` (connecting, uploading, working, rendering, downloading),
            ``fraction`` (0 to 1 or null), ``detail``, ``eta_s`` (or null),
            ``speed`` (or null)
ordered     ``export``, ``path``
file_ready  ``path``, ``duration_s``, ``size_bytes``, ``width_px``, ``height_px``
receipt     ``path`` of its JSON (or null), ``verdict`` (pass, warn, fail), ``text`` for the
            user, ``facts``: the receipt itself
state       ``summary``
storyboard  ``path`` of a JPEG with a numbered frame per photo
offer       ``action`` (export, state, edit, credits, upload), ``text``
failed      ``code``, ``text``, ``hint``
done        ``ok``, and after a failure ``error`` (``code``, ``message``, ``hint``)
==========  ==================================================================

``done`` comes once, at the end of every turn, also after ``failed``: so the last line of a
stream tells by itself how it ended.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from tiktok_photo_video.chat.gui_speak import Action
from tiktok_photo_video.errors import PhotoVideoError
from tiktok_photo_video.wire.receipts import Receipt, receipt_json


class Stage(StrEnum):
    """What is going on while the user waits."""

    CONNECTING = "connecting"
    UPLOADING = "uploading"
    WORKING = "working"
    RENDERING = "rendering"
    DOWNLOADING = "downloading"


@dataclass(frozen=True, slots=True)
class Say:
    """Words for the user, ready to show."""

    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something is.

    Attributes:
        stage: what is going on.
        fraction: from 0 to 1, ``None`` while it cannot be told.
        detail: the same in words, in the user's language.
        eta_s: seconds left, as far as can be told.
        speed: a rate ready to show, such as ``3.2 MB/s``.
    """

    stage: Stage
    fraction: float | None = None
    detail: str = ""
    eta_s: float | None = None
    speed: str | None = None

    def __post_init__(self) -> None:
        if self.fraction is not None and not 0 <= self.fraction <= 1:
            raise ValueError(f"fraction must be from 0 to 1, not {self.fraction}")


@dataclass(frozen=True, slots=True)
class FileReady:
    """A finished video on the user's disk."""

    path: str
    duration_s: float
    size_bytes: int
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Checked:
    """The receipt of a finished video.

    Attributes:
        path: of its JSON beside the video, if that could be written there.
        text: what it comes to, in one line for the user.
        receipt: the facts.
    """

    path: str | None
    text: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Ordered:
    """An export was ordered and goes on by itself; ``path`` is where its video will be."""

    export: str
    path: str


@dataclass(frozen=True, slots=True)
class StateShown:
    """The timeline in words."""

    summary: str


@dataclass(frozen=True, slots=True)
class StoryboardShown:
    """A picture of the video as it is now, on the user's disk."""

    path: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that the user may want next, and the sentence that offers it."""

    action: Action
    text: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The turn did not succeed: a code for programs, a sentence, and what to do next."""

    code: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The turn is over; ``failure`` is what ended it, if it did not succeed."""

    failure: Failed | None = None


Reply: TypeAlias = (
    Say
    | Progress
    | Ordered
    | FileReady
    | Checked
    | StateShown
    | StoryboardShown
    | Offer
    | Failed
    | Done
)

TYPE_NAMES = MappingProxyType(
    {
        Say: "say",
        Progress: "progress",
        Ordered: "ordered",
        FileReady: "file_ready",
        Checked: "receipt",
        StateShown: "state",
        StoryboardShown: "storyboard",
        Offer: "offer",
        Failed: "failed",
        Done: "done",
    }
)


def to_json(event: Reply) -> dict[str, object]:
    """The event as a JSON object; see the table at the top of this file."""
    if isinstance(event, Done):
        return {"type": TYPE_NAMES[Done], **outcome_json(event.failure)}
    if isinstance(event, Checked):
        facts, verdict = receipt_json(event.receipt), event.receipt.verdict.value
        told = {"path": event.path, "verdict": verdict, "text": event.text, "facts": facts}
        return {"type": TYPE_NAMES[Checked], **told}
    values = {field.name: getattr(event, field.name) for field in fields(event)}
    plain = {k: v.value if isinstance(v, StrEnum) else v for k, v in values.items()}
    return {"type": TYPE_NAMES[type(event)], **plain}


def outcome_json(failure: Failed | None) -> dict[str, object]:
    """How something ended, as every JSON answer has it."""
    if failure is None:
        return {"ok": True}
    error = {"code": failure.code, "message": failure.text, "hint": failure.hint}
    return {"ok": False, "error": error}


def failed(error: PhotoVideoError) -> Failed:
    """The event for a failure of ours."""
    return Failed(error.code, error.message, error.hint)
