"""What edits must hold to before they are carried out; each refusal says what would do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from tiktok_photo_video.errors import EditError
from tiktok_photo_video.timeline.bounds import VOLUME, Bounds, is_color
from tiktok_photo_video.timeline.check import clip_problems
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    MediaKind,
    MediaReference,
    Timeline,
    TitleReference,
)
from tiktok_photo_video.timeline.tracks import clips_and_cuts, is_film, with_pictures


def require(clips: Iterable[Clip], clip_ids: Iterable[str]) -> None:
    """Every id is that of one of these clips."""
    known = {clip.id for clip in clips}
    if missing := [i for i in clip_ids if i not in known]:
        raise EditError(
            f"There is no clip {', '.join(missing)} here.",
            code="no_such_clip",
            hint=f"There are {len(known)}.",
        )


def required_photo(timeline: Timeline, clip_id: str) -> Clip:
    """The photo or video with an id; the end card is none."""
    require(timeline.photos, (clip_id,))
    return next(clip for clip in timeline.photos if clip.id == clip_id)


def require_new(timeline: Timeline, clips: tuple[Clip, ...]) -> None:
    """Clips that come in have ids of their own, and something to show."""
    taken = [clip.id for track in timeline.tracks for clip in track.clips]
    ids = taken + [clip.id for clip in clips]
    if len(ids) != len(set(ids)):
        raise EditError("Two clips would have one id.", code="id_taken", hint="Use new ids.")
    for clip in clips:
        require_picture(clip)


def require_picture(clip: Clip) -> None:
    """A clip shows a photo or a video, within all bounds, for a while."""
    media = clip.media
    if not isinstance(media, ExternalReference) or not media.kind.is_seen:
        raise EditError(
            f"Clip {clip.id} is neither a photo nor a video.",
            code="not_a_picture",
            hint="Give a photo or a video here; titles, cards and music have edits of their own.",
        )
    if clip.duration < 1 or clip.source_range.start < 0:
        raise EditError(
            "A photo without a duration cannot be shown.",
            code="too_short",
            hint="Give it at least a tenth of a second.",
        )
    for problem in clip_problems(clip):
        raise EditError(
            problem.sentence, code=f"bad_{problem.code}", hint="Give it a value that can be shown."
        )


def require_films(clips: Iterable[Clip], *, lacks: str, hint: str) -> None:
    """Clips are videos: a photo has no such thing as what the edit changes."""
    for clip in clips:
        if not is_film(clip.media):
            raise EditError(
                f"{_called(clip)} is a photo: it has no {lacks}.", code="not_a_video", hint=hint
            )


def _called(clip: Clip) -> str:
    name = clip.media.name if isinstance(clip.media, ExternalReference) else ""
    return name or f"Clip {clip.id}"


def require_color(color: str) -> None:
    """A text is a colour."""
    if not is_color(color):
        raise EditError(
            f"{color!r} is not a colour.", code="bad_color", hint="Write it as #ffcc00."
        )


def require_words(title: TitleReference, what: str) -> None:
    """A title or caption has something to read, in a colour there is."""
    if not title.text.strip():
        raise EditError(
            f"A {what} needs some text.", code=f"empty_{what}", hint="Say what it reads."
        )
    require_color(title.color)


def within(value: float | Fraction, bounds: Bounds, *, what: str, code: str) -> None:
    """A value lies within its bounds."""
    if not bounds.hold(value):
        raise EditError(
            f"The {what} cannot be {float(value):g}.",
            code=code,
            hint=f"Use {float(bounds.least):g} to {float(bounds.most):g}.",
        )


def checked_volume(volume: float) -> float:
    """The volume, if it can be one."""
    if not VOLUME.hold(volume):
        raise EditError(
            f"The volume cannot be {volume:.0%}.", code="bad_volume", hint="Use 0 to 200 %."
        )
    return volume


def require_music(timeline: Timeline, purpose: str) -> Clip:
    """There is music to do something with."""
    if timeline.music is None:
        raise EditError(
            f"There is no music {purpose}.", code="no_music", hint="Ask for music first."
        )
    return timeline.music


def map_pictures(
    timeline: Timeline, clip_ids: tuple[str, ...], change: Callable[[Clip, int], Clip]
) -> Timeline:
    """Photos changed one by one; ``change`` is also told which turn it is, from 0."""
    require(timeline.photos, clip_ids)
    clips, cuts = clips_and_cuts(timeline)
    turns = {clip_id: turn for turn, clip_id in enumerate(clip_ids)}
    changed = [change(c, turns[c.id]) if c.id in turns else c for c in clips]
    return with_pictures(timeline, changed, cuts)


def media_is(media: MediaReference, kinds: tuple[MediaKind, ...]) -> bool:
    """Whether media is a file of one of these kinds."""
    return isinstance(media, ExternalReference) and media.kind in kinds
