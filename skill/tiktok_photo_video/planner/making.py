"""A request for a new video: laid out, and what is left of it carried out."""

from __future__ import annotations

from collections.abc import Mapping

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.brief import Photo
from tiktok_photo_video.planner.briefing import Briefed, brief_from
from tiktok_photo_video.planner.context import (
    Context,
    Understanding,
    ideas_for,
    later_wins,
    suggestions_for,
    told_beside,
)
from tiktok_photo_video.planner.editing.carrying import Question, carry_out
from tiktok_photo_video.planner.editing.locating import Numbering, names_of, numbering_in
from tiktok_photo_video.planner.editing.scene import Scene
from tiktok_photo_video.planner.editing.times import beyond, length_notes
from tiktok_photo_video.planner.layout import lay_out
from tiktok_photo_video.planner.photo_wishes import Length
from tiktok_photo_video.planner.remarks import note
from tiktok_photo_video.planner.taste import MAX_TOTAL_S
from tiktok_photo_video.planner.wishes import Cannot, Enquiry, Unknown, Unsaid
from tiktok_photo_video.timeline.edits import Create
from tiktok_photo_video.timeline.model import (
    UNNAMED,
    MediaKind,
    MusicReference,
    Timeline,
    frames_from_s,
)
from tiktok_photo_video.timeline.summary import name_of, seconds

MIN_KNOWN_SHARE = 0.5  # below this a message is in neither language, whatever it seems to say


def asks_first(context: Context) -> Question | None:
    """What to ask before anything is made: all that was said is a wish that is not complete."""
    for said in context.said:
        length_s = said.wish.total_s if isinstance(said.wish, Length) else None
        if length_s is not None and length_s > MAX_TOTAL_S:
            return Question("beyond", beyond(length_s, context.language), said.words)
    unsaid = [s for s in context.said if isinstance(s.wish, Unsaid)]
    complete = [s for s in context.said if not isinstance(s.wish, (Unsaid, Unknown, Enquiry))]
    if not unsaid or complete or not isinstance(unsaid[0].wish, Unsaid):
        return None
    count = sum(p.media.kind.is_seen for p in context.photos)
    facts: dict[str, object] = {"count": count, "text": unsaid[0].wish.text}
    return Question(unsaid[0].wish.what, facts, unsaid[0].words)


def created(context: Context, pictures: tuple[Photo, ...]) -> Understanding:
    """A new video of these pictures, as the message wants it."""
    sounds = tuple(p for p in context.photos if p.media.kind is MediaKind.AUDIO)
    briefed = brief_from(context.said, pictures, seed=context.seed)
    name = context.timeline.name if context.timeline else UNNAMED
    laid_out = lay_out(briefed.brief, (*pictures, *sounds), seed=context.seed, name=name)
    outcome = carry_out(
        briefed.left,
        laid_out,
        context.photos,
        language=context.language,
        seed=context.seed,
        numbering=_numbering(briefed, laid_out, len(pictures)),
    )
    asked_about = (*(q.words for q in outcome.questions), *_incomplete(context))
    notes = (
        *context.notes,
        *_assumption(context, outcome.timeline),
        *_length_remarks(context, briefed, laid_out),
        *(note(name, context.language, **_worded(f, context)) for name, f in briefed.remarks),
        *(() if outcome.already else outcome.notes),
        *told_beside(context, outcome.timeline),
        *later_wins(context),
    )
    unclear = tuple(dict.fromkeys((*outcome.unclear, *asked_about)))
    ideas = ideas_for(unclear, outcome.timeline, context.language)
    return Understanding(
        edits=(Create(outcome.timeline),),
        unclear=unclear,
        notes=tuple(dict.fromkeys(notes)),
        suggestions=ideas or suggestions_for(outcome.timeline, context.language),
        doubtful=asked_about,
    )


def _incomplete(context: Context) -> tuple[str, ...]:
    """What was said of photos that nobody can find: a new video is made without it."""
    lost = ("which", "stranger", "replace", "move", "swap")
    return tuple(
        s.words for s in context.said if isinstance(s.wish, Unsaid) and s.wish.what in lost
    )


def _worded(facts: Mapping[str, object], context: Context) -> dict[str, object]:
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


def _assumption(context: Context, timeline: Timeline) -> tuple[str, ...]:
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


def _length_remarks(context: Context, briefed: Briefed, laid_out: Timeline) -> tuple[str, ...]:
    brief = briefed.brief
    scene = Scene(laid_out, numbering_in(laid_out), context.photos, context.language, context.seed)
    asked_s = brief.total_s
    if asked_s is None and brief.per_photo_s is not None:
        asked_s = brief.per_photo_s * len(laid_out.photos)
    if asked_s is None:
        return ()
    asked = frames_from_s(min(asked_s, 1e6), laid_out.rate)
    return length_notes(scene, asked, laid_out.duration)
