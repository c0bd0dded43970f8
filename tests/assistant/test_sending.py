"""Sending files and addresses to a backend that takes all addresses of a request or none."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.assistant.conversing import CLOUD, LOCAL, NEW_SESSION, Scene, photo, scene
from tests.client.scripted_backend import ScriptedBackend, ok, refusing
from tiktok_photo_video.assistant.conversation import Wishes
from tiktok_photo_video.assistant.projects import Projects
from tiktok_photo_video.assistant.sending import MAX_ADDRESSES_AT_ONCE
from tiktok_photo_video.client.sources import Address, Source
from tiktok_photo_video.errors import BackendError, PhotoVideoError
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode, error_answer, http_status_of

pytestmark = pytest.mark.anyio
SECRET = "s3cret-9fQ2"


@dataclass
class Taker:
    """A backend's upload: keeps what it takes, and refuses a request with a bad address in it."""

    taken: list[str] = field(default_factory=list)
    requests: int = 0
    code: WireCode = WireCode.UNPROCESSABLE

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        if request.headers["content-type"] != "application/json":
            return self._took(["file"])
        urls = json.loads(request.content)["urls"]
        bad = next((url for url in urls if "bad" in url), None)
        if bad is None:
            return self._took(urls)
        body = error_answer(self.code, f"Could not download {bad}: status 403", hint=f"See {bad}")
        return httpx.Response(http_status_of(self.code), json=body)

    def _took(self, names: list[str]) -> httpx.Response:
        self.taken += names
        files = [{"filename": name, "file_type": "image"} for name in names]
        return httpx.Response(200, json={"code": 0, "data": {"files": files}})


@pytest.fixture
def taker() -> Taker:
    return Taker()


@pytest.fixture
def place(tmp_path: Path, backend: ScriptedBackend, taker: Taker) -> Scene:
    found = scene(tmp_path / "home", backend, CLOUD)
    backend.on(routes.upload("s1"), taker)
    return found


def address(name: str) -> Address:
    return Address(f"https://h.example/{name}.jpg?X-Signature={SECRET}")


async def upload(place: Scene, *sources: Source, language: Language = Language.ENGLISH) -> None:
    async with place.talk(language=language) as talk:
        await talk.upload(sources)


@pytest.mark.requirement("addresses-one-by-one")
async def test_runs_of_files_and_addresses_go_in_the_order_they_were_given(
    place: Scene, taker: Taker, tmp_path: Path
) -> None:
    file = photo(tmp_path)
    await upload(place, address("a"), address("b"), file, address("c"))
    assert taker.requests == 3
    assert taker.taken == [address("a").url, address("b").url, "file", address("c").url]
    assert "Got 4 photos." in place.words


@pytest.mark.requirement("addresses-one-by-one")
@pytest.mark.parametrize("language", list(Language))
async def test_each_bad_address_is_named_and_none_of_the_good_ones_is_sent_twice(
    place: Scene, taker: Taker, language: Language
) -> None:
    names = ["a", "bad1", "b", "c", "d", "bad2", "e", "f", "g", "bad3"]
    await upload(place, *map(address, names), language=language)
    good = [address(name).url for name in names if "bad" not in name]
    assert taker.taken == good
    told = "\n".join(place.words)
    for number in (1, 2, 3):
        assert told.count(f"https://h.example/bad{number}.jpg") == 1
    assert "7" in place.words[-1]
    assert SECRET not in told


@pytest.mark.requirement("addresses-one-by-one")
async def test_many_addresses_go_in_several_requests(place: Scene, taker: Taker) -> None:
    names = [f"n{number}" for number in range(2 * MAX_ADDRESSES_AT_ONCE + 1)]
    await upload(place, *map(address, names))
    assert taker.requests == 3
    assert taker.taken == [address(name).url for name in names]


@pytest.mark.requirement("addresses-one-by-one")
@pytest.mark.parametrize("names", [["bad"], ["bad1", "bad2"]])
@pytest.mark.parametrize("code", [WireCode.UNPROCESSABLE, WireCode.UNSUPPORTED_FILE])
async def test_when_none_arrives_it_is_a_failure(
    place: Scene, taker: Taker, names: list[str], code: WireCode
) -> None:
    taker.code = code
    with pytest.raises(PhotoVideoError) as caught:
        await upload(place, *map(address, names))
    assert caught.value.hint
    told = "\n".join([*place.words, caught.value.sentence()])
    assert all(f"https://h.example/{name}.jpg" in told for name in names)
    assert SECRET not in told
    assert "Got" not in told


@pytest.mark.requirement("addresses-one-by-one")
async def test_a_backend_with_troubles_of_its_own_is_not_asked_for_each_address(
    place: Scene, taker: Taker
) -> None:
    taker.code = WireCode.NO_CREDITS
    with pytest.raises(BackendError) as caught:
        await upload(place, address("a"), address("bad"), address("b"))
    assert (taker.requests, taker.taken) == (1, [])
    assert SECRET not in caught.value.sentence()
    assert SECRET not in repr(caught.value)


@pytest.mark.anyio
@pytest.mark.requirement("upload-next")
async def test_files_without_words_are_followed_by_what_may_be_said(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = scene(tmp_path / "home", backend, LOCAL)
    await place.say("", photo(tmp_path))
    assert "What should I make of it?" in place.words[-1]
    await place.say("make it short", photo(tmp_path))
    assert sum("What should I make of it?" in words for words in place.words) == 1


@pytest.mark.requirement("upload-next")
async def test_a_new_project_whose_files_are_refused_leaves_the_one_before_in_hand(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = scene(tmp_path / "home", backend, LOCAL)
    await place.say("", photo(tmp_path))
    backend.on(NEW_SESSION, ok({"session_id": "s2"}))
    backend.on(routes.upload("s2"), refusing(WireCode.UNPROCESSABLE))
    with pytest.raises(PhotoVideoError):
        await place.say("", photo(tmp_path, "b.jpg"), wishes=Wishes(new_project=True))
    (kept,) = Projects(place.home).all()
    assert kept.id == "s1"
