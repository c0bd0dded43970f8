"""How the backend says no: one exception, one place that turns any failure into an answer."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tiktok_photo_video.errors import (
    InputError,
    MediaError,
    PhotoVideoError,
    ProtocolError,
    RenderError,
    StorageError,
)
from tiktok_photo_video.wire.codes import CODES, WireCode, error_answer, http_status_of


class Refusal(Exception):  # noqa: N818 a refusal is an answer, not an error of ours
    """A request that is refused with one of the wire's codes."""

    def __init__(
        self,
        code: WireCode,
        message: str = "",
        *,
        hint: str = "",
        reason: str = "",
        retry_after_s: int | None = None,
        facts: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        super().__init__(message or code.name)
        self.code = code
        self.message = message
        self.hint = hint
        self.reason = reason
        self.retry_after_s = retry_after_s
        self.facts = facts

    @property
    def word(self) -> str:
        """The stable word for it."""
        return self.reason or CODES[self.code].reason

    def sentence(self) -> str:
        """What is refused and what to do about it, as one line of text."""
        row = CODES[self.code]
        hint = self.hint or ("" if self.message else row.hint)
        return f"{self.message or row.meaning} {hint}".strip()

    @property
    def headers(self) -> dict[str, str]:
        """The HTTP headers that go with it."""
        return {} if self.retry_after_s is None else {"Retry-After": str(self.retry_after_s)}


_CODES: tuple[tuple[type[PhotoVideoError], WireCode], ...] = (
    (MediaError, WireCode.UNSUPPORTED_FILE),
    (InputError, WireCode.UNPROCESSABLE),
    (ProtocolError, WireCode.BAD_REQUEST),
    (StorageError, WireCode.STORAGE_FULL),
    (RenderError, WireCode.INTERNAL),
)

_CODES_BY_REASON: Mapping[str, WireCode] = {
    "media_too_large": WireCode.FILE_TOO_LARGE,
    "url_too_large": WireCode.FILE_TOO_LARGE,
    "url_refused": WireCode.UNPROCESSABLE,
    "url_unreachable": WireCode.UNPROCESSABLE,
}


def refusal_of(error: PhotoVideoError) -> Refusal:
    """Our own error as the wire's code, its words and hint unharmed."""
    code = next((code for kind, code in _CODES if isinstance(error, kind)), WireCode.INTERNAL)
    return Refusal(
        _CODES_BY_REASON.get(error.code, code),
        error.message,
        hint=error.hint,
        reason=error.code,
        facts=error.facts,
    )


def answer_of(refusal: Refusal) -> tuple[int, dict[str, object]]:
    """HTTP status and body of a refusal."""
    body = error_answer(
        refusal.code,
        refusal.message,
        hint=refusal.hint,
        reason=refusal.reason,
        facts=refusal.facts,
    )
    return http_status_of(refusal.code), body
