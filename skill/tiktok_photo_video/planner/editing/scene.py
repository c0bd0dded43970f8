"""What a wish is carried out in, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.brief import Feel, Mood, Photo
from tiktok_photo_video.planner.editing.locating import Numbering
from tiktok_photo_video.planner.pacing import feel_of_mood
from tiktok_photo_video.timeline.edits import Edit
from tiktok_photo_video.timeline.model import (
    Clip,
    MusicReference,
    PlacedClip,
    Timeline,
    TrackKind,
    placed_in,
)


@dataclass(frozen=True, slots=True)
class Carried:
    """The edits that carry out a wish, and what to say beside them.

    ``counted_anew``: from here on the user's numbers mean the new order.
    """

    edits: tuple[Edit, ...] = ()
    notes: tuple[str, ...] = ()
    counted_anew: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """The timeline as it stands, the numbers the user goes by, and everything uploaded."""

    timeline: Timeline
    numbering: Numbering
    photos: tuple[Photo, ...]
    language: Language
    seed: int

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all photos, in order."""
        return tuple(clip.id for clip in self.timeline.photos)

    def clip(self, clip_id: str) -> Clip:
        """The photo with an id."""
        return next(clip for clip in self.timeline.photos if clip.id == clip_id)

    @property
    def placed(self) -> tuple[PlacedClip, ...]:
        """All photos with their place in time."""
        return placed_in(self.timeline, TrackKind.VIDEO)

    @property
    def titles(self) -> tuple[PlacedClip, ...]:
        """All titles with their place in time."""
        return placed_in(self.timeline, TrackKind.TITLE)

    @property
    def mood(self) -> Mood | None:
        """The mood of the composed music, if it is one we know."""
        clip = self.timeline.music
        media = clip.media if clip else None
        known = isinstance(media, MusicReference) and media.mood in set(Mood)
        return Mood(media.mood) if known and isinstance(media, MusicReference) else None

    @property
    def feel(self) -> Feel:
        """The feel that goes with the music."""
        return feel_of_mood(self.mood)
