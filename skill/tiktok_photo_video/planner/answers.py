"""Short answers to questions and small talk, from the facts of the video."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from tiktok_photo_video.language import Language, counted
from tiktok_photo_video.planner.brief import Photo
from tiktok_photo_video.planner.choices import choices_of, is_choice
from tiktok_photo_video.planner.editing.locating import DoubtError, numbering_in
from tiktok_photo_video.planner.pointers import Having, References
from tiktok_photo_video.planner.sayings import SAYINGS
from tiktok_photo_video.planner.wishes import Cannot, Enquiry
from tiktok_photo_video.timeline.diff import diff
from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    ExternalReference,
    MediaKind,
    MusicReference,
    PlacedClip,
    Timeline,
    TitleReference,
    TrackKind,
    placed_in,
)
from tiktok_photo_video.timeline.summary import describe_all, name_of, seconds, summary

_EN, _ZH = Language.ENGLISH, Language.CHINESE
_MAX_LISTED = 12
CHOOSING = "choose_"  # before what a question asks the choice of
_SQUARE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be told: the video if there is one, everything sent, and what it was before."""

    timeline: Timeline | None
    photos: tuple[Photo, ...]
    language: Language
    before: Timeline | None = None

    def say(self, name: str, /, **facts: object) -> str:
        """A saying in the user's language."""
        return SAYINGS[name][self.language].format(**counted(facts))

    def listed(self, words: list[str]) -> str:
        """Words as a list in a sentence."""
        if self.language is _ZH:
            return "、".join(words)
        return " and ".join([*([", ".join(words[:-1])] if words[1:] else []), words[-1]])

    def seconds(self, frames: int, timeline: Timeline) -> str:
        """Frames as seconds with the unit."""
        return seconds(frames / timeline.rate, language=self.language)


def answer(enquiry: Enquiry, facts: Facts) -> str:
    """The answer to a question: a sentence or two, never the whole timeline unasked."""
    of_video = _OF_VIDEO.get(enquiry.about)
    if of_video is not None and facts.timeline is not None:
        return of_video(facts.timeline, enquiry.photos, facts)
    if of_video is not None:
        return facts.say("no_video_yet", count=_picture_count(facts))
    if enquiry.about == "changes":
        return _changes(facts)
    return _of_program(enquiry.about, facts)


def _of_program(about: str, facts: Facts) -> str:
    choice = about.removeprefix(CHOOSING)
    if about.startswith(CHOOSING) and is_choice(choice):
        return facts.say(about, names=choices_of(choice, facts.language))
    if facts.timeline is None and f"{about}_new" in SAYINGS:
        return facts.say(f"{about}_new")
    return facts.say(about if about in SAYINGS else "unknown_question")


COURTESIES = ("pause", "greeting", "thanks", "praise", "laugh", "complaint", "bye")


def is_elsewhere(wish: Cannot) -> bool:
    """Whether a wish is for something that is done elsewhere, and an answer says where."""
    return f"not_{wish.instead}" in SAYINGS


def decline(wish: Cannot, facts: Facts) -> str:
    """That something cannot be had here, and what can."""
    return facts.say(f"not_{wish.instead}")


def _picture_count(facts: Facts) -> int:
    return sum(p.media.kind.is_seen for p in facts.photos)


def _changes(facts: Facts) -> str:
    if facts.timeline is None:
        return facts.say("no_video_yet", count=_picture_count(facts))
    changes = diff(facts.before, facts.timeline) if facts.before is not None else ()
    if not changes:
        return facts.say("nothing_changed")
    return facts.say("last_change", what=describe_all(changes, language=facts.language))


def _length(timeline: Timeline, _: References, facts: Facts) -> str:
    count = max(len(timeline.photos), 1)
    longest = facts.seconds(timeline.duration, timeline)
    each = facts.seconds(round(timeline.duration / count), timeline)
    return facts.say("length", length=longest, each=each)


def _photo_length(timeline: Timeline, photos: References, facts: Facts) -> str:
    parts = [
        facts.say("photo_length", name=_called(p, timeline), length=_span_of(p, timeline, facts))
        for p in _placed(timeline, photos)
    ]
    return " ".join(parts) if parts else facts.say("no_such", count=len(timeline.photos))


def _span_of(placed: PlacedClip, timeline: Timeline, facts: Facts) -> str:
    return facts.seconds(placed.clip.duration, timeline)


def _placed(timeline: Timeline, photos: References) -> list[PlacedClip]:
    try:
        ids = numbering_in(timeline).located(photos)
    except DoubtError:
        return []
    return [p for p in placed_in(timeline, TrackKind.VIDEO) if p.clip.id in ids]


def _called(placed: PlacedClip, timeline: Timeline) -> str:
    media = placed.clip.media
    number = next(n for n, c in enumerate(timeline.photos, 1) if c.id == placed.clip.id)
    return media.name if isinstance(media, ExternalReference) and media.name else f"#{number}"


def _photo(timeline: Timeline, photos: References, facts: Facts) -> str:
    parts = []
    if any(isinstance(photo, Having) for photo in photos) and not _placed(timeline, photos):
        return facts.say("all_alike")
    for placed in _placed(timeline, photos)[:3]:
        number = next(n for n, c in enumerate(timeline.photos, 1) if c.id == placed.clip.id)
        start = facts.seconds(placed.range_in_track.start, timeline)
        name, length = _called(placed, timeline), _span_of(placed, timeline, facts)
        parts.append(facts.say("photo", number=number, name=name, start=start, length=length))
    space = "" if facts.language is _ZH else " "
    return space.join(parts) or facts.say("no_such", count=len(timeline.photos))


def _count(timeline: Timeline, _: References, facts: Facts) -> str:
    stills = sum(_is_still(clip) for clip in timeline.photos)
    films = len(timeline.photos) - stills
    unused = _picture_count(facts) - len({_hash(c) for c in timeline.photos})
    said = facts.say("count_films" if films else "count", stills=stills, films=films)
    return said if unused <= 0 else said + _gap(facts) + facts.say("count_unused", unused=unused)


def _gap(facts: Facts) -> str:
    return "" if facts.language is _ZH else " "


def _hash(clip: Clip) -> str:
    return clip.media.content_hash if isinstance(clip.media, ExternalReference) else clip.id


def _is_still(clip: Clip) -> bool:
    return isinstance(clip.media, ExternalReference) and clip.media.kind is MediaKind.IMAGE


def _music(timeline: Timeline, _: References, facts: Facts) -> str:
    now = timeline.music
    if now is None:
        return facts.say("music_none")
    if isinstance(now.media, MusicReference):
        return facts.say("music", mood=name_of(now.media.mood, facts.language))
    name = now.media.name if isinstance(now.media, ExternalReference) else ""
    return facts.say("music_own", name=name)


def _volume(timeline: Timeline, _: References, facts: Facts) -> str:
    now = timeline.music
    if now is None:
        return facts.say("music_none")
    return facts.say("muted" if now.is_muted else "volume", volume=f"{now.volume:.0%}")


def _fades(timeline: Timeline, _: References, facts: Facts) -> str:
    now = timeline.music
    if now is None or not (now.fade_in or now.fade_out):
        return facts.say("fades_none" if now else "music_none")
    ends = [facts.seconds(frames, timeline) for frames in (now.fade_in, now.fade_out)]
    return facts.say("fades", start=ends[0], end=ends[1])


def _title(timeline: Timeline, _: References, facts: Facts) -> str:
    parts = []
    for placed in placed_in(timeline, TrackKind.TITLE)[:3]:
        if isinstance(placed.clip.media, TitleReference):
            place, rate = placed.range_in_track, timeline.rate
            text = " ".join(placed.clip.media.text.split())
            start, end = seconds(place.start / rate), seconds(place.end_exclusive / rate)
            parts.append(facts.say("title", text=text, start=start, end=end))
    return _gap(facts).join(parts) or facts.say("title_none")


def _font(timeline: Timeline, photos: References, facts: Facts) -> str:
    return facts.say("font") if timeline.track(TrackKind.TITLE) else _title(timeline, photos, facts)


def _captions(timeline: Timeline, _: References, facts: Facts) -> str:
    track = timeline.track(TrackKind.CAPTION)
    clips = track.clips if track else ()
    texts = [c.media.text for c in clips if isinstance(c.media, TitleReference)]
    if not texts:
        return facts.say("captions_none")
    quoted = [{_EN: f'"{t}"', _ZH: f"“{t}”"}[facts.language] for t in texts[:_MAX_LISTED]]
    return facts.say("captions", texts=facts.listed(quoted))


def _order(timeline: Timeline, _: References, facts: Facts) -> str:
    placed = [p for p in placed_in(timeline, TrackKind.VIDEO) if not _is_card(p.clip)]
    named = [f"{n}. {_called(p, timeline)}" for n, p in enumerate(placed[:_MAX_LISTED], 1)]
    more = len(placed) - len(named)
    said = (", " if facts.language is _EN else "，").join(named)
    return facts.say("order_more" if more else "order", names=said, more=more)


def _is_card(clip: Clip) -> bool:
    return isinstance(clip.media, CardReference)


def _transitions(timeline: Timeline, _: References, facts: Facts) -> str:
    cuts = [p.transition_out for p in placed_in(timeline, TrackKind.VIDEO)[:-1]]
    kinds = Counter(t.transition_type.value for t in cuts if t is not None)
    if not kinds:
        return facts.say("transitions_none")
    names = [name_of(kind, facts.language) for kind, _count in kinds.most_common(4)]
    longest = max(t.duration for t in cuts if t is not None)
    length = facts.seconds(longest, timeline)
    return facts.say("transitions", names=facts.listed(names), length=length)


def _motion(timeline: Timeline, _: References, facts: Facts) -> str:
    kinds = Counter(c.motion.kind.value for c in timeline.photos)
    moving = [kind for kind, _count in kinds.most_common(4) if kind != "none"]
    if not moving:
        return facts.say("motion_none")
    return facts.say("motion", names=facts.listed([name_of(k, facts.language) for k in moving]))


def _looks(timeline: Timeline, _: References, facts: Facts) -> str:
    kinds = Counter(c.look.kind.value for c in timeline.photos if c.look.kind.value != "none")
    if not kinds:
        return facts.say("looks_none")
    names = [name_of(f"look_{kind}", facts.language) for kind in kinds]
    return facts.say("looks", names=facts.listed(names))


def _size(timeline: Timeline, _: References, facts: Facts) -> str:
    width, height = timeline.width_px, timeline.height_px
    shape = Fraction(width, height)
    kind = "wide" if shape > _SQUARE else "tall" if shape < _SQUARE else "square"
    ratio = f"{shape.numerator}:{shape.denominator}"
    return facts.say(
        "size",
        width=width,
        height=height,
        ratio=ratio,
        fps=f"{float(timeline.rate):g}",
        shape=facts.say(kind),
    )


def _cover(timeline: Timeline, _: References, facts: Facts) -> str:
    return facts.say("cover", at=facts.seconds(timeline.cover or 0, timeline))


def _name(timeline: Timeline, _: References, facts: Facts) -> str:
    return facts.say("name", name=timeline.name)


def _overview(timeline: Timeline, _: References, facts: Facts) -> str:
    return summary(timeline, language=facts.language)


_OF_VIDEO: dict[str, Callable[[Timeline, References, Facts], str]] = {
    "length": _length,
    "photo_length": _photo_length,
    "photo": _photo,
    "count": _count,
    "music": _music,
    "volume": _volume,
    "fades": _fades,
    "title": _title,
    "font": _font,
    "captions": _captions,
    "order": _order,
    "transitions": _transitions,
    "motion": _motion,
    "looks": _looks,
    "size": _size,
    "cover": _cover,
    "name": _name,
    "overview": _overview,
}
