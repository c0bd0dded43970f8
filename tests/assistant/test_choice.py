"""The choice of a backend is kept, and leaving photos are announced once."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.assistant.conversing import HOST, LOCAL, photo, scene
from tests.client.scripted_backend import ScriptedBackend
from tiktok_photo_video.assistant.connection import chosen_backend
from tiktok_photo_video.assistant.kept_choice import FILE, KeptChoice
from tiktok_photo_video.settings import Settings


@pytest.mark.requirement("backend-kept")
def test_the_kept_choice_comes_after_what_is_asked_for_and_before_a_token(tmp_path: Path) -> None:
    with_token = Settings(tmp_path, nemo_token="nmv_usr_mine")
    assert chosen_backend(None, with_token).name == "cloud"
    KeptChoice(tmp_path).keep("local")
    assert chosen_backend(None, with_token).name == "local"
    assert chosen_backend("https://b.example", with_token).name == "https://b.example"
    KeptChoice(tmp_path).keep("https://b.example")
    assert chosen_backend(None, Settings(tmp_path)).name == "https://b.example"


@pytest.mark.requirement("backend-kept")
@pytest.mark.parametrize("content", ["", "[", "3", '{"backend": 5}', '{"backend": "clowd"}'])
def test_a_damaged_choice_is_none_and_can_be_made_again(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    assert chosen_backend(None, Settings(tmp_path)).name == "local"
    KeptChoice(tmp_path).keep("cloud")
    assert chosen_backend(None, Settings(tmp_path)).name == "cloud"
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


@pytest.mark.anyio
@pytest.mark.requirement("leaving-told")
async def test_before_the_first_upload_one_sentence_names_where_files_go(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = scene(tmp_path / "home", backend)
    await place.say("", photo(tmp_path))
    assert [HOST in words for words in place.words] == [True, False, False]
    await place.say("", photo(tmp_path))
    assert sum(HOST in words for words in place.words) == 1


@pytest.mark.anyio
@pytest.mark.requirement("leaving-told")
async def test_nothing_leaves_for_the_local_backend_so_nothing_is_told(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = scene(tmp_path / "home", backend, LOCAL)
    await place.say("", photo(tmp_path))
    assert place.words[0] == "Got 1 photo."


@pytest.mark.requirement("leaving-told")
def test_choice_and_what_was_told_do_not_overwrite_each_other(tmp_path: Path) -> None:
    kept = KeptChoice(tmp_path)
    kept.keep("cloud")
    kept.tell("https://a.example")
    kept.tell("https://b.example")
    assert (kept.backend, kept.is_told("https://a.example")) == ("cloud", True)
    assert not kept.is_told("https://c.example")
