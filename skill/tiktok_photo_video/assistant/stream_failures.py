"""What breaks off a turn in the middle of its stream, as a failure that has words.

The ``errorCode`` of an event may be one of the wire's codes, one of our own backend's, or what
a model, a cloud or an agent server calls its trouble.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tiktok_photo_video.assistant.errors_in_words import in_words, words_of_a_stranger
from tiktok_photo_video.chat.failures import explanation
from tiktok_photo_video.errors import InputError, PhotoVideoError, StorageError
from tiktok_photo_video.language import Language, language_of
from tiktok_photo_video.wire.codes import CODES, WireCode, backend_error
from tiktok_photo_video.wire.events import Failure

_GAVE_UP = "agent_gave_up"
_DISK_CODES = frozenset({"disk_full", "disk_refused"})
_NUMBERS: Mapping[str, WireCode] = MappingProxyType(
    {row.reason: code for code, row in reversed(tuple(CODES.items()))}
    | {str(int(code)): code for code in WireCode if code}
    | {
        "resource_exhausted": WireCode.RATE_LIMITED,
        "resourceexhausted": WireCode.RATE_LIMITED,
        "ratelimiterror": WireCode.RATE_LIMITED,
        "deadline_exceeded": WireCode.GATEWAY_TIMED_OUT,
        "timeouterror": WireCode.GATEWAY_TIMED_OUT,
        "serviceunavailable": WireCode.UNAVAILABLE,
        "unauthenticated": WireCode.BAD_TOKEN,
        "permission_denied": WireCode.FORBIDDEN,
        "sessionnotfounderror": WireCode.NO_SESSION,
    }
)
# How models say that they stopped early.
_MODEL_REASONS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(
        (
            *("safety", "recitation", "blocklist", "prohibited_content", "spii", "language"),
            *("image_safety", "image_prohibited_content", "image_recitation", "jailbreak"),
        ),
        "agent_refused",
    )
    | dict.fromkeys(("max_tokens", "length"), "agent_cut_off")
    | dict.fromkeys(
        (
            *("malformed_function_call", "unexpected_tool_call", "malformed_response"),
            *("too_many_tool_calls", "no_image", "image_other"),
        ),
        "agent_confused",
    )
    | dict.fromkeys(("other", "finish_reason_unspecified", "unknown_error"), _GAVE_UP)
)


def error_of(failure: Failure, language: Language) -> PhotoVideoError:
    """The failure of a turn in which nothing was done.

    What has words for its code gets them when the circumstances are known; what has none is
    in words already.
    """
    code = failure.code.strip().lower()
    if code in _NUMBERS:
        return backend_error(_NUMBERS[code], failure.message, facts=failure.facts)
    kind = StorageError if code in _DISK_CODES else InputError
    code = _MODEL_REASONS.get(code, code)
    if explanation(code, language, failure.facts):
        return kind(words_of_a_stranger(failure.message), code=code, facts=failure.facts)
    return _unknown(failure, language)


def problem_in(failure: Failure, language: Language) -> str:
    """What cut a turn short that did something; empty when that is not known."""
    error = error_of(failure, language)
    return "" if error.code == _GAVE_UP else in_words(error, language).message


def _unknown(failure: Failure, language: Language) -> PhotoVideoError:
    said = words_of_a_stranger(failure.message)
    if not said:
        return InputError("", code=_GAVE_UP)
    code = failure.code or _GAVE_UP
    if language_of(said, otherwise=language) is language:
        return InputError(said, code=code).told(said, "")
    return InputError(said, code="agent_failed", facts={"problem": said})
