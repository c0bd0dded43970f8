"""Never pay twice: a message that may have been carried out is not sent again unasked.

On a backend that charges, each message is noted before it leaves, as a digest only, and the
note goes when it is known what became of it. A note that stayed means the line broke, or the
program died; the same words soon after are then met with a question instead.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable

from tiktok_photo_video.assistant.projects import Projects
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.language import Language

REPEAT_WINDOW_S = 30.0
MAYBE_DONE = "maybe_done"


class SpendGuard:
    """Watches over the messages to one backend; does nothing on one that is free."""

    def __init__(
        self, projects: Projects, *, is_metered: bool, now_s: Callable[[], float] = time.time
    ) -> None:
        self._projects = projects
        self._is_metered = is_metered
        self._now_s = now_s

    @property
    def is_metered(self) -> bool:
        """Whether a message may cost something."""
        return self._is_metered

    def heed(self) -> None:
        """From now on messages are known to cost something."""
        self._is_metered = True

    def ask_about_repeat(self, project_id: str, message: str, language: Language) -> None:
        """Ask before what may have been done is done again; asked once, it is answered.

        Raises:
            RequestError: these are the words whose turn was lost a moment ago.
        """
        known = self._projects.known(project_id) if self._is_metered else None
        unsettled = known.unsettled if known else None
        if not unsettled or unsettled.digest != _digest(message):
            return
        if 0 <= self._now_s() - unsettled.at_s <= REPEAT_WINDOW_S:
            self._projects.settle(project_id)
            raise RequestError(say("working.maybe_done", language), code=MAYBE_DONE)

    def unsettle(self, project_id: str, message: str) -> None:
        """Note that it is not known, from now on, whether a message was carried out."""
        if self._is_metered:
            self._projects.unsettle(project_id, _digest(message))

    def settle(self, project_id: str) -> None:
        """Note that it is known what became of the last message."""
        if self._is_metered:
            self._projects.settle(project_id)


def _digest(message: str) -> str:
    return hashlib.sha256(" ".join(message.split()).encode("utf-8", "replace")).hexdigest()
