"""Wishes carried out on a timeline, one after the other, as edits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.brief import Photo
from tiktok_photo_video.planner.editing import (
    canvas,
    captions,
    cards,
    copies,
    looks,
    photos,
    sound,
    times,
    tints,
    titles,
    transitions,
)
from tiktok_photo_video.planner.editing.locating import (
    DoubtError,
    Numbering,
    numbering_in,
    with_ages,
)
from tiktok_photo_video.planner.editing.scene import Carried, Scene
from tiktok_photo_video.planner.photo_wishes import (
    AddPhotos,
    Arrange,
    Crop,
    CutOff,
    Divide,
    Drop,
    Even,
    Keep,
    Length,
    Move,
    PhotoLength,
    Repeat,
    Replace,
    Sort,
    Speed,
    Swap,
)
from tiktok_photo_video.planner.remarks import note
from tiktok_photo_video.planner.sayings import SAYINGS
from tiktok_photo_video.planner.scoping import Said
from tiktok_photo_video.planner.text_wishes import (
    Badge,
    Caption,
    EndCard,
    NoBadge,
    NoCaption,
    NoEndCard,
    NoTitle,
    Recase,
    Reword,
    Title,
)
from tiktok_photo_video.planner.wishes import (
    Aim,
    Bars,
    Camera,
    Cannot,
    ClipVolume,
    Cover,
    Cuts,
    Fades,
    Fit,
    Music,
    Mute,
    Name,
    OnBeat,
    Pace,
    Rate,
    Shape,
    SongStart,
    Tint,
    Unknown,
    Unsaid,
    Volume,
)
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import Edit
from tiktok_photo_video.timeline.model import Timeline, TrackKind

_CARRY_OUT: dict[type, Callable[[Scene, Any], Carried]] = {
    Length: times.length,
    CutOff: times.cut_off,
    PhotoLength: times.photo_length,
    Cuts: transitions.cuts,
    Tint: tints.tint,
    Aim: tints.aim,
    Bars: tints.bars,
    Caption: captions.caption,
    NoCaption: captions.no_caption,
    EndCard: cards.end_card,
    NoEndCard: cards.no_end_card,
    Badge: cards.badge,
    NoBadge: cards.no_badge,
    Recase: titles.recase,
    Reword: titles.reword,
    Camera: looks.camera,
    Fit: looks.fit,
    Shape: canvas.shape,
    Rate: canvas.rate,
    Cover: canvas.cover,
    Pace: looks.pace,
    Music: sound.music,
    Volume: sound.volume,
    Fades: sound.fades,
    SongStart: sound.song_start,
    Mute: sound.mute,
    ClipVolume: sound.clip_volume,
    OnBeat: sound.on_beat,
    Title: titles.title,
    NoTitle: titles.no_title,
    Name: canvas.name,
    Drop: photos.drop,
    Keep: photos.keep,
    Move: photos.move,
    Swap: photos.swap,
    Replace: photos.replace_photo,
    Sort: photos.sort,
    Arrange: photos.arrange,
    Repeat: copies.repeat,
    Divide: copies.divide,
    Crop: copies.crop,
    Speed: copies.speed,
    Even: copies.even,
    AddPhotos: photos.add,
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question to ask back, and the words that gave rise to it."""

    name: str
    facts: dict[str, object]
    words: str


@dataclass(slots=True)
class Outcome:
    """What came of the wishes so far."""

    timeline: Timeline
    numbering: Numbering
    edits: list[Edit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    already: bool = False


def carry_out(
    said: Iterable[Said],
    timeline: Timeline,
    photos: Sequence[Photo],
    *,
    language: Language,
    seed: int,
    numbering: Numbering | None = None,
) -> Outcome:
    """Turn wishes into edits, each made for the timeline that the ones before it leave."""
    outcome = Outcome(timeline, numbering or numbering_in(timeline))
    taken = {p.media.content_hash: p.captured_at for p in photos if p.captured_at}
    for each in _music_first(said, timeline):
        known = with_ages(outcome.numbering, outcome.timeline.photos, taken)
        scene = Scene(outcome.timeline, known, tuple(photos), language, seed)
        _one(outcome, scene, each)
    if outcome.already and not outcome.edits:
        outcome.notes.append(note("already", language))
    outcome.notes = list(dict.fromkeys(outcome.notes))
    return outcome


def _music_first(said: Iterable[Said], timeline: Timeline) -> Sequence[Said]:
    """``add lofi at 30%`` where there is none: first the music, then how loud it is."""
    ordered = tuple(said)
    if timeline.track(TrackKind.AUDIO) is not None:
        return ordered
    return sorted(ordered, key=lambda each: isinstance(each.wish, Volume | Fades | Mute))


def _one(outcome: Outcome, scene: Scene, said: Said) -> None:
    wish = said.wish
    if isinstance(wish, Unknown):
        outcome.unclear.append(wish.text)
    elif isinstance(wish, Cannot):
        _declined(outcome, wish, scene.language)
    elif isinstance(wish, Unsaid):
        facts: dict[str, object] = {"count": scene.numbering.count, "text": wish.text}
        outcome.questions.append(Question(wish.what, facts, said.words))
    elif (handler := _CARRY_OUT.get(type(wish))) is not None:
        _handled(outcome, scene, said, handler)


def _declined(outcome: Outcome, wish: Cannot, language: Language) -> None:
    """Say what can be had instead; where nothing is known, that it was not done."""
    saying = SAYINGS.get(f"not_{wish.instead}")
    if saying is not None:
        outcome.notes.append(saying[language])
        return
    outcome.unclear.append(wish.text)
    outcome.notes.append(note("cannot", language, text=wish.text))


def _handled(
    outcome: Outcome, scene: Scene, said: Said, handler: Callable[[Scene, Any], Carried]
) -> None:
    try:
        carried = handler(scene, said.wish)
        after = _applied(scene.timeline, carried.edits)
    except DoubtError as doubt:
        outcome.questions.append(Question(doubt.code, doubt.facts, said.words))
        return
    except EditError as refusal:
        outcome.questions.append(_question_for(refusal, scene, said.words))
        return
    outcome.notes.extend(carried.notes)
    if after == scene.timeline and not carried.notes:
        outcome.already = True
    if after != scene.timeline:
        outcome.edits.extend(carried.edits)
    outcome.timeline = after
    numbering = _with_arrivals(outcome.numbering, scene.timeline, after)
    outcome.numbering = _renumbered(numbering, after, counted_anew=carried.counted_anew)


def _question_for(refusal: EditError, scene: Scene, words: str) -> Question:
    """What to ask when the timeline cannot take an edit."""
    if refusal.code == "nothing_left":
        return Question("nothing_left", {"count": scene.numbering.count}, words)
    return Question("not_possible", {"text": words}, words)


def _applied(timeline: Timeline, edits: Sequence[Edit]) -> Timeline:
    for edit in edits:
        timeline = apply(timeline, edit)
    return timeline


def _with_arrivals(numbering: Numbering, before: Timeline, after: Timeline) -> Numbering:
    """A clip that shows another file now counts as one that came in."""
    shown = {clip.id: clip.media for clip in before.photos}
    changed = (c.id for c in after.photos if c.id in shown and shown[c.id] != c.media)
    return replace(numbering, arrived=(*numbering.arrived, *changed))


def _renumbered(before: Numbering, timeline: Timeline, *, counted_anew: bool) -> Numbering:
    fresh = numbering_in(timeline)
    new = tuple(i for i in fresh.present if i not in before.ids)
    arrived = (*before.arrived, *new)
    names = {**before.names, **fresh.names}  # those that are gone are still known
    fresh = replace(fresh, arrived=arrived, shown=before.shown, names=names)
    if counted_anew:
        return fresh
    kept = tuple(i if i in fresh.ids else None for i in before.ids)
    seen = before.seen or before.ids
    return replace(fresh, ids=(*kept, *new), seen=seen)
