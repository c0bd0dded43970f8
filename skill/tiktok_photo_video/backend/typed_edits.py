"""Edits that come as values: for one version of a timeline, all of them or none, in one step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from tiktok_photo_video.backend.beat_sync import BeatSync
from tiktok_photo_video.backend.ledger import Ledger
from tiktok_photo_video.backend.orders import renderable, require_media
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.sessions import Session, Sessions
from tiktok_photo_video.errors import EditError
from tiktok_photo_video.planner import Mood
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edit_json import edit_from_json
from tiktok_photo_video.timeline.edits import Edit, SetMusic
from tiktok_photo_video.timeline.model import ExternalReference, Timeline
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.draft import draft_from_timeline
from tiktok_photo_video.wire.fitting import MediaKey
from tiktok_photo_video.wire.payloads import EditsRequest

MAX_EDITS = 200
EDITED = "edited"  # what stands in the history where others have the user's words

_Known = Mapping[MediaKey, ExternalReference]


@dataclass(frozen=True, slots=True)
class Desk:
    """What edits are carried out with: where sessions are, who pays, and what keeps the beat."""

    sessions: Sessions
    ledger: Ledger
    beat_sync: BeatSync


def take(desk: Desk, session: Session, wanted: EditsRequest) -> Session:
    """Carry edits out on a session's timeline; they cost what a turn that changes it costs.

    Cuts that follow a beat follow it afterwards, too.
    Nothing else may change the session meanwhile.

    Raises:
        Refusal: the timeline is another than the edits are for (``stale_version``), there is
            none yet, media are missing, or it cannot be paid for.
        EditError: there are no edits, too many, or one cannot be carried out; it is named by
            its place in the list.
    """
    with desk.ledger.charged(session.user_id, session.session_id) as charge:
        return _taken(desk, replace(desk.sessions.current(session), charge=charge), wanted)


def _taken(desk: Desk, session: Session, wanted: EditsRequest) -> Session:
    sessions = desk.sessions
    before = sessions.timeline(session)
    if before is None:
        raise Refusal(
            WireCode.UNPROCESSABLE,
            "There is no video to change yet.",
            hint="Send photos and say what you want first.",
            reason="empty_timeline",
        )
    if wanted.version != session.version:
        raise _stale(session, wanted)
    known = {(p.media.content_hash, p.media.kind): p.media for p in sessions.photos(session)}
    after = desk.beat_sync.after(before, edited(before, wanted.edits, known)).timeline
    # The same that is asked of a draft from elsewhere: whatever is kept can be rendered.
    require_media(renderable(draft_from_timeline(after)), known)
    return session if after == before else sessions.keep(session, after, message=EDITED)


def edited(timeline: Timeline, payloads: Iterable[object], known: _Known) -> Timeline:
    """The timeline after all these edits.

    Raises:
        EditError: one of them cannot be read or carried out; nothing is.
    """
    items = tuple(payloads)
    if not items or len(items) > MAX_EDITS:
        raise EditError(
            f"{len(items)} edits were given; 1 to {MAX_EDITS} can be.",
            code="no_edits",
            hint="Send them in several steps.",
        )
    *_, (_, after) = steps(timeline, items, known)
    return after


def steps(
    timeline: Timeline, payloads: Iterable[object], known: _Known
) -> Iterator[tuple[Edit, Timeline]]:
    """Each edit with the timeline after it.

    Raises:
        EditError: one of them cannot be read or carried out.
    """
    for index, payload in enumerate(payloads):
        try:
            # Each by itself: one before it may have changed the rate its seconds are read at.
            edit = _with_facts(edit_from_json(payload, rate=timeline.rate), known)
            if isinstance(edit, SetMusic):
                _require_mood(edit)
            timeline = apply(timeline, edit)
        except EditError as error:
            raise EditError(
                f"edits[{index}]: {error.message}", code=error.code, hint=error.hint
            ) from error
        yield edit, timeline


def _require_mood(edit: SetMusic) -> None:
    """Told now: else it would be only when the video is rendered."""
    moods = [mood.value for mood in Mood]
    if edit.music and edit.music.mood not in moods:
        raise EditError(
            f"music.mood is {edit.music.mood!r:.40}; one of {', '.join(moods)} was expected.",
            code="bad_field",
            hint="See the edit's schema.",
        )


def _with_facts(value: Any, known: _Known) -> Any:
    """The same, with what is really known of each file in place of what was said of it.

    A size or a length that somebody guessed would frame photos wrongly, or run clips past
    their end.
    """
    if isinstance(value, ExternalReference):
        return known.get((value.content_hash, value.kind), value)
    if isinstance(value, tuple):
        return tuple(_with_facts(item, known) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    parts = {field.name: getattr(value, field.name) for field in fields(value)}
    changed = {name: _with_facts(part, known) for name, part in parts.items()}
    return replace(value, **changed)


def _stale(session: Session, wanted: EditsRequest) -> Refusal:
    return Refusal(
        WireCode.CONFLICT,
        f"The timeline changed since you looked: it is at version {session.version}, "
        f"these edits are for version {wanted.version}.",
        hint="Look at it again, then make the change.",
        reason="stale_version",
        facts={"version": session.version},
    )
