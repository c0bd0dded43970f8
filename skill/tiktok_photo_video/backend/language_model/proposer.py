"""Asks a language model for a proposal, and makes sure that it is one or says why there is none.

A turn waits for it once, no longer than the limit, for at most one answer and one correction.
After several failures in a row it is left alone for a while.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tiktok_photo_video.backend.language_model.access import Access
from tiktok_photo_video.backend.language_model.calls import Caller
from tiktok_photo_video.backend.language_model.endpoint import Endpoint, NoAnswerError, Trouble
from tiktok_photo_video.backend.language_model.prompt import another_try, first_words, heard
from tiktok_photo_video.backend.language_model.reading import WrongAnswerError, read_answer
from tiktok_photo_video.backend.orders import renderable, require_media
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.typed_edits import steps
from tiktok_photo_video.errors import PhotoVideoError
from tiktok_photo_video.language import Language
from tiktok_photo_video.planner import Photo
from tiktok_photo_video.timeline.edits import Edit
from tiktok_photo_video.timeline.model import Timeline, s_from_frames
from tiktok_photo_video.whole_files import write_whole
from tiktok_photo_video.wire.draft import draft_from_timeline

_LOG = logging.getLogger(__name__)
FAILURES_BEFORE_PAUSE = 2
PAUSE_S = 60.0
MAX_PICTURES = 300
MAX_LENGTH_S = 600.0
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Wish:
    """What the rules left open of a message, and the video as they leave it."""

    message: str
    unclear: tuple[str, ...]
    timeline: Timeline
    files: tuple[Photo, ...]
    language: Language
    seed: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """Edits that a model proposes, the timeline after them, and what is still not understood."""

    edits: tuple[Edit, ...]
    timeline: Timeline
    unclear: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """Why there is no proposal, as far as the user waited for one.

    Attributes:
        trouble: what was wrong; ``None`` when the model only had nothing to propose.
        status: what its server said, if that is why.
        pauses: whether it is left alone from now on for a while.
    """

    trouble: Trouble | None = None
    status: int = 0
    pauses: bool = False


class Proposer:
    """A language model that may be asked, and whether it should be."""

    def __init__(
        self, access: Access, *, home: Path, clock_s: Callable[[], float] = time.monotonic
    ) -> None:
        """Set it up.

        Args:
            access: where it answers.
            home: the folder in which it is noted who was told that words leave the computer.
            clock_s: a clock that only goes forward.
        """
        self.access = access
        self._endpoint = Endpoint(access, clock_s=clock_s)
        self._caller = Caller(self._endpoint)
        self._told = _Told(home / "language-model-told.json")
        self._clock_s = clock_s
        self._lock = threading.Lock()
        self._failures = 0
        self._paused_until_s = float("-inf")

    @property
    def is_paused(self) -> bool:
        """Whether it is left alone for now."""
        return self._clock_s() < self._paused_until_s

    def must_tell(self, user_id: str) -> bool:
        """Whether this user has yet to hear that words leave the computer; it is noted."""
        return not self.access.is_local and self._told.is_new(user_id, self.access.server)

    def propose(self, wish: Wish) -> Proposal | Silence:
        """What the model proposes for what the rules left open."""
        try:
            proposal = self._proposal(wish)
        except NoAnswerError as error:
            return self._failed(error)
        with self._lock:
            self._failures = 0
        return proposal or Silence()

    def _failed(self, error: NoAnswerError) -> Silence:
        _LOG.warning("the language model gave no proposal: %s", error)
        with self._lock:
            self._failures += 1
            pauses = self._failures >= FAILURES_BEFORE_PAUSE
            if pauses:
                self._paused_until_s = self._clock_s() + PAUSE_S
        return Silence(error.trouble, error.status, pauses)

    def _proposal(self, wish: Wish) -> Proposal | None:
        deadline_s = self._endpoint.deadline_s()
        messages = first_words(
            wish.message,
            wish.unclear,
            timeline=wish.timeline,
            files=wish.files,
            language=wish.language,
        )
        for _ in range(_TRIES):
            text = self._caller.answer(messages, seed=wish.seed, deadline_s=deadline_s)
            try:
                return proposal_in(text, wish)
            except WrongAnswerError as error:
                messages = [*messages, *another_try(text, str(error))]
        raise NoAnswerError(Trouble.UNSUITABLE)


def proposal_in(text: str, wish: Wish) -> Proposal | None:
    """The proposal that a model's text makes; ``None`` when it changes nothing.

    Raises:
        WrongAnswerError: it is none, or cannot be carried out whole; nothing is.
    """
    read = read_answer(text, timeline=wish.timeline, files=wish.files)
    known = {(file.media.content_hash, file.media.kind): file.media for file in wish.files}
    edits, after = [], wish.timeline
    try:
        for edit, after in steps(wish.timeline, read.payloads, known):
            _require_bounded(after, wish.timeline)
            edits.append(edit)
        if after == wish.timeline:
            return None
        # The same that is asked of a draft from elsewhere: whatever is kept can be rendered.
        require_media(renderable(draft_from_timeline(after)), known)
    except (PhotoVideoError, Refusal) as error:
        raise WrongAnswerError(error.message) from None
    return Proposal(tuple(edits), after, _of_the_message(read.unclear, wish))


def _require_bounded(timeline: Timeline, before: Timeline) -> None:
    if len(timeline.pictures) > max(MAX_PICTURES, len(before.pictures)):
        raise WrongAnswerError(f"There would be more than {MAX_PICTURES} pictures.")
    longest = max(MAX_LENGTH_S, s_from_frames(before.duration, before.rate))
    if s_from_frames(timeline.duration, timeline.rate) > longest:
        raise WrongAnswerError(f"The video would be longer than {MAX_LENGTH_S:g} seconds.")


def _of_the_message(unclear: Sequence[str], wish: Wish) -> tuple[str, ...]:
    """What a model says it left open, as far as the user did say it."""
    message = heard(wish.message).casefold()
    said = (" ".join(piece.split()) for piece in unclear)
    return tuple(piece for piece in dict.fromkeys(said) if piece and piece.casefold() in message)


class _Told:
    """Who was told about which server, over restarts."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._pairs = self._kept()

    def is_new(self, user_id: str, server: str) -> bool:
        with self._lock:
            if (user_id, server) in self._pairs:
                return False
            self._pairs.add((user_id, server))
            # Where it cannot be kept it is told once more after a restart: no harm in that.
            with suppress(OSError):
                write_whole(self._path, json.dumps(sorted(self._pairs)).encode())
            return True

    def _kept(self) -> set[tuple[str, str]]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return {(str(user_id), str(server)) for user_id, server in found}
        except (OSError, ValueError, TypeError):
            return set()
