"""Photos by their web addresses on the command line, from a website on loopback."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backend.website import Website
from tests.backend.workbench import PHOTOS
from tests.tools.conftest import Outcome, Run
from tiktok_photo_video.errors import ExitCode
from tiktok_photo_video.service.launch import stop_service

SECRET = "hush-h0sh-9fQ2"


@pytest.fixture(scope="module")
def website() -> Iterator[Website]:
    with Website().open() as site:
        for name in ("red.jpg", "blue.jpg"):
            site.pages[f"/{name}"] = (200, {}, PHOTOS[name])
            site.pages[f"/{name}?token={SECRET}"] = (200, {}, PHOTOS[name])
        site.pages["/words.jpg"] = (200, {"Content-Type": "image/jpeg"}, b"only words")
        site.pages["/away.jpg"] = (302, {"Location": "http://10.0.0.1/a.jpg"}, b"")
        yield site


@pytest.fixture(scope="module")
def fetching_home(
    website: Website, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, str]]:
    """A home folder whose service may fetch from the website; what it is asked for with."""
    home = tmp_path_factory.mktemp("fetching") / "home"
    yield home, website.authority
    stop_service(home)


@pytest.fixture
def base(
    fetching_home: tuple[Path, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The website's address, with a home of its own in force."""
    home, authority = fetching_home
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_HOME", str(home))
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_PRIVATE_FETCH", authority)
    with warnings.catch_warnings():
        # The service outlives whoever started it: its handle is dropped while it runs.
        warnings.simplefilter("ignore", ResourceWarning)
        yield f"http://{authority}"


def events(outcome: Outcome) -> list[dict[str, object]]:
    return [json.loads(line) for line in outcome.lines]


def said(outcome: Outcome) -> str:
    return " ".join(str(event["text"]) for event in events(outcome) if event["type"] == "say")


def photos_of(run: Run) -> list[str]:
    """The names of the last project's photos, in their order."""
    return [str(name) for name in run("timeline", "--json").json["photos"]]


@pytest.mark.requirement("cli-addresses")
def test_addresses_and_files_become_one_video_in_the_order_they_were_given(
    run: Run, base: str, photos: list[Path]
) -> None:
    quadrants = photos[0]
    made = run(
        *("make", f"{base}/red.jpg", quadrants, f"{base}/blue.jpg"),
        *("-m", "a 1 second 360x640 video", "-o", "out.mp4", "--json"),
    )
    assert made.code == 0, made.out
    assert "Got 3 photos." in made.json["said"]
    assert Path(made.json["path"]).stat().st_size > 0
    assert photos_of(run) == ["red.jpg", quadrants.name, "blue.jpg"]


@pytest.mark.requirement("cli-addresses")
@pytest.mark.parametrize(
    ("message", "got", "not_found", "inside"),
    [
        ("a 3 second video", "Got 2 photos.", "could not be fetched", "private network"),
        ("做成3秒的视频", "收到 2 张照片", "没能下载", "内部网络"),
    ],
)
def test_what_cannot_be_fetched_is_told_one_by_one_and_the_rest_is_used(
    *, run: Run, base: str, message: str, got: str, not_found: str, inside: str
) -> None:
    good = [f"{base}/red.jpg", f"{base}/blue.jpg"]
    bad = [f"{base}/none.jpg", f"{base}/away.jpg", f"{base}/words.jpg"]
    words = [good[0], *bad, good[1]]
    outcome = run("chat", "--new", *words, "-m", message, "--json")
    assert outcome.code == 0, outcome.out
    text = said(outcome)
    assert got in text
    assert all(url in text for url in bad)
    assert not any(url in text for url in good)
    assert not_found in text
    assert inside in text
    assert photos_of(run) == ["red.jpg", "blue.jpg"]


@pytest.mark.requirement("cli-addresses")
def test_when_nothing_can_be_fetched_nothing_is_made(run: Run, base: str) -> None:
    before = run("projects", "--json").json["projects"]
    one = run("make", f"{base}/none.jpg", "-m", "a video", "--json")
    assert one.code == ExitCode.INPUT
    assert one.json["error"]["code"] == "url_unreachable"
    assert f"{base}/none.jpg" in one.json["error"]["message"]
    assert one.json["error"]["hint"]
    two = run("make", f"{base}/none.jpg", f"{base}/words.jpg", "-m", "a video", "--json")
    assert (two.code, two.json["error"]["code"]) == (ExitCode.INPUT, "nothing_fetched")
    assert run("projects", "--json").json["projects"] == before


@pytest.mark.requirement("cli-addresses")
def test_an_address_inside_the_words_of_a_message_is_not_fetched(
    run: Run, base: str, website: Website
) -> None:
    run("chat", "--new", f"{base}/red.jpg", "-m", "a 3 second video", "--json")
    asked = len(website.asked)
    run("chat", "-m", f"upload {base}/blue.jpg please", "--json")
    assert len(website.asked) == asked


@pytest.mark.requirement("secrets-stay")
def test_what_is_secret_in_an_address_shows_up_nowhere(
    *,
    run: Run,
    base: str,
    fetching_home: tuple[Path, str],
    website: Website,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    good = f"{base}/red.jpg?token={SECRET}"
    bad = f"{base}/none.jpg;id={SECRET}?X-Signature={SECRET}#{SECRET}"
    with_user = base.replace("http://", f"http://user:{SECRET}@") + "/red.jpg"
    shown = []
    for more in ((), ("--json",)):
        for words in (
            ("make", good, bad, "-m", "1 second", "-o", "out.mp4"),
            ("chat", "--new", good, bad, "-m", "a 3 second video"),
            ("make", bad, "-m", "1 second"),
            ("make", with_user, "-m", "1 second"),
            ("chat", with_user, "-m", "1 second"),
            ("make", f"ftp://user:{SECRET}@h.example/a.jpg?k={SECRET}"),
            ("timeline",),
            ("projects",),
            ("serve", "--status"),
        ):
            outcome = run(*words, *more)
            shown.append(outcome.out + outcome.err)
    assert any(SECRET in path for _, path in website.asked)
    shown += [f"{record.getMessage()} {record.exc_text}" for record in caplog.records]
    assert SECRET not in "\n".join(shown)
    home, _ = fetching_home
    kept = [path for path in home.rglob("*") if path.is_file()]
    assert not [path.name for path in kept if SECRET.encode() in path.read_bytes()]
    assert not [path.name for path in kept if SECRET in path.name]
