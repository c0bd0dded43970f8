"""The local agent: a message in, a new timeline and an honest answer out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tiktok_photo_video.backend.agent_words import (
    beatless_sentence,
    creation_sentence,
    history_sentence,
    left_out_sentence,
    quoted_pieces,
    recut_sentence,
    refused_edit_sentence,
    unclear_sentence,
    welcome_sentence,
)
from tiktok_photo_video.backend.beat_sync import BeatSync, Synced
from tiktok_photo_video.backend.language_model.proposer import Proposal, Proposer, Silence, Wish
from tiktok_photo_video.backend.language_model.words import (
    leaving_sentence,
    proposed_sentence,
    silence_sentence,
)
from tiktok_photo_video.backend.sessions import LastTurn, Session, Sessions
from tiktok_photo_video.chat.intents import Intent, route
from tiktok_photo_video.errors import EditError
from tiktok_photo_video.language import Language, language_from_code, language_of
from tiktok_photo_video.media.lettering import undrawable
from tiktok_photo_video.planner import Previous, Understanding, understand
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.changes import ChangeKind
from tiktok_photo_video.timeline.diff import diff
from tiktok_photo_video.timeline.edits import Create, Edit, SetTitle
from tiktok_photo_video.timeline.model import UNNAMED, Timeline, TitleReference, TrackKind
from tiktok_photo_video.timeline.summary import describe_all


@dataclass(frozen=True, slots=True)
class Answer:
    """What the agent did and says.

    ``operations`` names the edits, for the event stream; ``asked`` says that it ends with a
    question.
    """

    session: Session
    text: str
    operations: tuple[str, ...] = ()
    timeline: Timeline | None = None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class _Done:
    """A timeline on its way to the answer: what was done to it and what is said of that.

    ``said`` tells the changes, if it ``is_changed``; ``remarks`` are what else there is to say.
    """

    timeline: Timeline
    edits: tuple[Edit, ...]
    said: str
    is_changed: bool
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Request:
    """A message, what to answer it in, and the version it is for if not the present one."""

    message: str
    language: Language
    instead_of: int | None = None


class Agent:
    """Understands messages by rules, edits the session's timeline, and tells what it did."""

    def __init__(
        self, sessions: Sessions, beat_sync: BeatSync, proposer: Proposer | None = None
    ) -> None:
        """Set it up.

        Args:
            sessions: what it works on.
            beat_sync: puts cuts on the beats of the music.
            proposer: a language model to ask about what the rules do not understand.
        """
        self._sessions = sessions
        self._beat_sync = beat_sync
        self._proposer = proposer

    def answer(self, session: Session, message: str) -> Answer:
        """Do what a message asks and say what was done; never raises for any words."""
        language = language_of(message, otherwise=language_from_code(session.language))
        photos = self._sessions.photos(session)
        before = self._sessions.timeline(session)
        if not any(photo.media.kind.is_seen for photo in photos):
            return Answer(session, welcome_sentence(language))
        last = self._sessions.last_turn(session)
        understood = understand(
            message,
            timeline=before,
            photos=photos,
            language=language,
            seed=_seed(session),
            previous=self._previous(session, last),
        )
        replaced = last.version_before if last and understood.rewind else None
        if understood.history:
            answer = self._step(session, before, understood, language)
        else:
            request = _Request(message, language, replaced)
            answer = self._edit(session, before, understood, request)
        self._sessions.remember(
            answer.session,
            LastTurn(
                message=understood.heard or message,
                version_before=session.version if replaced is None else replaced,
                asked=answer.asked,
            ),
        )
        return answer

    def _previous(self, session: Session, last: LastTurn | None) -> Previous | None:
        if last is None:
            return None
        before = self._sessions.timeline_at(session, last.version_before)
        return Previous(last.message, before, last.asked)

    def _step(
        self,
        session: Session,
        before: Timeline | None,
        understood: Understanding,
        language: Language,
    ) -> Answer:
        kind = str(understood.history)
        move = self._sessions.undo if kind == "undo" else self._sessions.redo
        taken = 0
        for _ in range(understood.steps):
            moved = move(session)
            if moved is None:
                break
            session, taken = moved, taken + 1
        after = self._sessions.timeline(session)
        text = history_sentence(kind, taken, before=before, after=after, language=language)
        return Answer(session, text, (kind,) if taken else (), after if taken else None)

    def _edit(
        self,
        session: Session,
        before: Timeline | None,
        understood: Understanding,
        request: _Request,
    ) -> Answer:
        language = request.language
        base = before
        if request.instead_of is not None:
            base = self._sessions.timeline_at(session, request.instead_of)
        done = self._ruled(base or Timeline(), before, understood, language)
        done, understood = self._helped(session, done, understood, request)
        kept = None
        if done.edits and done.is_changed:
            kept = _named(done.timeline, session)
            session = self._sessions.keep(
                session, kept, message=request.message, instead_of=request.instead_of
            )
        words = [done.said, *done.remarks, *understood.notes, *_unwritable(done.edits, language)]
        if understood.question:
            words.append(understood.question)
        elif understood.unclear or not any(words):
            words.append(unclear_sentence(understood, language, nothing_done=not done.said))
        return Answer(
            session,
            _joined(words, language),
            tuple(edit.op for edit in done.edits),
            kept,
            asked=understood.question is not None,
        )

    def _helped(
        self, session: Session, done: _Done, understood: Understanding, request: _Request
    ) -> tuple[_Done, Understanding]:
        """The same with what a language model makes of the pieces that the rules left open.

        What only the user can tell is no question for a model, and what the rules understood
        is never asked again.
        """
        proposer, language = self._proposer, request.language
        unclear = _for_a_model(understood, request.message)
        if proposer is None or proposer.is_paused or not unclear or not done.timeline.photos:
            return done, understood
        if proposer.must_tell(session.user_id):
            return _remarked(done, leaving_sentence(proposer.access, language)), understood
        files = self._sessions.photos(session)
        wish = Wish(request.message, unclear, done.timeline, files, language, _seed(session))
        found = proposer.propose(wish)
        if isinstance(found, Silence):
            return _remarked(done, silence_sentence(found, language)), understood
        helped = self._with_proposal(done, found, unclear, language)
        if helped is None:
            return done, understood
        left = (*found.unclear, *(p for p in understood.unclear if p not in unclear))
        return helped, replace(understood, unclear=left, question=None)

    def _ruled(
        self,
        base: Timeline,
        before: Timeline | None,
        understood: Understanding,
        language: Language,
    ) -> _Done:
        """What the rules do and say; nothing is said where nothing changed."""
        asked, edits, refused = _applied(base, understood.edits, language)
        synced = self._beat_sync.after(before, asked)
        timeline = synced.timeline
        created = any(isinstance(edit, Create) for edit in edits)
        if created:
            is_on_beat = timeline.has_beat_sync and synced.beatless is None
            said = creation_sentence(timeline, before, language, is_on_beat=is_on_beat)
        else:
            said = _told(before or Timeline(), asked, synced, language)
        remarks = (*_beatless(synced, language), *refused)
        is_changed = created or _is_other(before or Timeline(), timeline)
        return _Done(timeline, tuple(edits), said, is_changed, remarks)

    def _with_proposal(
        self, done: _Done, proposal: Proposal, unclear: tuple[str, ...], language: Language
    ) -> _Done | None:
        """A model's edits after those of the rules, told apart from them.

        ``None`` where nobody could see what they change.
        """
        synced = self._beat_sync.after(done.timeline, proposal.timeline)
        changes = _told(done.timeline, proposal.timeline, synced, language)
        if not changes:
            return None
        quoted = quoted_pieces(unclear, language)
        said = _joined([done.said, proposed_sentence(changes, quoted, language)], language)
        edits = (*done.edits, *proposal.edits)
        remarks = (*done.remarks, *_beatless(synced, language))
        return _Done(synced.timeline, edits, said, is_changed=True, remarks=remarks)


def _is_other(before: Timeline, after: Timeline) -> bool:
    """Whether anything is to be kept: that a length was asked for is, even if it was so already."""
    pins = [{clip.id for clip in each.pictures if clip.is_pinned} for each in (before, after)]
    return pins[0] != pins[1] or bool(diff(before, after))


def _for_a_model(understood: Understanding, message: str) -> tuple[str, ...]:
    """The pieces of a message that a language model may be asked about."""
    if understood.question is not None and understood.doubtful:
        return ()
    pieces = tuple(p for p in understood.unclear if p not in understood.doubtful)
    # Exports, credits and the like are another program's to do, whoever sends them here.
    if pieces and any(step.intent is not Intent.EDIT for step in route(message).steps):
        return ()
    return pieces


def _remarked(done: _Done, remark: str) -> _Done:
    return replace(done, remarks=(*done.remarks, remark))


def _told(before: Timeline, asked: Timeline, synced: Synced, language: Language) -> str:
    """What changed; of the cuts that moved with the music only that they did."""
    changes = tuple(
        change
        for change in diff(before, asked)
        if change.kind is not ChangeKind.BEAT_SYNC or synced.beatless is None
    )
    said = describe_all(changes, language=language) if changes else ""
    # Of another length, cuts move anyway; that they do for another song nobody expects.
    is_as_long = before.duration == asked.duration
    is_moved = is_as_long and _lengths(synced.timeline) not in {_lengths(before), _lengths(asked)}
    is_told = any(change.kind is ChangeKind.BEAT_SYNC for change in changes)
    if not is_moved or is_told or synced.beatless:
        return said
    return _joined([said, recut_sentence(language)], language)


def _lengths(timeline: Timeline) -> tuple[int, ...]:
    return tuple(clip.duration for clip in timeline.pictures)


def _beatless(synced: Synced, language: Language) -> tuple[str, ...]:
    return (beatless_sentence(synced.beatless, language),) if synced.beatless else ()


def _applied(
    timeline: Timeline, edits: Iterable[Edit], language: Language
) -> tuple[Timeline, list[Edit], list[str]]:
    """The timeline after all edits that it can take, those edits, and why others failed."""
    done: list[Edit] = []
    refused: list[str] = []
    for edit in edits:
        try:
            timeline = apply(timeline, edit)
            done.append(edit)
        except EditError as error:
            refused.append(refused_edit_sentence(error, timeline, language))
    return timeline, done, refused


def _unwritable(done: Iterable[Edit], language: Language) -> list[str]:
    """A word on the letters of new titles that no font here has."""
    missing = dict.fromkeys(c for edit in done for t in _new_titles(edit) for c in undrawable(t))
    return [left_out_sentence("".join(missing), language)] if missing else []


def _new_titles(edit: Edit) -> list[str]:
    if isinstance(edit, SetTitle):
        return [edit.title.text]
    track = edit.timeline.track(TrackKind.TITLE) if isinstance(edit, Create) else None
    media = [clip.media for clip in track.clips] if track else []
    return [title.text for title in media if isinstance(title, TitleReference)]


def _named(timeline: Timeline, session: Session) -> Timeline:
    return timeline if timeline.name != UNNAMED else replace(timeline, name=session.name)


def _joined(parts: Iterable[str], language: Language) -> str:
    space = "" if language is Language.CHINESE else " "
    return space.join(part for part in parts if part)


def _seed(session: Session) -> int:
    """A number that is the same for a session's turn whenever it is asked again."""
    return (int(session.task_id.removeprefix("task_")[:8], 16) + session.version) % 2**31
