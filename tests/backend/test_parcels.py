"""A result on its way to where its order wants it: nothing of anybody's lost, nothing left over."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from tests.backend.workbench import Workbench, copied_home, until_idle
from tiktok_photo_video.backend.config import BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.backend.covers import cover_beside, packed_cover
from tiktok_photo_video.backend.orders import packed, sweep
from tiktok_photo_video.backend.receipts import packed_receipt
from tiktok_photo_video.wire.receipts import receipt_beside
from tiktok_photo_video.wire.renders import RenderState
from tiktok_photo_video.wire.routes import EXTENSION_KEY


@pytest.fixture
def result(tmp_path: Path) -> Path:
    path = tmp_path / "r1.mp4"
    path.write_bytes(b"video")
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "videos").mkdir()
    return tmp_path / "videos" / "out.mp4"


def delivered(result: Path, target: Path, **wish: object) -> str | None:
    """Where a result was put."""
    parcel = packed(result, {EXTENSION_KEY: {"deliver_to": str(target), **wish}})
    assert parcel is not None
    try:
        return parcel.deliver()
    finally:
        parcel.discard()


def files(target: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in target.parent.iterdir()}


@pytest.mark.requirement("door-names")
def test_a_link_that_somebody_put_where_a_copy_is_made_is_not_written_through(
    result: Path, target: Path, tmp_path: Path
) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_bytes(b"theirs")
    (target.parent / f".{target.name}.r1.part").symlink_to(theirs)
    assert delivered(result, target) == str(target)
    assert theirs.read_bytes() == b"theirs"
    assert files(target) == {"out.mp4": b"video"}
    assert not target.is_symlink()


@pytest.mark.requirement("output-not-replaced")
@pytest.mark.parametrize("has_links", [True, False], ids=["links", "no links"])
def test_a_place_that_must_be_empty_keeps_what_is_in_it(
    *, result: Path, target: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    if not has_links:
        monkeypatch.setattr(os, "link", no_links)
    target.write_bytes(b"mine")
    assert delivered(result, target, replace=False) is None
    assert files(target) == {"out.mp4": b"mine"}
    target.unlink()
    assert delivered(result, target, replace=False) == str(target)
    assert files(target) == {"out.mp4": b"video"}


@pytest.mark.requirement("output-not-replaced")
@pytest.mark.parametrize("wish", [{}, {"replace": True}, {"replace": None}])
def test_a_place_that_was_chosen_is_replaced(
    result: Path, target: Path, wish: dict[str, object]
) -> None:
    target.write_bytes(b"mine")
    assert delivered(result, target, **wish) == str(target)
    assert files(target) == {"out.mp4": b"video"}


@pytest.mark.requirement("delivery-once")
def test_what_a_killed_process_had_put_there_already_counts_as_put_there(
    result: Path, target: Path
) -> None:
    target.write_bytes(b"video")
    assert delivered(result, target, replace=False) == str(target)
    assert files(target) == {"out.mp4": b"video"}


@pytest.mark.requirement("delivery-swept")
@pytest.mark.parametrize("called_off", ["before the kill", "after it"])
def test_what_a_killed_process_had_begun_to_copy_is_swept(
    bench: Workbench, tmp_path: Path, target: Path, called_off: str
) -> None:
    session = bench.new_session()
    draft = bench.tiny_draft(session, wish="a 1 second video")
    bench.order(session, draft, output={EXTENSION_KEY: {"deliver_to": str(target)}})
    bench.finished()
    target.unlink()
    state = RenderState.CANCELLED if called_off == "before the kill" else RenderState.PROCESSING
    with bench.backend.store.change() as connection:
        connection.exec_driver_sql("UPDATE renders SET state = ?", (state.value,))
    half = target.with_name(f".{target.name}.r1.part")
    half.write_bytes(b"half a vid")
    theirs = target.with_name(".out.mp4.r2.part")
    theirs.write_bytes(b"another's")
    home = copied_home(bench.backend.config.home, tmp_path / "next life")
    shutil.rmtree(home / "results")
    backend = Backend(BackendConfig(home))
    try:
        backend.renders.start()
        assert backend.renders.cancel(bench.account, "r1").state is RenderState.CANCELLED
        until_idle(backend.renders)
        assert not half.exists()
        assert theirs.exists()
        assert not target.exists()
    finally:
        backend.renders.stop()
        backend.store.close()


@pytest.mark.requirement("delivery-swept")
def test_half_made_copies_of_a_killed_process_are_swept_with_what_comes_with_them(
    result: Path, target: Path
) -> None:
    besides = (cover_beside, receipt_beside)
    output = {EXTENSION_KEY: {"deliver_to": str(target)}}
    for beside in besides:
        beside(result).write_text("{}")
    parcels = [packed(result, output), packed_cover(result, output), packed_receipt(result, output)]
    assert all(parcel and parcel.part.exists() for parcel in parcels)
    sweep("r1", output, besides=besides)
    assert list(target.parent.iterdir()) == []
