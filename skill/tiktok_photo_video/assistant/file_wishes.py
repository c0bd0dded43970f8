"""Which file an export is to give: what the words, the face and the named place ask together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

from tiktok_photo_video.assistant.at_hand import Wishes
from tiktok_photo_video.assistant.outputs import writable_output
from tiktok_photo_video.assistant.places import safe_stem
from tiktok_photo_video.chat.export_wishes import Asked, asked_of_export
from tiktok_photo_video.chat.intents import Intent, Step
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.outputs import (
    PLAIN,
    EncoderChoice,
    FileFormat,
    FileWish,
    format_of_name,
)


def asked_in(message: str, steps: Sequence[Step]) -> Asked:
    """What a message asks of the file that one of its steps exports.

    Read is what was said from the export on to the next step, for the router drops remarks
    ("export it, under 10 MB"); and all of it, where nothing but the export is asked for.
    """
    exporting = [i for i, step in enumerate(steps) if step.intent is Intent.EXPORT]
    if not exporting:
        return Asked()
    if not any(step.intent is Intent.EDIT for step in steps):
        return asked_of_export(message)
    at = exporting[0]
    start = message.find(steps[at].text)
    after = [message.find(step.text, start + 1) for step in steps[at + 1 :] if step.text]
    end = min((place for place in after if place > start), default=len(message))
    return asked_of_export(message[start:end] if start >= 0 else steps[at].text)


def as_told(asked: Asked, wishes: Wishes, *, usual_encoder: str = "") -> Asked:
    """What words ask, with what the face was told: options and the ending of a named place.

    Raises:
        OutputError: the words and the place ask for different kinds of file.
    """
    told = wishes.file
    given = {f.name: getattr(told, f.name) for f in fields(FileWish)}
    set_ones = {k: v for k, v in given.items() if v != getattr(PLAIN, k)}
    asked = replace(asked, file=replace(asked.file, **set_ones))
    named = format_of_name(wishes.output.name) if wishes.output else None
    if named and asked.file.format is FileFormat.MP4:
        asked = replace(asked, file=replace(asked.file, format=named))
    return _with_encoder(asked, usual_encoder)


def _with_encoder(asked: Asked, usual: str) -> Asked:
    """The encoder that the settings name, for MP4s where nothing else is said."""
    is_open = asked.file.encoder is EncoderChoice.AUTO and asked.file.format is FileFormat.MP4
    if not is_open or usual not in set(EncoderChoice):
        return asked
    return replace(asked, file=replace(asked.file, encoder=EncoderChoice(usual)))


def place_for(asked: Asked, wishes: Wishes) -> Path | None:
    """Where the file goes; ``None`` where any free name in the current folder will do."""
    if wishes.place is None:
        return wishes.output
    kind = asked.file.format
    return writable_output(wishes.place(safe_stem(asked.name), kind), kind=kind)


def unmet_words(asked: Asked, language: Language) -> Iterator[str]:
    """What cannot be had, in sentences."""
    for unmet in asked.unmet:
        yield say(f"export.unmet_{unmet}", language)
