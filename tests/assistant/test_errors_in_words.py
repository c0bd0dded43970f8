"""Failures in the user's language, with a way on that fits."""

from __future__ import annotations

import re

import pytest

from tiktok_photo_video.assistant.errors_in_words import Circumstances, in_words
from tiktok_photo_video.errors import (
    BackendError,
    ExitCode,
    MediaError,
    PhotoVideoError,
    RenderError,
    TransportError,
)
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.codes import WireCode, backend_error

EN, ZH = Language.ENGLISH, Language.CHINESE
HAN = re.compile(r"[\u3400-\u9fff]")
CODES = [1001, 1002, 2001, 4001, 4002, 400, 402, 404, 422, 429, 500, 502, 503, 504, 599, 418]


@pytest.mark.requirement("errors-in-words")
@pytest.mark.parametrize("code", CODES)
def test_a_bare_code_is_told_in_either_language_with_a_hint(code: int) -> None:
    error = backend_error(code)
    english, chinese = in_words(error, EN), in_words(error, ZH)
    for told in (english, chinese):
        assert isinstance(told, BackendError)
        assert (told.code, told.wire_code) == (error.code, code)
        assert told.exit_code is error.exit_code
        assert told.hint or code == 418
    assert not HAN.search(english.sentence())
    assert HAN.search(chinese.message)


@pytest.mark.requirement("errors-in-words")
def test_what_our_backend_says_of_one_case_survives_in_both_languages() -> None:
    error = backend_error(
        422, "Photo 9 is not there: there are 3.", hint="Name one of them.", reason="no_photo"
    )
    assert in_words(error, EN).sentence() == error.sentence()
    assert "Photo 9 is not there: there are 3." in in_words(error, ZH).message
    assert HAN.search(in_words(error, ZH).message)
    already = backend_error(422, "没有第 9 张照片。", hint="一共 3 张。", reason="no_photo")
    for language in (EN, ZH):
        assert in_words(already, language).sentence() == already.sentence()


@pytest.mark.requirement("errors-in-words")
def test_a_file_is_named_and_general_advice_is_not_given_for_a_special_problem() -> None:
    kind = backend_error(4001, "a.xyz: This kind of file cannot be used.")
    assert "a.xyz" in in_words(kind, ZH).message
    assert "mp4" in in_words(kind, ZH).hint.lower()
    cut = backend_error(4001, "夏.jpg: cut", reason="media_truncated")
    assert "夏.jpg" in in_words(cut, ZH).message
    damaged = backend_error(4001, "b.jpg: the photo is cut off.", reason="media_truncated")
    told = in_words(damaged, ZH)
    assert "b.jpg" in told.message
    assert "cut off" in told.message
    assert "jpg" not in told.hint
    mine = in_words(MediaError("c.xyz", "no.", code="unsupported_file"), ZH)
    assert isinstance(mine, MediaError)
    assert HAN.search(mine.problem)


@pytest.mark.requirement("errors-credits")
@pytest.mark.parametrize("language", [EN, ZH])
def test_without_credits_an_anonymous_user_is_shown_where_to_register(language: Language) -> None:
    error = backend_error(2001)
    known = Circumstances(user_id="anon_a/1", web_url="https://web.example")
    assert "https://web.example/register?bind=anon_a%2F1" in in_words(error, language, known).hint
    unknown = in_words(error, language, Circumstances(web_url="https://web.example")).hint
    assert "https://web.example/register" in unknown
    assert "bind" not in unknown
    registered = in_words(error, language, Circumstances(is_anonymous=False, user_id="u1")).hint
    assert "register" not in registered


@pytest.mark.requirement("errors-credits")
def test_the_registered_are_told_to_top_up_as_the_page_has_it() -> None:
    told = in_words(backend_error(2001), EN, Circumstances(is_anonymous=False))
    assert told.hint == "Top up credits in your account."


@pytest.mark.requirement("errors-plan")
@pytest.mark.parametrize("language", [EN, ZH])
def test_a_blocked_export_offers_the_local_backend_and_does_not_speak_of_credits(
    language: Language,
) -> None:
    error = backend_error(402, "plan")
    here = in_words(error, language, Circumstances(photos_here=True))
    gone = in_words(error, language, Circumstances())
    assert here.hint != gone.hint
    for told in (here, gone):
        assert "--backend local" in told.hint
        assert "credit" not in told.sentence().lower()
        assert "积分" not in told.sentence()
    assert "Register or upgrade your plan to unlock export" in in_words(error, EN).hint


@pytest.mark.requirement("errors-plan")
@pytest.mark.parametrize("language", [EN, ZH])
def test_missing_attribution_is_told_apart_from_a_plan(language: Language) -> None:
    error = BackendError("x", wire_code=402, code="attribution_missing", hint="X-Skill headers")
    told = in_words(error, language)
    assert told.code == "attribution_missing"
    assert "X-Skill" in told.hint


@pytest.mark.requirement("errors-in-words")
def test_a_lost_session_says_whether_the_photos_are_still_here() -> None:
    error = backend_error(int(WireCode.NO_SESSION))
    here = in_words(error, EN, Circumstances(photos_here=True)).hint
    assert "still" in here
    assert "still" not in in_words(error, EN).hint


@pytest.mark.requirement("errors-in-words")
def test_a_broken_line_is_told_in_chinese_with_the_host() -> None:
    error = TransportError("Nothing answers at b.example.", code="unreachable", hint="Check.")
    told = in_words(error, ZH)
    assert isinstance(told, TransportError)
    assert told.exit_code is ExitCode.TRANSPORT
    assert "b.example" in told.message
    assert HAN.search(told.hint)
    assert in_words(error, EN) is error


@pytest.mark.requirement("errors-in-words")
def test_telling_twice_changes_nothing_and_other_failures_stay() -> None:
    other: PhotoVideoError = RenderError("The font is missing.")
    for language in (EN, ZH):
        assert in_words(other, language) is other
        for code in CODES:
            once = in_words(backend_error(code, "own words"), language)
            assert in_words(once, language).message.startswith(once.message)
