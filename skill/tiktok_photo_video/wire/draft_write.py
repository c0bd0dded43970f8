"""A timeline as draft JSON. What is at its default is left out."""

from __future__ import annotations

from fractions import Fraction

from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    ExternalReference,
    Gap,
    Logo,
    Look,
    MediaReference,
    Motion,
    MusicReference,
    PlacedClip,
    ResizeMode,
    Timeline,
    TitleReference,
    Track,
    TrackKind,
    Transition,
    ms_from_frames,
    placed_clips,
)
from tiktok_photo_video.wire import draft_keys as key
from tiktok_photo_video.wire.fields import MAX_INTEGER

TRACK_TYPES = {
    TrackKind.VIDEO: key.DraftTrack.VIDEO,
    TrackKind.AUDIO: key.DraftTrack.AUDIO,
    TrackKind.TITLE: key.DraftTrack.TEXT,
    TrackKind.CAPTION: key.DraftTrack.TEXT,
}


def draft_from_timeline(timeline: Timeline) -> dict[str, object]:
    """The draft of a sound timeline (one that ``check`` finds nothing in), as plain JSON values."""
    tracks = [_track(track, timeline.rate) for track in timeline.tracks]
    meta: dict[str, object] = {
        key.NAME: timeline.name,
        key.WIDTH: timeline.width_px,
        key.HEIGHT: timeline.height_px,
        key.RATE: _fraction(timeline.rate),
        **_extras(timeline),
    }
    version = _least_version([meta, tracks])
    return {
        key.TRACKS: tracks,
        key.DURATION: ms_from_frames(timeline.duration, timeline.rate),
        key.META: meta | {key.VERSION: version},
    }


def _extras(timeline: Timeline) -> dict[str, object]:
    cover = timeline.cover
    return _present(
        {
            key.LOGO: _logo(timeline.logo) if timeline.logo else None,
            key.COVER: None if cover is None else ms_from_frames(cover, timeline.rate),
            key.BEAT_SYNC: timeline.has_beat_sync or None,
        }
    )


def _least_version(drawn: object) -> int:
    """The first version of the keys that has all of these."""
    return key.FORMAT_VERSION if key.SINCE_SECOND & _keys(drawn) else key.FIRST_VERSION


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return {str(name) for name in value}.union(*map(_keys, value.values()))
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()


def _fraction(number: Fraction) -> int | str:
    whole = number.denominator == 1
    return number.numerator if whole else f"{number.numerator}/{number.denominator}"


def _track(track: Track, rate: Fraction) -> dict[str, object]:
    segments: list[dict[str, object]] = []
    gaps: list[int] = []
    placed = iter(placed_clips(track))
    for child in track.children:
        if isinstance(child, Gap):
            gaps.append(ms_from_frames(child.duration, rate))
        elif isinstance(child, Clip):
            segments.append(_segment(next(placed), rate, gaps))
            gaps = []
    drawn: dict[str, object] = {
        key.TRACK_TYPE: int(TRACK_TYPES[track.kind]),
        key.SEGMENTS: segments,
    }
    is_captions = track.kind is TrackKind.CAPTION
    return drawn | _present({key.GAPS: gaps or None, key.CAPTIONS: is_captions or None})


def _segment(placed: PlacedClip, rate: Fraction, gaps: list[int]) -> dict[str, object]:
    clip = placed.clip
    segment: dict[str, object] = {
        key.ID: clip.id,
        key.START: ms_from_frames(placed.range_in_track.start, rate),
        key.DURATION: ms_from_frames(clip.duration, rate),
        **_media(clip.media),
    }
    optional: dict[str, object | None] = {
        key.GAPS: gaps if len(gaps) > 1 else None,
        key.SOURCE_START: ms_from_frames(clip.source_range.start, rate) or None,
        key.RESIZE_MODE: _unless_default(clip.resize_mode, ResizeMode.AUTO),
        key.MOTION: _motion(clip.motion) if clip.motion != Motion() else None,
        key.VOLUME: clip.volume if clip.volume != 1.0 else None,
        key.TRANSITION: _transition(placed.transition_out, rate),
    }
    return segment | _present(optional | _treatment(clip, rate))


def _treatment(clip: Clip, rate: Fraction) -> dict[str, object | None]:
    return {
        key.LOOK: _look(clip.look) if clip.look != Look() else None,
        key.FOCUS: [clip.focus.x, clip.focus.y] if clip.focus else None,
        key.PAD_COLOR: _unless_default(clip.pad_color, "#000000"),
        key.SPEED: _fraction(clip.speed) if clip.speed != 1 else None,
        key.FADE_IN: ms_from_frames(clip.fade_in, rate) or None,
        key.FADE_OUT: ms_from_frames(clip.fade_out, rate) or None,
        key.MUTED: clip.is_muted or None,
        key.ANCHOR: clip.anchor,
        key.PINNED: clip.is_pinned or None,
    }


def _media(media: MediaReference) -> dict[str, object]:
    if isinstance(media, ExternalReference):
        return {key.LABEL: media.name, key.SOURCE: _source(media)}
    if isinstance(media, MusicReference):
        return {key.MUSIC: _music(media)}
    if isinstance(media, CardReference):
        return {key.CARD: _card(media)}
    return {key.TITLE: _title(media)}


def _source(media: ExternalReference) -> dict[str, object]:
    return {
        key.HASH: media.content_hash,
        key.KIND: media.kind.value,
        **_present(
            {
                key.SOURCE_WIDTH: media.width_px or None,
                key.SOURCE_HEIGHT: media.height_px or None,
                key.AVAILABLE: media.available_duration_ms,
            }
        ),
    }


def _music(media: MusicReference) -> dict[str, object]:
    # A larger number would not survive a reader that keeps numbers as doubles.
    seed = media.seed if abs(media.seed) <= MAX_INTEGER else str(media.seed)
    return {key.MOOD: media.mood, **_present({key.SEED: seed or None})}


def _title(media: TitleReference) -> dict[str, object]:
    usual = TitleReference("")
    optional: dict[str, object | None] = {
        key.POSITION: _unless_default(media.position, usual.position),
        key.STYLE: _unless_default(media.style, usual.style),
        key.COLOR: _unless_default(media.color, usual.color),
        key.ANIMATION: _unless_default(media.animation, usual.animation),
        key.SIZE: _unless_default(media.size, usual.size),
        key.SUBTITLE: _unless_default(media.subtitle, usual.subtitle),
    }
    return {key.TEXT: media.text, **_present(optional)}


def _card(media: CardReference) -> dict[str, object]:
    usual = CardReference("")
    optional: dict[str, object | None] = {
        key.BACKGROUND: _unless_default(media.background, usual.background),
        key.COLOR: _unless_default(media.color, usual.color),
    }
    return {key.TEXT: media.text, **_present(optional)}


def _logo(logo: Logo) -> dict[str, object]:
    usual = Logo(logo.media)
    optional: dict[str, object | None] = {
        key.POSITION: _unless_default(logo.corner, usual.corner),
        key.WIDTH_SHARE: _number(logo.width_share, usual.width_share),
        key.OPACITY: _number(logo.opacity, usual.opacity),
    }
    return {key.LABEL: logo.media.name, **_source(logo.media), **_present(optional)}


def _look(look: Look) -> dict[str, object]:
    usual = Look()
    return _present(
        {
            key.KIND: _unless_default(look.kind, usual.kind),
            key.STRENGTH: _number(look.strength, usual.strength),
            key.BRIGHTNESS: _number(look.brightness, usual.brightness),
            key.CONTRAST: _number(look.contrast, usual.contrast),
            key.SATURATION: _number(look.saturation, usual.saturation),
            key.HASH: _unless_default(look.lut_hash, usual.lut_hash),
        }
    )


def _motion(motion: Motion) -> dict[str, object]:
    usual = Motion()
    optional: dict[str, object | None] = {
        key.STRENGTH: _number(motion.strength, usual.strength),
        key.EASING: _unless_default(motion.easing, usual.easing),
    }
    return {key.KIND: motion.kind.value, **_present(optional)}


def _transition(transition: Transition | None, rate: Fraction) -> dict[str, object] | None:
    if transition is None:
        return None
    return {
        key.KIND: transition.transition_type.value,
        key.IN_OFFSET: ms_from_frames(transition.in_offset, rate),
        key.OUT_OFFSET: ms_from_frames(transition.out_offset, rate),
    }


def _unless_default(value: str, default: str) -> str | None:
    # str() of our enumerations is the plain word, so nothing but JSON types gets out.
    return str(value) if value != default else None


def _number(value: float, default: float) -> float | None:
    return value if value != default else None


def _present(values: dict[str, object | None]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}
