"""Which files an agent host may have read, and where what is made for it goes.

A host passes on what a model wrote, and a model passes on what it read somewhere. So files are
read only inside of known folders, with links followed before that is judged, and never from
hidden or system folders; and everything that is written stays in one folder.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tiktok_photo_video.client.sources import Source, is_address
from tiktok_photo_video.errors import OutputError, RequestError
from tiktok_photo_video.settings import Settings
from tiktok_photo_video.wire.outputs import FileFormat, format_of_name
from tiktok_photo_video_tools.gathering import gathered

DEFAULT_NAME = "tiktok-video"
PREVIEWS = "previews"
MAX_NAME_BYTES = 120
# Programs keep their own things there; on other systems such folders begin with a dot.
_HIDDEN = frozenset({"appdata", "library", "$recycle.bin", "system volume information"})
_SYSTEM = tuple(
    Path(place)
    for place in (
        *("/bin", "/boot", "/dev", "/etc", "/lib", "/proc", "/root", "/run", "/sbin", "/sys"),
        *("/System", "/private/etc", "/usr", "C:/Windows", "C:/Program Files", "C:/ProgramData"),
    )
)


@dataclass(frozen=True, slots=True)
class ReadRoots:
    """The folders that files are read in.

    Attributes:
        folders: the folders, with their links resolved.
        origin: who said so: ``settings``, ``host`` or ``default``.
    """

    folders: tuple[Path, ...]
    origin: str

    def sources(self, words: Sequence[str]) -> list[Source]:
        """The photos that paths, folders and web addresses mean, in their order.

        Raises:
            RequestError: one lies where files are not read, with the reason.
            InputError: a folder has no photos in it, or an address is none of a photo.
        """
        checked = [word if is_address(word) else str(self.checked(word)) for word in words]
        found = gathered(checked)
        # A link inside of a folder may lead anywhere.
        return [self.checked(str(s)) if isinstance(s, Path) else s for s in found]

    def checked(self, word: str) -> Path:
        """A path with its links resolved, if files may be read there.

        Raises:
            RequestError: they may not be, with the reason.
        """
        path = _absolute(word)
        # The innermost one: a folder for passing things may lie in a hidden one of the home.
        around = (folder for folder in self.folders if path.is_relative_to(folder))
        root = max(around, key=lambda folder: len(folder.parts), default=None)
        inside = _of_system(path, root)
        if inside:
            raise _refused(path, "path_system", inside, "belongs to the system")
        if root is None:
            raise self._outside(path)
        if hidden := _hidden_part(path.relative_to(root)):
            raise _refused(path, "path_hidden", hidden, "is hidden")
        return path

    def _outside(self, path: Path) -> RequestError:
        folders = ", ".join(map(str, self.folders)) or "no folder at all"
        return RequestError(
            f"{path} is outside of the folders that may be read ({folders}).",
            code="path_outside",
            hint="Copy the photo into one of them, or have TIKTOK_PHOTO_VIDEO_ROOTS name its "
            "folder in this server's settings.",
            facts={"path": str(path), "folders": folders},
        )


def read_roots(settings: Settings, offered: Iterable[Path]) -> ReadRoots:
    """The folders that files are read in.

    What the user set stands before what the host ``offered``: many hosts offer the folder of
    the code that is being worked on, and nobody keeps photos there.
    """
    if settings.read_roots:
        return ReadRoots(_resolved(settings.read_roots), "settings")
    if folders := _resolved(offered):
        return ReadRoots(folders, "host")
    return ReadRoots(_resolved((Path.home(), Path(tempfile.gettempdir()))), "default")


def _resolved(folders: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(folder.expanduser().resolve() for folder in folders))


def _absolute(word: str) -> Path:
    try:
        path = Path(word.strip()).expanduser()
        if not path.is_absolute():
            raise RequestError(
                f"{word} is not a whole path.",
                code="path_relative",
                hint="Give the path from the root on, such as /home/you/Pictures/a.jpg.",
                facts={"path": word},
            )
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links, or no path at all
        raise RequestError(
            f"{word[:200]!r} cannot be read as a path ({type(error).__name__}).",
            code="path_unreadable",
            hint="Check the path.",
            facts={"path": word[:200]},
        ) from error


def _of_system(path: Path, root: Path | None) -> Path | None:
    """The folder of the system a path lies in, unless a root was set inside of that."""
    for place in _SYSTEM:
        if path.is_relative_to(place) and not (root and root.is_relative_to(place)):
            return place
    return None


def _hidden_part(inside: Path) -> str | None:
    parts = inside.parts
    return next((p for p in parts if p.startswith(".") or p.casefold() in _HIDDEN), None)


def _refused(path: Path, code: str, part: str | Path, why: str) -> RequestError:
    return RequestError(
        f"{path} is not read: {part} {why}.",
        code=code,
        hint="Copy the photo to a folder of photos and give that path.",
        facts={"path": str(path), "part": str(part)},
    )


def media_type_of(path: Path) -> str:
    """The media type of a finished file, by its name."""
    return (format_of_name(path.name) or FileFormat.MP4).media_type


def output_place(
    folder: Path,
    name: str,
    *,
    kind: FileFormat = FileFormat.MP4,
    taken: Collection[Path] = (),
) -> Path:
    """A free place for a file in the output folder, which is made when it is not there.

    Args:
        folder: the output folder.
        name: the wanted name, or a path inside the folder; empty leaves it to the program.
        kind: of the file, which says how its name ends.
        taken: places of videos that are on their way.

    Raises:
        OutputError: the name leads out of the folder or into a hidden one, or the folder
            cannot be made.
    """
    root = _made(folder)
    wanted = _wanted(root, name, kind.suffix)
    _made(wanted.parent)
    number = 1
    while True:
        stem = wanted.stem if number == 1 else f"{wanted.stem}-{number}"
        place = wanted.with_name(f"{stem}{kind.suffix}")
        if not place.exists() and not place.is_symlink() and place not in taken:
            return place
        number += 1


def preview_place(folder: Path, project_id: str, what: str) -> Path:
    """Where a picture of a project goes; the next one of its kind takes its place."""
    word = "".join(c for c in project_id if c.isalnum() or c in "-_")[:80]
    place = _made(_made(folder) / PREVIEWS) / f"{word}-{what}.jpg"
    if place.is_symlink():
        place.unlink()  # what it leads to is not ours to write
    return place


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return folder.resolve()
    except OSError as error:
        raise OutputError(
            f"The folder {folder} cannot be made ({error.strerror}).",
            code="output_not_writable",
            hint="Set TIKTOK_PHOTO_VIDEO_OUTPUT to a folder that can be written.",
            facts={"path": str(folder), "full": False, "reason": error.strerror or str(error)},
        ) from error


def _wanted(root: Path, name: str, suffix: str) -> Path:
    plain = name.strip() or DEFAULT_NAME
    given = Path(plain)
    if format_of_name(given.name) is None:
        given = given.with_name(f"{given.name}{suffix}") if given.name else given / DEFAULT_NAME
    try:
        path = (root / given.expanduser()).resolve()
        inside = path.relative_to(root)
    except (OSError, RuntimeError, ValueError) as error:
        raise _output_refused(root, plain) from error
    if _hidden_part(inside) or len(path.name.encode("utf-8", "replace")) > MAX_NAME_BYTES:
        raise _output_refused(root, plain)
    return path


def _output_refused(root: Path, name: str) -> OutputError:
    return OutputError(
        f"{name[:80]} is not a place inside of {root}.",
        code="output_outside",
        hint="Give a plain name such as lisbon.mp4; everything is written into that folder.",
        facts={"name": name[:80], "folder": str(root)},
    )
