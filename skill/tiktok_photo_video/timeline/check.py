"""What a sound timeline looks like: ``check`` lists each broken invariant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from tiktok_photo_video.timeline import bounds
from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    ExternalReference,
    Gap,
    MediaKind,
    MusicReference,
    PlacedClip,
    Timeline,
    TitleReference,
    Track,
    TrackKind,
    Transition,
    placed_clips,
    placed_in,
)
from tiktok_photo_video.timeline.tracks import available_frames, is_film, longest

_MEDIA_OF_TRACK: dict[TrackKind, tuple[type, ...]] = {
    TrackKind.VIDEO: (ExternalReference, CardReference),
    TrackKind.AUDIO: (MusicReference, ExternalReference),
    TrackKind.TITLE: (TitleReference,),
    TrackKind.CAPTION: (TitleReference,),
}
_FILES_OF_TRACK = {
    TrackKind.VIDEO: (MediaKind.IMAGE, MediaKind.VIDEO),
    TrackKind.AUDIO: (MediaKind.AUDIO, MediaKind.VIDEO),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A broken invariant: a stable code, and a sentence for people."""

    code: str
    sentence: str


def check(timeline: Timeline) -> tuple[Problem, ...]:
    """All broken invariants of a timeline; empty when it can be rendered as it stands."""
    return tuple(problem for rule in _RULES for problem in rule(timeline))


def clip_problems(clip: Clip) -> tuple[Problem, ...]:
    """What is wrong with a clip, wherever it may stand."""
    return tuple(problem for rule in _CLIP_RULES for problem in rule(clip))


def _canvas(timeline: Timeline) -> Iterator[Problem]:
    for side in (timeline.width_px, timeline.height_px):
        if side % 2 or not bounds.SIDE_PX.hold(side):
            yield Problem(
                "canvas",
                f"A side of {side} px cannot be encoded: it must be even and "
                f"between {bounds.SIDE_PX.least} and {bounds.SIDE_PX.most}.",
            )
    if not bounds.RATE.hold(timeline.rate):
        yield Problem("rate", f"A rate of {timeline.rate} frames a second is out of range.")


def _tracks(timeline: Timeline) -> Iterator[Problem]:
    for kind, count in Counter(track.kind for track in timeline.tracks).items():
        if count > 1:
            yield Problem("tracks", f"There are {count} {kind.value} tracks instead of one.")
    for track in timeline.tracks:
        if not track.clips:
            yield Problem("empty_track", f"The {track.kind.value} track has no clip.")
        if track.kind is TrackKind.VIDEO and any(isinstance(c, Gap) for c in track.children):
            yield Problem("gap", "The picture track has a gap.")


def _clips(timeline: Timeline) -> Iterator[Problem]:
    for track in timeline.tracks:
        for clip in track.clips:
            if not _belongs(clip, track.kind):
                yield Problem("media", f"Clip {clip.id} does not belong in {track.kind.value}.")
            yield from clip_problems(clip)
        if any(isinstance(c, Gap) and c.duration < 1 for c in track.children):
            yield Problem("range", f"The {track.kind.value} track has an empty gap.")


def _belongs(clip: Clip, kind: TrackKind) -> bool:
    media = clip.media
    if isinstance(media, ExternalReference):
        return media.kind in _FILES_OF_TRACK.get(kind, ())
    return isinstance(media, _MEDIA_OF_TRACK[kind])


def _range(clip: Clip) -> Iterator[Problem]:
    if clip.duration < 1 or clip.source_range.start < 0:
        yield Problem("range", f"Clip {clip.id} has no frames to show.")


def _words(clip: Clip) -> Iterator[Problem]:
    if isinstance(clip.media, TitleReference | CardReference) and not clip.media.text.strip():
        what = "Title" if isinstance(clip.media, TitleReference) else "Card"
        yield Problem(f"empty_{what.lower()}", f"{what} {clip.id} has no text.")


def _colors(clip: Clip) -> Iterator[Problem]:
    colors = [clip.pad_color]
    if isinstance(clip.media, TitleReference | CardReference):
        colors.append(clip.media.color)
    if isinstance(clip.media, CardReference):
        colors.append(clip.media.background)
    for color in colors:
        if not bounds.is_color(color):
            yield Problem("color", f"{color!r} is not a colour such as #ffcc00.")


def _sound(clip: Clip) -> Iterator[Problem]:
    if not bounds.VOLUME.hold(clip.volume):
        yield Problem("volume", f"Clip {clip.id} has a volume of {clip.volume}.")
    fades = clip.fade_in, clip.fade_out
    if min(fades) < 0 or sum(fades) > max(clip.duration, 0):
        yield Problem("fades", f"The fades of clip {clip.id} do not fit into it.")


def _treatment(clip: Clip) -> Iterator[Problem]:
    if not bounds.MOTION_STRENGTH.hold(clip.motion.strength):
        yield Problem("motion", f"Clip {clip.id} moves by {clip.motion.strength}.")
    look = clip.look
    shifts = look.brightness, look.contrast, look.saturation
    if not (bounds.LOOK_STRENGTH.hold(look.strength) and all(map(bounds.COLOR_SHIFT.hold, shifts))):
        yield Problem("look", f"The look of clip {clip.id} is out of range.")
    focus = clip.focus
    if focus and not (bounds.FOCUS.hold(focus.x) and bounds.FOCUS.hold(focus.y)):
        yield Problem("focus", f"The focus of clip {clip.id} lies outside its picture.")


def _speed(clip: Clip) -> Iterator[Problem]:
    if not bounds.SPEED.hold(clip.speed):
        yield Problem("speed", f"Clip {clip.id} runs at {float(clip.speed):g} times its speed.")
    elif clip.speed != 1 and not is_film(clip.media):
        yield Problem("speed", f"Clip {clip.id} has a speed but is no video.")


_CLIP_RULES: tuple[Callable[[Clip], Iterator[Problem]], ...] = (
    _range,
    _words,
    _colors,
    _sound,
    _treatment,
    _speed,
)


def _sources(timeline: Timeline) -> Iterator[Problem]:
    for clip in timeline.pictures:
        if clip.speed > 0 and timeline.rate > 0 and _is_past_the_end(clip, timeline.rate):
            yield Problem("source", f"Clip {clip.id} runs past the end of its video.")


def _is_past_the_end(clip: Clip, rate: Fraction) -> bool:
    available, most = available_frames(clip.media, rate), longest(clip, rate)
    if available is None or most is None:
        return False
    return clip.duration > most or clip.source_range.start >= available


def _ids(timeline: Timeline) -> Iterator[Problem]:
    counts = Counter(clip.id for track in timeline.tracks for clip in track.clips)
    for clip_id, count in counts.items():
        if count > 1:
            yield Problem("ids", f"{count} clips are called {clip_id}.")


def _transitions(timeline: Timeline) -> Iterator[Problem]:
    for track in timeline.tracks:
        yield from _misplaced_transitions(track)
        for placed in placed_clips(track):
            yield from _crowded(placed)


def _misplaced_transitions(track: Track) -> Iterator[Problem]:
    edges = (None, *track.children, None)
    for before, child, after in zip(edges, edges[1:], edges[2:], strict=False):
        if not isinstance(child, Transition):
            continue
        if not (isinstance(before, Clip) and isinstance(after, Clip)):
            yield Problem("transition", "A transition does not stand between two clips.")
        if child.in_offset < 0 or child.out_offset < 0 or child.duration < 1:
            yield Problem("transition", "A transition has no length.")


def _crowded(placed: PlacedClip) -> Iterator[Problem]:
    taken = (placed.transition_in.out_offset if placed.transition_in else 0) + (
        placed.transition_out.in_offset if placed.transition_out else 0
    )
    if taken > placed.clip.duration:
        yield Problem("crowded", f"The transitions of clip {placed.clip.id} overlap.")


def _lengths(timeline: Timeline) -> Iterator[Problem]:
    picture = timeline.track(TrackKind.VIDEO)
    length = picture.duration if picture else 0
    for track in timeline.tracks:
        if track.duration > length:
            yield Problem("length", f"The {track.kind.value} track is longer than the picture.")


def _order(timeline: Timeline) -> Iterator[Problem]:
    kinds = [list(TrackKind).index(track.kind) for track in timeline.tracks]
    if any(a > b for a, b in pairwise(kinds)):
        yield Problem("order", "Tracks must stand in the order picture, music, titles, captions.")


def _cards(timeline: Timeline) -> Iterator[Problem]:
    pictures = timeline.pictures
    cards = [i for i, clip in enumerate(pictures) if isinstance(clip.media, CardReference)]
    if len(cards) > 1:
        yield Problem("card", f"There are {len(cards)} end cards instead of one.")
    if cards and (len(cards) == len(pictures) or cards[-1] != len(pictures) - 1):
        yield Problem("card", "The end card does not stand after all photos.")


def _captions(timeline: Timeline) -> Iterator[Problem]:
    photos = {clip.id for clip in timeline.photos}
    places = {p.clip.id: p.range_in_track for p in placed_in(timeline, TrackKind.VIDEO)}
    for placed in placed_in(timeline, TrackKind.CAPTION):
        anchor = placed.clip.anchor
        if anchor not in photos:
            yield Problem("anchor", f"Caption {placed.clip.id} belongs to no photo.")
        elif places[anchor] != placed.range_in_track:
            yield Problem("anchor", f"Caption {placed.clip.id} is not seen with its photo.")
    for track in timeline.tracks:
        for clip in track.clips if track.kind is not TrackKind.CAPTION else ():
            if clip.anchor is not None:
                yield Problem("anchor", f"Clip {clip.id} is no caption but belongs to a photo.")


def _extras(timeline: Timeline) -> Iterator[Problem]:
    if timeline.cover is not None and not 0 <= timeline.cover < timeline.duration:
        yield Problem("cover", f"The cover, frame {timeline.cover}, lies outside the video.")
    logo = timeline.logo
    if logo is None:
        return
    if logo.media.kind is not MediaKind.IMAGE:
        yield Problem("logo", "The logo is not a picture.")
    if not bounds.LOGO_WIDTH_SHARE.hold(logo.width_share) or not bounds.OPACITY.hold(logo.opacity):
        yield Problem("logo", "The logo's width or opacity is out of range.")


_RULES: tuple[Callable[[Timeline], Iterator[Problem]], ...] = (
    _canvas,
    _tracks,
    _clips,
    _sources,
    _ids,
    _transitions,
    _lengths,
    _order,
    _cards,
    _captions,
    _extras,
)
