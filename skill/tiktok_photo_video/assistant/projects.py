"""What this installation remembers of its projects and exports: one small file.

An export is written down before its order leaves, so that it is found again whatever
happens to the program that asked for it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from filelock import FileLock
from pydantic import TypeAdapter, ValidationError

from tiktok_photo_video.client.private_file import read_private, write_private
from tiktok_photo_video.errors import InputError

FORMAT_VERSION = 1
MAX_KEPT = 200
MAX_MATERIALS = 500
MAX_FORMER_IDS = 10


@dataclass(frozen=True, slots=True)
class Material:
    """A file that was sent to a project, as it was then."""

    path: str
    size_bytes: int
    modified_ns: int

    @property
    def is_still_there(self) -> bool:
        """Whether the same file is still at its place."""
        return self == material_at(Path(self.path))


def material_at(path: Path) -> Material | None:
    """A file as it is now; ``None`` when there is none."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return Material(str(path.absolute()), facts.st_size, facts.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A message of which nobody knows whether it was carried out."""

    digest: str
    at_s: float


@dataclass(frozen=True, slots=True)
class Project:
    """A session at a backend. ``id`` is what people pass to ``--project``.

    Attributes:
        materials: what was sent to it, in order.
        former_ids: sessions it had before, that its backend has lost.
        unsettled: the last message, while it is not known to be done.
    """

    id: str
    backend: str
    name: str
    used_at_s: float
    materials: tuple[Material, ...] = ()
    former_ids: tuple[str, ...] = ()
    unsettled: Unsettled | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """An order to render, and where its video is to go.

    Attributes:
        path: where its video is to be.
        wished: what the user said about that: a file, or only the folder it was asked for in.
        digest: of what was ordered, to know the same order again.
        arrived: the backend is known to have had the order.
        ended: there will be no video.
        landing: the whole file that was about to be moved to ``path``.
    """

    id: str
    project: str
    backend: str
    path: str
    asked_at_s: float
    delivered: bool = False
    wished: str = ""
    digest: str = ""
    arrived: bool = False
    ended: bool = False
    landing: Material | None = None

    @property
    def is_open(self) -> bool:
        """Whether its video may still come."""
        return not (self.delivered or self.ended)

    @property
    def may_replace(self) -> bool:
        """Whether its place was the user's own choice, with whatever is there."""
        return self.wished in ("", self.path)


@dataclass(frozen=True, slots=True)
class _Book:
    projects: tuple[Project, ...] = ()
    exports: tuple[Export, ...] = ()


_BOOK = TypeAdapter(_Book)


class Projects:
    """The projects and exports of one home folder; safe to use from several programs."""

    def __init__(self, home: Path, *, now_s: Callable[[], float] = time.time) -> None:
        self._path = home / "projects.json"
        self._now_s = now_s

    def last(self, backend: str) -> Project | None:
        """The project of this backend that was used last."""
        mine = [p for p in self._read().projects if p.backend == backend]
        return max(mine, key=lambda p: p.used_at_s, default=None)

    def get(self, project_id: str, backend: str) -> Project:
        """A project by its id, or by an unmistakable beginning of it.

        Raises:
            InputError: there is none, or more than one begins so.
        """
        found = self._called(project_id, backend)
        if len(found) != 1:
            raise InputError(
                f"There is no project {project_id}."
                if not found
                else f"{len(found)} projects begin with {project_id}.",
                code="no_project",
                hint="The projects command lists them.",
                facts={"project": project_id, "count": len(found)},
            )
        return found[0]

    def elsewhere(self, project_id: str, backend: str) -> Project | None:
        """A project of any other backend by its id, where this one has none called so."""
        others = {p.backend for p in self._read().projects} - {backend}
        found = [p for other in others for p in self._called(project_id, other)]
        is_meant = len(found) == 1 and not self._called(project_id, backend)
        return found[0] if is_meant else None

    def _called(self, project_id: str, backend: str) -> list[Project]:
        """A backend's projects of that id; else those whose ids begin so."""
        mine = [p for p in self._read().projects if p.backend == backend]
        return [p for p in mine if project_id in (p.id, *p.former_ids)] or [
            p for p in mine if project_id and p.id.startswith(project_id)
        ]

    def all(self) -> tuple[Project, ...]:
        """All projects, the last used first."""
        return tuple(sorted(self._read().projects, key=lambda p: -p.used_at_s))

    def remember(self, project_id: str, *, backend: str, name: str) -> Project:
        """Note that a project was used now."""
        project = Project(project_id, backend, name, self._now_s())
        with self._change() as book:
            known = next((p for p in book.projects if p.id == project_id), project)
            project = replace(known, backend=backend, name=name, used_at_s=project.used_at_s)
            others = tuple(p for p in book.projects if p.id != project_id)
            book.replace(projects=(*others, project)[-MAX_KEPT:])
        return project

    def rename(self, project_id: str, name: str) -> None:
        """Note what a project is called now."""
        known = self.known(project_id)
        if known and name not in ("", known.name):
            with self._change() as book:
                book.revise(project_id, lambda p: replace(p, name=name))

    def known(self, project_id: str) -> Project | None:
        """What is known of a project now, whatever another program has noted meanwhile."""
        return next((p for p in self._read().projects if p.id == project_id), None)

    def sent(self, project_id: str, files: Iterable[Path]) -> None:
        """Note files that a project has been sent."""
        new = tuple(filter(None, map(material_at, files)))
        with self._change() as book:
            book.revise(
                project_id,
                lambda p: replace(
                    p, materials=tuple(dict.fromkeys((*p.materials, *new)))[-MAX_MATERIALS:]
                ),
            )

    def moved(self, project_id: str, new_id: str, materials: Sequence[Material]) -> None:
        """Note that a project goes on in another session, with these of its files."""
        with self._change() as book:
            book.revise(
                project_id,
                lambda p: replace(
                    p,
                    id=new_id,
                    materials=tuple(materials),
                    former_ids=(*p.former_ids, project_id)[-MAX_FORMER_IDS:],
                    unsettled=None,
                ),
            )

    def unsettle(self, project_id: str, digest: str) -> None:
        """Note a message of which it is not known, from now on, whether it was carried out."""
        unsettled = Unsettled(digest, self._now_s())
        with self._change() as book:
            book.revise(project_id, lambda p: replace(p, unsettled=unsettled))

    def settle(self, project_id: str) -> None:
        """Note that it is known what became of the last message."""
        known = self.known(project_id)
        if known and known.unsettled:
            with self._change() as book:
                book.revise(project_id, lambda p: replace(p, unsettled=None))

    def forget(self, project_id: str) -> None:
        """Drop a project that came to nothing."""
        with self._change() as book:
            book.replace(projects=tuple(p for p in book.projects if p.id != project_id))

    def ordered(
        self, export_id: str, *, project: Project, path: Path, wished: str = "", digest: str = ""
    ) -> Export:
        """Note an export before its order leaves."""
        export = Export(
            export_id,
            project.id,
            project.backend,
            str(path),
            self._now_s(),
            wished=wished,
            digest=digest,
        )
        with self._change() as book:
            book.replace(exports=(*book.exports, export)[-MAX_KEPT:])
        return export

    def arrived(self, export_id: str) -> None:
        """Note that the backend has an export's order."""
        self._revise_export(export_id, lambda e: replace(e, arrived=True))

    def ended(self, export_id: str) -> None:
        """Note that there will be no video of an export."""
        self._revise_export(export_id, lambda e: replace(e, arrived=True, ended=True))

    def landing(self, export_id: str, file: Material) -> None:
        """Note that a whole file is about to become an export's video, and where."""
        self._revise_export(export_id, lambda e: replace(e, path=file.path, landing=file))

    def delivered(self, export_id: str) -> None:
        """Note that an export's video is where it was to go."""
        self._revise_export(export_id, lambda e: replace(e, arrived=True, delivered=True))

    def _revise_export(self, export_id: str, change: Callable[[Export], Export]) -> None:
        known = self.export(export_id)
        if known is None or change(known) == known:
            return
        with self._change() as book:
            book.replace(exports=tuple(change(e) if e.id == export_id else e for e in book.exports))

    def forget_export(self, export_id: str) -> None:
        """Drop an export whose order was refused, or never arrived."""
        with self._change() as book:
            book.replace(exports=tuple(e for e in book.exports if e.id != export_id))

    def age_s(self, export: Export) -> float:
        """How long ago an export was asked for."""
        return self._now_s() - export.asked_at_s

    def export(self, export_id: str) -> Export | None:
        """What is known of an export now, whatever another program has noted meanwhile."""
        return next((e for e in self._read().exports if e.id == export_id), None)

    def exports(self, *, backend: str, project: str | None = None) -> tuple[Export, ...]:
        """Exports of a backend (and project), the newest first."""
        return tuple(
            sorted(
                (
                    e
                    for e in self._read().exports
                    if e.backend == backend and project in (None, e.project)
                ),
                key=lambda e: -e.asked_at_s,
            )
        )

    def _read(self) -> _Book:
        # Damaged or of another version: the backend still has everything.
        return self._whole() or _Book()

    def _whole(self) -> _Book | None:
        """The book; empty if there is none, ``None`` if it cannot be read."""
        if not self._path.exists():
            return _Book()
        try:
            return _BOOK.validate_json(read_private(self._path) or "", strict=True)
        except ValidationError:
            return None

    @contextmanager
    def _change(self) -> Iterator[_Draft]:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(self._path.with_suffix(".lock"), timeout=10):
            book = self._whole()
            if book is None:
                with suppress(OSError):
                    self._path.replace(self._path.with_suffix(".damaged.json"))
            draft = _Draft(book or _Book())
            yield draft
            content = {"format": FORMAT_VERSION, **asdict(draft.book)}
            write_private(self._path, json.dumps(content, ensure_ascii=False, indent=1))


class _Draft:
    """A book while it is being changed."""

    def __init__(self, book: _Book) -> None:
        self.book = book

    @property
    def projects(self) -> tuple[Project, ...]:
        return self.book.projects

    @property
    def exports(self) -> tuple[Export, ...]:
        return self.book.exports

    def revise(self, project_id: str, change: Callable[[Project], Project]) -> None:
        self.replace(projects=tuple(change(p) if p.id == project_id else p for p in self.projects))

    def replace(self, **parts: object) -> None:
        self.book = replace(self.book, **parts)  # type: ignore[arg-type]
