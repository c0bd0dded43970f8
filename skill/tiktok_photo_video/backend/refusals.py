"""How the backend says no: one exception, one place that turns any failure into an answer."""

from __future__ import annotations

from tiktok_photo_video.errors import (
    InputError,
    MediaError,
    PhotoVideoError,
    ProtocolError,
    RenderError,
    StorageError,
)
from tiktok_photo_video.wire.codes import WireCode, error_answer, http_status_of


class Refusal(Exception):  # noqa: N818 a refusal is an answer, not an error of ours
    """A request that is refused with one of the wire's codes."""

    def __init__(
        self, code: WireCode, message: str = "", *, hint: str = "", reason: str = ""
    ) -> None:
        super().__init__(message or code.name)
        self.code = code
        self.message = message
        self.hint = hint
        self.reason = reason


_CODES: tuple[tuple[type[PhotoVideoError], WireCode], ...] = (
    (MediaError, WireCode.UNSUPPORTED_FILE),
    (InputError, WireCode.UNPROCESSABLE),
    (ProtocolError, WireCode.BAD_REQUEST),
    (StorageError, WireCode.STORAGE_FULL),
    (RenderError, WireCode.INTERNAL),
)


def refusal_of(error: PhotoVideoError) -> Refusal:
    """Our own error as the wire's code, its words and hint unharmed."""
    code = next((code for kind, code in _CODES if isinstance(error, kind)), WireCode.INTERNAL)
    if error.code == "media_too_large":
        code = WireCode.FILE_TOO_LARGE
    return Refusal(code, error.message, hint=error.hint, reason=error.code)


def answer_of(refusal: Refusal) -> tuple[int, dict[str, object]]:
    """HTTP status and body of a refusal."""
    body = error_answer(refusal.code, refusal.message, hint=refusal.hint, reason=refusal.reason)
    return http_status_of(refusal.code), body
