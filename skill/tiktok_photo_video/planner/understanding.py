"""One message in, what it means for the timeline out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.answers import is_elsewhere
from tiktok_photo_video.planner.brief import Photo
from tiktok_photo_video.planner.called_texts import with_own_texts
from tiktok_photo_video.planner.changing import asked_back, changed
from tiktok_photo_video.planner.conditions import settled_by
from tiktok_photo_video.planner.context import Context, Understanding, is_courtesy, told
from tiktok_photo_video.planner.grammar.rules import read
from tiktok_photo_video.planner.making import asks_first, created
from tiktok_photo_video.planner.memory import recalled
from tiktok_photo_video.planner.normal import MAX_CHARS
from tiktok_photo_video.planner.own_texts import by_their_nouns
from tiktok_photo_video.planner.photo_wishes import Length
from tiktok_photo_video.planner.recollection import Recalled
from tiktok_photo_video.planner.remarks import note, question
from tiktok_photo_video.planner.retrying import settled
from tiktok_photo_video.planner.scoping import Said
from tiktok_photo_video.planner.thread import kept
from tiktok_photo_video.planner.turn import Previous
from tiktok_photo_video.planner.turn_by_turn import better, one_by_one, opens_with_remark
from tiktok_photo_video.planner.vocabulary import vocabulary
from tiktok_photo_video.planner.wishes import (
    Cannot,
    Enquiry,
    History,
    NewVideo,
    Tint,
    Unknown,
    Unsaid,
    Wish,
)
from tiktok_photo_video.timeline.model import ExternalReference, MediaKind, Timeline

__all__ = ["Understanding", "understand"]


MIN_STEM_CHARS = 3


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
    shown = tuple(photos)

    def read_one(words: str, now: Timeline | None, before: Previous | None) -> Understanding:
        at_hand = _AtHand(shown, language, seed, before.timeline if before else None)
        return _in_turn(words, now, before, at_hand)

    said = message
    message = by_their_nouns(settled_by(message, timeline), timeline)
    message = with_own_texts(message, timeline)
    understood = read_one(message, timeline, previous)
    if message != said and not understood.heard:
        understood = replace(understood, heard=message)
    if previous is not None and (_leaves_open(understood) or opens_with_remark(message)):
        understood = better(understood, one_by_one(message, timeline, previous, read_one))
    return _remembered(understood, message, previous)


def _leaves_open(understood: Understanding) -> bool:
    """Whether the message as a whole was not wholly understood."""
    undid_only = understood.history is not None and bool(understood.notes)
    return bool(understood.unclear or understood.question) or undid_only


def _remembered(
    understood: Understanding, message: str, previous: Previous | None
) -> Understanding:
    """With the turn before kept in mind where this one only undid it, or only was polite."""
    undid = understood.history == "undo" and understood.steps == 1
    if undid or _is_polite(understood, message):
        return replace(understood, heard=kept(message, previous, undid=undid) or understood.heard)
    return understood


def _is_polite(understood: Understanding, message: str) -> bool:
    if understood.edits or understood.question or understood.unclear or understood.history:
        return False
    said = read(message).said
    return bool(said) and all(is_courtesy(each.wish) for each in said)


def _in_turn(
    message: str, timeline: Timeline | None, previous: Previous | None, at_hand: _AtHand
) -> Understanding:
    """One message, or one sentence of it, after the turn before."""
    language = at_hand.language
    files = _spoken_names(timeline, at_hand.photos)
    meant = settled(message, files)
    if previous is not None:
        uploads = tuple(p.media for p in at_hand.photos if p.media.kind.is_seen)
        taken_up = recalled(meant, previous, timeline=timeline, files=files, uploads=uploads)
        if taken_up is not None:
            return _taken_up(taken_up, previous, timeline, at_hand)
    understood = _understood(meant, timeline, at_hand)
    return understood if meant == message else _told_of_retry(understood, meant, language)


def _told_of_retry(understood: Understanding, meant: str, language: Language) -> Understanding:
    """That the second thought was taken; told once."""
    told = note("later_one", language)
    mentioned = not understood.edits or told in understood.notes
    notes = understood.notes if mentioned else (*understood.notes, told)
    return replace(understood, heard=meant, notes=notes)


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
    if any(photo.media.kind is MediaKind.LUT for photo in photos):
        reading = replace(reading, said=tuple(map(_by_table, reading.said)))
    notes = (note("unread", language),) if len(message) > MAX_CHARS else ()
    context = Context(reading, now, tuple(photos), language, seed, notes, at_hand.before)
    return _in_history(context) or _answered(context) or _made_or_changed(context)


def _by_table(said: Said) -> Said:
    """A look without a name means the colour table that was uploaded, where one was."""
    if not isinstance(said.wish, Unsaid) or said.wish.what != "look":
        return said
    return replace(said, wish=Tint(photos=said.wish.photos, from_file=True))


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


def _in_history(context: Context) -> Understanding | None:
    wish = next((s.wish for s in context.said if isinstance(s.wish, History)), None)
    if wish is None:
        return None
    rest = tuple(s for s in context.said if not _goes_with_history(s.wish))
    if (instead := _instead_of_last(context, wish, rest)) is not None:
        return instead
    others = tuple(s.words for s in rest)
    asks_more = any(not isinstance(s.wish, Unknown) for s in rest)
    notes = (note("history_alone", context.language),) if asks_more else ()
    return Understanding(
        unclear=tuple(dict.fromkeys(others)),
        notes=(*context.notes, *notes),
        history=wish.direction,
        steps=wish.steps,
    )


def _instead_of_last(
    context: Context, wish: History, rest: tuple[Said, ...]
) -> Understanding | None:
    """``undo that and make it 20 seconds instead``: done in place of what the last turn did."""
    base = context.before
    asks = any(not isinstance(s.wish, (Unknown, Enquiry, Cannot)) for s in rest)
    once = wish.direction == "undo" and wish.steps == 1
    if not (asks and once) or base is None or not base.photos or base == context.timeline:
        return None
    again = replace(
        context, timeline=base, reading=replace(context.reading, said=rest), before=None
    )
    understood = _made_or_changed(again)
    return replace(understood, rewind=True) if understood.edits else None


def _goes_with_history(wish: Wish) -> bool:
    """``too fast, undo once``: a complaint beside it only gives the reason."""
    complains = isinstance(wish, Length) and wish == Length(factor=wish.factor)
    return isinstance(wish, History) or complains


def _answered(context: Context) -> Understanding | None:
    """A pure question, a courtesy or a wish for something else changes nothing."""
    if not context.said or not all(_is_for_answer(s.wish) for s in context.said):
        return None
    answers = [told(s.wish, context) for s in _worth_answering(context.said)]
    return Understanding(notes=(*context.notes, *dict.fromkeys(answers)))


def _is_for_answer(wish: Wish) -> bool:
    return isinstance(wish, Enquiry) or (isinstance(wish, Cannot) and is_elsewhere(wish))


def _worth_answering(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """The questions; courtesies only where there is nothing else to answer."""
    asked = tuple(s for s in said if not is_courtesy(s.wish))
    return asked or said[-1:]


def _made_or_changed(context: Context) -> Understanding:
    pictures = tuple(p for p in context.photos if p.media.kind.is_seen)
    if context.timeline is None or context.asks_for(NewVideo):
        if not pictures and context.timeline is not None:
            pictures = _pictures_of(context.timeline)
        if not pictures:
            return Understanding(question=question("upload", context.language), notes=context.notes)
        if (asked := asks_first(context)) is not None:
            return Understanding(question=asked_back(asked, context.language), notes=context.notes)
        return created(context, pictures)
    return changed(context, context.timeline)


def _pictures_of(timeline: Timeline) -> tuple[Photo, ...]:
    media = (clip.media for clip in timeline.photos)
    return tuple(Photo(m) for m in media if isinstance(m, ExternalReference))
