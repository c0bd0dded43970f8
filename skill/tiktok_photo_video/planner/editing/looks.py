"""Wishes about transitions, motion, fit, frame and pace, as edits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.choreography import (
    centred,
    motion,
    palette_of,
    transition_types,
    varied_moves,
)
from tiktok_photo_video.planner.editing.locating import DoubtError, is_everything
from tiktok_photo_video.planner.editing.scene import Carried, Scene
from tiktok_photo_video.planner.editing.times import total
from tiktok_photo_video.planner.pacing import usual_total_s
from tiktok_photo_video.planner.remarks import note
from tiktok_photo_video.planner.taste import MAX_STRENGTH, MIN_STRENGTH, PACING, PALETTES, Palette
from tiktok_photo_video.planner.wishes import Camera, Cuts, Fit, Pace, Rate, Shape
from tiktok_photo_video.timeline.edits import (
    Create,
    Edit,
    SetMotion,
    SetResizeMode,
    SetTransition,
)
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    Gap,
    MediaKind,
    Motion,
    MotionKind,
    TimeRange,
    Track,
    TrackChild,
    Transition,
    TransitionType,
    frames_from_s,
)

_EN, _ZH = Language.ENGLISH, Language.CHINESE
MIN_FPS, MAX_FPS = 23, 60  # what TikTok takes


def cuts(scene: Scene, wish: Cuts) -> Carried:
    """What happens between photos."""
    if len(scene.ids) < 2:
        return Carried(notes=(note("one_photo", scene.language),))
    chosen = _chosen_cuts(scene, wish)
    if wish.types == ():
        every = len(chosen) == len(scene.ids) - 1
        return Carried((SetTransition((), 0, None if every else chosen),))
    kinds = _kinds(scene, wish, chosen)
    edits = _transition_edits(scene, kinds, _length(scene, wish)) if kinds else ()
    return Carried(edits, _time_notes(scene, wish, edits))


def _time_notes(scene: Scene, wish: Cuts, edits: tuple[SetTransition, ...]) -> tuple[str, ...]:
    """How long transitions now take, where that is what was asked."""
    repaced = wish.transition_s is not None or wish.factor != 1.0
    if not repaced or not edits:
        return ()
    rate, language = scene.timeline.rate, scene.language
    longest = max(edit.duration for edit in edits)
    length = f"{float(longest / rate):.2g}" + {_EN: " s", _ZH: " 秒"}[language]
    return (note("transition_time", language, length=length),)


def _chosen_cuts(scene: Scene, wish: Cuts) -> tuple[int, ...]:
    if not wish.between:
        return tuple(range(len(scene.ids) - 1))
    places = sorted(scene.ids.index(i) for i in scene.numbering.located(wish.between))
    if len(places) == 1:
        return (min(places[0], len(scene.ids) - 2),)
    return tuple(range(places[0], places[-1]))


def _present(scene: Scene) -> dict[int, Transition]:
    """The transitions there are, by cut."""
    return {
        cut: placed.transition_out
        for cut, placed in enumerate(scene.placed[:-1])
        if placed.transition_out is not None
    }


def _kinds(scene: Scene, wish: Cuts, chosen: tuple[int, ...]) -> dict[int, TransitionType]:
    """The kind of transition for each cut that is to change."""
    present = {c: t.transition_type for c, t in _present(scene).items() if c in chosen}
    if wish.without:
        instead = next(kind for kind in TransitionType if kind not in wish.without)
        return {c: instead for c, kind in present.items() if kind in wish.without}
    if wish.types:
        return {c: wish.types[turn % len(wish.types)] for turn, c in enumerate(chosen)}
    repaced = wish.transition_s is not None or wish.factor != 1.0
    if present and repaced:
        return present
    if present and not wish.other:
        return {}
    palette = _other_palette(scene, present) if wish.other else _palette(scene)
    types = transition_types(palette, len(chosen), seed=scene.seed)
    return dict(zip(chosen, types, strict=True))


def _palette(scene: Scene) -> Palette:
    return PALETTES[scene.mood]


def _other_palette(scene: Scene, present: Mapping[int, TransitionType]) -> Palette:
    """A palette whose family is not the one that carries the video now."""
    counted = Counter(present.values()).most_common(1)
    carrying = counted[0][0] if counted else None
    candidates = [*PALETTES.values(), _SLIDING, _ZOOMING]
    others = [p for p in candidates if carrying not in p.family]
    return others[scene.seed % len(others)]


_SLIDING = Palette(
    (TransitionType.SLIDE_LEFT, TransitionType.SLIDE_UP), (TransitionType.WIPE_RIGHT,)
)
_ZOOMING = Palette((TransitionType.ZOOM_IN,), (TransitionType.FLASH,))


def _length(scene: Scene, wish: Cuts) -> int:
    """Frames a transition: asked for, or as long as they are now, or by feel."""
    rate = scene.timeline.rate
    if wish.transition_s is not None:
        return max(frames_from_s(wish.transition_s, rate), 1)
    usual = frames_from_s(PACING[scene.feel].transition_s, rate)
    present = sorted(t.duration for t in _present(scene).values())
    base = present[len(present) // 2] if present else usual
    return max(round(base * wish.factor), 2)


def _transition_edits(
    scene: Scene, kinds: Mapping[int, TransitionType], length: int
) -> tuple[SetTransition, ...]:
    """The edits for these cuts: one, or one more for each length that short photos force."""
    clips = scene.timeline.photos
    alike: defaultdict[int, dict[int, TransitionType]] = defaultdict(dict)
    for cut, kind in kinds.items():
        fitted = centred(kind, length, clips[cut].duration, clips[cut + 1].duration)
        alike[fitted.duration if fitted else 0][cut] = kind
    return tuple(_one_length(scene, group, size) for size, group in alike.items())


def _one_length(scene: Scene, group: Mapping[int, TransitionType], size: int) -> SetTransition:
    every = len(group) == len(scene.ids) - 1
    types = tuple(group.values())
    same = types[:1] if len(set(types)) == 1 else types
    return SetTransition(same, size, None if every else tuple(group))


def camera(scene: Scene, wish: Camera) -> Carried:
    """How the camera moves over photos; video clips move by themselves."""
    located = scene.ids if is_everything(wish.photos) else scene.numbering.located(wish.photos)
    ids = tuple(i for i in located if _is_still(scene.clip(i)))
    if not ids:
        return Carried()
    if wish.kinds == ():
        return Carried((SetMotion(ids, (Motion(),)),))
    if wish.kinds:
        moves = tuple(motion(kind, scene.feel, factor=wish.factor) for kind in wish.kinds)
        return Carried((SetMotion(ids, moves),))
    moving = any(scene.clip(i).motion.kind is not MotionKind.NONE for i in ids)
    if wish.factor != 1.0 and moving:
        scaled = tuple(_scaled(scene.clip(i).motion, wish.factor) for i in ids)
        return Carried((SetMotion(ids, scaled),))
    return Carried((SetMotion(ids, _varied(scene, ids, wish.factor)),))


def _is_still(clip: Clip) -> bool:
    return isinstance(clip.media, ExternalReference) and clip.media.kind is MediaKind.IMAGE


def _scaled(move: Motion, factor: float) -> Motion:
    strength = min(max(move.strength * factor, MIN_STRENGTH), MAX_STRENGTH)
    return replace(move, strength=round(strength, 3))


def _varied(scene: Scene, ids: tuple[str, ...], factor: float) -> tuple[Motion, ...]:
    timeline = scene.timeline
    media = [scene.clip(i).media for i in ids]
    pictures = [m for m in media if isinstance(m, ExternalReference)]
    kinds = varied_moves(pictures, timeline.width_px / timeline.height_px, seed=scene.seed)
    return tuple(motion(kind, scene.feel, factor=factor) for kind in kinds)


def fit(scene: Scene, wish: Fit) -> Carried:
    """How photos of another shape fill the frame."""
    ids = scene.ids if is_everything(wish.photos) else scene.numbering.located(wish.photos)
    return Carried((SetResizeMode(ids, wish.resize_mode),))


def shape(scene: Scene, wish: Shape) -> Carried:
    """The same clips in another frame."""
    now = (scene.timeline.width_px, scene.timeline.height_px)
    width, height = frame_size(wish, now)
    return Carried((Create(replace(scene.timeline, width_px=width, height_px=height)),))


MIN_SIDE_PX, MAX_SIDE_PX = 360, 4096  # TikTok's limits for a side


def frame_size(wish: Shape, now: tuple[int, int]) -> tuple[int, int]:
    """The frame in pixels for a ratio, a short side, or both; sides are even."""
    wide, high = wish.ratio or now
    short = wish.short_side_px or min(now)
    scale = Fraction(short, min(wide, high))
    scale = min(scale, Fraction(MAX_SIDE_PX, max(wide, high)))
    scale = max(scale, Fraction(MIN_SIDE_PX, min(wide, high)))
    sides = (min(round(side * scale / 2) * 2, MAX_SIDE_PX) for side in (wide, high))
    width, height = sides
    return width, height


def rate(scene: Scene, wish: Rate) -> Carried:
    """The same video at another number of frames a second."""
    if not MIN_FPS <= wish.fps <= MAX_FPS:
        text = f"{wish.fps} fps"
        raise DoubtError("not_possible", text=text)
    timeline = scene.timeline
    ratio = Fraction(wish.fps) / timeline.rate
    tracks = tuple(_rescaled(track, ratio) for track in timeline.tracks)
    return Carried((Create(replace(timeline, rate=Fraction(wish.fps), tracks=tracks)),))


def _rescaled(track: Track, ratio: Fraction) -> Track:
    """Every cut at the same moment; cuts are rounded, not lengths, so that none drifts."""
    children: list[TrackChild] = []
    at = 0
    for child in track.children:
        if isinstance(child, Transition):
            offsets = (max(round(o * ratio), 0) for o in (child.in_offset, child.out_offset))
            children.append(Transition(child.transition_type, *offsets))
            continue
        start, end = round(at * ratio), round((at + child.duration) * ratio)
        at += child.duration
        length = max(end - start, 1)
        children.append(Gap(length) if isinstance(child, Gap) else _at_length(child, length, ratio))
    return Track(track.kind, tuple(children))


def _at_length(clip: Clip, length: int, ratio: Fraction) -> Clip:
    return replace(clip, source_range=TimeRange(round(clip.source_range.start * ratio), length))


def pace(scene: Scene, wish: Pace) -> Carried:
    """Length, transitions and motion that go with a feel."""
    pacing = PACING[wish.feel]
    timeline = scene.timeline
    wanted = frames_from_s(usual_total_s(pacing, len(scene.ids)), timeline.rate)
    edits: list[Edit] = list(total(scene, wanted).edits)
    if _present(scene):
        count = len(scene.ids) - 1
        types = transition_types(palette_of(wish.feel), count, seed=scene.seed)
        edits.append(SetTransition(types, frames_from_s(pacing.transition_s, timeline.rate)))
    moving = tuple(c for c in timeline.photos if c.motion.kind is not MotionKind.NONE)
    if moving:
        motions = tuple(motion(c.motion.kind, wish.feel) for c in moving)
        edits.append(SetMotion(tuple(c.id for c in moving), motions))
    return Carried(tuple(edits))
