"""Failures in the user's language, with a way on that fits."""

from __future__ import annotations

import json
import re

import pytest

from tiktok_photo_video.assistant.errors_in_words import Circumstances, in_words
from tiktok_photo_video.backend.refusals import answer_of, refusal_of
from tiktok_photo_video.errors import (
    BackendError,
    ExitCode,
    MediaError,
    PhotoVideoError,
    RenderError,
    TransportError,
)
from tiktok_photo_video.language import Language
from tiktok_photo_video.media import refusals
from tiktok_photo_video.wire.codes import WireCode, backend_error, error_from_answer

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
    assert "（Photo 9 is not there: there are 3）。" in in_words(error, ZH).message
    assert HAN.search(in_words(error, ZH).message)
    already = backend_error(422, "没有第 9 张照片。", hint="一共 3 张。", reason="no_photo")
    assert in_words(already, ZH).sentence() == already.sentence()
    assert "没有第 9 张照片" in in_words(already, EN).message
    assert in_words(already, EN).message.startswith("The video service")


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
    assert mine.message == "c.xyz：这种文件用不了。"


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
    error = TransportError(
        "Nothing answers at b.example.",
        code="unreachable",
        hint="Check.",
        facts={"host": "b.example"},
    )
    told = in_words(error, ZH)
    assert isinstance(told, TransportError)
    assert told.exit_code is ExitCode.TRANSPORT
    assert "b.example" in told.message
    assert HAN.search(told.hint)
    assert "--backend local" in in_words(error, EN).hint
    here = in_words(error, ZH, Circumstances(is_local=True))
    assert "doctor" in here.hint


@pytest.mark.requirement("errors-in-words")
def test_telling_twice_changes_nothing_and_what_has_no_words_stays() -> None:
    other: PhotoVideoError = RenderError("The font is missing.", code="no_such_code", hint="Go.")
    for language in (EN, ZH):
        assert in_words(other, language).sentence() == other.sentence()
        for code in CODES:
            once = in_words(backend_error(code, "own words"), language)
            assert in_words(once, ZH) is once


# The page's table: what each code means to the user, and what is to be done about it.
TABLE: dict[int, dict[Language, tuple[str, str]]] = {
    1001: {EN: ("pass", "--backend local"), ZH: ("凭证", "--backend local")},
    1002: {EN: ("no longer knows", "new project"), ZH: ("找不到这个项目", "新建")},
    2001: {EN: ("credits", "register?bind=anon_1"), ZH: ("积分", "register?bind=anon_1")},
    4001: {EN: ("kind of file", "mp4, mov"), ZH: ("这种文件", "mp4, mov")},
    4002: {EN: ("200 MB", "smaller"), ZH: ("200 MB", "缩小")},
    400: {EN: ("this device", "Try again"), ZH: ("这台设备", "再试")},
    402: {
        EN: ("plan", "Register or upgrade your plan to unlock export"),
        ZH: ("套餐", "注册或升级套餐"),
    },
    404: {EN: ("does not know", "status"), ZH: ("找不到", "状态")},
    422: {EN: ("sense", "other words"), ZH: ("没有看懂", "换个说法")},
    429: {EN: ("slow down", "will work again in about a minute"), ZH: ("慢一点", "一分钟后")},
    500: {EN: ("problem of its own", "minute"), ZH: ("出了问题", "一分钟")},
    502: {EN: ("cannot take work", "minute"), ZH: ("忙不过来", "一分钟")},
    503: {EN: ("cannot take work", "minute"), ZH: ("忙不过来", "一分钟")},
    504: {EN: ("cannot take work", "minute"), ZH: ("忙不过来", "一分钟")},
    599: {EN: ("problem of its own", "minute"), ZH: ("出了问题", "一分钟")},
}
ANONYMOUS = Circumstances(user_id="anon_1")


@pytest.mark.requirement("errors-table")
@pytest.mark.parametrize("language", [EN, ZH])
@pytest.mark.parametrize("has_status", [True, False], ids=["its status", "status 200"])
@pytest.mark.parametrize("code", TABLE)
def test_every_code_of_the_page_is_told_with_what_to_do_under_any_status(
    *, code: int, has_status: bool, language: Language
) -> None:
    status = code if has_status and code < 600 else 400 if has_status else 200
    refusal = error_from_answer(status, {"code": code, "message": "", "data": None})
    assert refusal
    assert refusal.wire_code == code
    told = in_words(refusal, language, ANONYMOUS)
    sentence, hint = TABLE[code][language]
    assert sentence in told.message
    assert hint in told.hint
    assert bool(HAN.search(told.sentence())) is (language is ZH)


@pytest.mark.requirement("errors-table")
@pytest.mark.parametrize("status", [200, 400])
def test_code_0_is_no_failure_whatever_else_is_said(status: int) -> None:
    answer = error_from_answer(200, {"code": 0, "message": "ok"})
    assert answer is None
    # A status that says no is believed where the body says nothing.
    assert (error_from_answer(status, {}) is None) is (status == 200)


@pytest.mark.requirement("errors-table")
def test_the_registered_top_up_and_the_plan_is_not_about_credits() -> None:
    registered = Circumstances(is_anonymous=False)
    assert in_words(backend_error(2001), ZH, registered).hint == "请在你的账户里充值积分。"
    for language in (EN, ZH):
        plan = in_words(backend_error(402), language, registered).sentence()
        assert not re.search("credit|积分", plan)


@pytest.mark.requirement("errors-table")
@pytest.mark.parametrize("language", [EN, ZH])
def test_when_tokens_run_out_the_time_is_told_at_which_there_are_more(language: Language) -> None:
    facts = {"when": "2030-01-08 12:00 UTC"}
    error = backend_error(429, "No.", reason="token_rate_limited", facts=facts)
    assert "2030-01-08 12:00 UTC" in in_words(error, language).hint


@pytest.mark.requirement("errors-over-the-wire")
@pytest.mark.parametrize("language", [EN, ZH])
def test_what_our_backend_knows_of_a_failure_is_said_in_either_language(
    language: Language,
) -> None:
    refusal = refusal_of(refusals.too_small("夏.png", 3, 4))
    status, body = answer_of(refusal)
    error = error_from_answer(status, json.loads(json.dumps(body)))
    assert error
    told = in_words(error, language)
    assert told.message.startswith("夏.png")
    assert "3 x 4" in told.message
    assert (told.code, told.exit_code) == ("media_too_small", ExitCode.INPUT)
    assert ("is only" in told.message) is (language is EN)
    assert ("至少" in told.message) is (language is ZH)


@pytest.mark.requirement("errors-over-the-wire")
def test_a_strangers_facts_are_kept_small_and_plain() -> None:
    facts = {"name": "a\nb", "width": [1], "Bad Key": 1, "token": "nmv_usr_abc-def", "x": None}
    many = {f"k{chr(97 + n)}": n for n in range(26)}
    body = {"code": 4001, "message": "no", "x_photo_video": {"facts": {**facts, **many}}}
    error = error_from_answer(200, body)
    assert error
    assert error.facts["name"] == "a b"
    assert error.facts["token"] == "[token]"
    assert not {"width", "Bad Key", "x"} & error.facts.keys()
    assert len(error.facts) == 16


@pytest.mark.requirement("errors-in-words")
@pytest.mark.parametrize("language", [EN, ZH])
def test_a_strangers_words_lose_their_window_and_their_secrets(language: Language) -> None:
    said = 'Click the "Upgrade" button. The song is too long. nmv_usr_abcdefgh12345678'
    told = in_words(backend_error(422, said), language)
    assert "The song is too long" in told.message
    assert "button" not in told.message
    assert "nmv_usr" not in told.message
    assert bool(HAN.search(told.message)) is (language is ZH)
