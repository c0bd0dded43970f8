"""Wishes about which photos, and in which order, as edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tiktok_photo_video.planner.brief import Photo
from tiktok_photo_video.planner.choreography import motion, varied_moves
from tiktok_photo_video.planner.editing.locating import DoubtError, is_everything
from tiktok_photo_video.planner.editing.scene import Carried, Scene
from tiktok_photo_video.planner.layout import order_of
from tiktok_photo_video.planner.pacing import available_frames, least_frames
from tiktok_photo_video.planner.photo_wishes import (
    AddPhotos,
    Arrange,
    Drop,
    Keep,
    Move,
    Replace,
    Sort,
    Swap,
)
from tiktok_photo_video.planner.pointers import Fresh, Named, Reference, References, Span
from tiktok_photo_video.timeline.apply import apply, new_clip_id
from tiktok_photo_video.timeline.edits import Edit, Insert, Remove, Reorder, ReplaceMedia
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    MediaKind,
    Motion,
    ResizeMode,
    Timeline,
    TimeRange,
)


def drop(scene: Scene, wish: Drop) -> Carried:
    """Take photos out."""
    return Carried((Remove(_present(scene, scene.numbering.located(wish.photos))),))


def keep(scene: Scene, wish: Keep) -> Carried:
    """Take all other photos out."""
    kept = scene.numbering.located(wish.photos)
    gone = tuple(i for i in scene.ids if i not in kept)
    return Carried((Remove(gone),) if gone else ())


def _present(scene: Scene, ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(i for i in ids if i in scene.ids)


def move(scene: Scene, wish: Move) -> Carried:
    """Put photos at a place, or beside another one; new ones come in there."""
    brought = brought_in(scene, wish.photos)
    ids = tuple(clip.id for clip in brought.timeline.photos)
    others = [i for i in ids if i not in brought.ids]
    place = _shifted(wish, ids, brought.ids) if wish.by else _place(scene, wish, others)
    order = (*others[:place], *brought.ids, *others[place:])
    reordered = (Reorder(order),) if order != ids else ()
    return Carried((*brought.edits, *reordered))


def _shifted(wish: Move, ids: Sequence[str], moved: Sequence[str]) -> int:
    """The place so many further on, among the photos that stay where they are."""
    edge = min if wish.by < 0 else max
    stood = edge(ids.index(i) for i in moved)
    passed = sum(1 for i in ids[:stood] if i not in moved)
    return min(max(passed + wish.by, 0), len(ids) - len(moved))


def _place(scene: Scene, wish: Move, others: Sequence[str]) -> int:
    """The place among the photos that stay where they are."""
    if anchors := wish.before or wish.after:
        return beside(scene, anchors, others, after=bool(wish.after))
    if wish.position < 0:
        return max(len(others) + 1 + wish.position, 0)
    if wish.position > len(others) + 1:
        raise DoubtError("no_such_photo", what=str(wish.position), count=len(scene.ids))
    return min(wish.position - 1, len(others))


def beside(scene: Scene, anchors: References, others: Sequence[str], *, after: bool) -> int:
    """The place next to other photos, among those given.

    Raises:
        DoubtError: none of them is there.

    """
    places = [others.index(i) for i in scene.numbering.located(anchors) if i in others]
    if not places:
        raise DoubtError("move")
    return max(places) + 1 if after else min(places)


def swap(scene: Scene, wish: Swap) -> Carried:
    """Let two photos change places; one that is new takes the place of the other."""
    if arrivals(scene, wish.photos):
        return replace_photo(scene, Replace(wish.photos))
    ids = scene.numbering.located(wish.photos)
    if len(ids) != 2:
        raise DoubtError("swap")
    partner = {ids[0]: ids[1], ids[1]: ids[0]}
    return Carried((Reorder(tuple(partner.get(i, i) for i in scene.ids)),))


def sort(scene: Scene, wish: Sort) -> Carried:
    """Put photos into an order; once all are, numbers mean the new places."""
    some = () if is_everything(wish.photos) else scene.numbering.located(wish.photos)
    places = [n for n, i in enumerate(scene.ids) if not some or i in some]
    placed = _photos_as_placed(scene)
    order = order_of(wish.order, [placed[n] for n in places], seed=scene.seed)
    ids = list(scene.ids)
    for place, chosen in zip(places, order, strict=True):
        ids[place] = scene.ids[places[chosen]]
    edits: tuple[Edit, ...] = (Reorder(tuple(ids)),) if tuple(ids) != scene.ids else ()
    return Carried(edits, counted_anew=not some)


def arrange(scene: Scene, wish: Arrange) -> Carried:
    """Put the photos named in front, in that order; the others follow as they were."""
    first = scene.numbering.located(wish.photos)
    order = (*first, *(i for i in scene.ids if i not in first))
    return Carried((Reorder(order),) if order != scene.ids else (), counted_anew=True)


def _photos_as_placed(scene: Scene) -> list[Photo]:
    """The uploads behind the clips, for their dates."""
    known = {(p.media.content_hash, p.media.name): p for p in reversed(scene.photos)}
    found: list[Photo] = []
    for clip in scene.timeline.photos:
        media = clip.media
        external = media if isinstance(media, ExternalReference) else ExternalReference("", "")
        found.append(known.get((external.content_hash, external.name), Photo(external)))
    return found


def unused_photos(timeline: Timeline, photos: Sequence[Photo]) -> tuple[Photo, ...]:
    """Uploaded pictures that the video does not show, in upload order."""
    shown = {
        clip.media.content_hash
        for clip in timeline.photos
        if isinstance(clip.media, ExternalReference)
    }
    pictures = (p for p in photos if p.media.kind.is_seen)
    return tuple(p for p in pictures if p.media.content_hash not in shown)


@dataclass(frozen=True, slots=True)
class Brought:
    """Photos in the video, and the edit that put the new ones of them there."""

    ids: tuple[str, ...]
    timeline: Timeline
    edits: tuple[Edit, ...] = ()


def brought_in(scene: Scene, photos: References) -> Brought:
    """The photos named, those that are only uploaded put in at the end first.

    Raises:
        DoubtError: one of them is neither in the video nor among the uploads.

    """
    new = arrivals(scene, photos)
    if not new:
        return Brought(scene.numbering.located(photos), scene.timeline)
    edit = Insert(len(scene.ids), _clips(scene, tuple(new.values())))
    came = dict(zip(new, (clip.id for clip in edit.clips), strict=True))
    ids: list[str] = []
    for photo in photos:
        ids.extend(came[k] for k in came if k[0] == photo)
        if not any(key[0] == photo for key in came):
            ids.extend(scene.numbering.located((photo,)))
    return Brought(tuple(ids), apply(scene.timeline, edit), (edit,))


def arrivals(scene: Scene, photos: References) -> dict[tuple[Reference, int], Photo]:
    """The uploads that references mean because the video does not show them yet.

    A number beyond the last photo counts on into the uploads: of five photos and one new
    one, "photo 6" is the new one.
    """
    gone = scene.numbering.shown  # taken out by this very message: not new
    unused = [
        p for p in unused_photos(scene.timeline, scene.photos) if p.media.content_hash not in gone
    ]
    found: dict[tuple[Reference, int], Photo] = {}
    for photo in photos:
        for n, upload in enumerate(_meant(scene, photo, unused)):
            if upload not in found.values():
                found[photo, n] = upload
    return found


def _meant(scene: Scene, photo: Reference, unused: Sequence[Photo]) -> Sequence[Photo]:
    if isinstance(photo, Fresh):
        return unused
    if isinstance(photo, Named):
        return [p for p in unused if _is_called(p, photo.name)][:1]
    if isinstance(photo, Span) and photo.first > 0 and photo.last > 0:
        start = len(scene.numbering.ids)
        wanted = range(min(photo.first, photo.last), max(photo.first, photo.last) + 1)
        places = [number - start - 1 for number in wanted if number > start]
        return [unused[place] for place in places if place < len(unused)]
    return ()


def add(scene: Scene, wish: AddPhotos) -> Carried:
    """Put new photos into the video: those named, or all that are not yet in it."""
    named: References = (*(Named(name) for name in wish.names), *wish.photos)
    found = arrivals(scene, named or (Fresh(),))
    if not found:
        raise DoubtError("no_new")
    clips = _clips(scene, tuple(found.values()))
    return Carried((Insert(_index(scene, wish), clips),), counted_anew=not named)


def _index(scene: Scene, wish: AddPhotos) -> int:
    if anchors := wish.before or wish.after:
        return beside(scene, anchors, scene.ids, after=bool(wish.after))
    if wish.position > 0:
        return min(wish.position - 1, len(scene.ids))
    return max(len(scene.ids) + 1 + wish.position, 0)


def _clips(scene: Scene, photos: Sequence[Photo]) -> tuple[Clip, ...]:
    """New photos as clips that fit in with the ones there: as long, as still or as lively."""
    timeline = scene.timeline
    canvas = timeline.width_px / timeline.height_px
    moves = varied_moves([p.media for p in photos], canvas, seed=scene.seed)
    usual = _usual_frames(scene)
    mode = timeline.photos[0].resize_mode if timeline.photos else ResizeMode.AUTO
    still = bool(timeline.photos) and all(c.motion == Motion() for c in timeline.photos)
    clips: list[Clip] = []
    for taken, (photo, kind) in enumerate(zip(photos, moves, strict=True)):
        stays = still or photo.media.kind is MediaKind.VIDEO
        camera = Motion() if stays else motion(kind, scene.feel)
        cap = available_frames(photo.media, timeline.rate)
        length = TimeRange(0, usual if cap is None else min(usual, cap))
        clip_id = new_clip_id(timeline, prefix="p", taken=taken)
        clips.append(Clip(clip_id, photo.media, length, mode, camera))
    return tuple(clips)


def _usual_frames(scene: Scene) -> int:
    """What a photo of this video usually gets: the median."""
    lengths = sorted(clip.duration for clip in scene.timeline.photos)
    least = least_frames(1, scene.timeline.rate)
    return max(lengths[len(lengths) // 2], least) if lengths else least


def replace_photo(scene: Scene, wish: Replace) -> Carried:
    """Put the second photo named where the first one is, and take the first one out.

    Of a photo in the video and one that is not, the latter comes, whatever the order.
    """
    first, second = wish.photos[:1], wish.photos[1:2]
    fresh = arrivals(scene, second)
    if not fresh and (fresh := arrivals(scene, first)):
        first = second
    old = scene.numbering.located(first)
    if not old:
        raise DoubtError("replace")
    if fresh:
        (clip, *_), gone = _clips(scene, tuple(fresh.values())[:1]), old[1:]
        removed = (Remove(gone),) if gone else ()
        return Carried((ReplaceMedia(old[0], clip), *removed))
    moved = scene.numbering.located(second)
    if not moved or old == moved:
        raise DoubtError("replace")
    others = [i for i in scene.ids if i not in moved]
    place = others.index(old[0])
    order = (*others[:place], *moved, *others[place:])
    return Carried((Reorder(order), Remove(old)))


def _is_called(photo: Photo, name: str) -> bool:
    return photo.media.name.casefold() == name.casefold()
