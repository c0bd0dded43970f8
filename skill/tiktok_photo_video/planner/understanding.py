"""One message in, what it means for the timeline out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.brief import Photo
from tiktok_photo_video.planner.briefing import Briefed, brief_from
from tiktok_photo_video.planner.editing.carrying import Outcome, Question, carry_out
from tiktok_photo_video.planner.editing.locating import Numbering, names_of, numbering_in
from tiktok_photo_video.planner.editing.photos import unused_photos
from tiktok_photo_video.planner.editing.scene import Scene
from tiktok_photo_video.planner.editing.times import length_notes
from tiktok_photo_video.planner.grammar.rules import Reading, Said, read
from tiktok_photo_video.planner.layout import lay_out
from tiktok_photo_video.planner.normal import MAX_CHARS
from tiktok_photo_video.planner.remarks import note, question, suggestion
from tiktok_photo_video.planner.vocabulary import vocabulary
from tiktok_photo_video.planner.wishes import (
    AddPhotos,
    Cannot,
    Enquiry,
    History,
    Music,
    NewVideo,
    Occasion,
    Unknown,
    Unsaid,
)
from tiktok_photo_video.timeline.edits import Create, Edit
from tiktok_photo_video.timeline.model import (
    ExternalReference,
    MediaKind,
    MusicReference,
    Timeline,
    TrackKind,
    frames_from_s,
)
from tiktok_photo_video.timeline.summary import name_of, seconds, summary

MIN_KNOWN_SHARE = 0.5  # below this a message is in neither language, whatever it seems to say
MIN_STEM_CHARS = 3
MAX_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a message means.

    Attributes:
        edits: to be applied in order; they fit the timeline that was given.
        unclear: pieces of the message that were not understood, as the user wrote them.
        question: one thing to ask back; then there are no edits.
        notes: short honest remarks to show beside the result.
        suggestions: what the user could say next.
        history: go back or forward in what was done, ``steps`` times.
        steps: how many times.
    """

    edits: tuple[Edit, ...] = ()
    unclear: tuple[str, ...] = ()
    question: str | None = None
    notes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    history: Literal["undo", "redo"] | None = None
    steps: int = 1


def understand(
    message: str,
    *,
    timeline: Timeline | None,
    photos: Sequence[Photo],
    language: Language,
    seed: int,
) -> Understanding:
    """What a message asks for, given the video so far and everything uploaded.

    Without a video it is a request to make one; with one it is a request to change it,
    unless it asks for a new one. It never raises on any text.

    Args:
        message: the user's words, in any language.
        timeline: the video so far, if any.
        photos: the uploaded files, in upload order.
        language: what to answer in.
        seed: the same seed gives the same understanding.

    """
    now = timeline if timeline is not None and timeline.photos else None
    reading = read(message, files=_spoken_names(now, photos))
    notes = (note("unread", language),) if len(message) > MAX_CHARS else ()
    context = _Context(reading, now, tuple(photos), language, seed, notes)
    return _in_history(context) or _answered(context) or _made_or_changed(context)


@dataclass(frozen=True, slots=True)
class _Context:
    reading: Reading
    timeline: Timeline | None
    photos: tuple[Photo, ...]
    language: Language
    seed: int
    notes: tuple[str, ...]

    @property
    def said(self) -> tuple[Said, ...]:
        return self.reading.said

    def asks_for(self, *kinds: type) -> bool:
        return any(isinstance(each.wish, kinds) for each in self.said)


def _spoken_names(timeline: Timeline | None, photos: Sequence[Photo]) -> Mapping[str, str]:
    """What files may be called: by name, and by its stem where that is no word of ours."""
    clips = timeline.photos if timeline else ()
    media = [c.media for c in clips if isinstance(c.media, ExternalReference)]
    names = [m.name for m in (*media, *(p.media for p in photos)) if m.name.strip()]
    topics = {"occasion", "subject"} if timeline else {"subject"}
    stems = {PurePath(name).stem: name for name in reversed(names)}
    spoken = {s.casefold(): name for s, name in stems.items() if _tells_apart(s, topics)}
    return {**spoken, **{name.casefold(): name for name in names}}


def _tells_apart(stem: str, harmless: set[str]) -> bool:
    """Whether a stem can only mean the file.

    ``harmless`` are kinds of words that ask for nothing by themselves: once there is a
    video, "beach" is the photo rather than the occasion.
    """
    senses = vocabulary().senses.get(stem.casefold(), ())
    known = any(sense.kind not in harmless for sense in senses)
    return len(stem) >= MIN_STEM_CHARS and not stem.isdigit() and not known


def _in_history(context: _Context) -> Understanding | None:
    wish = next((s.wish for s in context.said if isinstance(s.wish, History)), None)
    if wish is None:
        return None
    rest = tuple(s for s in context.said if not isinstance(s.wish, History))
    others = tuple(s.words for s in rest)
    asks_more = any(not isinstance(s.wish, Unknown) for s in rest)
    notes = (note("history_alone", context.language),) if asks_more else ()
    return Understanding(
        unclear=tuple(dict.fromkeys(others)),
        notes=(*context.notes, *notes),
        history=wish.direction,
        steps=wish.steps,
    )


def _answered(context: _Context) -> Understanding | None:
    """A pure question changes nothing and gets the facts there are."""
    if not context.said or not all(isinstance(s.wish, Enquiry) for s in context.said):
        return None
    timeline, language = context.timeline, context.language
    fact = summary(timeline, language=language) if timeline else note("ability", language)
    return Understanding(
        notes=(*context.notes, fact), suggestions=_suggestions(timeline, context.language)
    )


def _made_or_changed(context: _Context) -> Understanding:
    pictures = tuple(p for p in context.photos if p.media.kind is not MediaKind.AUDIO)
    if context.timeline is None or context.asks_for(NewVideo):
        if not pictures and context.timeline is not None:
            pictures = _pictures_of(context.timeline)
        if not pictures:
            return Understanding(question=question("upload", context.language), notes=context.notes)
        return _created(context, pictures)
    return _changed(context, context.timeline)


def _pictures_of(timeline: Timeline) -> tuple[Photo, ...]:
    media = (clip.media for clip in timeline.photos)
    return tuple(Photo(m) for m in media if isinstance(m, ExternalReference))


def _created(context: _Context, pictures: tuple[Photo, ...]) -> Understanding:
    sounds = tuple(p for p in context.photos if p.media.kind is MediaKind.AUDIO)
    briefed = brief_from(context.said, pictures, seed=context.seed)
    name = context.timeline.name if context.timeline else "project"
    laid_out = lay_out(briefed.brief, (*pictures, *sounds), seed=context.seed, name=name)
    outcome = carry_out(
        briefed.left,
        laid_out,
        context.photos,
        language=context.language,
        seed=context.seed,
        numbering=_numbering(briefed, laid_out, len(pictures)),
    )
    asked_about = tuple(q.words for q in outcome.questions)
    notes = (
        *context.notes,
        *_assumption(context, outcome.timeline),
        *_length_remarks(context, briefed, laid_out),
        *(note(name, context.language, **_worded(f, context)) for name, f in briefed.remarks),
        *(() if outcome.already else outcome.notes),
    )
    return Understanding(
        edits=(Create(outcome.timeline),),
        unclear=tuple(dict.fromkeys((*outcome.unclear, *asked_about))),
        notes=tuple(dict.fromkeys(notes)),
        suggestions=_suggestions(outcome.timeline, context.language),
    )


def _worded(facts: Mapping[str, object], context: _Context) -> dict[str, object]:
    return {
        key: name_of(str(value), context.language) if key == "mood" else value
        for key, value in facts.items()
    }


def _numbering(briefed: Briefed, laid_out: Timeline, count: int) -> Numbering:
    """Numbers in a creation request mean the uploads, even when some are left out."""
    only = briefed.brief.only
    if only is None:
        return numbering_in(laid_out)
    ids = tuple(f"p{only.index(n) + 1}" if n in only else None for n in range(1, count + 1))
    return Numbering(ids, names_of(laid_out.photos))


def _assumption(context: _Context, timeline: Timeline) -> tuple[str, ...]:
    """What was assumed, when little or nothing of the message was understood."""
    nothing = all(isinstance(s.wish, (Unknown, Unsaid, Cannot, Enquiry)) for s in context.said)
    foreign = context.reading.known_share < MIN_KNOWN_SHARE
    if not nothing and not foreign and context.reading.has_letters:
        return ()
    rate, language = timeline.rate, context.language
    return (
        note(
            "assumed",
            language,
            count=len(timeline.photos),
            length=seconds(timeline.duration / rate, language=language),
            music=_music_words(timeline, language),
        ),
    )


def _music_words(timeline: Timeline, language: Language) -> str:
    media = timeline.music.media if timeline.music else None
    nothing = {Language.ENGLISH: "no music", Language.CHINESE: "没有音乐"}[language]
    if media is None:
        return nothing
    own = {Language.ENGLISH: "your music", Language.CHINESE: "你的音乐"}[language]
    if not isinstance(media, MusicReference):
        return own
    word = name_of(media.mood, language)
    return {Language.ENGLISH: f"{word.lower()} music", Language.CHINESE: f"{word}的音乐"}[language]


def _length_remarks(context: _Context, briefed: Briefed, laid_out: Timeline) -> tuple[str, ...]:
    brief = briefed.brief
    scene = Scene(
        laid_out, numbering_in(laid_out), context.photos, context.language, context.seed
    )
    asked_s = brief.total_s
    if asked_s is None and brief.per_photo_s is not None:
        asked_s = brief.per_photo_s * len(laid_out.photos)
    if asked_s is None:
        return ()
    asked = frames_from_s(min(asked_s, 1e6), laid_out.rate)
    return length_notes(scene, asked, laid_out.duration)


def _changed(context: _Context, timeline: Timeline) -> Understanding:
    said = _with_meaning(context)
    outcome = carry_out(
        said, timeline, context.photos, language=context.language, seed=context.seed
    )
    suggestions = _suggestions(outcome.timeline, context.language)
    notes = (*context.notes, *outcome.notes)
    if outcome.edits:
        asked_about = (q.words for q in outcome.questions)
        unclear = tuple(dict.fromkeys((*outcome.unclear, *asked_about)))
        return Understanding(tuple(outcome.edits), unclear, None, notes, suggestions)
    asked = _question(context, outcome, understood=bool(notes))
    if asked and not outcome.questions:
        notes = context.notes  # the question says already what cannot be done
    if not (asked or notes or outcome.unclear):
        notes = (note("unchanged", context.language),)
    return Understanding((), tuple(outcome.unclear), asked, notes, suggestions)


def _with_meaning(context: _Context) -> tuple[Said, ...]:
    """The wishes, where what the video is about counts only if nothing else was said."""
    said = tuple(s for s in context.said if not isinstance(s.wish, (Occasion, Enquiry)))
    if said:
        return said
    occasions = [s for s in context.said if isinstance(s.wish, Occasion)]
    if occasions and isinstance(occasions[0].wish, Occasion):
        return (Said(Music(mood=occasions[0].wish.mood), occasions[0].words),)
    if not context.reading.says_something and _has_new_photos(context):
        return (Said(AddPhotos(), ""),)
    return ()


def _has_new_photos(context: _Context) -> bool:
    """Photos dropped without a word are meant to go in."""
    if context.timeline is None:
        return False
    return bool(unused_photos(context.timeline, context.photos))


def _question(context: _Context, outcome: Outcome, *, understood: bool) -> str | None:
    """The one thing to ask when nothing could be done."""
    language = context.language
    if outcome.questions:
        return _asked(outcome.questions[0], language)
    impossible = [s.wish.text for s in context.said if isinstance(s.wish, Cannot)]
    if impossible:
        return question("not_possible", language, text=impossible[0])
    if outcome.unclear:
        return question("not_understood", language, text=outcome.unclear[0])
    if understood or (context.reading.says_something and not context.said):
        return None
    return None if context.said else question("what", language)


def _asked(asked: Question, language: Language) -> str:
    return question(asked.name, language, **asked.facts)


def _suggestions(timeline: Timeline | None, language: Language) -> tuple[str, ...]:
    """Things to say next that would change something."""
    names = ["title", "music", "length", "transitions", "order"]
    if timeline is not None:
        if timeline.track(TrackKind.TITLE):
            names.remove("title")
        media = timeline.music.media if timeline.music else None
        if isinstance(media, MusicReference) and media.mood == "lofi":
            names.remove("music")
        if timeline.duration == 15 * timeline.rate:
            names.remove("length")
    return tuple(suggestion(name, language) for name in names[:MAX_SUGGESTIONS])
