"""What is kept of the user's choice of a backend, and what was said about leaving photos."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from filelock import FileLock
from pydantic import TypeAdapter, ValidationError

from tiktok_photo_video.client.private_file import read_private, write_private

FILE = "backend.json"
FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class _Kept:
    backend: str = ""
    told: tuple[str, ...] = ()


_KEPT = TypeAdapter(_Kept)


class KeptChoice:
    """The file of one home folder that remembers a choice; safe to use from several programs."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE

    @property
    def backend(self) -> str:
        """The name that was asked for last; empty when none ever was."""
        return self._read().backend

    def keep(self, backend: str) -> None:
        """Use this backend from now on, until another one is asked for."""
        self._change(backend=backend)

    def is_told(self, address: str) -> bool:
        """Whether the user knows that photos leave for this address."""
        return address in self._read().told

    def tell_once(self, address: str) -> bool:
        """Whether the user is now to be told that photos leave for this address."""
        if self.is_told(address):
            return False
        self.tell(address)
        return True

    def tell(self, address: str) -> None:
        """Note that the user has been told that photos leave for this address."""
        self._change(told=address)

    def _read(self) -> _Kept:
        try:
            return _KEPT.validate_json(read_private(self._path) or "{}", strict=True)
        except ValidationError:
            # Damaged or of another version: the user is asked nothing and told once more.
            return _Kept()

    def _change(self, *, backend: str = "", told: str = "") -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(self._path.with_suffix(".lock"), timeout=10):
            old = self._read()
            new = replace(
                old,
                backend=backend or old.backend,
                told=tuple(dict.fromkeys((*old.told, told) if told else old.told)),
            )
            if new != old:
                content = {"format": FORMAT_VERSION, **asdict(new)}
                write_private(self._path, json.dumps(content, ensure_ascii=False, indent=1))
