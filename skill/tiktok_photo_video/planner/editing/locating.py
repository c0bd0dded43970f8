"""From the photos a message names to the clips of a timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.planner.pointers import (
    AllBut,
    Beside,
    Beyond,
    Everything,
    Fresh,
    Half,
    Having,
    Middle,
    Named,
    Reference,
    References,
    Rest,
    ShownAt,
    Span,
    Stride,
    Trait,
)
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    MediaKind,
    Timeline,
    TrackKind,
    placed_in,
)

SQUARE_LEEWAY = 0.05  # a side ratio this near to 1 is called square


class DoubtError(EditError):
    """A wish that cannot be carried out without asking; ``code`` names the question."""

    code = "doubt"

    def __init__(self, question: str, /, **facts: object) -> None:
        super().__init__(f"This needs an answer first: {question}.", code=question)
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Numbering:
    """Which clip the user means by a number: ``ids[n - 1]``, ``None`` where it is gone.

    It is as the user saw it before the message: removing photo 2 does not turn photo 3
    into photo 2 halfway through a sentence. Only re-sorting counts them anew.

    Attributes:
        ids: clip ids by number.
        names: clip ids by case-folded file name.
        traits: the ids of the clips that have each trait.
        arrived: the ids of the clips that this message put in.
        shown: the content hashes that the video showed before this message.
        starts_s: when each clip came in, in seconds, before this message.
        seen: the ids by number before anything that this message took out.

    """

    ids: tuple[str | None, ...]
    names: Mapping[str, str]
    traits: Mapping[Trait, frozenset[str]] = field(default_factory=dict)
    arrived: tuple[str, ...] = ()
    shown: frozenset[str] = frozenset()
    starts_s: Mapping[str, float] = field(default_factory=dict)
    seen: tuple[str | None, ...] = ()

    def located(self, photos: References) -> tuple[str, ...]:
        """The ids of the clips named, in the order named, each once.

        Raises:
            DoubtError: one of them is not there.

        """
        found = [clip_id for photo in photos for clip_id in self._one(photo)]
        return tuple(dict.fromkeys(found))

    def _one(self, photo: Reference) -> Iterable[str]:
        return _LOCATE[type(photo)](self, photo)

    def place_of(self, number: int) -> int:
        """The index that a number stands for; negative numbers count from the end.

        Raises:
            DoubtError: there are not so many.

        """
        place = number - 1 if number > 0 else len(self.ids) + number
        if not 0 <= place < len(self.ids):
            raise DoubtError("no_such_photo", what=str(abs(number)), count=self.count)
        return place

    @property
    def present(self) -> tuple[str, ...]:
        """The ids that are still there, in order."""
        return tuple(i for i in self.ids if i is not None)

    @property
    def count(self) -> int:
        """How many photos there are to choose from."""
        return len(self.present)


def _spanned(numbering: Numbering, span: Span) -> Iterable[str]:
    first, last = (numbering.place_of(number) for number in (span.first, span.last))
    between = numbering.ids[min(first, last) : max(first, last) + 1]
    if first == last and between == (None,):
        raise DoubtError("no_such_photo", what=str(first + 1), count=numbering.count)
    # "From 4 to 2" names them in that order.
    return [i for i in (between if first <= last else between[::-1]) if i is not None]


def _strided(numbering: Numbering, stride: Stride) -> Iterable[str]:
    start = numbering.place_of(stride.first)
    return [i for i in numbering.ids[start :: stride.step] if i is not None]


def _named(numbering: Numbering, named: Named) -> Iterable[str]:
    clip_id = numbering.names.get(named.name.casefold())
    if clip_id is None or clip_id not in numbering.ids:
        raise DoubtError("no_such_photo", what=named.name, count=numbering.count)
    return (clip_id,)


def _middle(numbering: Numbering, middle: Middle) -> Iterable[str]:
    present = numbering.present
    if middle.count:
        start = max(len(present) - middle.count, 0) // 2
        return present[start : start + middle.count]
    half = len(present) // 2
    return present[half : half + 1] if len(present) % 2 else present[max(half - 1, 0) : half + 1]


def _having(numbering: Numbering, having: Having) -> Iterable[str]:
    owners = numbering.traits.get(having.trait, frozenset())
    if having.trait == "doubled" and not owners:
        raise DoubtError("no_duplicates", count=numbering.count)
    return _some([i for i in numbering.present if i in owners], numbering)


def _fresh(numbering: Numbering, _: Fresh) -> Iterable[str]:
    return _some([i for i in numbering.arrived if i in numbering.present], numbering)


def _some(found: Sequence[str], numbering: Numbering) -> Sequence[str]:
    if not found:
        raise DoubtError("which", count=numbering.count)
    return found


def _beside(numbering: Numbering, beside: Beside) -> Iterable[str]:
    place = _anchored(numbering, beside) + beside.by
    if not 0 <= place < len(numbering.ids) or numbering.ids[place] is None:
        raise DoubtError("which", count=numbering.count)
    return [i for i in (numbering.ids[place],) if i is not None]


def _anchored(numbering: Numbering, beside: Beside) -> int:
    """The index of a photo that another stands beside; it may be gone by now."""
    anchor = beside.anchor
    if isinstance(anchor, Span) and anchor.first == anchor.last:
        return numbering.place_of(anchor.first)
    seen = numbering.seen or numbering.ids
    if isinstance(anchor, Named) and (gone := numbering.names.get(anchor.name.casefold())) in seen:
        return seen.index(gone)
    anchors = numbering.located((anchor,))
    return numbering.ids.index(anchors[-1 if beside.by > 0 else 0])


def _beyond(numbering: Numbering, beyond: Beyond) -> Iterable[str]:
    place = _anchored(numbering, Beside(beyond.anchor, 1 if beyond.later else -1))
    side = numbering.ids[place + 1 :] if beyond.later else numbering.ids[:place]
    return _some([i for i in side if i is not None], numbering)


def _half(numbering: Numbering, half: Half) -> Iterable[str]:
    present = numbering.present
    count = len(present) // 2
    return _some(present[len(present) - count :] if half.second else present[:count], numbering)


def _shown_at(numbering: Numbering, moment: ShownAt) -> Iterable[str]:
    begun = [i for i, start_s in numbering.starts_s.items() if start_s <= moment.at_s]
    return _some([i for i in begun[-1:] if i in numbering.present], numbering)


def _all_but(numbering: Numbering, all_but: AllBut) -> Iterable[str]:
    excepted = set(_as_far_as_there(numbering, all_but.photos))
    return [i for i in numbering.present if i not in excepted]


def _as_far_as_there(numbering: Numbering, photos: References) -> Iterable[str]:
    """The ids of the photos that are still there: "remove 2, the rest …" excepts a gone one."""
    for photo in photos:
        try:
            yield from numbering.located((photo,))
        except DoubtError as doubt:
            if _never_there(numbering, photo):
                raise doubt


def _never_there(numbering: Numbering, photo: Reference) -> bool:
    if isinstance(photo, Named):
        return photo.name.casefold() not in numbering.names
    if not isinstance(photo, Span):
        return True
    return max(abs(photo.first), abs(photo.last)) > len(numbering.ids)


def _everything(numbering: Numbering, _: Everything | Rest) -> Iterable[str]:
    return numbering.present


_LOCATE: dict[type, Callable[[Numbering, Any], Iterable[str]]] = {
    Span: _spanned,
    Named: _named,
    Stride: _strided,
    Middle: _middle,
    Having: _having,
    Fresh: _fresh,
    Beside: _beside,
    Beyond: _beyond,
    Half: _half,
    ShownAt: _shown_at,
    AllBut: _all_but,
    Everything: _everything,
    Rest: _everything,
}


def numbering_of(clips: Sequence[Clip], *, titled: frozenset[str] = frozenset()) -> Numbering:
    """The numbers as the clips stand; ``titled`` are those that a title is seen over."""
    ids = tuple(clip.id for clip in clips)
    hashes = (c.media.content_hash for c in clips if isinstance(c.media, ExternalReference))
    traits: dict[Trait, frozenset[str]] = {**_traits_of(clips), "titled": titled}
    return Numbering(ids, names_of(clips), traits, shown=frozenset(hashes))


def numbering_in(timeline: Timeline) -> Numbering:
    """The numbers of a timeline's photos, and which of them carry the title."""
    titles = [p.range_in_track for p in placed_in(timeline, TrackKind.TITLE)]
    under = frozenset(
        placed.clip.id
        for placed in placed_in(timeline, TrackKind.VIDEO)
        for title in titles
        if placed.range_in_track.start < title.end_exclusive
        and title.start < placed.range_in_track.end_exclusive
    )
    starts_s = {
        placed.clip.id: float(placed.range_in_track.start / timeline.rate)
        for placed in placed_in(timeline, TrackKind.VIDEO)
    }
    return replace(numbering_of(timeline.photos, titled=under), starts_s=starts_s)


def with_ages(
    numbering: Numbering, clips: Sequence[Clip], taken: Mapping[str, datetime]
) -> Numbering:
    """The numbering, knowing the oldest and the newest photo; ``taken`` is by content hash."""
    dated = {
        clip.id: taken[clip.media.content_hash]
        for clip in clips
        if isinstance(clip.media, ExternalReference) and clip.media.content_hash in taken
    }
    if not dated:
        return numbering
    ages: dict[Trait, frozenset[str]] = {
        "oldest": frozenset(i for i, at in dated.items() if at == min(dated.values())),
        "newest": frozenset(i for i, at in dated.items() if at == max(dated.values())),
    }
    return replace(numbering, traits={**numbering.traits, **ages})


def _traits_of(clips: Sequence[Clip]) -> dict[Trait, frozenset[str]]:
    if not clips:
        return {}
    lengths = [clip.duration for clip in clips]
    holders: dict[Trait, Callable[[Clip], bool]] = {
        "landscape": lambda clip: _shape(clip) == "landscape",
        "portrait": lambda clip: _shape(clip) == "portrait",
        "square": lambda clip: _shape(clip) == "square",
        "longest": lambda clip: clip.duration == max(lengths) > min(lengths),
        "shortest": lambda clip: clip.duration == min(lengths) < max(lengths),
        "film": is_film,
        "still": lambda clip: not is_film(clip),
    }
    found = {trait: frozenset(c.id for c in clips if has(c)) for trait, has in holders.items()}
    return {**found, "doubled": _doubled(clips)}


def _doubled(clips: Sequence[Clip]) -> frozenset[str]:
    """The clips that show a file which one before them showed."""
    first: dict[str, str] = {}
    for clip in clips:
        if isinstance(clip.media, ExternalReference):
            first.setdefault(clip.media.content_hash, clip.id)
    originals = set(first.values())
    return frozenset(
        c.id for c in clips if isinstance(c.media, ExternalReference) and c.id not in originals
    )


def is_film(clip: Clip) -> bool:
    """Whether a clip shows a video rather than a photo."""
    return isinstance(clip.media, ExternalReference) and clip.media.kind is MediaKind.VIDEO


def _shape(clip: Clip) -> str:
    media = clip.media
    if not isinstance(media, ExternalReference) or not (media.width_px and media.height_px):
        return ""
    ratio = media.width_px / media.height_px
    if abs(ratio - 1) <= SQUARE_LEEWAY:
        return "square"
    return "landscape" if ratio > 1 else "portrait"


def names_of(clips: Sequence[Clip]) -> dict[str, str]:
    """Clip ids by file name; of two files with one name the first has it."""
    names: dict[str, str] = {}
    for clip in clips:
        if isinstance(clip.media, ExternalReference) and clip.media.name:
            names.setdefault(clip.media.name.casefold(), clip.id)
    return names


def is_everything(photos: References) -> bool:
    """Whether all photos are meant, or none in particular."""
    return not photos or any(isinstance(photo, Everything) for photo in photos)
