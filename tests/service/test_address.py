"""The address file: private, tolerant of damage, and taken back only by its owner."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tiktok_photo_video.service.address import (
    Address,
    address_file,
    read_address,
    remove_address,
    write_address,
)

ADDRESS = Address(port=1234, pid=77, version="0.1.0", key="a key")


@pytest.mark.requirement("service-address-private")
def test_the_address_comes_back_and_is_its_owners_alone(tmp_path: Path) -> None:
    write_address(tmp_path, ADDRESS)
    assert read_address(tmp_path) == ADDRESS
    assert address_file(tmp_path).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [address_file(tmp_path).name]


@pytest.mark.requirement("service-address-private")
def test_the_key_is_never_shown() -> None:
    assert "a key" not in repr(ADDRESS)


@pytest.mark.requirement("service-stale-address")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"port": "x", "pid": 1, "version": "", "key": ""}',
        b'{"port": 1}',
        b"\xff\xfe",
        b'{"port": Infinity, "pid": 1, "version": "", "key": ""}',
        b'{"port": 1, "pid": 1, "version": "", "key": "", "private_fetch": 3}',
    ],
)
def test_a_damaged_address_is_none(tmp_path: Path, content: bytes) -> None:
    address_file(tmp_path).write_bytes(content)
    assert read_address(tmp_path) is None


@pytest.mark.requirement("service-stale-address")
def test_only_the_process_that_left_an_address_takes_it_back(tmp_path: Path) -> None:
    write_address(tmp_path, ADDRESS)
    remove_address(tmp_path, pid=78)
    assert read_address(tmp_path) == ADDRESS
    remove_address(tmp_path, pid=77)
    assert read_address(tmp_path) is None
    remove_address(tmp_path, pid=77)


@pytest.mark.requirement("serve-policy")
def test_how_a_service_runs_is_told_and_an_address_without_it_is_of_the_usual_kind(
    tmp_path: Path,
) -> None:
    told = replace(ADDRESS, policy="like-cloud,credits=7", private_fetch=("nas:80",))
    write_address(tmp_path, told)
    assert read_address(tmp_path) == told
    old = b'{"port": 1234, "pid": 77, "version": "0.1.0", "key": "a key"}'
    address_file(tmp_path).write_bytes(old)
    assert read_address(tmp_path) == ADDRESS
    assert ADDRESS.policy == "unmetered"
