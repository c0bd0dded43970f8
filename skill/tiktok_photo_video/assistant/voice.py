"""How the user is spoken to: in the language and the characters of their last message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tiktok_photo_video.chat.reply import (
    Done,
    Failed,
    Offer,
    Progress,
    Reply,
    Say,
    StateShown,
)
from tiktok_photo_video.chat.script import Script, script_from_code, script_of, written
from tiktok_photo_video.errors import PhotoVideoError
from tiktok_photo_video.language import Language, language_from_code, language_of


class Voice:
    """The language and the script of the answers; both follow what the user writes.

    Args:
        locale: the code of the user's locale, which counts until they write.
        language: one to keep to, whatever they write in.
    """

    def __init__(self, locale: str, *, language: Language | None = None) -> None:
        self._is_fixed = language is not None
        self.language = language or language_from_code(locale)
        self.script = script_from_code(locale)

    def listen_to(self, message: str) -> None:
        """Answer as a message is written from now on."""
        self.language = self.language_of(message)
        self.script = script_of(message, otherwise=self.script)

    def language_of(self, message: str) -> Language:
        """The language that a message would be answered in."""
        return self.language if self._is_fixed else language_of(message, otherwise=self.language)

    def through(self, emit: Callable[[Reply], None]) -> Callable[[Reply], None]:
        """Replies on their way to the user, in their script."""

        def spoken(reply: Reply) -> None:
            emit(reply if self.script is Script.SIMPLIFIED else self._spoken(reply))

        return spoken

    def worded(self, error: PhotoVideoError) -> PhotoVideoError:
        """A failure in the user's script."""
        if self.script is Script.SIMPLIFIED:
            return error
        return error.told(self._in_script(error.message), self._in_script(error.hint))

    def _in_script(self, text: str) -> str:
        return written(text, self.script)

    def _spoken(self, reply: Reply) -> Reply:
        match reply:
            case Say() | Offer():
                return replace(reply, text=self._in_script(reply.text))
            case Progress():
                return replace(reply, detail=self._in_script(reply.detail))
            case StateShown():
                return replace(reply, summary=self._in_script(reply.summary))
            case Failed():
                return self._failed(reply)
            case Done(failure=Failed() as failure):
                return Done(self._failed(failure))
            case _:
                return reply

    def _failed(self, failure: Failed) -> Failed:
        return replace(
            failure, text=self._in_script(failure.text), hint=self._in_script(failure.hint)
        )
