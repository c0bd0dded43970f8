"""Titles: laid out inside TikTok's safe area, rasterised once, blended into the planes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from tiktok_photo_video.media.lettering import drawable, line_height
from tiktok_photo_video.render.geometry import Rect, overlap
from tiktok_photo_video.render.overlays import Overlay, blend, masked, overlay_of, scaled
from tiktok_photo_video.render.plan import RenderPlan, TitleSpan
from tiktok_photo_video.render.planes import Planes
from tiktok_photo_video.render.reading import ReadingOrder, reading_order
from tiktok_photo_video.render.shots import Canvas
from tiktok_photo_video.render.text_order import Text
from tiktok_photo_video.render.text_stack import Band, free_tops, widest_room
from tiktok_photo_video.render.title_art import Art, drawn, stacked, sung_color, typeface_of
from tiktok_photo_video.render.title_layout import Layout, lay_out_title
from tiktok_photo_video.render.title_motion import REFERENCE_WIDTH, Pose, pose_at
from tiktok_photo_video.timeline.model import (
    TitleAnimation,
    TitlePosition,
    TitleReference,
    TitleSize,
    TitleStyle,
)


@dataclass(frozen=True, slots=True)
class SafeArea:
    """What TikTok's own buttons and texts cover, as margins of a 1080x1920 frame, in px."""

    version: str
    top: int
    bottom: int
    left: int
    right: int


# Organic posts: read from several measurements that agree within 40 px. The one place.
SAFE_AREA = SafeArea("tiktok-organic-2026-08", top=200, bottom=420, left=60, right=160)
_REFERENCE_HEIGHT = 1920

# 112 px is about six Chinese characters a line; 64 is a caption, 150 fills the frame.
_LARGEST_PX = {TitleSize.SMALL: 64, TitleSize.MEDIUM: 112, TitleSize.LARGE: 150}
_SUBTITLE_SHARE = 0.5  # of its title's letters
_SUBTITLE_HEIGHT_SHARE = 0.35  # of the safe area at most
_SHARE_IN_COMPANY = 0.4  # of the safe area, for a text that is not the first
_LEAST_ROOM_PX = 110  # a line and what is around it
_GAP_PX = 44
_INK = 0.5  # of full opacity: shadows and glow may lie under TikTok's buttons
_MAX_TITLES = 64  # kept; a video of more, shown in turn, draws some again


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """A title's picture, the lit one of a karaoke title, and the order it is read in, if it is.

    ``band`` are its first row and the one below its last.
    """

    overlay: Overlay
    band: Band
    lit: Overlay | None
    order: ReadingOrder | None
    is_cut: bool


_Key = tuple[Canvas, Text]


def titles_in(plan: RenderPlan) -> Iterator[tuple[int, TitleSpan]]:
    """Every title of a plan once, with the frame of the video that it begins at."""
    at = 0
    told: set[tuple[int, TitleSpan]] = set()
    for chunk in plan.chunks:
        for span in chunk.titles:
            begun = (at + span.first_frame, replace(span, first_frame=0))
            if begun not in told:
                told.add(begun)
                yield begun
        at += chunk.frames


class TitlePainter:
    """Blends titles into frames; rasterises each title once. Safe to share between threads."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[_Key, _Drawn | None] = OrderedDict()
        self._lock = threading.Lock()

    def draw(self, canvas: Canvas, titles: tuple[TitleSpan, ...], frame: int, out: Planes) -> None:
        """Draw what is to be seen of these titles at a frame of their chunk."""
        for span in titles:
            at = frame - span.first_frame
            if not 0 <= at < span.frames:
                continue
            title = self._title(canvas, span.text)
            if title is not None:
                _paint(title, pose_at(span, at, canvas), out)

    def is_in_safe_area(self, canvas: Canvas, span: TitleSpan) -> bool:
        """Whether all of a title is drawn, and TikTok covers nothing of it at rest."""
        title = self._title(canvas, span.text)
        if title is None:
            return not drawable(span.title.text)
        if title.is_cut:
            return False
        inked = np.argwhere(title.overlay.alpha > _INK)
        if not len(inked):
            return True
        (top, left), (bottom, right) = inked.min(axis=0), inked.max(axis=0) + 1
        x, y = title.overlay.left, title.overlay.top
        area = _safe_rect(canvas)
        return bool(
            area.x <= x + left
            and x + right <= area.right
            and area.y <= y + top
            and y + bottom <= area.bottom
        )

    def _title(self, canvas: Canvas, text: Text) -> _Drawn | None:
        with self._lock:
            return self._made(canvas, text)

    def _made(self, canvas: Canvas, text: Text) -> _Drawn | None:
        key = (canvas, text)
        if key not in self._drawn:
            # Those that it gives way to have their places first.
            others = [self._made(canvas, other) for other in text.beside]
            taken = tuple(other.band for other in others if other)
            self._drawn[key] = _make(canvas, text, taken)
            while len(self._drawn) > _MAX_TITLES:
                self._drawn.popitem(last=False)
        else:
            self._drawn.move_to_end(key)
        return self._drawn[key]


def _paint(title: _Drawn, pose: Pose, out: Planes) -> None:
    place = {"opacity": pose.opacity, "right_px": pose.right_px, "down_px": pose.down_px}
    overlay = title.overlay
    if title.order and pose.typed < 1.0:
        overlay = masked(overlay, title.order.read(pose.typed, soft=False))
    blend(_sized(overlay, pose.scale), out, **place)
    if title.order and title.lit and pose.sung > 0.0:
        lit = masked(title.lit, title.order.read(pose.sung, soft=True))
        blend(_sized(lit, pose.scale), out, **place)


def _sized(overlay: Overlay, scale: float) -> Overlay:
    return overlay if scale == 1.0 else scaled(overlay, scale)


def make_overlay(
    canvas: Canvas, title: TitleReference, *, avoid: tuple[Rect, ...] = ()
) -> Overlay | None:
    """The picture of a title; ``None`` when nothing of it can be drawn.

    A title at the top changes to the bottom, or the other way, when it would cover heads
    (``avoid``, in fractions of the canvas) there and not here; in the middle it stays.
    """
    title_drawn = _make(canvas, Text(title, avoid), ())
    return title_drawn.overlay if title_drawn else None


def _make(canvas: Canvas, text: Text, taken: tuple[Band, ...]) -> _Drawn | None:
    """A text in its place, which keeps off the bands of rows that others have ``taken``."""
    title, rows = text.title, _rows(canvas)
    # One more text may come to those that have their places.
    most_px = round((rows[1] - rows[0]) * _SHARE_IN_COMPANY) if taken else None
    layouts = _layouts(canvas, title, height_px=most_px)
    if not layouts:
        return None
    art, middles = _art(layouts, title.style, title.color)
    corner = _place(canvas, text, _size(art), taken)
    if corner is None:
        room = _room(canvas, taken)
        # Its room around the letters is not part of what is laid out.
        spare = art.shape[0] - sum(len(each.lines) * line_height(each.face) for each in layouts)
        layouts = _layouts(canvas, title, height_px=max(room[1] - room[0] - spare, 1))
        art, middles = _art(layouts, title.style, title.color)
        if taken and art.shape[0] > room[1] - room[0]:
            return None  # not a line of it has room; over another, neither could be read
        top = max(room[0] + (room[1] - room[0] - art.shape[0]) // 2, 0)
        corner = _left(canvas, art.shape[1]), top // 2 * 2
    left, top = corner
    return _finished(title, layouts, middles, overlay_of(art, left, top))


def _finished(
    title: TitleReference,
    layouts: tuple[Layout, ...],
    middles: tuple[float, ...],
    overlay: Overlay,
) -> _Drawn:
    """With what its style and its animation need besides."""
    left, top, shape = overlay.left, overlay.top, overlay.alpha.shape
    lit = None
    if title.style is TitleStyle.KARAOKE:
        lit_art, _ = _art(layouts, title.style, sung_color(title.color))
        lit = overlay_of(lit_art, left, top)
    order = None
    if lit or title.animation is TitleAnimation.TYPEWRITER:
        order = reading_order(zip(layouts, middles, strict=True), (shape[0], shape[1]))
    is_cut = any(layout.is_cut for layout in layouts)
    return _Drawn(overlay, (top, top + shape[0]), lit, order, is_cut)


def _room(canvas: Canvas, taken: tuple[Band, ...]) -> Band:
    """The rows left for a text that has no room at its usual size; close to others if need be."""
    gap = _gap(canvas)
    rooms = (widest_room(_rows(canvas), taken, gap=each) for each in (gap, gap // 4))
    least_px = _LEAST_ROOM_PX * _scale(canvas)
    return max(rooms, key=lambda room: min(room[1] - room[0], least_px))


def _size(art: Art) -> tuple[int, int]:
    return art.shape[1], art.shape[0]


def _place(
    canvas: Canvas, text: Text, size: tuple[int, int], taken: tuple[Band, ...]
) -> tuple[int, int] | None:
    """The corner of a text: where it was asked for, else near, off heads and off other texts."""
    wanted = [_corner(canvas, position, *size) for position in _PLACES[text.title.position]]
    if not taken:
        if size[1] > _box(canvas)[3]:
            return None
        return min(wanted, key=lambda corner: _covered(corner, size, text.avoid, canvas))
    left, first = wanted[0]
    tops = free_tops(
        _rows(canvas), taken, height=size[1], gap=_gap(canvas), wanted=[top for _, top in wanted]
    )
    corners = sorted(((left, top) for top in tops), key=lambda corner: abs(corner[1] - first))
    return min(
        corners,
        key=lambda corner: _covered(corner, size, text.avoid, canvas),
        default=None,
    )


def _rows(canvas: Canvas) -> Band:
    """The first row of the safe box, and the one below its last."""
    _, top, _, height = _box(canvas)
    return top, top + height


def _gap(canvas: Canvas) -> int:
    """Rows between two texts: as much as one moves while it comes."""
    return round(_GAP_PX * _scale(canvas))


def _scale(canvas: Canvas) -> float:
    return min(canvas.width_px / REFERENCE_WIDTH, canvas.height_px / _REFERENCE_HEIGHT)


def _layouts(
    canvas: Canvas, title: TitleReference, *, height_px: int | None = None
) -> tuple[Layout, ...]:
    """The title's lines, then its subtitle's; none when nothing can be drawn.

    ``height_px`` is the room there is, if that is less than the safe box.
    """
    text, subtitle = drawable(title.text), drawable(title.subtitle)
    scale = _scale(canvas)
    width, height = _box(canvas)[2:]
    height = min(height, height_px or height)
    if not text:
        return ()
    largest, like = _LARGEST_PX[title.size], typeface_of(title.style)
    under = round(height * _SUBTITLE_HEIGHT_SHARE) if subtitle else 0
    main = lay_out_title(
        text, box_px=(width, height - under), scale=scale, largest_px=largest, like=like
    )
    if not subtitle:
        return (main,)
    smaller = _SUBTITLE_SHARE * main.face.size_px / scale
    return main, lay_out_title(
        subtitle, box_px=(width, under), scale=scale, largest_px=smaller, like=like
    )


def _art(
    layouts: tuple[Layout, ...], style: TitleStyle, color: str
) -> tuple[Art, tuple[float, ...]]:
    """The picture of all lines, and the row that is the middle of each layout's."""
    art = drawn(layouts[0], style, color)
    middles = [art.shape[0] / 2]
    for layout in layouts[1:]:
        below = drawn(layout, style, color)
        # Both have room around them for shadow or glow; it is not needed twice.
        overlap_px = layout.face.size_px // 4
        middles.append(art.shape[0] - overlap_px + below.shape[0] / 2)
        art = stacked(art, below, overlap_px=overlap_px)
    return art, tuple(middles)


def _box(canvas: Canvas) -> tuple[int, int, int, int]:
    """The safe box on a canvas as left, top, width, height.

    Titles are centred on the frame, so the wider side margin counts on both sides. The
    table is for 9:16; other shapes keep the same shares of their sides.
    """
    side = max(SAFE_AREA.left, SAFE_AREA.right) * canvas.width_px // REFERENCE_WIDTH
    top = SAFE_AREA.top * canvas.height_px // _REFERENCE_HEIGHT
    bottom = SAFE_AREA.bottom * canvas.height_px // _REFERENCE_HEIGHT
    return side, top, canvas.width_px - 2 * side, canvas.height_px - top - bottom


def _safe_rect(canvas: Canvas) -> Rect:
    """What TikTok leaves free of a canvas, in pixels."""
    across, down = canvas.width_px / REFERENCE_WIDTH, canvas.height_px / _REFERENCE_HEIGHT
    left, top = SAFE_AREA.left * across, SAFE_AREA.top * down
    width = canvas.width_px - (SAFE_AREA.left + SAFE_AREA.right) * across
    return Rect(left, top, width, canvas.height_px - (SAFE_AREA.top + SAFE_AREA.bottom) * down)


# Where a title may stand, as asked first; at equal cost the first is taken.
_PLACES = {
    TitlePosition.TOP: (TitlePosition.TOP, TitlePosition.BOTTOM),
    TitlePosition.BOTTOM: (TitlePosition.BOTTOM, TitlePosition.TOP),
    TitlePosition.CENTER: (TitlePosition.CENTER,),
}


def _covered(
    corner: tuple[int, int], size: tuple[int, int], avoid: tuple[Rect, ...], canvas: Canvas
) -> float:
    """How much of the heads a title would cover, in shares of the canvas."""
    title = Rect(
        corner[0] / canvas.width_px,
        corner[1] / canvas.height_px,
        size[0] / canvas.width_px,
        size[1] / canvas.height_px,
    )
    shared = (overlap(title, head) for head in avoid)
    return sum(rect.width * rect.height for rect in shared)


def _corner(canvas: Canvas, position: TitlePosition, width: int, height: int) -> tuple[int, int]:
    _, top, _, box_height = _box(canvas)
    spare = max(box_height - height, 0)
    share = {TitlePosition.TOP: 0.06, TitlePosition.CENTER: 0.5, TitlePosition.BOTTOM: 0.97}
    return _left(canvas, width), (top + round(spare * share[position])) // 2 * 2


def _left(canvas: Canvas, width: int) -> int:
    return max((canvas.width_px - width) // 2 // 2 * 2, 0)
