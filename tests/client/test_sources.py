"""Web addresses as they are shown: recognisable, and without what only their owner should know."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiktok_photo_video.chat.redaction import MASK
from tiktok_photo_video.client.sources import (
    Address,
    address_in,
    is_address,
    shown_address,
    without_secrets,
)

SHOWN = {
    "https://h.example/a.jpg": "https://h.example/a.jpg",
    "https://h.example:8443/b/a%20b.jpg": "https://h.example:8443/b/a%20b.jpg",
    "https://[2606:4700::1]/a.jpg": "https://[2606:4700::1]/a.jpg",
    "https://h.example/@me/a.jpg": "https://h.example/@me/a.jpg",
    "https://h.example/a.jpg?w=3": f"https://h.example/a.jpg{MASK}",
    "https://h.example/a.jpg#x": f"https://h.example/a.jpg{MASK}",
    "https://h.example/a.jpg;id=1": f"https://h.example/a.jpg{MASK}",
    "https://h.example?k=1": f"https://h.example{MASK}",
    "https://u:p@h.example/a.jpg": f"https://{MASK}@h.example/a.jpg",
    "https://u:p@w@h.example/a.jpg": f"https://{MASK}@h.example/a.jpg",
    "https://u:p/w@h.example/a.jpg": f"https://{MASK}",
    "https://u:p?w@h.example/a.jpg": f"https://{MASK}",
    "https://h.example/nmv_usr_abc/a.jpg": f"https://h.example/{MASK}/a.jpg",
    "data:image/png;base64,AAAA": f"data:{MASK}",
    "file:///etc/passwd": "file:///etc/passwd",
    "\x1b[31mhttp://h.example/a": MASK,
}


@pytest.mark.requirement("addresses-discreet")
@pytest.mark.parametrize(("url", "shown"), SHOWN.items())
def test_an_address_is_shown_without_its_secrets(url: str, shown: str) -> None:
    assert shown_address(url) == shown


@pytest.mark.requirement("addresses-discreet")
def test_neither_its_text_nor_its_representation_gives_an_address_away() -> None:
    address = address_in(" https://h.example/my photo.jpg?token=hidden ")
    assert address.url == "https://h.example/my%20photo.jpg?token=hidden"
    for text in (str(address), repr(address), f"{address}", f"{[address]}"):
        assert "hidden" not in text


@pytest.mark.requirement("addresses-discreet")
def test_long_addresses_keep_their_beginning_and_their_end() -> None:
    shown = shown_address("https://h.example/" + "a" * 1000 + "/photo.jpg")
    assert len(shown) < 150
    assert shown.startswith("https://h.example/")
    assert shown.endswith("/photo.jpg")


@pytest.mark.requirement("addresses-discreet")
@pytest.mark.parametrize(
    "said",
    [
        "cannot fetch {url}",
        "cannot fetch {url}.",
        "403 for '{url}' (signature 9aF-secret)",
        "GET /a.jpg?X-Signature=9aF-secret&w=100000",
        "<{url}>: no",
    ],
)
def test_a_stranger_who_repeats_an_address_gives_nothing_away(said: str) -> None:
    address = Address("https://h.example/a.jpg?X-Signature=9aF-secret&w=100000")
    clean = without_secrets(said.format(url=address.url), address)
    assert "9aF-secret" not in clean
    assert clean
    assert without_secrets("The file is too large.", address) == "The file is too large."


@pytest.mark.requirement("addresses-discreet")
@given(
    user=st.text(alphabet="ab:/?#@;", max_size=6),
    tail=st.text(alphabet="ab/?#@;.", max_size=8),
)
def test_whatever_stands_before_an_at_sign_or_behind_a_question_mark_is_hidden(
    user: str, tail: str
) -> None:
    shown = shown_address(f"https://{user}SECRET@h.example/{tail}?SECRET")
    before_host = "https://" + user
    if not any(mark in user for mark in "/?#"):
        assert "SECRET" not in shown
    assert not shown.endswith("SECRET")
    assert is_address(before_host)
