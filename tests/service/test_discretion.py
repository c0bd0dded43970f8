"""No secret ever stands in a log."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest

from tiktok_photo_video.service import server
from tiktok_photo_video.service.discretion import Discreet, without_secrets

SECRETS = {
    "our own token": ("granted nmv_anon_AbCdEf0123456789AbCdEf", "AbCdEf0123456789"),
    "a bearer": ("headers {'Authorization': 'Bearer abc.def-ghi_jkl'}", "abc.def"),
    "a basic one": ("Authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
    "the local key": ("x-photo-video-key: q7Zk2Lm9Xw_short", "q7Zk2Lm9Xw"),
    "a model's key": ("api_key='sk-proj-abcdefghijklmnop1234'", "abcdefghijklmnop"),
    "a password in an address": ("GET https://ann:hunter22@nas.local/a.jpg", "hunter22"),
    "a signature": ("GET https://cdn.test/a.jpg?X-Amz-Signature=f00dfeed&e=1 failed", "f00dfeed"),
    "any query": ("fetch http://cdn.test/a.jpg?t=abcd1234", "abcd1234"),
    "a web token": ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.sig", "eyJzdWIi"),
    "a cookie": ("Set-Cookie: session=0123abcd", "0123abcd"),
    "a password": ('{"password": "correct horse"}', "correct"),
}


@pytest.mark.requirement("log-discreet")
@pytest.mark.parametrize("name", SECRETS)
def test_what_opens_a_door_is_taken_out(name: str) -> None:
    text, secret = SECRETS[name]
    assert secret in text
    assert secret not in without_secrets(text)


@pytest.mark.requirement("log-discreet")
def test_the_rest_of_a_line_stays_readable() -> None:
    line = "WARNING tiktok_photo_video.backend: render r1: piece 3 is made again (RenderError)"
    assert without_secrets(line) == line
    kept = without_secrets("GET https://ann:hunter22@nas.local/photos/a.jpg?sig=1234 failed")
    assert kept.startswith("GET https://")
    assert kept.endswith("nas.local/photos/a.jpg?••• failed")


@pytest.mark.requirement("log-discreet")
def test_tracebacks_and_known_secrets_are_covered_too() -> None:
    try:
        raise ValueError("https://ann:hunter22@nas.local refused plainword")
    except ValueError:
        record = logging.LogRecord("x", 40, "f", 1, "it %s", ("fails",), sys.exc_info())
    said = Discreet(known=("plainword", "")).format(record)
    assert "ValueError" in said
    assert "hunter22" not in said
    assert "plainword" not in said


@pytest.mark.requirement("log-discreet")
def test_the_services_log_is_written_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_LLM_KEY", "word-of-the-model")
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    server._log_to(tmp_path / "service.log")
    (ours,) = (handler for handler in root.handlers if handler not in before)
    try:
        ours.handle(logging.LogRecord("x", 40, "f", 1, "asked with word-of-the-model", (), None))
    finally:
        root.removeHandler(ours)
        root.setLevel(level)
        ours.close()
    said = (tmp_path / "service.log").read_text(encoding="utf-8")
    assert "asked with" in said
    assert "word-of-the-model" not in said
