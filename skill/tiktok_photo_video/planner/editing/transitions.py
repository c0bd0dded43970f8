"""Wishes about what happens between photos, as edits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.choreography import centred, transition_types
from tiktok_photo_video.planner.editing.locating import DoubtError
from tiktok_photo_video.planner.editing.scene import Carried, Scene
from tiktok_photo_video.planner.pointers import Stride
from tiktok_photo_video.planner.remarks import note
from tiktok_photo_video.planner.taste import PACING, PALETTES, Palette
from tiktok_photo_video.planner.wishes import Cuts
from tiktok_photo_video.timeline.edits import SetTransition
from tiktok_photo_video.timeline.model import Transition, TransitionType, frames_from_s

_EN, _ZH = Language.ENGLISH, Language.CHINESE


def cuts(scene: Scene, wish: Cuts) -> Carried:
    """What happens between photos."""
    if len(scene.ids) < 2:
        return Carried(notes=(note("one_photo", scene.language),))
    chosen = _chosen_cuts(scene, wish)
    if not chosen:
        return Carried()
    if TransitionType.CROSSFADE in wish.without and not wish.types:
        # Whatever stood in its place would fade as well, or be a stranger choice still.
        faded = (c for c, t in present(scene).items() if t.transition_type in wish.without)
        chosen = tuple(c for c in faded if c in chosen)
        every = len(chosen) == len(scene.ids) - 1
        return Carried((SetTransition((), 0, None if every else chosen),) if chosen else ())
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
    every = len(scene.ids) - 1
    if not wish.cuts and not wish.between:
        return tuple(range(every))
    if wish.cuts:
        named = tuple(_cut(number, every) for number in wish.cuts)
    else:
        named = _cuts_beside(scene, wish, every)
    return tuple(c for c in range(every) if c not in named) if wish.rest else named


def _cuts_beside(scene: Scene, wish: Cuts, every: int) -> tuple[int, ...]:
    """The cuts between the photos named, or beside the one."""
    places = sorted(scene.ids.index(i) for i in scene.numbering.located(wish.between))
    if wish.each_after or any(isinstance(photo, Stride) for photo in wish.between):
        return tuple(place for place in places if place < every)
    if len(places) == 1 and wish.before:
        return (max(places[0] - 1, 0),)
    if len(places) == 1:
        return (min(places[0], every - 1),)
    return tuple(range(places[0], places[-1]))


def _cut(number: int, count: int) -> int:
    """The place of a cut; numbers count from 1, negative ones from the end."""
    place = number - 1 if number > 0 else count + number
    if not 0 <= place < count:
        raise DoubtError("no_such_cut", count=count)
    return place


def present(scene: Scene) -> dict[int, Transition]:
    """The transitions there are, by cut."""
    return {
        cut: placed.transition_out
        for cut, placed in enumerate(scene.placed[:-1])
        if placed.transition_out is not None
    }


def _kinds(scene: Scene, wish: Cuts, chosen: tuple[int, ...]) -> dict[int, TransitionType]:
    """The kind of transition for each cut that is to change."""
    there = {c: t.transition_type for c, t in present(scene).items() if c in chosen}
    if wish.without:
        others = wish.types or tuple(TransitionType)
        instead = next(kind for kind in others if kind not in wish.without)
        return {c: instead for c, kind in there.items() if kind in wish.without}
    if wish.types:
        return {c: wish.types[turn % len(wish.types)] for turn, c in enumerate(chosen)}
    repaced = wish.transition_s is not None or wish.factor != 1.0
    if there and repaced:
        return there
    if there and not wish.other:
        return {}
    palette = _other_palette(scene, there) if wish.other else PALETTES[scene.mood]
    types = transition_types(palette, len(chosen), seed=scene.seed)
    return dict(zip(chosen, types, strict=True))


def _other_palette(scene: Scene, there: Mapping[int, TransitionType]) -> Palette:
    """A palette whose family is not the one that carries the video now."""
    counted = Counter(there.values()).most_common(1)
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
    lengths = sorted(t.duration for t in present(scene).values())
    base = lengths[len(lengths) // 2] if lengths else usual
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
