"""A sample of ``tests.bench.fuzz_service``: spoiled files and requests, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.service.shared import shared_service
from tests.service.spoiling import Target
from tiktok_photo_video.service.address import read_address

FILES, REQUESTS = 60, 60


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    for home in shared_service(tmp_path_factory):
        address = read_address(home)
        assert address is not None
        found = Target(address)
        with closing(found.client):
            yield found


@pytest.fixture(scope="module")
def home(target: Target, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.getbasetemp() / "shared-home"


@pytest.mark.requirement("fuzz-files")
def test_spoiled_files_are_taken_or_refused_and_nothing_else(target: Target) -> None:
    outcomes = {target.check_file(seed) for seed in range(FILES)}
    assert {"taken", "media_damaged"} <= outcomes
    assert not outcomes & {"internal", "media_decoder_slow"}
    target.check_alive()


@pytest.mark.requirement("fuzz-requests")
def test_spoiled_requests_are_answered_or_closed_and_nothing_else(target: Target) -> None:
    outcomes = {target.check_request(seed) for seed in range(REQUESTS)}
    assert "400" in outcomes
    target.check_alive()


@pytest.mark.requirement("no-secret-kept")
def test_no_log_and_no_file_but_the_owners_address_holds_the_key(
    target: Target, home: Path
) -> None:
    target.check_file(1)
    holders = {
        path.name
        for path in home.rglob("*")
        if path.is_file() and target.address.key.encode() in path.read_bytes()
    }
    assert holders == {"service.json"}
    for log in (home / "logs").iterdir():
        assert target.token not in log.read_text(encoding="utf-8")
