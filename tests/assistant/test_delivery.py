"""Exports: where they may go, that they are written down first, and brought home."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from pathlib import Path

import pytest

from tests.assistant.delivering import DRAFT, Desk, status
from tests.client.scripted_backend import ScriptedBackend, bare, file_of, refusing
from tiktok_photo_video.assistant.delivery import unused_name, writable_output
from tiktok_photo_video.chat.reply import FileReady, Ordered, Progress, Say, Stage
from tiktok_photo_video.errors import BackendError, OutputError, RenderError
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.payloads import RenderState


@pytest.fixture
def desk(backend: ScriptedBackend, tmp_path: Path) -> Desk:
    backend.on(routes.RENDER, bare({"code": 0, "data": {}}))
    return Desk(backend, tmp_path / "home")


@pytest.mark.requirement("output-checked-first")
@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("a.avi", "output_not_mp4", "a.mp4"),
        ("a", "output_not_mp4", "a.mp4"),
        (".mp4", "output_not_mp4", ".mp4"),
        ("folder.mp4", "output_is_folder", "folder"),
        ("missing/a.mp4", "no_output_folder", "missing"),
        ("file/a.mp4", "no_output_folder", "file"),
    ],
)
def test_a_place_that_takes_no_video_is_refused_with_the_reason(
    tmp_path: Path, name: str, code: str, words: str
) -> None:
    (tmp_path / "folder.mp4").mkdir()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError) as caught:
        writable_output(tmp_path / name)
    assert caught.value.code == code
    assert words in caught.value.sentence()
    assert caught.value.hint


@pytest.mark.requirement("output-checked-first")
@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EACCES, "cannot be written to"), (errno.ENOSPC, "is full"), (errno.EROFS, "cannot")],
)
def test_a_folder_that_cannot_be_written_is_found_out_before_the_work(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: int, words: str
) -> None:
    def refusing_disk(**_: object) -> tuple[int, str]:
        raise OSError(number, os.strerror(number))

    # The tests may run as root, whom no permission stops.
    monkeypatch.setattr(tempfile, "mkstemp", refusing_disk)
    with pytest.raises(OutputError) as caught:
        writable_output(tmp_path / "a.mp4")
    assert caught.value.code == "output_not_writable"
    assert words in caught.value.message


@pytest.mark.requirement("output-checked-first")
def test_a_good_place_is_made_absolute_and_left_as_it_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.MP4").write_bytes(b"old")
    assert writable_output(Path("夏 a.mp4")) == tmp_path / "夏 a.mp4"
    assert writable_output(Path("old.MP4")) == tmp_path / "old.MP4"
    assert [path.name for path in tmp_path.iterdir()] == ["old.MP4"]
    assert (tmp_path / "old.MP4").read_bytes() == b"old"


@pytest.mark.requirement("output-unused-name")
def test_a_name_that_no_file_has_is_found(tmp_path: Path) -> None:
    names = []
    for _ in range(3):
        path = unused_name(tmp_path)
        path.write_bytes(b"")
        names.append(path.name)
    assert names == ["tiktok-video.mp4", "tiktok-video-2.mp4", "tiktok-video-3.mp4"]


@pytest.mark.anyio
@pytest.mark.requirement("export-written-down")
async def test_an_export_is_written_down_and_the_local_backend_told_where_it_goes(
    desk: Desk, tmp_path: Path
) -> None:
    target = tmp_path / "a.mp4"
    await desk.delivery.export(desk.project, DRAFT, output=target, detach=True)
    (export,) = desk.exports()
    (order,) = desk.orders()
    assert (export.path, export.delivered) == (str(target), False)
    assert order["id"] == export.id
    assert order["output"] == {
        "format": "mp4",
        "quality": "high",
        routes.EXTENSION_KEY: {"deliver_to": str(target)},
    }
    assert desk.told_of(Say)


@pytest.mark.anyio
@pytest.mark.requirement("export-written-down")
async def test_a_cloud_is_told_no_path_of_this_machine(
    backend: ScriptedBackend, tmp_path: Path
) -> None:
    backend.on(routes.RENDER, bare({"code": 0, "data": {}}))
    desk = Desk(backend, tmp_path / "home", name="https://backend.example")
    await desk.delivery.export(desk.project, DRAFT, output=tmp_path / "a.mp4", detach=True)
    assert str(tmp_path) not in json.dumps(desk.orders())


@pytest.mark.anyio
@pytest.mark.requirement("export-written-down")
async def test_an_order_that_was_refused_is_forgotten(desk: Desk, tmp_path: Path) -> None:
    desk.script.on(routes.RENDER, refusing(WireCode.UNPROCESSABLE))
    with pytest.raises(BackendError):
        await desk.delivery.export(desk.project, DRAFT, output=tmp_path / "a.mp4")
    assert desk.exports() == ()


@pytest.mark.anyio
@pytest.mark.requirement("export-written-down")
async def test_a_bad_place_is_refused_before_anything_is_ordered(
    desk: Desk, tmp_path: Path
) -> None:
    with pytest.raises(OutputError):
        await desk.delivery.export(desk.project, DRAFT, output=tmp_path / "a.avi")
    assert (desk.exports(), desk.orders()) == ((), [])


@pytest.mark.anyio
@pytest.mark.requirement("output-unused-name")
async def test_two_exports_under_way_at_once_get_two_names(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for title in ("one", "two"):
        await desk.delivery.export(desk.project, {"title": title}, output=None, detach=True)
    assert len({export.path for export in desk.exports()}) == 2


@pytest.mark.anyio
@pytest.mark.requirement("output-unused-name")
async def test_the_name_of_an_export_that_came_to_nothing_is_free_again(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for title in ("one", "two"):
        await desk.delivery.export(desk.project, {"title": title}, output=None, detach=True)
        export = desk.exports()[0]
        assert Path(export.path).name == "tiktok-video.mp4"
        with pytest.raises(RenderError):
            await desk.delivery.settle(export, status(RenderState.CANCELLED))


@pytest.mark.anyio
@pytest.mark.requirement("order-rejoined")
@pytest.mark.parametrize("named", [True, False], ids=["named", "unnamed"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.ENGLISH, "That export is already under way; going on with it."),
        (Language.CHINESE, "这个导出已经在进行中，接着做。"),
    ],
)
async def test_the_same_export_asked_for_twice_is_one_and_that_is_told(
    *,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    named: bool,
    language: Language,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    output = tmp_path / "a.mp4" if named else None
    delivery = desk.speaking(language)
    await delivery.export(desk.project, DRAFT, output=output, detach=True)
    (export,) = desk.exports()
    assert words not in desk.words
    desk.script.on(f"{routes.RENDER}/{export.id}", bare({"status": "processing"}))
    desk.told.clear()
    await delivery.export(desk.project, DRAFT, output=output, detach=True)
    assert desk.words[0] == words
    assert desk.told_of(Ordered) == [Ordered(export.id, export.path)]
    assert (len(desk.orders()), len(desk.exports())) == (1, 1)


@pytest.mark.anyio
@pytest.mark.requirement("order-rejoined")
async def test_without_a_name_the_same_export_in_another_folder_is_another(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        await desk.delivery.export(desk.project, DRAFT, output=None, detach=True)
    assert {Path(export.path).parent.name for export in desk.exports()} == {"one", "two"}


@pytest.mark.anyio
@pytest.mark.requirement("export-delivered")
async def test_a_finished_render_is_fetched_with_progress_and_told_with_its_facts(
    desk: Desk, tmp_path: Path
) -> None:
    desk.script.on("/v/1.mp4", lambda _: file_of(b"one", b"two", **{"content-length": "6"}))
    export = desk.book.ordered("r1", project=desk.project, path=tmp_path / "a.mp4")
    await desk.delivery.settle(export, status(RenderState.COMPLETED, duration_s=3.0), DRAFT)
    assert (tmp_path / "a.mp4").read_bytes() == b"onetwo"
    assert desk.told_of(FileReady) == [FileReady(str(tmp_path / "a.mp4"), 3.0, 6, 1080, 1920)]
    stages = [(p.stage, p.fraction) for p in desk.told if isinstance(p, Progress)]
    assert stages == [(Stage.DOWNLOADING, 0.5), (Stage.DOWNLOADING, 1.0)]
    assert desk.exports()[0].delivered


@pytest.mark.anyio
@pytest.mark.requirement("export-delivered")
async def test_what_the_backend_has_put_in_place_itself_is_not_fetched(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"there")
    export = desk.book.ordered("r1", project=desk.project, path=path)
    delivered = status(RenderState.COMPLETED, extensions={"delivered_to": str(path)})
    await desk.delivery.settle(export, delivered, DRAFT)
    assert desk.script.sent_to("/v/1.mp4") == []
    assert path.read_bytes() == b"there"
    path.unlink()
    desk.script.on("/v/1.mp4", lambda _: file_of(b"fetched"))
    await desk.delivery.settle(export, delivered, DRAFT)
    assert path.read_bytes() == b"fetched"


@pytest.mark.anyio
@pytest.mark.requirement("export-failures")
@pytest.mark.parametrize(
    ("state", "error", "code", "words"),
    [
        (RenderState.FAILED, "A photo is missing.", "render_failed", "A photo is missing."),
        (RenderState.FAILED, None, "render_failed", "could not be rendered"),
        (RenderState.CANCELLED, "Cancelled.", "cancelled", "Cancelled."),
    ],
)
async def test_an_export_that_ended_badly_tells_why_and_leaves_no_file(
    *, desk: Desk, tmp_path: Path, state: RenderState, error: str | None, code: str, words: str
) -> None:
    export = desk.book.ordered("r1", project=desk.project, path=tmp_path / "a.mp4")
    with pytest.raises(RenderError) as caught:
        await desk.delivery.settle(export, status(state, error=error))
    assert caught.value.code == code
    assert words in caught.value.message
    assert not (tmp_path / "a.mp4").exists()
