"""Failures told in the user's language, with what to do next under the circumstances.

The command line, the chat and JSON all tell them through here. What is known by its code has
words in both languages, filled with the facts that came along. What a stranger says about a
failure is translated out of its window and shown: alone where it is in the user's language,
behind our own sentence where it is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias
from urllib.parse import quote

from tiktok_photo_video.chat.failures import Explanation, explanation
from tiktok_photo_video.chat.gui_speak import translate
from tiktok_photo_video.errors import BackendError, PhotoVideoError
from tiktok_photo_video.language import Language, language_of
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

    is_local: bool = False
    is_anonymous: bool = True
    user_id: str | None = None
    web_url: str = WEB_URL
    photos_here: bool = False


Facts: TypeAlias = Mapping[str, object]

_FILE_CODES = (WireCode.UNSUPPORTED_FILE, WireCode.FILE_TOO_LARGE)
_LIMITS = MappingProxyType(
    {"formats": FORMATS_FOR_PEOPLE, "limit": MAX_UPLOAD_BYTES // (1024 * 1024)}
)
_MAX_SAID_CHARS = 400
_STOPS = " .。"


def in_words(
    error: PhotoVideoError, language: Language, circumstances: Circumstances = Circumstances()
) -> PhotoVideoError:
    """The same failure, of the same kind and code, with a sentence and a hint for the user."""
    if error.is_told:
        return error
    facts = {
        "said": error.message.rstrip(_STOPS),
        **_LIMITS,
        **error.facts,
        "local": circumstances.is_local,
        "anonymous": circumstances.is_anonymous,
        "photos_here": circumstances.photos_here,
        "register_url": registration_url(circumstances),
    }
    if isinstance(error, BackendError):
        said = words_of_a_stranger(error.message).rstrip(_STOPS)
        words = _refusal(error, language, {**facts, "said": said})
    else:
        words = explanation(error.code, language, facts) or _as_it_is(error)
    return error.told(words.sentence, words.hint)


def registration_url(circumstances: Circumstances) -> str:
    """Where to register; with the anonymous user's id, so that the work is taken over."""
    page = f"{circumstances.web_url}/register"
    user_id = circumstances.user_id
    return f"{page}?bind={quote(user_id, safe='')}" if user_id else page


def words_of_a_stranger(text: str) -> str:
    """What somebody else says of a failure, fit to be shown: no window, no token, no data."""
    shown = " ".join(translate(text).shown.split())
    return shown if len(shown) <= _MAX_SAID_CHARS else f"{shown[: _MAX_SAID_CHARS - 1]}…"


def _as_it_is(error: PhotoVideoError) -> Explanation:
    return Explanation(error.message, error.hint)


def _refusal(error: BackendError, language: Language, facts: Facts) -> Explanation:
    own = None if _is_usual(error) else explanation(error.code, language, facts)
    if own:
        return own
    said = "" if error.message == _meaning(error) else words_of_a_stranger(error.message)
    if error.wire_code in _FILE_CODES:
        return _of_a_file(error, said, language, facts)
    # 400 is the wire's word for a missing client id; with other words it is something else.
    is_bare = error.wire_code == WireCode.BAD_REQUEST and (not said or "client" in said.lower())
    facts = {**facts, "client_id": is_bare, "code": error.wire_code}
    words = explanation(_general_code(error), language, facts)
    return _with_said(words or _as_it_is(error), said, error, language)


def _of_a_file(error: BackendError, said: str, language: Language, facts: Facts) -> Explanation:
    """What is wrong with a file, with its name: ``said`` begins with that, or there is none."""
    name, _, problem = said.partition(": ")
    facts = {"name": name, **facts} if problem else facts
    words = explanation(_general_code(error), language, facts) or _as_it_is(error)
    if _is_usual(error):
        return words
    if language_of(problem, otherwise=language) is language:
        return _with_said(words, said, error, language)
    of_some_file = (
        explanation("bad_media", language, {**facts, "said": said.rstrip(_STOPS)}) or words
    )
    return _with_said(of_some_file, problem, error, language)


def _with_said(
    words: Explanation, said: str, error: BackendError, language: Language
) -> Explanation:
    if not said:
        return words
    sentence = said if _is_in(said, language) else _with_aside(words.sentence, said, language)
    if _is_usual(error) and error.hint in ("", _usual_hint(error)):
        return Explanation(sentence, words.hint)
    # A special case has advice of its own; the general one could be wrong for it.
    advice = words_of_a_stranger(error.hint)
    fits = _is_in(advice, language)
    general = words.hint if _is_usual(error) or error.wire_code in _FILE_CODES else ""
    return Explanation(sentence, advice if fits and advice else general)


def _with_aside(sentence: str, said: str, language: Language) -> str:
    if language is Language.CHINESE:
        return f"{sentence.rstrip('。')}（{said.rstrip(_STOPS)}）。"
    return f"{sentence.rstrip('.')} ({said.rstrip(_STOPS)})."


def _is_in(text: str, language: Language) -> bool:
    return language_of(text, otherwise=language) is language


def _general_code(error: BackendError) -> str:
    row = _row(error)
    if row and row.reason != "internal":
        return row.reason
    return "backend_down" if error.wire_code // 100 == 5 else "unknown"


def _is_usual(error: BackendError) -> bool:
    row = _row(error)
    return row is not None and error.code == row.reason


def _meaning(error: BackendError) -> str:
    row = _row(error)
    return row.meaning if row else f"The backend refused with code {error.wire_code}."


def _usual_hint(error: BackendError) -> str:
    row = _row(error)
    return row.hint if row else ""


def _row(error: BackendError) -> CodeRow | None:
    known = error.wire_code in WireCode.__members__.values()
    return CODES[WireCode(error.wire_code)] if known else None
