"""Files by address: from the internet only, within bounds, and never from where we stand."""

from __future__ import annotations

import io
import ipaddress
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import httpx
import pytest

from tests.backend.website import Answer, Website
from tests.backend.workbench import PHOTOS, served
from tiktok_photo_video.backend import fetch as fetch_room
from tiktok_photo_video.backend.config import BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.backend.fetch import Fetcher, name_in
from tiktok_photo_video.backend.internet import is_on_the_internet
from tiktok_photo_video.errors import MediaError
from tiktok_photo_video.wire import routes


@pytest.fixture
def website() -> Iterator[Website]:
    with Website().open() as site:
        site.pages["/a.jpg"] = (200, {}, PHOTOS["red.jpg"])
        yield site


def fetched(fetcher: Fetcher, url: str) -> bytes:
    into = io.BytesIO()
    fetcher.fetch(url, into, errand=fetcher.errand())
    return into.getvalue()


def refusal(fetcher: Fetcher, url: str) -> MediaError:
    with pytest.raises(MediaError) as caught:
        fetched(fetcher, url)
    assert caught.value.hint
    return caught.value


def no_resolver(host: str, port: int) -> list[str]:
    pytest.fail(f"{host} was looked up")


def says(*addresses: str) -> Callable[[str, int], list[str]]:
    return lambda _, __: list(addresses)


PLACES = {
    "127.0.0.1": False,
    "127.255.255.254": False,
    "0.0.0.0": False,  # noqa: S104 judged, not bound to
    "0.1.2.3": False,
    "10.0.0.1": False,
    "172.16.0.1": False,
    "172.31.255.255": False,
    "192.168.1.1": False,
    "169.254.169.254": False,
    "100.64.0.1": False,
    "100.127.255.255": False,
    "192.0.0.8": False,
    "192.0.2.1": False,
    "198.18.0.1": False,
    "224.0.0.1": False,
    "239.255.255.250": False,
    "240.0.0.1": False,
    "255.255.255.255": False,
    "::": False,
    "::1": False,
    "::ffff:127.0.0.1": False,
    "::ffff:169.254.169.254": False,
    "::ffff:10.0.0.1": False,
    "::127.0.0.1": False,
    "64:ff9b::7f00:1": False,
    "64:ff9b:1::a00:1": False,
    "2002:7f00:1::": False,
    "2002:a9fe:a9fe::1": False,
    "fe80::1": False,
    "fe80::1%lo": False,
    "fec0::1": False,
    "fc00::1": False,
    "fd00:ec2::254": False,
    "ff02::1": False,
    "2001:db8::1": False,
    "2001:0:7f00:1::1": False,
    "100::1": False,
    "3fff::1": False,
    "192.88.99.1": False,
    "8.8.8.8": True,
    "100.63.255.255": True,
    "100.128.0.1": True,
    "172.32.0.1": True,
    "2606:4700:4700::1111": True,
    "::ffff:8.8.8.8": True,
    "64:ff9b::808:808": True,
}


@pytest.mark.requirement("fetch-places")
@pytest.mark.parametrize(("address", "allowed"), PLACES.items(), ids=PLACES.keys())
def test_only_addresses_of_the_internet_pass(address: str, allowed: bool) -> None:
    assert is_on_the_internet(ipaddress.ip_address(address)) is allowed


INSIDE = [
    "http://127.0.0.1/a.jpg",
    "http://127.1/a.jpg",
    "http://2130706433/a.jpg",
    "http://0x7f000001/a.jpg",
    "http://0x7f.0.0.1/a.jpg",
    "http://0177.0.0.1/a.jpg",
    "http://017700000001/a.jpg",
    "http://0/a.jpg",
    "http://[::1]/a.jpg",
    "http://[::]/a.jpg",
    "http://[::ffff:127.0.0.1]/a.jpg",
    "http://[::ffff:7f00:1]/a.jpg",
    "http://[0:0:0:0:0:ffff:127.0.0.1]/a.jpg",
    "http://[64:ff9b::7f00:1]/a.jpg",
    "http://[64:ff9b::10.0.0.1]/a.jpg",
    "http://[2002:7f00:1::]/a.jpg",
    "http://[fe80::1]/a.jpg",
    "http://[fe80::1%25lo]/a.jpg",
    "http://[fc00::1]/a.jpg",
    "http://[fd12:3456::1]/a.jpg",
    "http://[::7f00:1]/a.jpg",
    "http://00000177.0.0.1/a.jpg",
    "http://0x7f.1/a.jpg",
    "http://10.1/a.jpg",
    "http://167772161/a.jpg",
    "http://0xa9fea9fe/latest/meta-data/",
    "http://127.0.0.1./a.jpg",
    "http://localhost/a.jpg",
    "http://LOCALHOST:80/a.jpg",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/latest/meta-data/",
    "http://10.1.2.3/a.jpg",
    "https://192.168.0.1/a.jpg",
    "https://100.64.0.1/a.jpg",
    "http://０x7f.1/a.jpg",
    "http://①②⑦.0.0.1/a.jpg",
    "http://127。0。0。1/a.jpg",
]
NO_ADDRESSES = [
    "file:///etc/passwd",
    "ftp://h.example/a.jpg",
    "gopher://h.example/a",
    "data:image/png;base64,AAAA",
    "//h.example/a.jpg",
    "/etc/passwd",
    "a.jpg",
    "",
    "http://",
    "http:///a.jpg",
    "http://user@h.example/a.jpg",
    "http://user:word@h.example/a.jpg",
    "http://@h.example/a.jpg",
    "http://h.example@127.0.0.1/a.jpg",
    "http://h.example:22/a.jpg",
    "http://h.example:8080/a.jpg",
    "https://h.example:0/a.jpg",
    "http://h.example:99999/a.jpg",
    "http://h.example:x/a.jpg",
    "http://[::1/a.jpg",
    "http://h.example\\@127.0.0.1/a.jpg",
    "http://h.example/a b.jpg",
    "http://h.example/a.jpg\r\nX-Evil: 1",
    "http://h.example/\x00",
    f"http://{'a' * 70}.example/a.jpg",
    "http://h.example/" + "a" * 5000,
]


@pytest.mark.requirement("fetch-places")
@pytest.mark.parametrize("url", INSIDE)
def test_no_spelling_of_a_private_address_is_fetched(url: str) -> None:
    assert refusal(Fetcher(), url).code in {"url_refused", "url_unreachable"}
    if "x" not in url.partition("//")[2].partition("/")[0]:
        return
    assert "private network" in refusal(Fetcher(resolve=says("127.0.0.1")), url).message


@pytest.mark.requirement("fetch-places")
@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_no_address_of_a_website_is_refused_before_any_look_up(url: str) -> None:
    error = refusal(Fetcher(resolve=no_resolver), url)
    assert error.code == "url_refused"
    assert "word" not in error.sentence().replace("password", "")


@pytest.mark.requirement("fetch-places")
def test_a_name_is_refused_if_any_of_its_addresses_is_private() -> None:
    for found in (["8.8.8.8", "10.0.0.1"], ["::1", "8.8.8.8"], ["169.254.169.254"]):
        error = refusal(Fetcher(resolve=says(*found)), "http://h.example/a.jpg")
        assert error.code == "url_refused"
        assert not any(address in error.sentence() for address in found)
    for nothing in ([], ["no address"]):
        error = refusal(Fetcher(resolve=says(*nothing)), "http://h.example/a.jpg")
        assert error.code == "url_unreachable"


@pytest.mark.requirement("fetch-rebinding")
def test_a_name_is_looked_up_once_and_that_very_address_is_called(website: Website) -> None:
    looked_up: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"]

    place = f"photos.example:{website.port}"
    fetcher = Fetcher(allowed=frozenset({place}), resolve=resolve)
    assert fetched(fetcher, f"http://{place}/a.jpg") == PHOTOS["red.jpg"]
    assert looked_up == ["photos.example"]
    assert website.asked == [(place, "/a.jpg")]


class Fickle:
    """A resolver whose answers change: one after the other, the last one for ever."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, _: int) -> list[str]:
        self.asked.append(host)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer == "none":
            raise OSError(host)
        return [answer]


@pytest.mark.requirement("fetch-rebinding")
def test_a_name_that_turns_private_after_it_was_judged_gains_nothing(website: Website) -> None:
    place = f"photos.example:{website.port}"
    website.pages["/go"] = (302, {"Location": f"http://{place}/a.jpg"}, b"")
    resolve = Fickle("127.0.0.1", "10.0.0.1")
    fetcher = Fetcher(allowed=frozenset({place}), resolve=resolve)
    # Asked again after a redirect to itself, the name would lead elsewhere: it is not asked.
    assert fetched(fetcher, f"http://{place}/go") == PHOTOS["red.jpg"]
    assert resolve.asked == ["photos.example"]
    # For the next request it is, and judged anew.
    turned = Fetcher(resolve=Fickle("10.0.0.1"))
    assert refusal(turned, "http://photos.example/a.jpg").code == "url_refused"


@pytest.mark.requirement("fetch-rebinding")
def test_a_public_name_that_leads_on_to_a_private_one_is_refused(website: Website) -> None:
    place = f"photos.example:{website.port}"
    website.pages["/go"] = (302, {"Location": "http://inside.example/a.jpg"}, b"")
    answers = {"photos.example": "127.0.0.1", "inside.example": "192.168.0.9"}
    fetcher = Fetcher(allowed=frozenset({place}), resolve=lambda host, _: [answers[host]])
    error = refusal(fetcher, f"http://{place}/go")
    assert error.code == "url_refused"
    assert "192.168" not in error.sentence()
    assert website.asked == [(place, "/go")]


@pytest.mark.requirement("fetch-bounds")
def test_many_photos_of_a_website_that_is_not_there_cost_one_look_up() -> None:
    resolve = Fickle("none")
    fetcher = Fetcher(resolve=resolve)
    errand = fetcher.errand()
    for number in range(200):
        with pytest.raises(MediaError) as caught:
            fetcher.fetch(f"http://dead.example/{number}.jpg", io.BytesIO(), errand=errand)
        assert caught.value.code == "url_unreachable"
    assert resolve.asked == ["dead.example"]


@pytest.mark.requirement("fetch-bounds")
def test_when_the_time_is_over_nothing_is_even_looked_up() -> None:
    now_s = [0.0]
    fetcher = Fetcher(resolve=no_resolver, clock_s=lambda: now_s[0])
    errand = fetcher.errand()
    now_s[0] = errand.deadline_s
    with pytest.raises(MediaError) as caught:
        fetcher.fetch("http://h.example/a.jpg", io.BytesIO(), errand=errand)
    assert caught.value.code == "url_unreachable"
    assert "longer than" in caught.value.message


@pytest.mark.requirement("fetch-redirects")
@pytest.mark.parametrize(
    "onward",
    [
        "http://127.0.0.1:80/a.jpg",
        "http://localhost/a.jpg",
        "http://[::ffff:127.0.0.1]/a.jpg",
        "http://2130706433/a.jpg",
        "//169.254.169.254/latest/",
        "file:///etc/passwd",
        "http://user:word@127.0.0.1/",
        "http://0177.0.0.1/a.jpg",
        "http://0x7f000001/a.jpg",
        "http://[fe80::1]/a.jpg",
        "http://[fc00::1]/a.jpg",
        "http://[64:ff9b::a00:1]/a.jpg",
        "http://100.64.0.1/a.jpg",
        "gopher://127.0.0.1/",
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_out_of_bounds_is_refused(website: Website, onward: str, status: int) -> None:
    website.pages["/go"] = (status, {"Location": onward}, b"")
    fetcher = Fetcher(allowed=frozenset({website.authority}))
    assert refusal(fetcher, f"http://{website.authority}/go").code == "url_refused"


@pytest.mark.requirement("fetch-redirects")
def test_five_redirects_are_followed_and_not_six(website: Website) -> None:
    for number in range(1, 7):
        website.pages[f"/{number}"] = (302, {"Location": f"{number - 1}"}, b"")
    website.pages["/0"] = website.pages["/a.jpg"]
    fetcher = Fetcher(allowed=frozenset({website.authority}))
    assert fetched(fetcher, f"http://{website.authority}/5") == PHOTOS["red.jpg"]
    assert refusal(fetcher, f"http://{website.authority}/6").code == "url_unreachable"


@pytest.mark.requirement("fetch-bounds")
@pytest.mark.parametrize("told", [True, False])
def test_a_file_over_the_limit_is_not_taken_whether_it_says_so_or_not(
    website: Website, told: bool
) -> None:
    size = 3 * 1024**2
    headers = {"Content-Length": str(size)} if told else {}
    website.pages["/big.jpg"] = (200, headers, b"x" * size)
    fetcher = Fetcher(allowed=frozenset({website.authority}), max_bytes=1024**2)
    into = io.BytesIO()
    with pytest.raises(MediaError) as caught:
        fetcher.fetch(f"http://{website.authority}/big.jpg", into, errand=fetcher.errand())
    assert caught.value.code == "url_too_large"
    assert len(into.getvalue()) <= 1024**2


@pytest.mark.requirement("fetch-bounds")
@pytest.mark.parametrize(
    ("page", "said"),
    [
        ((404, {}, b""), "404"),
        ((500, {}, b""), "500"),
        ((304, {}, b""), "304"),
        ((302, {}, b""), "302"),
        ((200, {"Content-Length": "50"}, b"short"), "broke off"),
        ((200, {"Transfer-Encoding": "chunked"}, b"zz\r\n"), "broke off"),
    ],
)
def test_an_answer_that_is_no_file_is_told(website: Website, page: Answer, said: str) -> None:
    website.pages["/x.jpg"] = page
    fetcher = Fetcher(allowed=frozenset({website.authority}))
    error = refusal(fetcher, f"http://{website.authority}/x.jpg")
    assert (error.code, error.name) == ("url_unreachable", "x.jpg")
    assert said in error.message


@pytest.mark.requirement("fetch-bounds")
def test_a_server_that_never_ends_is_cut_off_at_the_deadline(
    website: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch_room, "WHOLE_TIMEOUT_S", 0.05)
    gate = threading.Event()

    def stuck(self: BaseHTTPRequestHandler) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"first bytes")
        self.wfile.flush()
        gate.wait(timeout=30)

    monkeypatch.setattr(website.server.RequestHandlerClass, "do_GET", stuck)
    fetcher = Fetcher(allowed=frozenset({website.authority}))
    try:
        error = refusal(fetcher, f"http://{website.authority}/a.jpg")
    finally:
        gate.set()
    assert error.code == "url_unreachable"
    assert "longer than" in error.message


@pytest.mark.requirement("fetch-bounds")
@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_server_that_drips_is_cut_off_at_the_deadline_though_it_never_falls_silent(
    website: Website, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(fetch_room, "WHOLE_TIMEOUT_S", 0.1)
    over = threading.Event()

    def drip(self: BaseHTTPRequestHandler) -> None:
        self.send_response(200)
        if part == "body":
            self.end_headers()
        with suppress(OSError):
            while not over.wait(timeout=0.005):
                self.wfile.write(b"x")
                self.wfile.flush()

    monkeypatch.setattr(website.server.RequestHandlerClass, "do_GET", drip)
    fetcher = Fetcher(allowed=frozenset({website.authority}))
    try:
        error = refusal(fetcher, f"http://{website.authority}/a.jpg")
    finally:
        over.set()
    assert error.code == "url_unreachable"
    assert "longer than" in error.message


@pytest.mark.requirement("fetch-bounds")
def test_nothing_listening_is_unreachable(website: Website) -> None:
    with Website().open() as closed:
        place = closed.authority
    error = refusal(Fetcher(allowed=frozenset({place})), f"http://{place}/a.jpg")
    assert error.code == "url_unreachable"


@pytest.mark.requirement("fetch-bounds")
def test_a_server_without_tls_is_not_taken_for_a_secure_one(website: Website) -> None:
    fetcher = Fetcher(allowed=frozenset({website.authority}))
    error = refusal(fetcher, f"https://{website.authority}/a.jpg")
    assert error.code == "url_unreachable"


@pytest.mark.requirement("fetch-names")
@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://h.example/holiday/IMG%201.jpg?w=3#x", "IMG 1.jpg"),
        ("https://h.example/%E6%B5%B7.png", "海.png"),
        ("https://h.example/", "file"),
        ("https://h.example", "file"),
        ("https://h.example/a/b/", "b"),
        ("https://h.example/..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("https://h.example/a%0d%0ab.jpg", "ab.jpg"),
        ("https://h.example/a.jpg;session=secret", "a.jpg"),
        ("https://h.example/b;k=secret/a.jpg;k=secret?k=secret#secret", "a.jpg"),
        ("http://[broken", "file"),
    ],
)
def test_a_file_is_called_after_the_end_of_its_path(url: str, name: str) -> None:
    assert name_in(url) == name


@pytest.mark.requirement("fetch-uploads")
def test_photos_by_address_join_a_project_and_bad_ones_keep_all_out(
    website: Website, tmp_path: Path
) -> None:
    website.pages["/b%201.jpg"] = (200, {"Content-Type": "text/html"}, PHOTOS["blue.jpg"])
    website.pages["/words.jpg"] = (200, {"Content-Type": "image/jpeg"}, b"only words")
    page = b"<!doctype html><html><body>Sign in</body></html>"
    website.pages["/page.jpg"] = (200, {"Content-Type": "image/jpeg"}, page)
    website.pages["/empty.jpg"] = (200, {"Content-Type": "image/jpeg"}, b"")
    website.pages["/half.jpg"] = (200, {}, PHOTOS["red.jpg"][:200])
    base = f"http://{website.authority}"
    config = BackendConfig(tmp_path / "home", allow_private_fetch=frozenset({website.authority}))
    with served(Backend(config)) as address, httpx.Client(base_url=address) as http:
        token = http.post(routes.ANONYMOUS_TOKEN, headers={routes.X_CLIENT_ID: "me"}).json()
        http.headers[routes.AUTHORIZATION] = f"Bearer {token['data']['token']}"
        ids = http.post(routes.create_session(), json={}).json()["data"]
        path = routes.upload(ids["session_id"])

        def send(*urls: str) -> httpx.Response:
            return http.post(path, json={"urls": list(urls), "source_type": "url"})

        def in_project() -> list[str]:
            state = http.get(routes.state(ids["session_id"])).json()["data"]["state"]
            return [info["filename"] for info in state["video_infos"]]

        for bad, code, reason in (
            (f"{base}/words.jpg", 4001, None),
            (f"{base}/page.jpg", 4001, None),
            (f"{base}/empty.jpg", 4001, None),
            (f"{base}/half.jpg", 4001, None),
            (f"{base}/none.jpg", 422, "url_unreachable"),
            ("http://127.0.0.1/a.jpg", 422, "url_refused"),
        ):
            answer = send(f"{base}/a.jpg", bad)
            assert answer.json()["code"] == code
            assert reason in (None, answer.json()["reason"])
            assert answer.json()["hint"]
            assert in_project() == []
        assert send().json()["code"] == 400
        assert send(*[f"{base}/a.jpg"] * 201).json()["code"] == 400
        answer = send(f"{base}/a.jpg", f"{base}/b%201.jpg")
        data = answer.json()["data"]
        assert data["session_state_applied"] is True
        assert [(f["filename"], f["file_type"]) for f in data["files"]] == [
            ("a.jpg", "image"),
            ("b 1.jpg", "image"),
        ]
        assert in_project() == ["a.jpg", "b 1.jpg"]
    assert not any((tmp_path / "home" / "media" / "incoming").iterdir())
