"""A copy of the skill in a folder of somebody else's: made, brought up to date, never careless.

What was put there is written down beside it. So a later version replaces what is ours and
still as it was; anything else in the way is the user's, and is refused, or kept on the side.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tiktok_photo_video import __version__
from tiktok_photo_video.client.attribution import PACKAGE, SKILL_FILE, skill_folder
from tiktok_photo_video.errors import OutputError, PhotoVideoError

RECORD = ".installed.json"
FORMAT_VERSION = 1
TOOLS = Path(__file__).absolute().parent
# What the program is built from, beside its two packages.
_DOCUMENTS = (SKILL_FILE, "README.md", "LICENSE", "pyproject.toml")
_REFERENCES = "skill/references"
_SKIPPED = frozenset({"__pycache__", "_skill"})
_MAX_NAMED = 3


def skill_files(root: Path | None = None) -> dict[str, Path]:
    """Every file of the skill by its place in a skill's folder: all that it is installed from.

    Raises:
        PhotoVideoError: this installation lacks some of them.
    """
    root = root or skill_folder()
    files = {name: root / name for name in _DOCUMENTS}
    for place, folder in (
        (_REFERENCES, root / _REFERENCES),
        (f"skill/{PACKAGE.name}", PACKAGE),
        (f"tools/{TOOLS.name}", TOOLS),
    ):
        files |= {f"{place}/{inside}": folder / inside for inside in _inside(folder)}
    missing = [name for name, path in files.items() if not path.is_file()]
    if missing:
        raise PhotoVideoError(
            f"This installation lacks {missing[0]}.",
            code="skill_incomplete",
            hint="Install the program again.",
            facts={"name": missing[0]},
        )
    return files


def _inside(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        is_ours = not _SKIPPED & set(inside.parts) and not path.name.startswith(".")
        if is_ours and path.is_file() and path.suffix != ".pyc":
            yield inside.as_posix()


@dataclass(frozen=True, slots=True)
class Plan:
    """What it takes to have the skill in a folder.

    Attributes:
        folder: the skill's folder.
        contents: every file of the skill by its place.
        new: the places to be written.
        leftover: places of an earlier version that are no longer needed.
        foreign: places where something stands that is not ours.
    """

    folder: Path
    contents: Mapping[str, bytes]
    new: tuple[str, ...] = ()
    leftover: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


def planned(folder: Path, files: Mapping[str, Path]) -> Plan:
    """Compare a folder with the skill; nothing is changed.

    Raises:
        OutputError: the folder cannot be read, or is none.
    """
    try:
        contents = {place: path.read_bytes() for place, path in files.items()}
        if folder.exists() and not folder.is_dir():
            raise _unusable(folder, "it is a file")
        found = _Found(folder, _record(folder))
        new = tuple(place for place in contents if found.is_other(place, contents[place]))
        return Plan(
            folder,
            contents,
            new,
            leftover=tuple(p for p in found.record if p not in contents and found.is_as_left(p)),
            foreign=tuple(p for p in new if found.is_foreign(p)),
        )
    except OSError as error:
        raise _unusable(folder, error.strerror or str(error)) from error


def carry_out(plan: Plan, *, force: bool = False) -> Path | None:
    """Do what is planned; gives the folder where what stood in the way is kept, if anything did.

    Each file appears whole or not at all, and SKILL.md comes last: hosts see a skill only when
    all of it is there.

    Raises:
        OutputError: the user's own files are in the way, or the folder cannot be written.
    """
    if plan.foreign and not force:
        raise _refused(plan)
    try:
        kept = _set_aside(plan) if plan.foreign else None
        for place in plan.new:
            if place != SKILL_FILE:
                _write(plan.folder / place, plan.contents[place])
        for place in plan.leftover:
            _remove(plan.folder, place)
        _write(plan.folder / RECORD, _recorded(plan.contents))
        if SKILL_FILE in plan.new:
            _write(plan.folder / SKILL_FILE, plan.contents[SKILL_FILE])
    except OSError as error:
        raise _unusable(plan.folder, error.strerror or str(error)) from error
    return kept


class _Found:
    """A folder as it is found, each way into it looked at once, and what was written there."""

    def __init__(self, folder: Path, record: Mapping[str, str]) -> None:
        self.record = record
        self._folder = folder
        self._resolved = folder.resolve()
        self._out: dict[PurePosixPath, bool] = {}

    def is_other(self, place: str, content: bytes) -> bool:
        """Whether something else stands at a place than this content, or nothing."""
        path = self._folder / place
        return self._leads_out(place) or not path.is_file() or path.read_bytes() != content

    def is_foreign(self, place: str) -> bool:
        """Whether something of the user's stands at a place, or on the way to it."""
        ways = [self._folder / way for way in PurePosixPath(place).parents]
        if self._leads_out(place) or any(way.exists() and not way.is_dir() for way in ways):
            return True
        path = self._folder / place
        is_there = path.exists() or path.is_symlink()
        return is_there and not self.is_as_left(place)

    def is_as_left(self, place: str) -> bool:
        """Whether a place holds what was written there."""
        path = self._folder / place
        is_plain = path.is_file() and not path.is_symlink() and not self._leads_out(place)
        return is_plain and _digest(path.read_bytes()) == self.record.get(place)

    def _leads_out(self, place: str) -> bool:
        """Whether a link on the way to a place leads out of the folder."""
        way = PurePosixPath(place).parent
        if way not in self._out:
            resolved = (self._folder / way).resolve()
            self._out[way] = not resolved.is_relative_to(self._resolved)
        return self._out[way]


def _record(folder: Path) -> Mapping[str, str]:
    """The places that were written here before, with what was written."""
    try:
        found = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        files = found["files"] if found["format"] == FORMAT_VERSION else {}
        return {str(p): str(d) for p, d in files.items() if _stays_inside(str(p))}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _stays_inside(place: str) -> bool:
    path = PurePosixPath(place)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in place


def _recorded(contents: Mapping[str, bytes]) -> bytes:
    digests = {place: _digest(content) for place, content in contents.items()}
    record = {"format": FORMAT_VERSION, "version": __version__, "files": digests}
    return json.dumps(record, indent=1).encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _set_aside(plan: Plan) -> Path:
    """Move what stands in the way into a folder of its own, under names that no host loads."""
    number = 1
    while (kept := plan.folder / f".replaced-{number}").exists():
        number += 1
    for place in plan.foreign:
        for way in (*reversed(PurePosixPath(place).parents[:-1]), PurePosixPath(place)):
            path = plan.folder / way
            is_in_the_way = path.is_symlink() or (path.exists() and not path.is_dir())
            if is_in_the_way or (way == PurePosixPath(place) and path.exists()):
                aside = kept / f"{way}.bak"
                aside.parent.mkdir(parents=True, exist_ok=True)
                path.rename(aside)
    return kept


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _remove(folder: Path, place: str) -> None:
    path = folder / place
    path.unlink(missing_ok=True)
    for way in path.relative_to(folder).parents[:-1]:
        if any((folder / way).iterdir()):
            return
        (folder / way).rmdir()


def _refused(plan: Plan) -> OutputError:
    names = ", ".join(plan.foreign[:_MAX_NAMED])
    more = "…" if len(plan.foreign) > _MAX_NAMED else ""
    return OutputError(
        f"{plan.folder} holds files that were not put there by this command: {names}{more}.",
        code="foreign_files",
        hint="Move them away, or use --force: they are kept beside the new ones then.",
        facts={"path": str(plan.folder), "names": f"{names}{more}"},
    )


def _unusable(folder: Path, reason: str) -> OutputError:
    return OutputError(
        f"The skill cannot be put into {folder}: {reason}.",
        code="skill_not_writable",
        hint="Choose another folder with --to.",
        facts={"path": str(folder), "reason": reason},
    )
