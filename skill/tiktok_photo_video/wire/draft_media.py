"""What the segments of a draft show or play, and how it is treated."""

from __future__ import annotations

from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.timeline.model import (
    CardReference,
    Corner,
    Easing,
    ExternalReference,
    Focus,
    Logo,
    Look,
    LookKind,
    MediaKind,
    MediaReference,
    Motion,
    MotionKind,
    MusicReference,
    TitleAnimation,
    TitlePosition,
    TitleReference,
    TitleSize,
    TitleStyle,
)
from tiktok_photo_video.wire import draft_keys as key
from tiktok_photo_video.wire.draft_values import number_or, text, text_or, whole, word
from tiktok_photo_video.wire.fields import Fields, missing


def media_of(segment: Fields) -> MediaReference:
    """What a segment shows or plays."""
    if source := segment.optional_inner(key.SOURCE):
        return _source(source, text(segment, key.LABEL))
    if music := segment.optional_inner(key.MUSIC):
        return MusicReference(text(music, key.MOOD), whole(music, key.SEED))
    if title := segment.optional_inner(key.TITLE):
        return _title(title)
    if card := segment.optional_inner(key.CARD):
        return _card(card)
    others = f"{key.MUSIC}, {key.TITLE} or {key.CARD}"
    raise missing(f"{segment.path_of(key.SOURCE)} (or {others} in the same place)")


def _source(source: Fields, name: str) -> ExternalReference:
    return ExternalReference(
        name=name,
        content_hash=text(source, key.HASH),
        kind=word(source, key.KIND, MediaKind),
        width_px=source.optional_integer(key.SOURCE_WIDTH) or 0,
        height_px=source.optional_integer(key.SOURCE_HEIGHT) or 0,
        available_duration_ms=source.optional_integer(key.AVAILABLE),
    )


def _title(title: Fields) -> TitleReference:
    usual = TitleReference("")
    return TitleReference(
        text=text(title, key.TEXT),
        position=word(title, key.POSITION, TitlePosition, usual.position),
        style=word(title, key.STYLE, TitleStyle, usual.style),
        color=text_or(title, key.COLOR, usual.color),
        animation=word(title, key.ANIMATION, TitleAnimation, usual.animation),
        size=word(title, key.SIZE, TitleSize, usual.size),
        subtitle=text_or(title, key.SUBTITLE, usual.subtitle),
    )


def _card(card: Fields) -> CardReference:
    usual = CardReference("")
    return CardReference(
        text=text(card, key.TEXT),
        background=text_or(card, key.BACKGROUND, usual.background),
        color=text_or(card, key.COLOR, usual.color),
    )


def motion_of(segment: Fields) -> Motion:
    """How the camera moves over it."""
    usual = Motion()
    motion = segment.optional_inner(key.MOTION)
    if motion is None:
        return usual
    return Motion(
        kind=word(motion, key.KIND, MotionKind),
        strength=number_or(motion, key.STRENGTH, usual.strength),
        easing=word(motion, key.EASING, Easing, usual.easing),
    )


def look_of(segment: Fields) -> Look:
    """How its colours are treated."""
    usual = Look()
    look = segment.optional_inner(key.LOOK)
    if look is None:
        return usual
    return Look(
        kind=word(look, key.KIND, LookKind, usual.kind),
        strength=number_or(look, key.STRENGTH, usual.strength),
        brightness=number_or(look, key.BRIGHTNESS, usual.brightness),
        contrast=number_or(look, key.CONTRAST, usual.contrast),
        saturation=number_or(look, key.SATURATION, usual.saturation),
        lut_hash=text_or(look, key.HASH, usual.lut_hash),
    )


def focus_of(segment: Fields) -> Focus | None:
    """What must stay in frame."""
    if segment.raw(key.FOCUS) is None:
        return None
    parts = [Fields({path: part}).number(path) for path, part in segment.items(key.FOCUS)]
    if len(parts) != 2:
        raise ProtocolError(
            f"{segment.path_of(key.FOCUS)} is not a place.",
            hint="Use two fractions: across and down.",
        )
    return Focus(*parts)


def logo_of(meta: Fields) -> Logo | None:
    """The logo, if there is one."""
    logo = meta.optional_inner(key.LOGO)
    if logo is None:
        return None
    media = _source(logo, text(logo, key.LABEL))
    usual = Logo(media)
    return Logo(
        media=media,
        corner=word(logo, key.POSITION, Corner, usual.corner),
        width_share=number_or(logo, key.WIDTH_SHARE, usual.width_share),
        opacity=number_or(logo, key.OPACITY, usual.opacity),
    )
