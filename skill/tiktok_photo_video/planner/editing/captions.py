"""Wishes about texts on photos, as edits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.editing.locating import DoubtError, is_everything
from tiktok_photo_video.planner.editing.scene import Carried, Scene
from tiktok_photo_video.planner.editing.wording import styled
from tiktok_photo_video.planner.pointers import References
from tiktok_photo_video.planner.remarks import note
from tiktok_photo_video.planner.text_wishes import Caption, Look, NoCaption
from tiktok_photo_video.timeline.edits import Edit, RemoveTitles, SetCaption, SetTitle
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    TitleAnimation,
    TitlePosition,
    TitleReference,
    TrackKind,
)

# A caption tells of the photo rather than over it: below, without a fuss.
_USUAL = TitleReference("", position=TitlePosition.BOTTOM, animation=TitleAnimation.FADE)


def caption(scene: Scene, wish: Caption) -> Carried:
    """Texts on photos, or another look for those there are."""
    if wish.auto:
        return _automatic(scene, wish)
    if not wish.texts:
        return _restyled(scene, wish)
    ids = _ids(scene, wish.photos)
    texts = wish.texts * len(ids) if len(wish.texts) == 1 else wish.texts
    edits = tuple(
        _captioned(scene, i, text, wish.look) for i, text in zip(ids, texts, strict=False)
    )
    return Carried(edits, _leftover(scene, len(ids), len(texts)))


def _ids(scene: Scene, photos: References) -> tuple[str, ...]:
    return scene.ids if is_everything(photos) else scene.numbering.located(photos)


def _leftover(scene: Scene, photos: int, texts: int) -> tuple[str, ...]:
    """Said where texts and photos do not come out even."""
    if texts == photos:
        return ()
    name = "captions_short" if texts < photos else "captions_over"
    return (note(name, scene.language, texts=texts, photos=photos),)


def present(scene: Scene) -> dict[str, TitleReference]:
    """The captions there are, by the photo they belong to."""
    track = scene.timeline.track(TrackKind.CAPTION)
    clips: tuple[Clip, ...] = track.clips if track else ()
    return {c.anchor: c.media for c in clips if c.anchor and isinstance(c.media, TitleReference)}


def _captioned(scene: Scene, clip_id: str, text: str, look: Look) -> Edit:
    """A photo's new words, looking like its old ones or those beside it."""
    there = present(scene)
    like = there.get(clip_id) or next(iter(there.values()), _USUAL)
    return SetCaption(clip_id, styled(replace(like, text=text, subtitle=""), look))


def _automatic(scene: Scene, wish: Caption) -> Carried:
    ids = _ids(scene, wish.photos)
    texts = {i: text for i in ids if (text := _known(scene, i, wish.auto))}
    if not texts:
        raise DoubtError("no_dates")
    edits = tuple(_captioned(scene, i, text, wish.look) for i, text in texts.items())
    missing = len(ids) - len(texts)
    notes = (note("dates_missing", scene.language, count=missing),) if missing else ()
    return Carried(edits, notes)


def _known(scene: Scene, clip_id: str, what: str) -> str:
    """A photo's number, the name of its file without the ending, or the day it was taken."""
    if what == "number":
        return str(scene.ids.index(clip_id) + 1)
    media = scene.clip(clip_id).media
    if not isinstance(media, ExternalReference):
        return ""
    return PurePath(media.name).stem if what == "name" else _day(scene, media)


def _day(scene: Scene, media: ExternalReference) -> str:
    found = (p.captured_at for p in scene.photos if p.media.content_hash == media.content_hash)
    taken = next((day for day in found if day), None)
    if taken is None:
        return ""
    if scene.language is Language.CHINESE:
        return f"{taken.year}年{taken.month}月{taken.day}日"
    return f"{taken.day} {taken:%B} {taken.year}"


def _restyled(scene: Scene, wish: Caption) -> Carried:
    there = present(scene)
    ids = set(_ids(scene, wish.photos))
    chosen = {i: caption for i, caption in there.items() if i in ids}
    if not chosen and is_everything(wish.photos):
        return _of_titles(scene, wish)
    if not chosen:
        raise DoubtError("caption_text")
    return Carried(tuple(SetCaption(i, styled(c, wish.look)) for i, c in chosen.items()))


def _of_titles(scene: Scene, wish: Caption) -> Carried:
    """Where no photo has a caption, the text on the screen that is meant is the title."""
    edits = [
        SetTitle(styled(p.clip.media, wish.look), p.range_in_track.start, p.range_in_track.duration)
        for p in scene.titles
        if isinstance(p.clip.media, TitleReference)
    ]
    if not edits:
        raise DoubtError("caption_text")
    return Carried(tuple(edits))


def no_caption(scene: Scene, wish: NoCaption) -> Carried:
    """Take captions away; where there are none, the title is what is meant."""
    if not present(scene) and scene.titles and not wish.photos:
        if wish.ranks and not all(-len(scene.titles) <= r <= len(scene.titles) for r in wish.ranks):
            raise DoubtError("no_such_title", count=len(scene.titles))
        return Carried((RemoveTitles(),))
    there = present(scene)
    if wish.ranks:
        return Carried(tuple(SetCaption(i, None) for i in _ranked(scene, wish.ranks)))
    ids = set(_ids(scene, wish.photos))
    return Carried(tuple(SetCaption(i, None) for i in there if i in ids))


def _ranked(scene: Scene, ranks: tuple[int, ...]) -> tuple[str, ...]:
    """The photos whose captions come first, last and so on, as the video goes."""
    there = present(scene)
    order = [clip_id for clip_id in scene.ids if clip_id in there]
    places = [rank - 1 if rank > 0 else len(order) + rank for rank in ranks]
    if not all(0 <= place < len(order) for place in places):
        raise DoubtError("caption_text")
    return tuple(dict.fromkeys(order[place] for place in places))
