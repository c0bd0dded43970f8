"""Failures told in the user's language, with what to do next under the circumstances.

The command line, the chat and JSON all tell them through here. What a backend of ours says
about one file or one request says more than any sentence of ours, so it stands: as it is in
English, and behind the Chinese sentence in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote

from tiktok_photo_video.chat.replies import error_key, say
from tiktok_photo_video.errors import BackendError, MediaError, PhotoVideoError, TransportError
from tiktok_photo_video.language import Language
from tiktok_photo_video.settings import WEB_URL
from tiktok_photo_video.wire.codes import CODES, CodeRow, WireCode
from tiktok_photo_video.wire.routes import FORMATS_FOR_PEOPLE, MAX_UPLOAD_BYTES


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a hint depends on.

    Attributes:
        is_local: the backend is on this machine.
        is_anonymous: no account of the user's own pays.
        user_id: the anonymous user's id, when it is known; registering takes it over.
        web_url: where people register.
        photos_here: the project's files are still where they were sent from.
    """

    is_local: bool = True
    is_anonymous: bool = True
    user_id: str | None = None
    web_url: str = WEB_URL
    photos_here: bool = False


# Our own codes that have sentences of their own, whatever number came with them.
_OWN_CODES: Mapping[str, str] = MappingProxyType(
    {
        "unreachable": "unreachable",
        "connection_broken": "broken",
        "stream_dropped": "broken",
        "turn_lost": "turn_lost",
        "turn_timeout": "turn_timeout",
        "render_timeout": "render_timeout",
        "order_uncertain": "order_uncertain",
        "bad_own_token": "own_token",
        "token_rate_limited": "token_limit",
        "attribution_missing": "attribution",
    }
)
_FILE_CODES = (WireCode.UNSUPPORTED_FILE, WireCode.FILE_TOO_LARGE)
_LIMITS = MappingProxyType(
    {"formats": FORMATS_FOR_PEOPLE, "limit": MAX_UPLOAD_BYTES // (1024 * 1024)}
)
_HAN = re.compile(r"[\u3400-\u9fff]")


def in_words(
    error: PhotoVideoError, language: Language, circumstances: Circumstances = Circumstances()
) -> PhotoVideoError:
    """The same failure, of the same kind and code, with a sentence and a hint for the user."""
    if isinstance(error, BackendError):
        return BackendError(
            _message(error, language),
            wire_code=error.wire_code,
            code=error.code,
            hint=_hint(error, language, circumstances),
        )
    if language is Language.ENGLISH:
        return error  # our own words, and they name the thing
    if isinstance(error, MediaError):
        return _media(error, language)
    if isinstance(error, TransportError) and error.code in _OWN_CODES:
        name = _OWN_CODES[error.code]
        return TransportError(
            _with_facts(say(f"error.{name}", language), error.message),
            code=error.code,
            hint=say(f"hint.{name}", language),
        )
    return error


def _message(error: BackendError, language: Language) -> str:
    row = _row(error)
    generic = row is not None and error.message == row.meaning
    is_english = language is Language.ENGLISH
    if (is_english and not generic) or _HAN.search(error.message):
        return error.message
    if error.wire_code in _FILE_CODES:
        return _file_sentence(error, language)
    own = _OWN_CODES.get(error.code)
    name = own or error_key(error.wire_code)
    sentence = say(f"error.{name}", language, code=error.wire_code)
    return sentence if generic or own else _with_facts(sentence, error.message)


def _file_sentence(error: BackendError, language: Language) -> str:
    """The sentence about a file, with its name, and with the problem where it is a special one."""
    name, _, problem = error.message.partition(": ")
    row = _row(error)
    if not problem:
        return say(f"error.{error_key(error.wire_code)}_unnamed", language)
    usual = row is not None and error.code == row.reason
    key = error_key(error.wire_code) if usual else "file"
    sentence = say(f"error.{key}", language, name=name)
    return sentence if usual else _with_facts(sentence, problem)


def _hint(error: BackendError, language: Language, circumstances: Circumstances) -> str:
    own = _OWN_CODES.get(error.code)
    chosen = _HINTS.get(error.wire_code)
    if chosen and not own:
        return chosen(language, circumstances)
    row = _row(error)
    is_usual = (error.code, error.hint) == (row.reason, row.hint) if row else not error.hint
    is_english = language is Language.ENGLISH
    if (is_english and not is_usual) or _HAN.search(error.hint):
        return error.hint
    return _usual_hint(error, language, own=own)


def _usual_hint(error: BackendError, language: Language, *, own: str | None) -> str:
    row = _row(error)
    if row is not None and not own and error.code != row.reason:
        # A refusal of one special thing: general advice could be wrong for it.
        return say("hint.file", language) if error.wire_code in _FILE_CODES else error.hint
    sentence = say(f"hint.{own or error_key(error.wire_code)}", language, **_LIMITS)
    return _with_facts(sentence, error.hint) if own == "token_limit" else sentence


def _credits_hint(language: Language, circumstances: Circumstances) -> str:
    if not circumstances.is_anonymous:
        return say("hint.credits_registered", language)
    return say("hint.credits_anonymous", language, url=registration_url(circumstances))


def _plan_hint(language: Language, circumstances: Circumstances) -> str:
    key = "plan_photos_here" if circumstances.photos_here else "plan"
    return say(f"hint.{key}", language)


def _session_hint(language: Language, circumstances: Circumstances) -> str:
    key = "session_photos_here" if circumstances.photos_here else "session"
    return say(f"hint.{key}", language)


_HINTS: Mapping[int, Callable[[Language, Circumstances], str]] = MappingProxyType(
    {
        WireCode.NO_CREDITS: _credits_hint,
        WireCode.EXPORT_BLOCKED: _plan_hint,
        WireCode.NO_SESSION: _session_hint,
    }
)


def registration_url(circumstances: Circumstances) -> str:
    """Where to register; with the anonymous user's id, so that the work is taken over."""
    page = f"{circumstances.web_url}/register"
    user_id = circumstances.user_id
    return f"{page}?bind={quote(user_id, safe='')}" if user_id else page


def _media(error: MediaError, language: Language) -> MediaError:
    reasons = {CODES[code].reason: code for code in _FILE_CODES}
    code = reasons.get(error.code)
    if code is None:
        return error
    key = error_key(code)
    problem = say(f"error.{key}_unnamed", language)
    hint = say(f"hint.{key}", language, **_LIMITS)
    return MediaError(error.name, problem, code=error.code, hint=hint)


def _with_facts(sentence: str, facts: str) -> str:
    """A Chinese sentence and, behind it, what the other side says of this one case."""
    return f"{sentence}（{facts}）"


def _row(error: BackendError) -> CodeRow | None:
    known = error.wire_code in WireCode.__members__.values()
    return CODES[WireCode(error.wire_code)] if known else None
