"""Title wishes as edits."""

from __future__ import annotations

from dataclasses import replace

from tiktok_photo_video.planner.editing.captions import present as captions_in
from tiktok_photo_video.planner.editing.locating import DoubtError
from tiktok_photo_video.planner.editing.scene import Carried, Scene
from tiktok_photo_video.planner.editing.wording import in_other_letters, styled
from tiktok_photo_video.planner.taste import TITLE_AT_LEAST_S, TITLE_S
from tiktok_photo_video.planner.text_wishes import NoTitle, Recase, Reword, Title, When
from tiktok_photo_video.timeline.edits import Edit, RemoveTitles, SetCaption, SetEndCard, SetTitle
from tiktok_photo_video.timeline.model import (
    CardReference,
    PlacedClip,
    TimeRange,
    TitleReference,
    frames_from_s,
)
from tiktok_photo_video.timeline.summary import seconds


def title(scene: Scene, wish: Title) -> Carried:
    """Show a text, or change how and when the ones there are shown."""
    if not wish.text:
        return _restyled(scene, wish)
    old = None if wish.added or not scene.titles else scene.titles[0]
    old = _ranked(scene, wish.rank) if wish.rank and old else old
    reference = _reference(old) if old else TitleReference(wish.text)
    below = "" if wish.subtitle is None else wish.subtitle
    reference = styled(replace(reference, text=wish.text, subtitle=below), wish.look)
    if wish.added and wish.when == When():
        return Carried((_set(reference, _free_place(scene)),))
    return Carried(_placed_anew(scene, old, reference, wish.when))


def _reference(placed: PlacedClip) -> TitleReference:
    media = placed.clip.media
    return media if isinstance(media, TitleReference) else TitleReference("")


def _restyled(scene: Scene, wish: Title) -> Carried:
    if not scene.titles:
        raise DoubtError("no_title")
    if wish.subtitle == "" and all(not _reference(p).subtitle for p in scene.titles):
        return Carried()
    edits: list[Edit] = []
    # A new time is for one title; a new look is for all of them.
    alone = wish.when == When() and wish.subtitle is None
    chosen = scene.titles if alone else scene.titles[:1]
    chosen = (_ranked(scene, wish.rank),) if wish.rank else chosen
    for placed in chosen:
        reference = styled(_reference(placed), wish.look)
        if wish.subtitle is not None:
            reference = replace(reference, subtitle=wish.subtitle)
        edits.extend(_placed_anew(scene, placed, reference, wish.when))
    return Carried(tuple(edits))


def _placed_anew(
    scene: Scene, old: PlacedClip | None, reference: TitleReference, when: When
) -> tuple[Edit, ...]:
    """Set a title at its time; one that moves away is taken from its old place first."""
    kept = old.range_in_track if old else TimeRange(0, _usual_frames(scene))
    place = _range(scene, when, kept)
    if old is not None and place == old.range_in_track and reference == old.clip.media:
        return ()
    leaves = old is not None and place != old.range_in_track
    gone: tuple[Edit, ...] = (RemoveTitles((old.clip.id,)),) if old and leaves else ()
    return (*gone, _set(reference, place))


def _set(reference: TitleReference, place: TimeRange) -> SetTitle:
    return SetTitle(reference, place.start, place.duration)


def _usual_frames(scene: Scene) -> int:
    return min(frames_from_s(TITLE_S, scene.timeline.rate), scene.timeline.duration)


def _range(scene: Scene, when: When, kept: TimeRange) -> TimeRange:
    """When a title is seen, in frames, inside the video."""
    whole = scene.timeline.duration
    if when.throughout:
        return TimeRange(0, whole)
    if when.photos:
        return _range_of_photos(scene, when)
    if when.end_s is not None:
        return _until(scene, when, kept)
    duration = kept.duration + frames_from_s(when.ends_later_s, scene.timeline.rate)
    if when.duration_s is not None:
        duration = frames_from_s(min(when.duration_s, whole), scene.timeline.rate)
    duration = round(duration * when.factor)
    least = frames_from_s(TITLE_AT_LEAST_S, scene.timeline.rate)
    duration = min(max(duration, least), whole)
    start = _start(scene, when, kept, whole - duration)
    return TimeRange(start, min(duration, whole - start))


def _until(scene: Scene, when: When, kept: TimeRange) -> TimeRange:
    rate, whole = scene.timeline.rate, scene.timeline.duration
    start = _start(scene, when, kept, whole - 1)
    end = min(frames_from_s(min(when.end_s or 0.0, 1e6), rate), whole)
    least = frames_from_s(TITLE_AT_LEAST_S, rate)
    return TimeRange(start, max(end - start, min(least, whole - start)))


def _start(scene: Scene, when: When, kept: TimeRange, latest: int) -> int:
    if when.at_end:
        return latest
    if when.start_s is None:
        later = frames_from_s(when.later_s, scene.timeline.rate)
        return min(max(kept.start + later, 0), latest)
    start = frames_from_s(min(when.start_s, 1e6), scene.timeline.rate)
    if start >= scene.timeline.duration:
        length = seconds(scene.timeline.duration / scene.timeline.rate, language=scene.language)
        raise DoubtError("title_outside", length=length)
    return start


def _range_of_photos(scene: Scene, when: When) -> TimeRange:
    ids = scene.numbering.located(when.photos)
    places = [p.range_in_track for p in scene.placed if p.clip.id in ids]
    if not places:
        raise DoubtError("no_such_photo", what="", count=len(scene.placed))
    start = min(place.start for place in places)
    return TimeRange(start, max(place.end_exclusive for place in places) - start)


def _free_place(scene: Scene) -> TimeRange:
    """After the last title if there is room, else at the end of the video."""
    whole, usual = scene.timeline.duration, _usual_frames(scene)
    after = max((p.range_in_track.end_exclusive for p in scene.titles), default=0)
    least = frames_from_s(TITLE_AT_LEAST_S, scene.timeline.rate)
    if whole - after >= least:
        return TimeRange(after, min(usual, whole - after))
    return TimeRange(max(whole - usual, 0), usual)


def no_title(scene: Scene, wish: NoTitle) -> Carried:
    """Take titles away; a text that none has means all of them when there is only one."""
    if not scene.titles:
        return Carried()
    if wish.rank:
        return Carried((RemoveTitles((_ranked(scene, wish.rank).clip.id,)),))
    ids = tuple(p.clip.id for p in scene.titles if _reads(p, wish.text))
    if wish.text and not ids and len(scene.titles) > 1:
        raise DoubtError("title_text")
    return Carried((RemoveTitles(ids if wish.text else ()),))


def _ranked(scene: Scene, rank: int) -> PlacedClip:
    """The title with a number, counted from the front or, below zero, from the end."""
    place = rank - 1 if rank > 0 else len(scene.titles) + rank
    if not 0 <= place < len(scene.titles):
        raise DoubtError("no_such_title", count=len(scene.titles))
    return scene.titles[place]


def _reads(placed: PlacedClip, text: str) -> bool:
    return _reference(placed).text.casefold() == text.casefold()


def recase(scene: Scene, wish: Recase) -> Carried:
    """The texts there are, in other letters."""
    if wish.captions:
        captions = captions_in(scene).items()
        return Carried(tuple(SetCaption(i, in_other_letters(c, wish)) for i, c in captions))
    if not scene.titles:
        raise DoubtError("no_title")
    return Carried(
        tuple(_set(in_other_letters(_reference(p), wish), p.range_in_track) for p in scene.titles)
    )


def reword(scene: Scene, wish: Reword) -> Carried:
    """Other words where a text on the screen has these: in titles, captions or the end card."""
    edits = (*_reworded_titles(scene, wish), *_reworded_others(scene, wish))
    if edits:
        return Carried(edits)
    if len(scene.titles) == 1 and not captions_in(scene):
        return title(scene, Title(wish.new))  # the old words were quoted from memory
    raise DoubtError("no_such_text", text=wish.old)


def _reworded_titles(scene: Scene, wish: Reword) -> tuple[Edit, ...]:
    edits = []
    for placed in scene.titles:
        now = _reference(placed)
        after = replace(now, text=_with(now.text, wish), subtitle=_with(now.subtitle, wish))
        if after != now and after.text:
            edits.append(_set(after, placed.range_in_track))
    return tuple(edits)


def _reworded_others(scene: Scene, wish: Reword) -> tuple[Edit, ...]:
    captions = (
        SetCaption(i, replace(c, text=_with(c.text, wish)))
        for i, c in captions_in(scene).items()
        if _with(c.text, wish) != c.text
    )
    cards = (c.media for c in scene.timeline.pictures if isinstance(c.media, CardReference))
    return (
        *captions,
        *(
            SetEndCard(replace(card, text=_with(card.text, wish)))
            for card in cards
            if _with(card.text, wish) != card.text
        ),
    )


def _with(text: str, wish: Reword) -> str:
    """A text with the old words, in whatever letters, replaced by the new ones."""
    at = text.casefold().find(wish.old.casefold())
    if at < 0 or not wish.old:
        return text
    return text[:at] + wish.new + text[at + len(wish.old) :]
