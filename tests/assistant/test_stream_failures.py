"""What breaks a turn off in its stream, told in the user's language."""

from __future__ import annotations

import json

import pytest

from tiktok_photo_video.assistant.errors_in_words import Circumstances, in_words
from tiktok_photo_video.assistant.stream_failures import error_of, problem_in
from tiktok_photo_video.errors import BackendError, ExitCode
from tiktok_photo_video.language import Language, language_of
from tiktok_photo_video.wire.events import Failure, failure_event, parse_event

EN, ZH = Language.ENGLISH, Language.CHINESE
STAMP = {"invocation_id": "i", "event_id": "e", "timestamp_s": 1.0}


@pytest.mark.requirement("stream-failures-in-words")
@pytest.mark.parametrize("language", [EN, ZH])
@pytest.mark.parametrize("code", ["2001", "no_credits"])
def test_a_turn_without_credits_tells_where_to_register(code: str, language: Language) -> None:
    error = error_of(Failure(code, "No credits."), language)
    assert isinstance(error, BackendError)
    assert "?bind=anon_1" in in_words(error, language, Circumstances(user_id="anon_1")).hint


@pytest.mark.requirement("stream-failures-in-words")
@pytest.mark.parametrize("language", [EN, ZH])
@pytest.mark.parametrize(
    "code",
    [
        *("SAFETY", "MAX_TOKENS", "RECITATION", "MALFORMED_FUNCTION_CALL", "OTHER"),
        *("RESOURCE_EXHAUSTED", "UNAVAILABLE", "DEADLINE_EXCEEDED", "429", "500", "1002"),
        *("internal", "disk_full", "ValueError", "agent_error"),
    ],
)
def test_whatever_a_turn_breaks_off_with_has_words_in_the_users_language(
    code: str, language: Language
) -> None:
    for message in ("", "Something broke."):
        told = in_words(error_of(Failure(code, message), language), language)
        assert language_of(told.message) is language
        assert told.hint or message


@pytest.mark.requirement("stream-failures-in-words")
def test_a_full_disk_in_a_turn_is_a_storage_failure() -> None:
    error = in_words(error_of(Failure("disk_full", "The disk is full."), ZH), ZH)
    assert (error.exit_code, error.message) == (ExitCode.STORAGE, "磁盘已满。")


@pytest.mark.requirement("errors-over-the-wire")
def test_the_facts_of_a_failure_cross_the_stream() -> None:
    event = failure_event("no_credits", "No.", facts={"cost": 10, "available": 3}, **STAMP)  # type: ignore[arg-type]
    (failure,) = (e for e in parse_event(json_of(event)) if isinstance(e, Failure))
    told = in_words(error_of(failure, ZH), ZH)
    assert told.message == "积分不够：新项目要 10 积分，还剩 3。"


@pytest.mark.requirement("stream-failures-in-words")
def test_what_cut_a_turn_short_is_a_sentence_or_nothing() -> None:
    assert problem_in(Failure("MAX_TOKENS", ""), ZH) == "编辑的回答太长，中途断了。"
    assert problem_in(Failure("OTHER", ""), EN) == ""
    assert problem_in(Failure("E", "The song is gone."), EN) == "The song is gone."


def json_of(event: object) -> str:
    return json.dumps(event, ensure_ascii=False)
