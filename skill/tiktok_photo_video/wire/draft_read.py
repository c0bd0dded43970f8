"""Draft JSON as a timeline. Keys that nobody has written down are passed over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.timeline.model import (
    Clip,
    Easing,
    ExternalReference,
    Gap,
    MediaKind,
    MediaReference,
    Motion,
    MotionKind,
    MusicReference,
    ResizeMode,
    Timeline,
    TimeRange,
    TitleAnimation,
    TitlePosition,
    TitleReference,
    TitleStyle,
    Track,
    TrackChild,
    TrackKind,
    Transition,
    TransitionType,
    frames_from_ms,
)
from tiktok_photo_video.wire import draft_keys as key
from tiktok_photo_video.wire.fields import Fields, fields_of, missing, wrong_type

TRACK_KINDS = {
    int(key.DraftTrack.VIDEO): TrackKind.VIDEO,
    int(key.DraftTrack.AUDIO): TrackKind.AUDIO,
    int(key.DraftTrack.TEXT): TrackKind.TITLE,
}

_ROOT = "draft"
_FRACTION = re.compile(r"([0-9]{1,18})(?:/([0-9]{1,18}))?")
_WHOLE = re.compile(r"-?[0-9]{1,40}")

_Word = TypeVar("_Word", bound=StrEnum)


def is_ours(draft: object) -> bool:
    """Whether a draft carries this product's mark, in whatever version."""
    meta = draft.get(key.META) if isinstance(draft, Mapping) else None
    version = meta.get(key.VERSION) if isinstance(meta, Mapping) else None
    return isinstance(version, int) and not isinstance(version, bool)


def timeline_from_draft(obj: object) -> Timeline:
    """The timeline that a draft of this product stands for.

    It may still break an invariant, when someone else edited the draft: ask ``check``.

    Raises:
        ProtocolError: the draft is foreign (``foreign_draft``) or of a newer version
            (``newer_draft``), or a key is missing or wrong; then its path is named.

    """
    root = fields_of(obj, _ROOT)
    if not is_ours(root.values):
        raise ProtocolError(
            "This timeline was made by another backend and cannot be taken apart here.",
            code="foreign_draft",
            hint="Edit and export it with the backend that made it.",
        )
    meta = root.inner(key.META)
    _require_known_version(meta)
    rate = _rate(meta)
    return Timeline(
        name=_text(meta, key.NAME),
        rate=rate,
        width_px=meta.integer(key.WIDTH),
        height_px=meta.integer(key.HEIGHT),
        tracks=tuple(_track(fields_of(item, path), rate) for path, item in root.items(key.TRACKS)),
    )


def _require_known_version(meta: Fields) -> None:
    if meta.integer(key.VERSION) != key.FORMAT_VERSION:
        raise ProtocolError(
            f"This timeline is of format {meta.integer(key.VERSION)}, "
            f"and only format {key.FORMAT_VERSION} is known here.",
            code="newer_draft",
            hint="Update TikTok Photo Video.",
        )


def _rate(meta: Fields) -> Fraction:
    text = _text(meta, key.RATE)
    found = _FRACTION.fullmatch(text)
    rate = Fraction(int(found[1]), int(found[2] or 1) or 1) if found else Fraction(0)
    if rate <= 0:
        raise ProtocolError(
            f"{meta.path_of(key.RATE)} is not a rate.",
            hint='Use a whole number, or a fraction such as "30000/1001".',
        )
    return rate


def _track(fields: Fields, rate: Fraction) -> Track:
    track_type = fields.integer(key.TRACK_TYPE)
    kind = TRACK_KINDS.get(track_type)
    if kind is None:
        raise ProtocolError(f"{fields.path_of(key.TRACK_TYPE)}: there is no type {track_type}.")
    children: list[TrackChild] = []
    at = 0
    for path, item in fields.items(key.SEGMENTS):
        segment = fields_of(item, path)
        gaps = _gaps_before(segment, rate, at)
        clip = _clip(segment, rate)
        transition = _transition(segment, rate)
        children.extend([*gaps, clip, *([transition] if transition else [])])
        at += sum(gap.duration for gap in gaps) + clip.duration
    return Track(kind, (*children, *_listed_gaps(fields, rate)))


def _gaps_before(segment: Fields, rate: Fraction, at: int) -> tuple[Gap, ...]:
    """What lies between the end of the segment before and the start of this one."""
    distance = _frames(segment, key.START, rate) - at
    if distance < 0:
        raise ProtocolError(
            f"{segment.path_of(key.START)} lies before the end of the segment before it.",
            hint="Segments of one track follow each other.",
        )
    gaps = _listed_gaps(segment, rate)
    if gaps and sum(gap.duration for gap in gaps) != distance:
        raise ProtocolError(
            f"{segment.path_of(key.GAPS)} and {segment.path_of(key.START)} contradict each other."
        )
    return gaps or ((Gap(distance),) if distance else ())


def _listed_gaps(fields: Fields, rate: Fraction) -> tuple[Gap, ...]:
    return tuple(
        Gap(frames_from_ms(Fields({path: item}).integer(path), rate))
        for path, item in fields.items(key.GAPS)
    )


def _clip(segment: Fields, rate: Fraction) -> Clip:
    start = _frames(segment, key.SOURCE_START, rate) if segment.raw(key.SOURCE_START) else 0
    volume = segment.optional_number(key.VOLUME)
    return Clip(
        id=_text(segment, key.ID),
        media=_media(segment),
        source_range=TimeRange(start, _frames(segment, key.DURATION, rate)),
        resize_mode=_word(segment, key.RESIZE_MODE, ResizeMode, ResizeMode.AUTO),
        motion=_motion(segment.optional_inner(key.MOTION)),
        volume=1.0 if volume is None else volume,
    )


def _media(segment: Fields) -> MediaReference:
    if source := segment.optional_inner(key.SOURCE):
        return _source(source, _text(segment, key.LABEL))
    if music := segment.optional_inner(key.MUSIC):
        return MusicReference(_text(music, key.MOOD), _whole(music, key.SEED))
    if title := segment.optional_inner(key.TITLE):
        return _title(title)
    raise missing(
        f"{segment.path_of(key.SOURCE)} (or {key.MUSIC}, or {key.TITLE} in the same place)"
    )


def _source(source: Fields, name: str) -> ExternalReference:
    return ExternalReference(
        name=name,
        content_hash=_text(source, key.HASH),
        kind=_word(source, key.KIND, MediaKind),
        width_px=source.optional_integer(key.SOURCE_WIDTH) or 0,
        height_px=source.optional_integer(key.SOURCE_HEIGHT) or 0,
        available_duration_ms=source.optional_integer(key.AVAILABLE),
    )


def _title(title: Fields) -> TitleReference:
    usual = TitleReference("")
    color = title.optional_text(key.COLOR)
    return TitleReference(
        text=_text(title, key.TEXT),
        position=_word(title, key.POSITION, TitlePosition, usual.position),
        style=_word(title, key.STYLE, TitleStyle, usual.style),
        color=usual.color if color is None else color,
        animation=_word(title, key.ANIMATION, TitleAnimation, usual.animation),
    )


def _motion(motion: Fields | None) -> Motion:
    usual = Motion()
    if motion is None:
        return usual
    strength = motion.optional_number(key.STRENGTH)
    return Motion(
        kind=_word(motion, key.KIND, MotionKind),
        strength=usual.strength if strength is None else strength,
        easing=_word(motion, key.EASING, Easing, usual.easing),
    )


def _transition(segment: Fields, rate: Fraction) -> Transition | None:
    transition = segment.optional_inner(key.TRANSITION)
    if transition is None:
        return None
    return Transition(
        _word(transition, key.KIND, TransitionType),
        _frames(transition, key.IN_OFFSET, rate),
        _frames(transition, key.OUT_OFFSET, rate),
    )


def _frames(fields: Fields, name: str, rate: Fraction) -> int:
    value_ms = fields.integer(name)
    if value_ms < 0:
        raise ProtocolError(f"{fields.path_of(name)} is negative.")
    return frames_from_ms(value_ms, rate)


def _text(fields: Fields, name: str) -> str:
    """A text that must be there but may be blank."""
    value = fields.optional_text(name)
    if value is None:
        raise missing(fields.path_of(name))
    return value


def _whole(fields: Fields, name: str) -> int:
    """A whole number of any size; a large one travels as text. Absent means 0."""
    text = fields.optional_text(name)
    if text is None:
        return 0
    if not _WHOLE.fullmatch(text):
        raise wrong_type(fields.path_of(name), "a whole number", text)
    return int(text)


def _word(fields: Fields, name: str, words: type[_Word], default: _Word | None = None) -> _Word:
    text = fields.optional_text(name)
    if text is None:
        if default is None:
            raise missing(fields.path_of(name))
        return default
    known = next((word for word in words if word.value == text), None)
    if known is None:
        raise ProtocolError(
            f"{fields.path_of(name)} is not one that is known here.",
            hint=f"Known are {', '.join(words)}.",
        )
    return known
