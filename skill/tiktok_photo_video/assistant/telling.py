"""What a turn did, told to the user."""

from __future__ import annotations

from collections.abc import Callable

from tiktok_photo_video.assistant.errors_in_words import words_of_a_stranger
from tiktok_photo_video.assistant.live_session import Turn
from tiktok_photo_video.assistant.stream_failures import error_of, problem_in
from tiktok_photo_video.assistant.turn import is_noise, without_noise
from tiktok_photo_video.chat.gui_speak import Action, translate
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.reply import Offer, Reply, Say, StateShown
from tiktok_photo_video.client import is_changed
from tiktok_photo_video.language import Language
from tiktok_photo_video.timeline.diff import diff
from tiktok_photo_video.timeline.model import Timeline
from tiktok_photo_video.timeline.summary import describe_all
from tiktok_photo_video.wire.draft import is_ours, summarise, timeline_from_draft
from tiktok_photo_video.wire.events import Failure
from tiktok_photo_video.wire.payloads import SessionState

Emit = Callable[[Reply], None]


def tell_turn(turn: Turn, emit: Emit, language: Language) -> None:
    """Tell what a turn did: in the agent's words, else in what changed.

    Raises:
        PhotoVideoError: it failed, and did nothing at all.
    """
    changed = is_changed(turn.before, turn.after)
    # Noise is dropped after good work only: where nothing was done, it is the answer.
    text = without_noise(turn.outcome.text) or ("" if changed else turn.outcome.text)
    translation = translate(text)
    shown, failure = translation.shown.strip(), turn.outcome.failure
    if failure and not shown and not changed:
        raise error_of(failure, language)
    emit(Say(shown) if shown else _silent_edit(turn, language))
    if failure:
        _tell_cut_short(failure, emit, language)
    if Action.EXPORT in translation.actions:
        # The backend's word alone never starts an export.
        emit(Offer(Action.EXPORT, say("offer.export", language)))


def _tell_cut_short(failure: Failure, emit: Emit, language: Language) -> None:
    if is_noise(words_of_a_stranger(failure.message)):
        return
    problem = problem_in(failure, language)
    key = "cut_short" if problem else "cut_short_unknown"
    emit(Say(say(f"working.{key}", language, problem=problem)))


def _silent_edit(turn: Turn, language: Language) -> Reply:
    said = _changes(turn.before, turn.after, language)
    if said:
        return Say(say("edit.changed", language, changes=said))
    if is_changed(turn.before, turn.after):
        return StateShown(summarise(turn.after.draft or {}, language))
    return Say(say("edit.nothing", language))


def _changes(before: SessionState, after: SessionState, language: Language) -> str:
    """What changed between two states in words; empty for nothing, or a foreign draft."""
    drafts = [state.draft for state in (before, after)]
    if drafts[1] is None or not all(draft is None or is_ours(draft) for draft in drafts):
        return ""
    old, new = (timeline_from_draft(draft) if draft else Timeline() for draft in drafts)
    return describe_all(diff(old, new), language=language)
