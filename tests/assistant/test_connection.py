"""Which backend answers, and which host is calling."""

from __future__ import annotations

from pathlib import Path

import pytest

from tiktok_photo_video.assistant.connection import chosen_backend
from tiktok_photo_video.client import CLOUD_PACE, LOCAL_PACE
from tiktok_photo_video.errors import ExitCode, RequestError
from tiktok_photo_video.language import Language, language_from_code, language_of
from tiktok_photo_video.settings import CLOUD_URL, WEB_URL, Settings, load_settings


def settings_of(**values: str) -> Settings:
    return Settings(home=Path("/nowhere"), **values)


@pytest.mark.requirement("backend-choice")
@pytest.mark.parametrize(
    ("wanted", "token", "name", "is_local"),
    [
        (None, "", "local", True),
        ("", "", "local", True),
        (None, "nmv_usr_mine", "cloud", False),
        ("local", "nmv_usr_mine", "local", True),
        ("cloud", "", "cloud", False),
        ("https://b.example/", "", "https://b.example", False),
        ("http://127.0.0.1:9", "nmv_usr_mine", "http://127.0.0.1:9", False),
    ],
)
def test_what_is_asked_for_comes_before_a_token_and_that_before_local(
    *, wanted: str | None, token: str, name: str, is_local: bool
) -> None:
    backend = chosen_backend(wanted, settings_of(nemo_token=token))
    assert (backend.name, backend.is_local) == (name, is_local)
    assert backend.pace is (LOCAL_PACE if is_local else CLOUD_PACE)


@pytest.mark.requirement("backend-choice")
@pytest.mark.parametrize("wanted", ["Cloudy", "ftp://b.example", "b.example", " "])
def test_an_unknown_backend_is_refused_with_what_can_be_said(wanted: str) -> None:
    with pytest.raises(RequestError) as caught:
        chosen_backend(wanted, settings_of())
    assert wanted in caught.value.message
    assert "local" in caught.value.hint
    assert caught.value.exit_code is ExitCode.INPUT


@pytest.mark.requirement("settings")
def test_an_empty_environment_gives_the_defaults_and_hides_a_token() -> None:
    settings = load_settings({})
    assert (settings.cloud_url, settings.web_url) == (CLOUD_URL, WEB_URL)
    assert (settings.nemo_token, settings.language) == ("", "en")
    assert settings.home.is_absolute()
    assert "secret" not in repr(load_settings({"NEMO_TOKEN": "secret"}))


@pytest.mark.requirement("settings")
def test_what_the_environment_says_is_cleaned_up() -> None:
    settings = load_settings(
        {
            "TIKTOK_PHOTO_VIDEO_HOME": "relative/home",
            "NEMO_TOKEN": " nmv_usr_x\n",
            "NEMO_API_URL": "https://b.example//",
            "NEMO_WEB_URL": " ",
            "LC_ALL": "",
            "LANG": "zh_CN.UTF-8",
        }
    )
    assert settings.home == Path.cwd() / "relative" / "home"
    assert settings.nemo_token == "nmv_usr_x"
    assert (settings.cloud_url, settings.web_url) == ("https://b.example", WEB_URL)
    assert language_from_code(settings.language) is Language.CHINESE


@pytest.mark.requirement("language")
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("make it 5s", Language.ENGLISH),
        ("把 beach.jpg 放第一", Language.CHINESE),
        ("123 !?", Language.CHINESE),
        ("", Language.CHINESE),
        ("😀", Language.CHINESE),
        ("OK", Language.ENGLISH),
    ],
)
def test_the_language_is_that_of_the_letters_else_the_one_before(
    text: str, language: Language
) -> None:
    assert language_of(text, otherwise=Language.CHINESE) is language


@pytest.mark.requirement("language")
@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh-CN", Language.CHINESE),
        ("ZH_TW.Big5", Language.CHINESE),
        ("en_US.UTF-8", Language.ENGLISH),
        ("C", Language.ENGLISH),
        ("", Language.ENGLISH),
        ("ja_JP", Language.ENGLISH),
    ],
)
def test_a_locale_code_gives_one_of_the_two(code: str, language: Language) -> None:
    assert language_from_code(code) is language
