"""A message and the turn before it, and which photos that turn was about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tiktok_photo_video.planner.editing.locating import DoubtError, numbering_in
from tiktok_photo_video.planner.grammar.rules import phrased, read
from tiktok_photo_video.planner.marks import span
from tiktok_photo_video.planner.pointers import AllBut, Everything, References, Rest, Span
from tiktok_photo_video.planner.rewording import photo_words
from tiktok_photo_video.planner.spoken import Spoken
from tiktok_photo_video.planner.wishes import Wish
from tiktok_photo_video.timeline.model import ExternalReference, Timeline


@dataclass(frozen=True, slots=True)
class Previous:
    """The turn before.

    Attributes:
        message: what was said then, or what that turn asked to be remembered instead.
        timeline: the video before that turn; ``None`` when there was none yet.
        asked: whether that turn ended with a question of ours.

    """

    message: str
    timeline: Timeline | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A message and the one before it, the timelines before each, and what files are called."""

    now: Spoken
    before: Spoken
    previous: Previous
    timeline: Timeline | None
    files: Mapping[str, str]
    uploads: tuple[ExternalReference, ...] = ()

    @property
    def taken_out(self) -> dict[int, str]:
        """The photos that the turn before took out: their names, by their numbers until then."""
        old, timeline = self.previous.timeline, self.timeline
        if old is None or timeline is None:
            return {}
        present = {clip.id for clip in timeline.photos}
        return {
            number: clip.media.name
            for number, clip in enumerate(old.photos, 1)
            if clip.id not in present and isinstance(clip.media, ExternalReference)
        }

    @property
    def wishes_before(self) -> list[Wish]:
        """What the turn before asked for."""
        return self.wishes_in(self.previous.message)

    def wishes_in(self, text: str) -> list[Wish]:
        """What words ask for by themselves."""
        return [said.wish for said in read(text, files=self.files).said]


def named_now(turn: Turn) -> tuple[int, ...]:
    """The present numbers of the photos that the turn before was about: new ones, or named."""
    timeline, old = turn.timeline, turn.previous.timeline
    if timeline is None:
        return ()
    if old is None and turn.uploads:
        return _named_of_uploads(turn, timeline)
    ids = [clip.id for clip in timeline.photos]
    known = {clip.id for clip in old.photos} if old else set(ids)
    if came := [n for n, i in enumerate(ids, 1) if i not in known]:
        return tuple(came)
    photos = next((p.photos for p in turn.before.parts if p.photos), ())
    photos = photos or bare_photos(turn.before)
    if any(isinstance(p, Everything | Rest) for p in photos):
        return ()
    try:
        located = numbering_in(old or timeline).located(photos)
    except DoubtError:
        return ()
    return tuple(ids.index(i) + 1 for i in located if i in ids)


def _named_of_uploads(turn: Turn, timeline: Timeline) -> tuple[int, ...]:
    """Where the photos that the request for the video named by number stand in it now."""
    photos = next((p.photos for p in turn.before.parts if p.photos), ())
    spans = [p for p in photos if isinstance(p, Span) and p.first > 0]
    numbers = [n for p in spans for n in range(p.first, p.last + 1)]
    seen = [clip.media for clip in timeline.photos]
    known = [turn.uploads[n - 1] for n in numbers if n <= len(turn.uploads)]
    return tuple(seen.index(media) + 1 for media in known if media in seen)


def bare_photos(before: Spoken) -> References:
    """Photos named by bare numbers: written out, they read like any others."""
    part = next((p for p in before.parts if p.is_bare), None)
    if part is None and not before.means("act"):
        ends = {"front": span(1), "end": span(-1)}
        return tuple(ends[v] for t in before.tokens if (v := t.value("place")) in ends)[:1]
    if part is None:
        return ()
    _, tokens = phrased(photo_words(part, before))
    return next((t.photos for t in tokens if t.photos), ())


def located_in(photos: References, timeline: Timeline | None) -> tuple[int, ...]:
    """The present numbers of photos; none where they cannot be found."""
    if timeline is None:
        return ()
    numbering = numbering_in(timeline)
    try:
        return tuple(numbering.ids.index(i) + 1 for i in numbering.located(_flat(photos)))
    except DoubtError:
        return ()


def _flat(photos: References) -> References:
    """``except photo 2`` speaks of photo 2."""
    inner = (p.photos if isinstance(p, AllBut) else (p,) for p in photos)
    return tuple(photo for each in inner for photo in each)
