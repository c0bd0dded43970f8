"""The book of projects and exports: shared by several programs, and hard to damage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from tiktok_photo_video.assistant.projects import MAX_KEPT, Projects
from tiktok_photo_video.errors import InputError


@pytest.fixture
def book(tmp_path: Path) -> Projects:
    ticks: Iterator[int] = count(1)
    return Projects(tmp_path, now_s=lambda: float(next(ticks)))


@pytest.mark.requirement("projects-last-used")
def test_the_last_used_project_of_each_backend_is_found(book: Projects) -> None:
    assert book.last("local") is None
    first = book.remember("1", backend="local", name="a")
    book.remember("2", backend="cloud", name="b")
    second = book.remember("3", backend="local", name="c")
    assert book.last("local") == second
    again = book.remember("1", backend="local", name="a")
    assert book.last("local") == again != first
    assert [project.id for project in book.all()] == ["1", "3", "2"]


@pytest.mark.requirement("projects-prefixes")
def test_a_project_is_found_by_an_unmistakable_beginning(book: Projects) -> None:
    for project_id in ("123", "1245", "12", "9"):
        book.remember(project_id, backend="local", name="x")
    book.remember("99", backend="cloud", name="x")
    assert book.get("123", "local").id == "123"
    assert book.get("124", "local").id == "1245"
    assert book.get("12", "local").id == "12"  # exact before beginning
    assert book.get("9", "local").id == "9"  # the cloud's 99 is another backend's
    for unclear, words in (("1", "3 projects"), ("7", "no project 7"), ("", "no project")):
        with pytest.raises(InputError) as caught:
            book.get(unclear, "local")
        assert words in caught.value.message
        assert caught.value.hint


@pytest.mark.requirement("projects-shared")
def test_several_programs_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    def write(number: int) -> None:
        book = Projects(tmp_path)
        project = book.remember(f"p{number}", backend="local", name="x")
        export = book.ordered(f"e{number}", project=project, path=tmp_path / "a.mp4")
        book.delivered(export.id)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(18)))
    book = Projects(tmp_path)
    assert {project.id for project in book.all()} == {f"p{n}" for n in range(18)}
    exports = book.exports(backend="local")
    assert {export.id for export in exports} == {f"e{n}" for n in range(18)}
    assert all(export.delivered for export in exports)
    assert (tmp_path / "projects.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.requirement("projects-exports")
def test_exports_are_listed_by_backend_and_project_the_newest_first(
    book: Projects, tmp_path: Path
) -> None:
    one = book.remember("1", backend="local", name="a")
    two = book.remember("2", backend="local", name="b")
    far = book.remember("3", backend="cloud", name="c")
    for export_id, project in (("a", one), ("b", two), ("c", far), ("d", one)):
        book.ordered(export_id, project=project, path=tmp_path / f"{export_id}.mp4")
    assert [export.id for export in book.exports(backend="local")] == ["d", "b", "a"]
    assert [export.id for export in book.exports(backend="local", project="1")] == ["d", "a"]
    book.forget_export("d")
    assert [export.id for export in book.exports(backend="local")] == ["b", "a"]


@pytest.mark.requirement("projects-bounded")
def test_the_book_is_bounded_and_the_oldest_goes_first(tmp_path: Path) -> None:
    rows = [
        {"id": str(n), "backend": "local", "name": "x", "used_at_s": float(n)}
        for n in range(MAX_KEPT)
    ]
    (tmp_path / "projects.json").write_text(json.dumps({"projects": rows}), encoding="utf-8")
    book = Projects(tmp_path, now_s=lambda: 1e9)
    book.remember("new", backend="local", name="x")
    assert len(book.all()) == MAX_KEPT
    assert "0" not in {project.id for project in book.all()}
    assert book.last("local") == book.get("new", "local")


ROW = '{"id": "1", "backend": "local", "name": "x", "used_at_s": "soon"}'
OTHER = '{"id": "2", "backend": "local", "name": "x", "used_at_s": 1}'


@pytest.mark.requirement("projects-damage")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"projects": 3}',
        b'{"projects": [1]}',
        b'{"projects": [{"id": "1"}]}',
        f'{{"projects": [{ROW}, {OTHER}]}}'.encode(),
    ],
)
def test_a_damaged_book_is_an_empty_one_and_can_be_written_again(
    book: Projects, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "projects.json").write_bytes(content)
    assert book.last("local") is None
    assert book.all() == ()
    project = book.remember("5", backend="local", name="x")
    assert book.last("local") == project
    kept = tmp_path / "projects.damaged.json"
    assert not kept.exists() or kept.read_bytes() == content
    assert kept.exists() or content == b""


@pytest.mark.requirement("projects-named")
def test_a_project_takes_the_name_of_its_video(book: Projects) -> None:
    book.remember("1", backend="local", name="project")
    book.rename("1", "Lisbon")
    book.rename("1", "")
    book.rename("no such", "x")
    assert [project.name for project in book.all()] == ["Lisbon"]
