"""The texts that a video shows, for messages that call them by their own words."""

from __future__ import annotations

from collections.abc import Iterator

from tiktok_photo_video.timeline.model import CardReference, Timeline, TitleReference, TrackKind


def only_title(timeline: Timeline) -> Iterator[str]:
    """The title, where there is one and no other."""
    track = timeline.track(TrackKind.TITLE)
    media = (clip.media for clip in track.clips) if track else ()
    texts = [m.text for m in media if isinstance(m, TitleReference)]
    yield from texts if len(texts) == 1 else ()


def card_texts(timeline: Timeline) -> Iterator[str]:
    """What the end cards say."""
    media = (clip.media for clip in timeline.pictures)
    return (m.text for m in media if isinstance(m, CardReference))


def caption_texts(timeline: Timeline) -> Iterator[tuple[int, str]]:
    """The captions, each behind the number of its photo."""
    track = timeline.track(TrackKind.CAPTION)
    numbers = {clip.id: number for number, clip in enumerate(timeline.photos, 1)}
    for clip in track.clips if track else ():
        number = numbers.get(clip.anchor or "")
        if isinstance(clip.media, TitleReference) and number:
            yield number, clip.media.text
