"""Timeline to render plan: what every frame shows, cut into chunks. Pure.

A chunk is a value that holds everything its pixels depend on and nothing else (no time,
no names, no ids): its hash is the key of its encoded bytes. Chunks therefore follow the
cuts, not the clock: a clip that moves in time keeps its chunks.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.render.framing import Camera, Fit, PictureFacts, frame_photo
from tiktok_photo_video.render.geometry import FULL, Rect
from tiktok_photo_video.render.keep_off import heads_under
from tiktok_photo_video.render.shots import BLACK, PLAIN, Canvas, Footage, LogoMark, Shot
from tiktok_photo_video.render.text_order import Text, TimedText, giving_way
from tiktok_photo_video.timeline.model import (
    CardReference,
    ExternalReference,
    Logo,
    PlacedClip,
    Timeline,
    TimeRange,
    TitleAnimation,
    TitlePosition,
    TitleReference,
    TitleSize,
    TitleStyle,
    TrackKind,
    Transition,
    TransitionType,
    placed_in,
)
from tiktok_photo_video.timeline.tracks import is_film

# Long enough that a key frame per chunk costs little, short enough that an edit re-renders
# little and two cores share a short video. 90 frames proved best in a trial.
MAX_CHUNK_FRAMES = 90
# A clip shorter than this is hardly worth a key frame of its own; fewer frames than the
# second are not.
MIN_CHUNK_FRAMES, FEWEST_CHUNK_FRAMES = 24, 8


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive frames that show one shot, or one shot giving way to the next."""

    frames: int
    shot: Shot
    shot_frame: int
    next_shot: Shot | None = None
    next_shot_frame: int = 0
    transition: TransitionType | None = None
    transition_frame: int = 0
    transition_frames: int = 0

    def part(self, start: int, frames: int) -> Piece:
        """``frames`` of this piece from its frame ``start`` on."""
        return replace(
            self,
            frames=frames,
            shot_frame=self.shot_frame + start,
            next_shot_frame=self.next_shot_frame + start if self.next_shot else 0,
            transition_frame=self.transition_frame + start if self.transition else 0,
        )


@dataclass(frozen=True, slots=True)
class TitleSpan:
    """A title seen in a chunk; ``first_frame`` is relative to the chunk and may be negative.

    ``avoid`` are the heads seen while it is shown, in fractions of the canvas; ``beside`` the
    texts seen with it that it gives way to.
    """

    title: TitleReference
    first_frame: int
    frames: int
    avoid: tuple[Rect, ...] = ()
    beside: tuple[Text, ...] = ()

    @property
    def text(self) -> Text:
        """What is written, without when."""
        return Text(self.title, self.avoid, self.beside)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A few seconds of video that are rendered, encoded and kept as one."""

    canvas: Canvas
    pieces: tuple[Piece, ...]
    titles: tuple[TitleSpan, ...] = ()
    logo: LogoMark | None = None

    @property
    def frames(self) -> int:
        """How many frames the chunk has."""
        return sum(piece.frames for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class RenderPlan:
    """The whole video as chunks that butt."""

    canvas: Canvas
    chunks: tuple[Chunk, ...]

    @property
    def frames(self) -> int:
        """How many frames the video has."""
        return sum(chunk.frames for chunk in self.chunks)

    def chunk_at(self, frame: int) -> tuple[Chunk, int]:
        """The chunk that shows a frame of the video, and the frame within it."""
        at = 0
        for chunk in self.chunks:
            if frame < at + chunk.frames:
                return chunk, frame - at
            at += chunk.frames
        raise RenderError(
            f"There is no frame {frame} in a video of {self.frames} frames.", code="no_frame"
        )


def plan_render(timeline: Timeline, facts: Mapping[str, PictureFacts]) -> RenderPlan:
    """What to draw, frame by frame.

    Args:
        timeline: a timeline that ``check`` finds nothing in.
        facts: size and faces of every picture in it, its logo too, by content hash.

    Raises:
        RenderError: the timeline has no picture, or a picture's facts are missing.

    """
    placed = placed_in(timeline, TrackKind.VIDEO)
    if not placed:
        raise RenderError(
            "There is nothing to render yet.", code="empty_timeline", hint="Add photos first."
        )
    canvas = Canvas(timeline.width_px, timeline.height_px, timeline.rate)
    shots = [_shot(p, canvas, facts) for p in placed]
    logo = _logo(timeline.logo, facts)
    chunks = tuple(
        Chunk(canvas, pieces, logo=logo) for pieces in _grouped(list(_pieces(placed, shots)))
    )
    texts = [
        TimedText(Text(title, heads_under(when, placed, shots, canvas=canvas, facts=facts)), when)
        for title, when in _texts(timeline, placed)
    ]
    return RenderPlan(canvas, tuple(_with_titles(chunks, giving_way(texts))))


def _texts(
    timeline: Timeline, placed: tuple[PlacedClip, ...]
) -> Iterator[tuple[TitleReference, TimeRange]]:
    """Captions, then what stands on cards, then titles: each gives way to those before it."""
    leaving = {each.clip.id: _lead(each.transition_out) for each in placed}
    for each in placed_in(timeline, TrackKind.CAPTION):
        if isinstance(each.clip.media, TitleReference):
            lead = leaving.get(each.clip.anchor or "", 0)
            yield each.clip.media, _shortened(each.range_in_track, lead)
    for each in placed:
        if isinstance(each.clip.media, CardReference) and each.clip.media.text.strip():
            yield _card_text(each.clip.media), each.range_in_track
    for each in placed_in(timeline, TrackKind.TITLE):
        if isinstance(each.clip.media, TitleReference):
            yield each.clip.media, each.range_in_track


def _lead(transition: Transition | None) -> int:
    return transition.in_offset if transition else 0


def _shortened(place: TimeRange, frames: int) -> TimeRange:
    """When a caption is shown: it is gone when the next photo begins to show.

    So it lies in its own photo's chunks only, and a change of it re-renders no others.
    """
    return TimeRange(place.start, max(place.duration - frames, 1))


def _card_text(card: CardReference) -> TitleReference:
    return TitleReference(
        card.text,
        TitlePosition.CENTER,
        TitleStyle.PLAIN,
        card.color,
        TitleAnimation.FADE,
        TitleSize.LARGE,
    )


def _shot(placed: PlacedClip, canvas: Canvas, facts: Mapping[str, PictureFacts]) -> Shot:
    span = placed.clip.duration + _lead_in(placed) + _lead_out(placed)
    media = placed.clip.media
    if isinstance(media, CardReference):
        return Shot(PLAIN, Fit.CONTAIN, Camera(FULL, FULL), span, pad_color=media.background)
    if not isinstance(media, ExternalReference) or media.content_hash not in facts:
        raise _missing(f"The picture of clip {placed.clip.id}")
    framing = frame_photo(
        facts[media.content_hash],
        canvas_aspect=canvas.width_px / canvas.height_px,
        resize_mode=placed.clip.resize_mode,
        motion=placed.clip.motion,
        focus=placed.clip.focus,
    )
    return Shot(
        media.content_hash,
        framing.fit,
        framing.camera,
        span,
        placed.clip.look,
        # Only where bars are seen: else a change of their colour would re-render for nothing.
        placed.clip.pad_color if framing.fit is Fit.CONTAIN else BLACK,
        _footage(placed) if is_film(media) else None,
    )


def _footage(placed: PlacedClip) -> Footage:
    """What is seen of a film: a transition borrows from before its start."""
    speed = placed.clip.speed
    return Footage(placed.clip.source_range.start - _lead_in(placed) * speed, speed)


def _logo(logo: Logo | None, facts: Mapping[str, PictureFacts]) -> LogoMark | None:
    if logo is None or logo.opacity <= 0.0:
        return None
    if logo.media.content_hash not in facts:
        raise _missing(f"The logo {logo.media.name}")
    return LogoMark(logo.media.content_hash, logo.corner, logo.width_share, logo.opacity)


def _missing(what: str) -> RenderError:
    return RenderError(
        f"{what} is not there.", code="missing_media", hint="Upload it again, or take it out."
    )


def _lead_in(placed: PlacedClip) -> int:
    return _lead(placed.transition_in)


def _lead_out(placed: PlacedClip) -> int:
    return placed.transition_out.out_offset if placed.transition_out else 0


def _pieces(placed: tuple[PlacedClip, ...], shots: list[Shot]) -> Iterator[Piece]:
    """Body, transition, body, transition, …: in order and without gaps."""
    for index, (clip, shot) in enumerate(zip(placed, shots, strict=True)):
        first = clip.transition_in.duration if clip.transition_in else 0
        leaving = clip.transition_out
        body = shot.span - first - (leaving.duration if leaving else 0)
        if body > 0:
            yield Piece(body, shot, first)
        if leaving:
            yield _transition_piece(shot, shots[index + 1], leaving)


def _transition_piece(shot: Shot, next_shot: Shot, transition: Transition) -> Piece:
    frames = transition.duration
    return Piece(
        frames=frames,
        shot=shot,
        shot_frame=shot.span - frames,
        next_shot=next_shot,
        next_shot_frame=0,
        transition=transition.transition_type,
        transition_frame=0,
        transition_frames=frames,
    )


def _grouped(pieces: list[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Pieces as chunks: a clip with the transition into it, or several short ones together.

    Where a chunk begins depends on the clip there and not on what came before, so an edit
    moves no chunk border further on in the video.
    """
    group: list[Piece] = []
    for unit in _units(pieces):
        is_full = _frames(group) + _frames(unit) > MAX_CHUNK_FRAMES
        if group and (is_full or (_begins_chunk(unit) and _frames(group) >= FEWEST_CHUNK_FRAMES)):
            yield from _split(group)
            group = []
        group.extend(unit)
    yield from _split(group)


def _units(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Each clip's body with the transition that leads into it."""
    unit: list[Piece] = []
    for piece in pieces:
        unit.append(piece)
        if piece.transition is None:
            yield unit
            unit = []
    if unit:
        yield unit


def _begins_chunk(unit: list[Piece]) -> bool:
    """Long clips do; of short ones every other, chosen by what they are."""
    if _frames(unit) >= MIN_CHUNK_FRAMES:
        return True
    shot = unit[-1].shot
    return zlib.crc32(f"{shot.content_hash} {shot.span}".encode()) % 2 == 0


def _frames(pieces: list[Piece]) -> int:
    return sum(piece.frames for piece in pieces)


def _split(group: list[Piece]) -> Iterator[tuple[Piece, ...]]:
    """A group in equal parts, none longer than a chunk may be."""
    total = _frames(group)
    count = -(-total // MAX_CHUNK_FRAMES)
    edges = [round(total * i / count) for i in range(count + 1)]
    for start, end in pairwise(edges):
        yield tuple(_cut(group, start, end))


def _cut(group: list[Piece], start: int, end: int) -> Iterator[Piece]:
    at = 0
    for piece in group:
        first, last = max(start - at, 0), min(end - at, piece.frames)
        if first < last:
            yield piece.part(first, last - first)
        at += piece.frames


def _with_titles(chunks: tuple[Chunk, ...], titles: tuple[TimedText, ...]) -> Iterator[Chunk]:
    at = 0
    for chunk in chunks:
        yield replace(chunk, titles=tuple(_titles_in(titles, at, at + chunk.frames)))
        at += chunk.frames


def _titles_in(titles: tuple[TimedText, ...], start: int, end: int) -> Iterator[TitleSpan]:
    for each in titles:
        text, when = each.text, each.when
        if when.start < end and when.end_exclusive > start:
            first = when.start - start
            yield TitleSpan(text.title, first, when.duration, text.avoid, text.beside)
