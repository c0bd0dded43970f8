"""From the photos a message names to the clips of a timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.planner.wishes import Everything, Named, Reference, References, Span
from tiktok_photo_video.timeline.model import Clip, ExternalReference


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
    """

    ids: tuple[str | None, ...]
    names: dict[str, str]

    def located(self, photos: References) -> tuple[str, ...]:
        """The ids of the clips named, in the order named, each once.

        Raises:
            DoubtError: one of them is not there.

        """
        found = [clip_id for photo in photos for clip_id in self._one(photo)]
        return tuple(dict.fromkeys(found))

    def _one(self, photo: Reference) -> Iterator[str]:
        if isinstance(photo, Span):
            yield from self._spanned(photo)
        elif isinstance(photo, Named):
            yield self._named(photo.name)
        else:
            yield from (i for i in self.ids if i is not None)

    def _spanned(self, span: Span) -> Iterator[str]:
        first, last = (self._place(number) for number in (span.first, span.last))
        for place in range(min(first, last), max(first, last) + 1):
            clip_id = self.ids[place]
            if clip_id is not None:
                yield clip_id
            elif first == last:
                raise DoubtError("no_such_photo", what=str(place + 1), count=self.count)

    def _place(self, number: int) -> int:
        place = number - 1 if number > 0 else len(self.ids) + number
        if not 0 <= place < len(self.ids):
            raise DoubtError("no_such_photo", what=str(abs(number)), count=self.count)
        return place

    def _named(self, name: str) -> str:
        clip_id = self.names.get(name.casefold())
        if clip_id is None or clip_id not in self.ids:
            raise DoubtError("no_such_photo", what=name, count=self.count)
        return clip_id

    @property
    def count(self) -> int:
        """How many photos there are to choose from."""
        return sum(clip_id is not None for clip_id in self.ids)


def numbering_of(clips: Sequence[Clip]) -> Numbering:
    """The numbers as the clips stand."""
    return Numbering(tuple(clip.id for clip in clips), names_of(clips))


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
