"""A model's text to edits in JSON; whatever is not as its schema says is refused with a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tiktok_photo_video.backend.language_model.schema import answer_schema, proposal_schemas
from tiktok_photo_video.planner import Photo
from tiktok_photo_video.timeline.edit_schema import Schema
from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    ExternalReference,
    Timeline,
    TrackKind,
    s_from_frames,
)
from tiktok_photo_video.timeline.tracks import available_frames, new_clip_id

MAX_ANSWER_CHARS = 64 * 1024
_MAX_STARTS = 40
_MAX_REASON_CHARS = 300


class WrongAnswerError(Exception):
    """An answer is not what was asked for; the message tells the model what is wrong."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """An answer as read: edits as ``edit_json`` takes them, and what it leaves open."""

    payloads: tuple[Mapping[str, object], ...]
    unclear: tuple[str, ...]


def handles(timeline: Timeline) -> dict[str, str]:
    """The id of each clip that can be named, by what a model calls it."""
    titles = timeline.track(TrackKind.TITLE)
    cards = [c for c in timeline.pictures if isinstance(c.media, CardReference)]
    groups = {"photo": timeline.photos, "title": titles.clips if titles else (), "card": cards}
    return {
        f"{word}{number}": clip.id
        for word, clips in groups.items()
        for number, clip in enumerate(clips, 1)
    }


def read_answer(text: str, *, timeline: Timeline, files: Sequence[Photo]) -> Proposed:
    """What a model's text proposes for a timeline.

    Raises:
        WrongAnswerError: there is no JSON in it, or not as the schema says, or it names a
            photo or file that is not there.
    """
    answer = _object_in(text)
    _hold(answer, "answer", answer_schema())
    edits = [_without_empty(edit, proposal_schemas()[edit["op"]]) for edit in answer["edits"]]
    for index, edit in enumerate(edits):
        _hold(edit, f"edits[{index}]", proposal_schemas()[edit["op"]])
    written = _Writer(timeline, files)
    unclear = tuple(answer.get("unclear", ()))
    return Proposed(tuple(written.edit(edit) for edit in edits), unclear)


def _object_in(text: str) -> dict[str, Any]:
    """The first JSON object with edits in a text, whatever stands around it."""
    if len(text) > MAX_ANSWER_CHARS:
        raise WrongAnswerError("The answer is too long.")
    decoder = json.JSONDecoder(parse_constant=_refused_constant)
    at = -1
    for _ in range(_MAX_STARTS):
        at = text.find("{", at + 1)
        if at < 0:
            break
        try:
            found, _ = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and "edits" in found:
            return found
    raise WrongAnswerError('There is no JSON object with "edits" in it.')


def _refused_constant(name: str) -> object:
    raise ValueError(f"{name} is no number of JSON.")


@cache
def _validator(op: str) -> Any:
    # Here, since most services never ask a model, and all of them should start quickly.
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # noqa: PLC0415

    return Draft202012Validator(proposal_schemas()[op] if op else answer_schema())


def _hold(value: object, path: str, schema: Schema) -> None:
    """Refuse what is not as a schema says, with the first thing that is wrong."""
    op = schema.get("properties", {}).get("op", {}).get("const", "")
    try:
        problem = next(iter(_validator(op).iter_errors(value)), None)
    except RecursionError:
        raise WrongAnswerError(f"{path} is nested too deeply.") from None
    if problem is not None:
        where = problem.json_path.removeprefix("$")
        raise WrongAnswerError(f"{path}{where}: {problem.message}"[:_MAX_REASON_CHARS])


def _without_empty(edit: dict[str, Any], schema: Schema) -> dict[str, Any]:
    """An edit without the nulls that stand for what is left out.

    All fields that may be left out and be null are null by themselves.
    """
    required = schema["required"]
    return {
        key: _filled(value) for key, value in edit.items() if value is not None or key in required
    }


def _filled(value: object) -> object:
    if isinstance(value, dict):
        return {key: _filled(part) for key, part in value.items() if part is not None}
    return value


class _Writer:
    """Puts ids and files in where a model has names and numbers."""

    def __init__(self, timeline: Timeline, files: Sequence[Photo]) -> None:
        self._timeline = timeline
        self._files = files
        self._ids = handles(timeline)
        self._new = 0

    def edit(self, edit: Mapping[str, Any]) -> Mapping[str, object]:
        return {key: self._value(key, value) for key, value in edit.items()}

    def _value(self, key: str, value: Any) -> object:
        if key in ("clip_id", "clip_ids"):
            return [self._id(v) for v in value] if isinstance(value, list) else self._id(value)
        if isinstance(value, list):
            return [self._value(key, item) for item in value]
        if not isinstance(value, dict):
            return value
        if "file" in value:
            file = self._file(value["file"])
            return _reference(file) if key == "media" else self._clip(file, value)
        return {name: self._value(name, part) for name, part in value.items()}

    def _id(self, handle: str) -> str:
        if handle not in self._ids:
            raise WrongAnswerError(f"There is no {handle}.")
        return self._ids[handle]

    def _file(self, number: int) -> ExternalReference:
        if number > len(self._files):
            raise WrongAnswerError(f"There is no file {number}.")
        return self._files[number - 1].media

    def _clip(self, file: ExternalReference, value: Mapping[str, Any]) -> object:
        """A new clip: as long as it was said, else as the ones there, and as they are fitted."""
        self._new += 1
        rate = self._timeline.rate
        usual = next(iter(self._timeline.photos), None)
        most = available_frames(file, rate)
        length_s = value.get("duration_s") or (usual and s_from_frames(usual.duration, rate)) or 3
        if most is not None:
            length_s = min(length_s, s_from_frames(most, rate))
        return {
            "id": new_clip_id(self._timeline, prefix="p", taken=self._new - 1),
            "media": {"type": "file", **_reference(file)},
            "source_range": {"start_s": 0, "duration_s": length_s},
            **(_fitted(usual) if usual else {}),
        }


def _fitted(usual: Clip) -> dict[str, object]:
    return {"resize_mode": usual.resize_mode.value}


def _reference(file: ExternalReference) -> dict[str, object]:
    return {"name": file.name, "content_hash": file.content_hash, "kind": file.kind.value}
