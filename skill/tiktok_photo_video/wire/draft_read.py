"""Draft JSON as a timeline. Keys that nobody has written down are passed over."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.timeline.model import (
    Clip,
    Gap,
    ResizeMode,
    Timeline,
    TimeRange,
    Track,
    TrackChild,
    TrackKind,
    Transition,
    TransitionType,
    frames_from_ms,
)
from tiktok_photo_video.wire import draft_keys as key
from tiktok_photo_video.wire.draft_media import focus_of, logo_of, look_of, media_of, motion_of
from tiktok_photo_video.wire.draft_values import (
    frames,
    frames_or_zero,
    number_or,
    positive_fraction,
    text,
    text_or,
    word,
)
from tiktok_photo_video.wire.fields import Fields, fields_of

TRACK_KINDS = {
    int(key.DraftTrack.VIDEO): TrackKind.VIDEO,
    int(key.DraftTrack.AUDIO): TrackKind.AUDIO,
    int(key.DraftTrack.TEXT): TrackKind.TITLE,
}

_ROOT = "draft"


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
    rate = positive_fraction(meta, key.RATE, what="rate", example="30000/1001")
    return Timeline(
        name=text(meta, key.NAME),
        rate=rate,
        width_px=meta.integer(key.WIDTH),
        height_px=meta.integer(key.HEIGHT),
        tracks=tuple(_track(fields_of(item, path), rate) for path, item in root.items(key.TRACKS)),
        logo=logo_of(meta),
        cover=None if meta.raw(key.COVER) is None else frames(meta, key.COVER, rate),
        has_beat_sync=meta.flag(key.BEAT_SYNC),
    )


def _require_known_version(meta: Fields) -> None:
    version = meta.integer(key.VERSION)
    if not key.FIRST_VERSION <= version <= key.FORMAT_VERSION:
        raise ProtocolError(
            f"This timeline is of format {version}, "
            f"and only formats up to {key.FORMAT_VERSION} are known here.",
            code="newer_draft",
            hint="Update TikTok Photo Video.",
        )


def _track(fields: Fields, rate: Fraction) -> Track:
    track_type = fields.integer(key.TRACK_TYPE)
    kind = TRACK_KINDS.get(track_type)
    if kind is None:
        raise ProtocolError(f"{fields.path_of(key.TRACK_TYPE)}: there is no type {track_type}.")
    if kind is TrackKind.TITLE and fields.flag(key.CAPTIONS):
        kind = TrackKind.CAPTION
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
    distance = frames(segment, key.START, rate) - at
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
    start = frames_or_zero(segment, key.SOURCE_START, rate)
    return Clip(
        id=text(segment, key.ID),
        media=media_of(segment),
        source_range=TimeRange(start, frames(segment, key.DURATION, rate)),
        resize_mode=word(segment, key.RESIZE_MODE, ResizeMode, ResizeMode.AUTO),
        motion=motion_of(segment),
        volume=number_or(segment, key.VOLUME, 1.0),
        look=look_of(segment),
        focus=focus_of(segment),
        pad_color=text_or(segment, key.PAD_COLOR, "#000000"),
        speed=_speed(segment),
        fade_in=frames_or_zero(segment, key.FADE_IN, rate),
        fade_out=frames_or_zero(segment, key.FADE_OUT, rate),
        is_muted=segment.flag(key.MUTED),
        anchor=segment.optional_text(key.ANCHOR),
        is_pinned=segment.flag(key.PINNED),
    )


def _speed(segment: Fields) -> Fraction:
    if segment.raw(key.SPEED) is None:
        return Fraction(1)
    return positive_fraction(segment, key.SPEED, what="speed", example="3/2")


def _transition(segment: Fields, rate: Fraction) -> Transition | None:
    transition = segment.optional_inner(key.TRANSITION)
    if transition is None:
        return None
    return Transition(
        word(transition, key.KIND, TransitionType),
        frames(transition, key.IN_OFFSET, rate),
        frames(transition, key.OUT_OFFSET, rate),
    )
