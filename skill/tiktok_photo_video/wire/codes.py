"""The wire's result codes: what each means, what carries it, and whether trying again helps.

The HTTP status that goes with a body code is documented nowhere, so a reader believes the body
first and the status second, and accepts either alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType

from tiktok_photo_video.errors import BackendError
from tiktok_photo_video.wire.routes import FORMATS_FOR_PEOPLE, MAX_UPLOAD_BYTES
from tiktok_photo_video.wire.strangers import facts_field, facts_in, shown


class WireCode(IntEnum):
    """The codes of the wire; three digits are HTTP's own."""

    OK = 0
    BAD_REQUEST = 400
    FORBIDDEN = 403
    EXPORT_BLOCKED = 402
    NOT_FOUND = 404
    TIMED_OUT = 408
    CONFLICT = 409
    UNPROCESSABLE = 422
    RATE_LIMITED = 429
    INTERNAL = 500
    BAD_GATEWAY = 502
    UNAVAILABLE = 503
    GATEWAY_TIMED_OUT = 504
    STORAGE_FULL = 507
    BAD_TOKEN = 1001
    NO_SESSION = 1002
    NO_CREDITS = 2001
    UNSUPPORTED_FILE = 4001
    FILE_TOO_LARGE = 4002


class RetryRule(StrEnum):
    """What makes the same call worth another try."""

    NEVER = "never"
    NEW_TOKEN = "new_token"  # noqa: S105 - a rule, not a secret
    NEW_SESSION = "new_session"
    NEW_CLIENT_ID = "new_client_id"
    NEW_ID = "new_id"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code.

    Attributes:
        http_status: what our own server answers with.
        reason: the stable word that ``BackendError.code`` carries.
        meaning: a sentence for people.
        hint: what they can do.
        retry: what makes another try worthwhile.
        own_words: the sentence above says more than the backend's would, so it stands.

    """

    http_status: int
    reason: str
    meaning: str
    hint: str
    retry: RetryRule
    own_words: bool = False


_NO_FACTS: Mapping[str, object] = MappingProxyType({})
_MAX_MB = MAX_UPLOAD_BYTES // (1024 * 1024)
_NEVER, _LATER = RetryRule.NEVER, RetryRule.LATER
_TRY_LATER = "Try again in a minute."

CODES: Mapping[WireCode, CodeRow] = {
    WireCode.OK: CodeRow(200, "ok", "It worked.", "", _NEVER),
    WireCode.BAD_TOKEN: CodeRow(
        401,
        "bad_token",
        "The backend does not accept the access token: it is wrong or has expired.",
        "Anonymous tokens are renewed by themselves; renew NEMO_TOKEN if you set it.",
        RetryRule.NEW_TOKEN,
        own_words=True,
    ),
    WireCode.NO_SESSION: CodeRow(
        404,
        "no_session",
        "The backend no longer knows this session.",
        "Start a new project and upload the photos again.",
        RetryRule.NEW_SESSION,
        own_words=True,
    ),
    WireCode.NO_CREDITS: CodeRow(
        402,
        "no_credits",
        "There are no credits left for this.",
        "Top up the account, register for more, or use the local backend, which is free.",
        _NEVER,
        own_words=True,
    ),
    WireCode.UNSUPPORTED_FILE: CodeRow(
        415,
        "unsupported_file",
        "This kind of file cannot be used.",
        f"Supported formats: {FORMATS_FOR_PEOPLE}.",
        _NEVER,
    ),
    WireCode.FILE_TOO_LARGE: CodeRow(
        413,
        "file_too_large",
        f"This file is larger than {_MAX_MB} MB.",
        "Compress or trim it and send it again.",
        _NEVER,
    ),
    WireCode.BAD_REQUEST: CodeRow(
        400,
        "bad_request",
        "The backend could not read the request.",
        "",
        RetryRule.NEW_CLIENT_ID,
    ),
    WireCode.EXPORT_BLOCKED: CodeRow(
        402,
        "export_blocked",
        "This account's plan does not include exporting; credits have nothing to do with it.",
        "Register or upgrade the plan, or export with the local backend, which is free.",
        _NEVER,
        own_words=True,
    ),
    WireCode.FORBIDDEN: CodeRow(
        403, "forbidden", "This account may not do that.", "Sign in with another account.", _NEVER
    ),
    WireCode.NOT_FOUND: CodeRow(404, "not_found", "The backend does not know this.", "", _NEVER),
    WireCode.TIMED_OUT: CodeRow(
        408, "timed_out", "The backend gave up waiting.", _TRY_LATER, _LATER
    ),
    WireCode.CONFLICT: CodeRow(
        409, "conflict", "Something with this id is there already.", "", RetryRule.NEW_ID
    ),
    WireCode.UNPROCESSABLE: CodeRow(
        422, "unprocessable", "The backend could not make sense of the request.", "", _NEVER
    ),
    WireCode.RATE_LIMITED: CodeRow(
        429, "rate_limited", "The backend asks for fewer requests.", _TRY_LATER, _LATER
    ),
    WireCode.INTERNAL: CodeRow(500, "internal", "The backend failed.", _TRY_LATER, _LATER),
    WireCode.BAD_GATEWAY: CodeRow(
        502, "unavailable", "The backend cannot be reached right now.", _TRY_LATER, _LATER
    ),
    WireCode.UNAVAILABLE: CodeRow(
        503, "unavailable", "The backend cannot take work right now.", _TRY_LATER, _LATER
    ),
    WireCode.GATEWAY_TIMED_OUT: CodeRow(
        504, "unavailable", "The backend did not answer in time.", _TRY_LATER, _LATER
    ),
    WireCode.STORAGE_FULL: CodeRow(
        507, "storage_full", "The backend's disk is full.", "Free some space.", _NEVER
    ),
}
"""Every code with its row; the only place that says what a code means."""

# HTTP statuses without a body code that stand for one of the wire's own.
_CODE_OF_STATUS = {
    401: WireCode.BAD_TOKEN,
    413: WireCode.FILE_TOO_LARGE,
    415: WireCode.UNSUPPORTED_FILE,
}

# Stock ADK answers 404 or 422 with ``detail`` where others have ``message``.
_ADK_CODES = frozenset({WireCode.NO_SESSION, WireCode.NOT_FOUND, WireCode.UNPROCESSABLE})


def http_status_of(code: WireCode) -> int:
    """The HTTP status that our own server puts a code under."""
    return CODES[code].http_status


def retry_rule_of(wire_code: int) -> RetryRule:
    """What makes a call that ended with this code worth another try."""
    row = _row_of(wire_code)
    if row:
        return row.retry
    return _LATER if 500 <= wire_code <= 599 else _NEVER


def error_answer(
    code: WireCode,
    message: str = "",
    *,
    hint: str = "",
    reason: str = "",
    facts: Mapping[str, object] = _NO_FACTS,
) -> dict[str, object]:
    """The body of a refusal, readable by clients of every age.

    ``hint``, ``reason`` and ``facts`` carry our own errors over the wire unharmed, so that a
    client of ours can say them in another language; other clients ignore them. Without a
    message the code's own sentence is used.
    """
    row = CODES[code]
    text = message or row.meaning
    answer: dict[str, object] = {
        "code": int(code),
        "message": text,
        "data": None,
        "success": False,
        "error": text,
        "hint": hint if message else hint or row.hint,
        "reason": reason or row.reason,
        **facts_field(facts),
    }
    if code in _ADK_CODES:
        answer["detail"] = text
    return answer


def error_from_answer(http_status: int, body: object) -> BackendError | None:
    """The refusal in an answer; ``None`` when the answer says that it worked."""
    fields = body if isinstance(body, Mapping) else {}
    code = _code_in(http_status, fields)
    if code is None:
        return None
    return backend_error(
        code,
        _said(fields),
        hint=_text(fields, "hint"),
        reason=_text(fields, "reason"),
        facts=facts_in(fields),
    )


def backend_error(
    wire_code: int,
    message: str = "",
    *,
    hint: str = "",
    reason: str = "",
    facts: Mapping[str, object] = _NO_FACTS,
) -> BackendError:
    """The error for a code, in the backend's words where they say more than ours."""
    row = _row_of(wire_code)
    if row is None:
        return BackendError(
            shown(message) or f"The backend refused with code {wire_code}.",
            wire_code=wire_code,
            code=shown(reason) or None,
            hint=shown(hint),
            facts=facts,
        )
    # Two refusals share 402: a reason that is not the code's own has words of its own.
    is_usual = reason in ("", row.reason)
    ours = (row.own_words and is_usual) or not message.strip()
    return BackendError(
        row.meaning if ours else shown(message),
        wire_code=wire_code,
        code=shown(reason) or row.reason,
        hint=shown(hint) or row.hint,
        facts=facts,
    )


def _row_of(wire_code: int) -> CodeRow | None:
    return CODES[WireCode(wire_code)] if wire_code in WireCode.__members__.values() else None


def _code_in(http_status: int, body: Mapping[str, object]) -> int | None:
    given = _number(body.get("code"))
    # Some envelopes repeat HTTP's 200 where others say 0.
    if given not in (None, 0, 200):
        return given
    if http_status >= 400:
        return _code_of_status(http_status, body)
    # A poll answer may say ``success: false`` of the job, which is no failure of the call.
    if body.get("success") is False and not _has_status(body):
        return int(WireCode.INTERNAL)
    return None


def _code_of_status(http_status: int, body: Mapping[str, object]) -> int:
    if http_status == 404 and "session not found" in _said(body).lower():
        return int(WireCode.NO_SESSION)
    return int(_CODE_OF_STATUS.get(http_status, http_status))


def _has_status(body: Mapping[str, object]) -> bool:
    data = body.get("data")
    return "status" in body or (isinstance(data, Mapping) and "status" in data)


# ASCII only, and no more than any code has: int() takes neither "²" nor 5000 digits.
_DIGITS = re.compile(r"[0-9]{1,18}")


def _number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return int(value) if _DIGITS.fullmatch(value.strip()) else None
    return value if isinstance(value, int) else None


def _said(body: Mapping[str, object]) -> str:
    """What the backend says about it, wherever it says it."""
    for key in ("message", "error", "detail", "msg"):
        if text := _words(body.get(key)):
            return text
    return ""


def _words(value: object) -> str:
    """A text, the ``message`` of an object, or FastAPI's list of ``{loc, msg}``."""
    if isinstance(value, Mapping):
        return _words(value.get("message") or value.get("msg"))
    if isinstance(value, list):
        return "; ".join(filter(None, (_located(item) for item in value)))
    return value if isinstance(value, str) else ""


def _located(item: object) -> str:
    loc = item.get("loc") if isinstance(item, Mapping) else None
    where = ".".join(str(part) for part in loc) if isinstance(loc, list) else ""
    words = _words(item)
    return f"{where}: {words}" if where and words else words


def _text(body: Mapping[str, object], key: str) -> str:
    value = body.get(key)
    return value if isinstance(value, str) else ""
