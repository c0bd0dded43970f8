"""One message in, what it means for the timeline out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Literal

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.answers import COURTESIES, Facts, answer, decline, is_elsewhere
from tiktok_photo_video.planner.brief import Photo
from tiktok_photo_video.planner.briefing import Briefed, brief_from
from tiktok_photo_video.planner.editing.carrying import Outcome, Question, carry_out
from tiktok_photo_video.planner.editing.locating import Numbering, names_of, numbering_in
from tiktok_photo_video.planner.editing.photos import unused_photos
from tiktok_photo_video.planner.editing.scene import Scene
from tiktok_photo_video.planner.editing.times import length_notes
from tiktok_photo_video.planner.grammar.rules import Reading, Said, read
from tiktok_photo_video.planner.layout import lay_out
from tiktok_photo_video.planner.memory import Previous, Recalled, recalled
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
    Wish,
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
from tiktok_photo_video.timeline.summary import name_of, seconds

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
        rewind: the edits are for the timeline before the turn before: they replace that turn.
        heard: what to remember as this turn's message, where the words alone say too little.
    """

    edits: tuple[Edit, ...] = ()
    unclear: tuple[str, ...] = ()
    question: str | None = None
    notes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    history: Literal["undo", "redo"] | None = None
    steps: int = 1
    rewind: bool = False
    heard: str = ""


def understand(
    message: str,
    *,
    timeline: Timeline | None,
    photos: Sequence[Photo],
    language: Language,
    seed: int,
    previous: Previous | None = None,
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
        previous: the turn before, which "no, the third" or "make it longer" takes up.

    """
    before = previous.timeline if previous else None
    at_hand = _AtHand(tuple(photos), language, seed, before)
    if previous is not None:
        files = _spoken_names(timeline, photos)
        taken_up = recalled(message, previous, timeline=timeline, files=files)
        if taken_up is not None:
            return _taken_up(taken_up, previous, timeline, at_hand)
    return _understood(message, timeline, at_hand)


@dataclass(frozen=True, slots=True)
class _AtHand:
    """What stays the same however a message is read."""

    photos: tuple[Photo, ...]
    language: Language
    seed: int
    before: Timeline | None = None


def _taken_up(
    taken_up: Recalled, previous: Previous, timeline: Timeline | None, at_hand: _AtHand
) -> Understanding:
    """A message that goes on from the one before, read as the whole it stands for."""
    if not taken_up.message:
        return Understanding(notes=(note("left", at_hand.language),))
    base = previous.timeline if taken_up.rewind else timeline
    understood = _understood(taken_up.message, base, at_hand)
    rewinds = taken_up.rewind and bool(understood.edits)
    nothing_left = not (understood.edits or understood.question or understood.unclear)
    if taken_up.rewind and nothing_left and not understood.history:
        # What was meant is how it was before: going back is all there is to do.
        return Understanding(history="undo", heard=taken_up.message)
    return replace(understood, rewind=rewinds, heard=taken_up.message)


def _understood(message: str, timeline: Timeline | None, at_hand: _AtHand) -> Understanding:
    photos, language, seed = at_hand.photos, at_hand.language, at_hand.seed
    now = timeline if timeline is not None and timeline.photos else None
    reading = read(message, files=_spoken_names(now, photos))
    notes = (note("unread", language),) if len(message) > MAX_CHARS else ()
    context = _Context(reading, now, tuple(photos), language, seed, notes, at_hand.before)
    return _in_history(context) or _answered(context) or _made_or_changed(context)


@dataclass(frozen=True, slots=True)
class _Context:
    reading: Reading
    timeline: Timeline | None
    photos: tuple[Photo, ...]
    language: Language
    seed: int
    notes: tuple[str, ...]
    before: Timeline | None = None

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
    """A pure question, a courtesy or a wish for something else changes nothing."""
    if not context.said or not all(_is_for_answer(s.wish) for s in context.said):
        return None
    told = [_told(s.wish, context) for s in _worth_answering(context.said)]
    return Understanding(notes=(*context.notes, *dict.fromkeys(told)))


def _is_for_answer(wish: Wish) -> bool:
    return isinstance(wish, Enquiry) or (isinstance(wish, Cannot) and is_elsewhere(wish))


def _worth_answering(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """The questions; courtesies only where there is nothing else to answer."""
    asked = tuple(s for s in said if not _is_courtesy(s.wish))
    return asked or said[-1:]


def _is_courtesy(wish: Wish) -> bool:
    return isinstance(wish, Enquiry) and wish.about in COURTESIES


def _told(wish: Wish, context: _Context) -> str:
    facts = Facts(context.timeline, context.photos, context.language, context.before)
    if isinstance(wish, Cannot):
        return decline(wish, facts)
    return answer(wish, facts) if isinstance(wish, Enquiry) else ""


def _told_beside(context: _Context, timeline: Timeline) -> tuple[str, ...]:
    """Answers to what was asked besides a change, from the video as it is now."""
    now = replace(context, timeline=timeline)
    asked = (s.wish for s in context.said if isinstance(s.wish, Enquiry))
    return tuple(_told(wish, now) for wish in asked if not _is_courtesy(wish))


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
        *_told_beside(context, outcome.timeline),
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
    notes = (*context.notes, *outcome.notes, *_told_beside(context, outcome.timeline))
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
    if occasions:
        # "Happy birthday" or "my wife loved it" may be about anything: say it was not read.
        return tuple(Said(Unknown(s.words), s.words) for s in occasions)
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
