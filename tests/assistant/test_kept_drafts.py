"""The last draft of each project is kept: privately, whole, and not without end."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiktok_photo_video.assistant import kept_drafts
from tiktok_photo_video.assistant.kept_drafts import FOLDER, MAX_DRAFT_BYTES, KeptDrafts
from tiktok_photo_video.assistant.projects import MAX_KEPT, Project

PROJECT = Project("s1", "cloud", "x", 1.0)


def draft_of(title: object) -> dict[str, object]:
    return {"m": {"title": title}, "t": [{"tt": 0, "sg": [{"d": 1000}]}]}


def files_in(home: Path) -> list[Path]:
    return list((home / FOLDER).iterdir())


@pytest.mark.requirement("draft-kept")
def test_the_last_draft_seen_comes_back_and_each_project_has_its_own(tmp_path: Path) -> None:
    kept = KeptDrafts(tmp_path)
    others = [Project("s2", "cloud", "x", 1.0), Project("s1", "local", "x", 1.0)]
    assert kept.of(PROJECT) is None
    for title in ("first", "second 夏 \ud800"):
        kept.keep(PROJECT, draft_of(title))
    for project in others:
        assert kept.of(project) is None
        kept.keep(project, draft_of(project.id))
    assert kept.of(PROJECT) == draft_of("second 夏 \ud800")
    kept.keep(PROJECT, None)
    kept.keep(PROJECT, {"t": []})
    assert kept.of(PROJECT) is not None
    kept.forget(PROJECT)
    assert kept.of(PROJECT) is None
    assert all(kept.of(project) for project in others)


@pytest.mark.requirement("draft-kept")
def test_only_its_owner_reads_it_and_an_id_chooses_no_place(tmp_path: Path) -> None:
    kept = KeptDrafts(tmp_path / "home")
    kept.keep(Project("../../../evil\0/id", "cloud", "x", 1.0), draft_of("x"))
    (path,) = files_in(tmp_path / "home")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [p.name for p in tmp_path.iterdir()] == ["home"]


@pytest.mark.requirement("draft-kept")
@pytest.mark.parametrize("content", [b"", b"[", b"[]", b"\xff", b'{"format": 2}', b'{"draft": 3}'])
def test_a_damaged_copy_is_none_and_is_written_again(tmp_path: Path, content: bytes) -> None:
    kept = KeptDrafts(tmp_path)
    kept.keep(PROJECT, draft_of("x"))
    files_in(tmp_path)[0].write_bytes(content)
    assert kept.of(PROJECT) is None
    kept.keep(PROJECT, draft_of("y"))
    assert kept.of(PROJECT) == draft_of("y")


@pytest.mark.requirement("draft-kept")
def test_an_enormous_draft_is_not_kept_nor_is_an_older_one_taken_for_it(tmp_path: Path) -> None:
    kept = KeptDrafts(tmp_path)
    kept.keep(PROJECT, draft_of("small"))
    kept.keep(PROJECT, draft_of("x" * MAX_DRAFT_BYTES))
    assert kept.of(PROJECT) is None
    assert files_in(tmp_path) == []


@pytest.mark.requirement("draft-kept")
def test_those_that_were_changed_longest_ago_make_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptDrafts(tmp_path)
    projects = [Project(f"s{n}", "cloud", "x", 1.0) for n in range(6)]
    for age, project in enumerate(projects[:5]):
        kept.keep(project, draft_of("x"))
        newest = max(files_in(tmp_path), key=lambda path: path.stat().st_ctime_ns)
        os.utime(newest, ns=(age, age))
    size_bytes = files_in(tmp_path)[0].stat().st_size
    monkeypatch.setattr(kept_drafts, "MAX_ALL_BYTES", size_bytes * 3)
    kept.keep(projects[5], draft_of("x"))
    assert [kept.of(project) is not None for project in projects] == [False] * 3 + [True] * 3
    assert MAX_KEPT > 100


@pytest.mark.requirement("draft-kept")
def test_a_folder_that_cannot_be_written_fails_nothing(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way", encoding="utf-8")
    kept = KeptDrafts(tmp_path)
    kept.keep(PROJECT, draft_of("x"))
    kept.forget(PROJECT)
    assert kept.of(PROJECT) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=12,
)


@pytest.mark.requirement("draft-kept")
@given(strange=st.dictionaries(st.text(max_size=5), JSON, max_size=4))
def test_any_draft_comes_back_exactly_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, strange: Mapping[str, object]
) -> None:
    kept = KeptDrafts(tmp_path_factory.getbasetemp() / "kept")
    draft = {**strange, **draft_of(strange)}
    kept.keep(PROJECT, draft)
    assert kept.of(PROJECT) == draft
