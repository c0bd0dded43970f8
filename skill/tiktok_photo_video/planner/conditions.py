"""Requests on a condition that the video settles: ``if there is no end card add one``.

Where the condition holds, the request is what is left of the sentence; where it does not, what
follows "otherwise" is, or nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tiktok_photo_video.timeline.model import CardReference, MusicReference, Timeline, TrackKind

_LEAVE = "leave it as it is"
_THING = (
    r"(?P<thing>end card|closing card|end screen|title|headline|music|song|soundtrack|captions?"
    r"|logo|watermark)"
)
_THERE = re.compile(
    rf"^\W*(?:and |but |also )?if (?:there(?:'s| is| are) (?P<no>no |not? an? |not any )?"
    rf"|there (?P<not>isn't|aren't|is not|are not) |(?:it|the video) (?P<lacks>has no "
    rf"|doesn't have |does not have )|(?:it|the video) (?P<has>has ))(?:a |an |any |already |yet )*"
    rf"{_THING}(?: yet| already| in it| on it| there)*,? (?:then |please )*(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OF_LENGTH = re.compile(
    r"^\W*(?:and |but |also )?if (?:it|the video|the whole thing)(?:'s| is| gets| runs)"
    r" (?P<way>longer|more|over|shorter|less|under)(?: than)? (?P<number>\d+(?:\.\d+)?) ?"
    r"(?:s|secs?|seconds),? (?:then |please )*(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OF_MOOD = re.compile(
    r"^\W*if the (?:music|song) is(?P<not> not|n't)?(?: already)? (?P<mood>[a-z-]+),? "
    r"(?:then |please )*(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OTHERWISE = re.compile(r"[,;.]? *\b(?:otherwise|or else|if not)\b,? *", re.IGNORECASE)


def settled_by(message: str, timeline: Timeline | None) -> str:
    """The request as it stands once the video has settled its condition."""
    if timeline is None or not message.isascii():
        return message
    if (found := _THERE.match(message)) is not None:
        wanted = not (found["no"] or found["not"] or found["lacks"])
        named = found["thing"].lower()
        holds = _HELD[_kind(named)](timeline) == wanted
        return _one_of_two(_named(found["rest"], named), holds=holds)
    if (found := _OF_LENGTH.match(message)) is not None:
        rest = re.sub(r"\bto (\d+)(?=\W*$)", r"to \1 seconds", found["rest"])
        return _one_of_two(rest, holds=_is_as_long(found, timeline))
    if (found := _OF_MOOD.match(message)) is not None:
        holds = _mood(timeline) == found["mood"].lower()
        return _one_of_two(found["rest"], holds=holds != bool(found["not"]))
    return message


def _one_of_two(rest: str, *, holds: bool) -> str:
    then, *otherwise = _OTHERWISE.split(rest, maxsplit=1)
    return (then if holds else "".join(otherwise)) or _LEAVE


def _named(rest: str, thing: str) -> str:
    """``add one``, ``remove it``: with the thing the condition was about."""
    rest = re.sub(r"\badd one\b", f"add a {thing}", rest, flags=re.IGNORECASE)
    verbs = r"\b(remove|delete|drop|lose|take out|get rid of|mute) (?:it|them)\b"
    return re.sub(verbs, rf"\1 the {thing}", rest, flags=re.IGNORECASE)


def _is_as_long(found: re.Match[str], timeline: Timeline) -> bool:
    length_s, bound_s = float(timeline.duration / timeline.rate), float(found["number"])
    longer = found["way"].lower() in ("longer", "more", "over")
    return length_s > bound_s if longer else length_s < bound_s


def _mood(timeline: Timeline) -> str:
    track = timeline.track(TrackKind.AUDIO)
    media = track.clips[0].media if track and track.clips else None
    return media.mood if isinstance(media, MusicReference) else ""


def _has(kind: TrackKind) -> Callable[[Timeline], bool]:
    return lambda timeline: bool((track := timeline.track(kind)) and track.clips)


def _has_card(timeline: Timeline) -> bool:
    return any(isinstance(clip.media, CardReference) for clip in timeline.pictures)


_HELD: dict[str, Callable[[Timeline], bool]] = {
    "card": _has_card,
    "title": _has(TrackKind.TITLE),
    "music": _has(TrackKind.AUDIO),
    "caption": _has(TrackKind.CAPTION),
    "logo": lambda timeline: timeline.logo is not None,
}
_KINDS = {"headline": "title", "song": "music", "soundtrack": "music", "watermark": "logo"}


def _kind(thing: str) -> str:
    last = thing.rsplit(maxsplit=1)[-1].removesuffix("s")
    return _KINDS.get(last, "card" if last in ("card", "screen") else last)
