"""Result codes: read from body or status, written for clients of every age."""

from __future__ import annotations

import pytest

from tiktok_photo_video.wire.codes import (
    CODES,
    RetryRule,
    WireCode,
    error_answer,
    error_from_answer,
    http_status_of,
    retry_rule_of,
)
from tiktok_photo_video.wire.strangers import shown


@pytest.mark.requirement("codes-table")
def test_every_code_has_a_row() -> None:
    assert set(CODES) == set(WireCode)
    assert {code: http_status_of(code) for code in WireCode if 400 <= code < 600} == {
        code: int(code) for code in WireCode if 400 <= code < 600
    }


@pytest.mark.requirement("codes-round-trip")
@pytest.mark.parametrize("code", [code for code in WireCode if code])
@pytest.mark.parametrize("with_status", [True, False])
def test_every_refusal_we_write_is_read_back(code: WireCode, with_status: bool) -> None:
    status = http_status_of(code) if with_status else 200
    error = error_from_answer(status, error_answer(code))
    assert error is not None
    assert (error.wire_code, error.code) == (code, CODES[code].reason)
    assert error.message == CODES[code].meaning


@pytest.mark.requirement("codes-round-trip")
def test_our_own_words_hint_and_reason_survive_the_wire() -> None:
    answer = error_answer(
        WireCode.UNSUPPORTED_FILE,
        "notes.txt: not a photo",
        hint="Send a photo.",
        reason="bad_media",
    )
    error = error_from_answer(415, answer)
    assert error is not None
    assert (error.message, error.hint, error.code) == (
        "notes.txt: not a photo",
        "Send a photo.",
        "bad_media",
    )


@pytest.mark.requirement("codes-superset")
def test_a_refusal_has_the_fields_of_every_envelope() -> None:
    answer = error_answer(WireCode.NO_SESSION, "gone")
    assert answer["code"] == 1002
    assert answer["data"] is None
    assert answer["success"] is False
    assert {answer["message"], answer["error"], answer["detail"]} == {"gone"}
    assert "detail" not in error_answer(WireCode.BAD_TOKEN)


@pytest.mark.requirement("codes-any-form")
@pytest.mark.parametrize(
    ("status", "body", "code", "said"),
    [
        (200, {"code": 1001}, 1001, "access token"),
        (200, {"code": "2001", "message": "x"}, 2001, "no credits"),
        (401, None, 1001, "access token"),
        (402, {}, 402, "plan"),
        (404, {"detail": "Session not found: 7"}, 1002, "session"),
        (404, {"detail": "Not Found"}, 404, "Not Found"),
        (413, "<html>", 4002, "larger than 200 MB"),
        (415, {"error": "no gifs"}, 4001, "no gifs"),
        (
            422,
            {"detail": [{"loc": ["body", "user_id"], "msg": "Field required"}]},
            422,
            "body.user_id: Field",
        ),
        (418, {"message": "teapot"}, 418, "teapot"),
        (599, None, 599, "code 599"),
        (200, {"success": False, "error": {"message": "broke"}}, 500, "broke"),
        (500, {"code": 0}, 500, "failed"),
    ],
)
def test_a_refusal_is_understood_in_every_form(
    status: int, body: object, code: int, said: str
) -> None:
    error = error_from_answer(status, body)
    assert error is not None
    assert error.wire_code == code
    assert said in error.message


@pytest.mark.requirement("codes-any-form")
@pytest.mark.parametrize(
    "body",
    [
        {"code": 0, "data": {}},
        {"code": 200},
        {"code": True},
        {"token": "bare"},
        [],
        None,
        {"success": False, "data": {"status": "failed", "error": "x"}},
        {"status": "failed", "error": "x"},
    ],
)
def test_an_answer_that_is_no_refusal_is_none(body: object) -> None:
    assert error_from_answer(200, body) is None


@pytest.mark.requirement("codes-retry")
@pytest.mark.parametrize(
    ("code", "rule"),
    [
        (1001, RetryRule.NEW_TOKEN),
        (1002, RetryRule.NEW_SESSION),
        (400, RetryRule.NEW_CLIENT_ID),
        (402, RetryRule.NEVER),
        (408, RetryRule.LATER),
        (429, RetryRule.LATER),
        (503, RetryRule.LATER),
        (520, RetryRule.LATER),
        (9999, RetryRule.NEVER),
    ],
)
def test_each_code_says_what_makes_another_try_worthwhile(code: int, rule: RetryRule) -> None:
    assert retry_rule_of(code) is rule


@pytest.mark.requirement("token-never-shown")
def test_a_strangers_text_is_shown_on_one_line_without_tokens() -> None:
    assert shown("a\n b  nmv_usr_x-Y_z, Bearer abcdefgh12 clm_q") == "a b [token], [token] [token]"
    assert len(shown("x" * 5000)) == 400
