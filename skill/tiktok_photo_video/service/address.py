"""Where the running service can be reached: one small file in the home folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tiktok_photo_video.service.setup import UNMETERED
from tiktok_photo_video.whole_files import write_whole


@dataclass(frozen=True, slots=True)
class Address:
    """A running service: its loopback port and the key its callers must send.

    Attributes:
        policy: what its callers may do, in the words that ``serve --policy`` takes.
        private_fetch: servers in a private network that it may fetch photos from.
        language_mark: what tells its language model's setting from others; empty without one.
        is_background: whether another program started it, and may start it anew.

    """

    port: int
    pid: int
    version: str
    key: str = field(repr=False)
    policy: str = UNMETERED
    private_fetch: tuple[str, ...] = ()
    language_mark: str = ""
    is_background: bool = False

    @property
    def base_url(self) -> str:
        """The address that requests go to."""
        return f"http://127.0.0.1:{self.port}"


def address_file(home: Path) -> Path:
    """Where a home folder's service leaves its address."""
    return home / "service.json"


def write_address(home: Path, address: Address) -> None:
    """Leave the address, for this user only."""
    write_whole(address_file(home), json.dumps(asdict(address)).encode("utf-8"))


def read_address(home: Path) -> Address | None:
    """The address that was left, or ``None``; whether anyone answers there is not known."""
    try:
        found = json.loads(address_file(home).read_text(encoding="utf-8"))
        return Address(
            port=int(found["port"]),
            pid=int(found["pid"]),
            version=str(found["version"]),
            key=str(found["key"]),
            policy=str(found.get("policy", UNMETERED)),
            private_fetch=tuple(map(str, found.get("private_fetch", ()))),
            language_mark=str(found.get("language_mark", "")),
            is_background=found.get("is_background") is True,
        )
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return None


def remove_address(home: Path, *, pid: int) -> None:
    """Take the address back, if it is still that of process ``pid``."""
    found = read_address(home)
    if found and found.pid == pid:
        address_file(home).unlink(missing_ok=True)
