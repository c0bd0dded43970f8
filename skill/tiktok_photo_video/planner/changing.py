"""A request to change the video that is there."""

from __future__ import annotations

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.context import (
    Context,
    Understanding,
    ideas_for,
    later_wins,
    shortened,
    suggestions_for,
    told_beside,
)
from tiktok_photo_video.planner.editing.carrying import Outcome, Question, carry_out
from tiktok_photo_video.planner.editing.photos import unused_photos
from tiktok_photo_video.planner.photo_wishes import AddPhotos
from tiktok_photo_video.planner.remarks import note, question
from tiktok_photo_video.planner.scoping import Said
from tiktok_photo_video.planner.suggesting import nearest
from tiktok_photo_video.planner.wishes import Cannot, Enquiry, Occasion, Unknown
from tiktok_photo_video.timeline.model import Timeline


def changed(context: Context, timeline: Timeline) -> Understanding:
    """The edits that a message asks for, or what to ask back."""
    said = _with_meaning(context)
    outcome = carry_out(
        said, timeline, context.photos, language=context.language, seed=context.seed
    )
    suggestions = suggestions_for(outcome.timeline, context.language)
    notes = (*context.notes, *outcome.notes, *told_beside(context, outcome.timeline))
    asked_about = tuple(q.words for q in outcome.questions)
    if outcome.edits:
        unclear = tuple(dict.fromkeys((*outcome.unclear, *asked_about)))
        notes = (*notes, *later_wins(context))
        ideas = ideas_for(unclear, outcome.timeline, context.language) or suggestions
        return Understanding(
            tuple(outcome.edits), unclear, None, notes, ideas, doubtful=asked_about
        )
    asked = _question(context, outcome, understood=bool(notes))
    if asked and not outcome.questions:
        notes = context.notes  # the question says already what cannot be done
    if not (asked or notes or outcome.unclear):
        notes = (note("unchanged", context.language),)
    return Understanding(
        (), tuple(outcome.unclear), asked, notes, suggestions, doubtful=asked_about
    )


def _with_meaning(context: Context) -> tuple[Said, ...]:
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


def _has_new_photos(context: Context) -> bool:
    """Photos dropped without a word are meant to go in."""
    if context.timeline is None:
        return False
    return bool(unused_photos(context.timeline, context.photos))


def _question(context: Context, outcome: Outcome, *, understood: bool) -> str | None:
    """The one thing to ask when nothing could be done."""
    language = context.language
    if outcome.questions:
        return asked_back(outcome.questions[0], language)
    impossible = [s.wish.text for s in context.said if isinstance(s.wish, Cannot)]
    if impossible:
        return question("not_possible", language, text=impossible[0])
    if outcome.unclear:
        text = outcome.unclear[0]
        idea = nearest(text, context.timeline, language)
        return question("not_understood", language, text=shortened(text), idea=idea)
    if understood or (context.reading.says_something and not context.said):
        return None
    return None if context.said else question("what", language)


def asked_back(asked: Question, language: Language) -> str:
    """A question in the words of the language."""
    return question(asked.name, language, **asked.facts)
