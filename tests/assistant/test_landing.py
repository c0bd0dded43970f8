"""A finished video comes to its place once, and takes nobody else's."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.assistant.delivering import DRAFT, Desk, status
from tests.client.scripted_backend import ScriptedBackend, file_of
from tests.receipts import RECEIPT
from tiktok_photo_video.assistant.landing import is_in_place
from tiktok_photo_video.assistant.projects import Export, Material, Projects
from tiktok_photo_video.chat.reply import Checked, FileReady
from tiktok_photo_video.errors import OutputError
from tiktok_photo_video.wire.payloads import RenderState
from tiktok_photo_video.wire.receipts import receipt_json, receipt_text

pytestmark = pytest.mark.anyio
VIDEO = "/v/1.mp4"
DONE = status(RenderState.COMPLETED)


class Killed(BaseException):
    """What a program that is killed would not live to see."""


class DyingAtTheMark(Projects):
    """The book of a program that dies once the video is in its place."""

    def delivered(self, _: str) -> None:
        """Die."""
        raise Killed


class DyingAtTheMove(Projects):
    """The book of a program that dies before the whole file is moved to its place."""

    def landing(self, export_id: str, file: Material) -> None:
        """Note it, and die."""
        super().landing(export_id, file)
        raise Killed


class DyingBeforeTheNote(Projects):
    """The book of a program that dies before it is noted that the file is whole."""

    def landing(self, *_: object) -> None:
        """Die."""
        raise Killed


Book = Callable[[Path], Projects]
EVERY_DEATH = pytest.mark.parametrize(
    "dying", [DyingBeforeTheNote, DyingAtTheMove, DyingAtTheMark], ids=lambda book: book.__name__
)
NAMED = pytest.mark.parametrize("named", [True, False], ids=["named", "unnamed"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "videos"
    folder.mkdir()
    return folder


@pytest.fixture
def desk(backend: ScriptedBackend, tmp_path: Path) -> Desk:
    backend.on(VIDEO, lambda _: file_of(b"video"))
    return Desk(backend, tmp_path / "home")


def ordered(desk: Desk, folder: Path, *, named: bool) -> Export:
    path = folder / "tiktok-video.mp4"
    wished = str(path if named else folder)
    return desk.book.ordered("r1", project=desk.project, path=path, wished=wished)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


async def killed(desk: Desk, export: Export, dying: Book) -> None:
    """A program brings an export home and dies while it does."""
    book = dying(desk.home)
    with pytest.raises(Killed):
        await desk.speaking(desk.language, book).settle(export, DONE, DRAFT)
    assert not desk.exports()[0].delivered
    assert desk.told_of(FileReady) == []


@pytest.mark.requirement("delivery-once")
@EVERY_DEATH
@NAMED
async def test_a_program_killed_while_it_brings_a_video_home_has_it_fetched_once(
    *, desk: Desk, folder: Path, dying: Book, named: bool
) -> None:
    export = ordered(desk, folder, named=named)
    await killed(desk, export, dying)
    await desk.delivery.settle(desk.exports()[0], DONE, must_be_there=False)
    assert files(folder) == {"tiktok-video.mp4": b"video"}
    assert len(desk.script.sent_to(VIDEO)) == 1
    assert len(desk.told_of(FileReady)) == 1
    assert desk.exports()[0].delivered


@pytest.mark.requirement("delivery-once")
@NAMED
async def test_what_was_taken_away_after_such_a_death_stays_away_unless_it_is_asked_for(
    *, desk: Desk, folder: Path, named: bool
) -> None:
    export = ordered(desk, folder, named=named)
    await killed(desk, export, DyingAtTheMark)
    Path(export.path).unlink()
    await desk.delivery.settle(desk.exports()[0], DONE, must_be_there=False)
    assert files(folder) == {}
    assert desk.told_of(FileReady) == []
    await desk.delivery.settle(desk.exports()[0], DONE)
    assert files(folder) == {"tiktok-video.mp4": b"video"}


@pytest.mark.requirement("output-not-replaced")
@EVERY_DEATH
async def test_a_file_that_was_put_there_meanwhile_keeps_a_name_that_nobody_chose(
    desk: Desk, folder: Path, dying: Book
) -> None:
    export = ordered(desk, folder, named=False)
    Path(export.path).write_bytes(b"mine")
    await killed(desk, export, dying)
    await desk.delivery.settle(desk.exports()[0], DONE)
    assert files(folder) == {"tiktok-video.mp4": b"mine", "tiktok-video-2.mp4": b"video"}
    assert desk.exports()[0].path == str(folder / "tiktok-video-2.mp4")
    (told,) = desk.told_of(FileReady)
    assert isinstance(told, FileReady)
    assert told.path == str(folder / "tiktok-video-2.mp4")
    assert len(desk.script.sent_to(VIDEO)) == 1


@pytest.mark.requirement("output-not-replaced")
async def test_a_place_that_was_named_is_replaced_only_by_a_whole_video(
    desk: Desk, folder: Path
) -> None:
    export = ordered(desk, folder, named=True)
    path = Path(export.path)
    path.write_bytes(b"mine")
    seen: list[bytes] = []
    desk.on_told = lambda _: seen.append(path.read_bytes())
    await desk.delivery.settle(export, DONE)
    assert seen[0] == b"mine"  # while it was being fetched
    assert seen[-1] == b"video"
    assert files(folder) == {"tiktok-video.mp4": b"video"}


@pytest.mark.requirement("output-not-replaced")
async def test_names_on_their_way_and_links_to_nowhere_are_taken_too(
    desk: Desk, folder: Path
) -> None:
    export = ordered(desk, folder, named=False)
    Path(export.path).write_bytes(b"mine")
    (folder / "tiktok-video-2.mp4").symlink_to(folder / "gone")
    desk.book.ordered("r2", project=desk.project, path=folder / "tiktok-video-3.mp4")
    await desk.delivery.settle(export, DONE)
    assert (folder / "tiktok-video-4.mp4").read_bytes() == b"video"


@pytest.mark.requirement("output-not-replaced")
@pytest.mark.parametrize("taken", [True, False])
async def test_on_a_disk_without_links_nothing_is_replaced_either(
    *, desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch, taken: bool
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", no_links)
    export = ordered(desk, folder, named=False)
    if taken:
        Path(export.path).write_bytes(b"mine")
    await desk.delivery.settle(export, DONE)
    mine = {"tiktok-video.mp4": b"mine"} if taken else {}
    name = "tiktok-video-2.mp4" if taken else "tiktok-video.mp4"
    assert files(folder) == {**mine, name: b"video"}


@pytest.mark.requirement("output-not-replaced")
async def test_an_older_export_that_comes_late_does_not_replace_a_newer_one(
    desk: Desk, folder: Path
) -> None:
    older = ordered(desk, folder, named=True)
    newer = desk.book.ordered(
        "r2", project=desk.project, path=Path(older.path), wished=older.wished
    )
    await desk.delivery.settle(newer, DONE, must_be_there=False)
    desk.script.on(VIDEO, lambda _: file_of(b"older"))
    await desk.delivery.settle(older, DONE, must_be_there=False)
    assert files(folder) == {"tiktok-video.mp4": b"video"}
    await desk.delivery.settle(older, DONE)  # who asks for just that one gets it
    assert files(folder) == {"tiktok-video.mp4": b"older"}


@pytest.mark.requirement("delivery-once")
async def test_a_place_that_has_gone_is_told_and_the_export_stays_open(
    desk: Desk, folder: Path
) -> None:
    export = ordered(desk, folder, named=True)
    folder.rmdir()
    with pytest.raises(OutputError):
        await desk.delivery.settle(export, DONE)
    folder.mkdir()
    Path(export.path).mkdir()
    with pytest.raises(OutputError) as caught:
        await desk.delivery.settle(export, DONE)
    assert caught.value.hint
    assert desk.exports()[0].is_open
    Path(export.path).rmdir()
    await desk.delivery.settle(export, DONE)
    assert files(folder) == {"tiktok-video.mp4": b"video"}
    assert len(desk.script.sent_to(VIDEO)) == 1


@pytest.mark.requirement("delivery-once")
async def test_what_the_backend_put_there_is_known_by_its_size(desk: Desk, folder: Path) -> None:
    export = ordered(desk, folder, named=True)
    Path(export.path).write_bytes(b"12345")
    put = {"extensions": {"delivered_to": export.path}}
    assert is_in_place(export, status(RenderState.COMPLETED, size_bytes=5, **put))
    assert not is_in_place(export, status(RenderState.COMPLETED, size_bytes=6, **put))
    assert not is_in_place(export, status(RenderState.COMPLETED, size_bytes=5))


@pytest.mark.requirement("delivery-once")
async def test_an_export_noted_by_an_earlier_version_is_delivered_as_ever(
    desk: Desk, folder: Path
) -> None:
    row = {"id": "r1", "project": "s1", "backend": "local", "asked_at_s": 1.0}
    old = {"exports": [{**row, "path": str(folder / "a.mp4"), "delivered": False}]}
    (desk.home / "projects.json").write_text(json.dumps(old), encoding="utf-8")
    (export,) = desk.exports()
    Path(export.path).write_bytes(b"mine")
    await desk.delivery.settle(export, DONE)
    assert files(folder) == {"a.mp4": b"video"}
    assert desk.exports()[0].delivered


CHECKED = replace(DONE, extensions={"receipt": receipt_json(RECEIPT)})


@pytest.mark.requirement("receipt-with-every-export")
async def test_a_receipt_that_came_with_a_fetched_video_is_put_beside_it_and_told(
    desk: Desk, folder: Path
) -> None:
    await desk.delivery.settle(ordered(desk, folder, named=True), CHECKED)
    assert files(folder)["tiktok-video.receipt.json"] == receipt_text(RECEIPT)
    (told,) = desk.told_of(Checked)
    assert isinstance(told, Checked)
    assert told.path == str(folder / "tiktok-video.receipt.json")
    assert told.receipt == RECEIPT


@pytest.mark.requirement("receipt-takes-no-name")
async def test_a_receipt_takes_no_name_of_another_file_and_is_told_all_the_same(
    desk: Desk, folder: Path
) -> None:
    mine = folder / "tiktok-video.receipt.json"
    mine.write_bytes(b"what I paid")
    await desk.delivery.settle(ordered(desk, folder, named=True), CHECKED)
    assert files(folder) == {"tiktok-video.mp4": b"video", mine.name: b"what I paid"}
    (told,) = desk.told_of(Checked)
    assert isinstance(told, Checked)
    assert told.path is None


@pytest.mark.requirement("receipt-with-every-export")
async def test_a_backend_without_receipts_leaves_none(desk: Desk, folder: Path) -> None:
    await desk.delivery.settle(ordered(desk, folder, named=True), DONE)
    assert files(folder) == {"tiktok-video.mp4": b"video"}
    assert desk.told_of(Checked) == []
