"""Render jobs: exact results, restarts, cancelling, failures, delivery."""

from __future__ import annotations

import threading
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from tests.backend.workbench import TINY_HEIGHT_PX, TINY_WIDTH_PX, Workbench, until_idle
from tests.film_factory import number_in, write_numbered
from tests.media_factory import GREEN, photo_bytes
from tiktok_photo_video.backend.media_store import MediaStore
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.renders import RenderFolders, Renders
from tiktok_photo_video.backend.store import Store
from tiktok_photo_video.errors import RenderError
from tiktok_photo_video.render.framing import PictureFacts
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import SetRate
from tiktok_photo_video.timeline.model import (
    Clip,
    Corner,
    ExternalReference,
    Logo,
    MediaKind,
    Timeline,
    TimeRange,
    Track,
    TrackKind,
)
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.draft import draft_from_timeline, timeline_from_draft
from tiktok_photo_video.wire.renders import RenderRequest, RenderState
from tiktok_photo_video.wire.routes import EXTENSION_KEY

FOREIGN = {"t": [{"tt": 0, "sg": [{"theirs": True}]}]}


class GatedMedia(MediaStore):
    """Media whose pictures come only once the gate is open; tells when one is asked for."""

    def __init__(self, folder: Path, store: Store) -> None:
        super().__init__(folder, store)
        self.gate = threading.Event()
        self.asked = threading.Event()

    def facts(self, hashes: set[str]) -> dict[str, PictureFacts]:
        if threading.current_thread().name.startswith("render"):
            self.asked.set()
            assert self.gate.wait(timeout=30)
        return super().facts(hashes)


def renders_of(bench: Workbench, media: MediaStore, folder: Path) -> Renders:
    """Another worker on the same database."""
    folders = RenderFolders(folder / "results", folder / "cache")
    for part in (folder, folders.results, folders.cache):
        part.mkdir(exist_ok=True)
    return Renders(bench.backend.store, media, folders, workers=1, now_s=lambda: 1e9)


@pytest.fixture
def gated(bench: Workbench, tmp_path: Path) -> GatedMedia:
    return GatedMedia(tmp_path / "home" / "media", bench.backend.store)


@pytest.mark.requirement("render-exact")
def test_a_finished_video_has_exactly_the_frames_and_sound_of_its_timeline(
    bench: Workbench,
) -> None:
    session = bench.new_session()
    bench.order(session, bench.tiny_draft(session))
    status = bench.finished()
    assert (status.state, status.progress, status.duration_s) == (RenderState.COMPLETED, 100, 3.0)
    path = bench.backend.renders.result(bench.account, "r1")
    assert path.stat().st_size == status.size_bytes
    with av.open(str(path)) as video:
        picture, sound = video.streams.video[0], video.streams.audio[0]
        assert (picture.width, picture.height) == (TINY_WIDTH_PX, TINY_HEIGHT_PX)
        assert sum(1 for _ in video.decode(picture)) == 90
        assert picture.average_rate == 30
        assert sound.duration is not None
        assert sound.time_base is not None
        assert abs(sound.duration * sound.time_base - Fraction(3)) < Fraction(1024, 44_100)


def ends_s(path: Path) -> dict[str, Fraction]:
    """When the last packet of each kind has been played, by the packets' own times."""
    ends: dict[str, Fraction] = {}
    with av.open(str(path)) as container:
        for packet in container.demux():
            if packet.pts is not None and packet.duration is not None:
                end_s = (packet.pts + packet.duration) * Fraction(packet.time_base)
                ends[packet.stream.type] = max(ends.get(packet.stream.type, end_s), end_s)
    return ends


@pytest.mark.requirement("sound-length-in-file")
@pytest.mark.parametrize("wish", ["a 1 second video", "a 7.3 second video", "a 61 second video"])
@pytest.mark.parametrize("rate", [Fraction(30), Fraction(30_000, 1001)], ids=str)
def test_picture_and_sound_end_within_one_frame_of_each_other(
    bench: Workbench, wish: str, rate: Fraction
) -> None:
    session = bench.new_session()
    bench.say(session, f"{wish}, no music")
    shown = replace(bench.timeline(session), width_px=TINY_WIDTH_PX, height_px=TINY_HEIGHT_PX)
    bench.order(session, draft_from_timeline(apply(shown, SetRate(rate))))
    assert bench.finished().state is RenderState.COMPLETED
    ends = ends_s(bench.backend.renders.result(bench.account, "r1"))
    assert abs(ends["video"] - ends["audio"]) <= 1 / rate


@pytest.mark.requirement("sound-silent-file")
@pytest.mark.parametrize("wish", ["no music", "不要音乐，我自己在抖音里加"])
@pytest.mark.parametrize("name", ["video.mp4", "video.webm"])
def test_without_music_the_file_has_a_track_of_pure_silence(
    bench: Workbench, wish: str, name: str
) -> None:
    session = bench.new_session()
    bench.say(session, "a 2 second video")
    bench.order(
        session,
        bench.tiny_draft(session, wish=wish),
        output={"format": name.rpartition(".")[2]},
    )
    assert bench.finished().state is RenderState.COMPLETED
    with av.open(str(bench.backend.renders.result(bench.account, "r1"))) as video:
        sound = np.concatenate([f.to_ndarray().ravel() for f in video.decode(audio=0)])
    # One sound track as in every other file: apps that lay their own over it expect one.
    assert len(sound) >= 2 * 2 * 44_100
    assert float(np.abs(sound).max()) == 0.0


@pytest.mark.requirement("render-reproducible")
def test_the_same_draft_gives_the_same_bytes_cached_or_not(
    bench: Workbench, tmp_path: Path
) -> None:
    session = bench.new_session()
    draft = bench.tiny_draft(session)
    bench.order(session, draft, render_id="r1")
    bench.order(session, draft, render_id="r2")
    until_idle(bench.backend.renders)
    afresh = renders_of(bench, bench.backend.media, tmp_path / "afresh")
    afresh.submit(bench.account, RenderRequest("r3", session.session_id, draft))
    until_idle(afresh)
    results = [bench.backend.renders.result(bench.account, r).read_bytes() for r in ("r1", "r2")]
    results.append(afresh.result(bench.account, "r3").read_bytes())
    afresh.stop()
    assert len(set(results)) == 1


@pytest.mark.requirement("render-restart")
def test_a_job_left_under_way_is_taken_up_by_the_next_worker(
    bench: Workbench, gated: GatedMedia, tmp_path: Path
) -> None:
    session = bench.new_session()
    draft = bench.tiny_draft(session)
    first = renders_of(bench, gated, tmp_path / "home")
    first.submit(bench.account, RenderRequest("r1", session.session_id, draft))
    first.submit(bench.account, RenderRequest("r2", session.session_id, draft))
    assert gated.asked.wait(timeout=30)
    stopping = threading.Thread(target=first.stop)
    stopping.start()
    gated.gate.set()
    stopping.join(timeout=30)
    assert not stopping.is_alive()
    left = [bench.backend.renders.status(bench.account, r).state for r in ("r1", "r2")]
    assert not any(state.is_final for state in left)
    bench.backend.renders.start()
    assert bench.backend.renders.is_busy
    assert bench.finished("r1").state is RenderState.COMPLETED
    assert bench.finished("r2").state is RenderState.COMPLETED
    assert not bench.backend.renders.is_busy


@pytest.mark.requirement("render-cancel")
def test_a_waiting_job_can_be_called_off_and_stays_so(
    bench: Workbench, gated: GatedMedia, tmp_path: Path
) -> None:
    session = bench.new_session()
    draft = bench.tiny_draft(session)
    renders = renders_of(bench, gated, tmp_path / "home")
    for render_id in ("r1", "r2"):
        renders.submit(bench.account, RenderRequest(render_id, session.session_id, draft))
    assert renders.cancel(bench.account, "r2").state is RenderState.CANCELLED
    gated.gate.set()
    until_idle(renders)
    states = [renders.status(bench.account, render_id).state for render_id in ("r1", "r2")]
    assert states == [RenderState.COMPLETED, RenderState.CANCELLED]
    assert renders.cancel(bench.account, "r1").state is RenderState.COMPLETED
    renders.stop()
    with pytest.raises(Refusal) as caught:
        renders.result(bench.account, "r2")
    assert caught.value.code is WireCode.NOT_FOUND


@pytest.mark.requirement("render-cancel")
def test_a_job_called_off_just_as_it_begins_stays_called_off(
    bench: Workbench, gated: GatedMedia, tmp_path: Path
) -> None:
    session = bench.new_session()
    draft = bench.tiny_draft(session)
    renders = renders_of(bench, gated, tmp_path / "home")
    renders.submit(bench.account, RenderRequest("r1", session.session_id, draft))
    assert gated.asked.wait(timeout=30)
    renders.cancel(bench.account, "r1")
    gated.gate.set()
    until_idle(renders)
    renders.stop()
    assert renders.status(bench.account, "r1").state is RenderState.CANCELLED


@pytest.mark.requirement("render-cancel")
def test_a_job_whose_pieces_are_kept_stays_called_off_too(
    bench: Workbench, gated: GatedMedia, tmp_path: Path
) -> None:
    session = bench.new_session()
    draft = bench.tiny_draft(session)
    bench.order(session, draft, render_id="before")
    bench.finished("before")
    renders = renders_of(bench, gated, tmp_path / "home")
    renders.submit(bench.account, RenderRequest("r1", session.session_id, draft))
    assert gated.asked.wait(timeout=30)
    renders.cancel(bench.account, "r1")
    gated.gate.set()
    until_idle(renders)
    renders.stop()
    assert renders.status(bench.account, "r1").state is RenderState.CANCELLED


@pytest.mark.requirement("render-failures-told")
def test_a_missing_photo_fails_the_job_with_reason_and_what_to_do(
    bench: Workbench, tmp_path: Path
) -> None:
    session = bench.new_session()
    draft = bench.tiny_draft(session)
    for folder in ("copies", "originals"):
        for path in (tmp_path / "home" / "media" / folder).iterdir():
            path.unlink()
    bench.order(session, draft)
    status = bench.finished()
    assert status.state is RenderState.FAILED
    assert status.error == "A photo's working copy is missing or damaged. Upload the photo again."
    again = bench.new_session()
    bench.order(again, draft, render_id="r2")
    assert bench.finished("r2").state is RenderState.COMPLETED


@pytest.mark.requirement("render-order-checked")
@pytest.mark.parametrize(
    ("draft", "reason"),
    [({}, "empty_timeline"), ({"t": []}, "empty_timeline"), (FOREIGN, "foreign_draft")],
)
def test_an_order_that_cannot_be_rendered_is_refused_with_its_reason(
    bench: Workbench, draft: dict[str, object], reason: str
) -> None:
    session = bench.new_session()
    with pytest.raises(Refusal) as caught:
        bench.order(session, draft)
    assert (caught.value.code, caught.value.reason) == (WireCode.UNPROCESSABLE, reason)
    assert caught.value.hint


@pytest.mark.requirement("render-order-checked")
@pytest.mark.parametrize("render_id", ["../r", "a/b", "x" * 101, "a b", "é"])
def test_a_render_id_that_is_no_file_name_is_refused(bench: Workbench, render_id: str) -> None:
    session = bench.new_session()
    with pytest.raises(Refusal) as caught:
        bench.order(session, bench.tiny_draft(session), render_id=render_id)
    assert caught.value.code is WireCode.UNPROCESSABLE


@pytest.mark.requirement("render-order-checked")
def test_a_render_id_is_used_once(bench: Workbench) -> None:
    session = bench.new_session()
    draft = bench.tiny_draft(session)
    bench.order(session, draft)
    with pytest.raises(Refusal) as caught:
        bench.order(session, draft)
    assert caught.value.code is WireCode.CONFLICT


@pytest.mark.requirement("render-delivery")
def test_a_result_is_copied_to_where_its_order_wants_it(bench: Workbench, tmp_path: Path) -> None:
    target = tmp_path / "夏天 video.mp4"
    target.write_bytes(b"older")
    session = bench.new_session()
    output = {EXTENSION_KEY: {"deliver_to": str(target)}}
    bench.order(session, bench.tiny_draft(session), output=output)
    status = bench.finished()
    assert status.extensions["delivered_to"] == str(target)
    kept = bench.backend.renders.result(bench.account, "r1")
    assert target.read_bytes() == kept.read_bytes()
    assert target.stat().st_mode & 0o777 == 0o644
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@pytest.mark.requirement("render-delivery")
@pytest.mark.parametrize(
    "target",
    [
        "{folder}/missing/a.mp4",
        "{folder}",
        "relative.mp4",
        "{folder}/a_file/a.mp4",
        "/",
        "{folder}/a\0b.mp4",
        "{folder}/\udcff.mp4",
        7,
        None,
    ],
)
def test_a_target_that_cannot_be_written_spoils_nothing(
    bench: Workbench, tmp_path: Path, target: str | int | None
) -> None:
    (tmp_path / "a_file").write_bytes(b"")
    place = target.format(folder=tmp_path) if isinstance(target, str) else target
    session = bench.new_session()
    output = {EXTENSION_KEY: {"deliver_to": place}}
    bench.order(session, bench.tiny_draft(session, wish="a 1 second video"), output=output)
    status = bench.finished()
    assert status.state is RenderState.COMPLETED
    assert "delivered_to" not in status.extensions
    assert bench.backend.renders.result(bench.account, "r1").is_file()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@pytest.mark.requirement("render-accounts")
def test_a_render_is_invisible_to_other_accounts(bench: Workbench) -> None:
    session = bench.new_session()
    bench.order(session, bench.tiny_draft(session, wish="a 1 second video"))
    stranger = bench.new_account("stranger")
    renders = bench.backend.renders
    for ask in (renders.status, renders.cancel, renders.result):
        with pytest.raises(Refusal) as caught:
            ask(stranger, "r1")
        assert caught.value.code is WireCode.NOT_FOUND
    assert renders.listed(stranger) == []
    assert [status.id for status in renders.listed(bench.account)] == ["r1"]


@pytest.mark.requirement("render-one-edit")
def test_a_new_song_or_volume_renders_no_picture_again(bench: Workbench, tmp_path: Path) -> None:
    session = bench.new_session()
    bench.order(session, bench.tiny_draft(session), render_id="r1")
    bench.finished("r1")
    cache = tmp_path / "home" / "cache"
    before = set(cache.rglob("*.pvpk"))
    bench.order(session, bench.tiny_draft(session, wish="music at half volume"), render_id="r2")
    assert bench.finished("r2").state is RenderState.COMPLETED
    assert len(set(cache.rglob("*.pvpk")) - before) == 1


@pytest.mark.requirement("render-one-edit")
def test_another_song_renders_only_the_chunks_whose_cuts_moved(
    bench: Workbench, tmp_path: Path
) -> None:
    session = bench.new_session(photos=4)
    draft = bench.tiny_draft(session, wish="a 12 second video with upbeat music")
    bench.order(session, draft, render_id="r1")
    bench.finished("r1")
    cache = tmp_path / "home" / "cache"
    before = set(cache.rglob("*.pvpk"))
    first = bench.timeline(session)
    bench.say(session, "ignore the beat")
    bench.order(session, bench.tiny_draft(session, wish="use house music"), render_id="r2")
    assert bench.finished("r2").state is RenderState.COMPLETED
    assert bench.timeline(session).pictures == first.pictures
    assert len(set(cache.rglob("*.pvpk")) - before) == 1
    last = bench.tiny_draft(session, wish="make photo 4 exactly 3.5 seconds")
    bench.order(session, last, render_id="r3")
    bench.finished("r3")
    moved = set(cache.rglob("*.pvpk")) - before
    assert 1 < len(moved) - 1 < len(before)


@pytest.mark.requirement("render-cover")
def test_a_chosen_cover_lies_beside_the_video_and_where_it_was_delivered(
    bench: Workbench, tmp_path: Path
) -> None:
    session = bench.new_session()
    draft = bench.tiny_draft(session)
    timeline = replace(timeline_from_draft(draft), cover=40)
    target = tmp_path / "out.mp4"
    output = {EXTENSION_KEY: {"deliver_to": str(target)}}
    bench.order(session, draft_from_timeline(timeline), output=output)
    facts = bench.finished().extensions
    delivered = tmp_path / "out.cover.jpg"
    assert facts["has_cover"] is True
    assert facts["cover_delivered_to"] == str(delivered)
    kept = bench.backend.renders.cover(bench.account, "r1")
    assert kept is not None
    assert kept.read_bytes() == delivered.read_bytes()
    with Image.open(delivered) as cover:
        assert cover.size == (TINY_WIDTH_PX, TINY_HEIGHT_PX)
        shown = np.asarray(cover.convert("RGB")).astype(int)
    with av.open(str(target)) as video:
        frames = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)]
    assert np.abs(shown - frames[40]).mean() < 12


@pytest.mark.requirement("render-cover")
def test_without_a_chosen_cover_there_is_none(bench: Workbench, tmp_path: Path) -> None:
    session = bench.new_session()
    output = {EXTENSION_KEY: {"deliver_to": str(tmp_path / "out.mp4")}}
    bench.order(session, bench.tiny_draft(session), output=output)
    assert "has_cover" not in bench.finished().extensions
    assert bench.backend.renders.cover(bench.account, "r1") is None
    assert not list(tmp_path.glob("*.jpg"))


@pytest.mark.requirement("logo-missing")
def test_an_export_whose_logo_is_not_there_is_refused(bench: Workbench) -> None:
    session = bench.new_session()
    timeline = timeline_from_draft(bench.tiny_draft(session))
    logo = Logo(ExternalReference("logo.png", "0" * 64))
    with pytest.raises(RenderError) as caught:
        bench.order(session, draft_from_timeline(replace(timeline, logo=logo)))
    assert caught.value.code == "missing_media"


@pytest.mark.requirement("logo-all-along")
def test_a_logo_is_drawn_from_the_media_store(bench: Workbench, tmp_path: Path) -> None:
    session = bench.new_session()
    timeline = timeline_from_draft(bench.tiny_draft(session))
    with bench.backend.media.incoming_file() as path:
        path.write_bytes(photo_bytes("png", image=Image.new("RGBA", (40, 40), (*GREEN, 255))))
        kept = bench.backend.media.take_in(path, name="logo.png")
    media = ExternalReference("logo.png", kept.info.content_hash, width_px=40, height_px=40)
    logo = Logo(media, Corner.TOP_LEFT, width_share=0.5, opacity=1.0)
    bench.order(session, draft_from_timeline(replace(timeline, logo=logo)))
    assert bench.finished().state is RenderState.COMPLETED
    with av.open(str(bench.backend.renders.result(bench.account, "r1"))) as video:
        picture = next(video.decode(video=0)).to_ndarray(format="rgb24")
    assert np.abs(picture[30, 20].astype(int) - GREEN).max() < 24


@pytest.mark.requirement("clips-move")
def test_a_clip_from_the_media_store_moves_in_the_finished_video(
    bench: Workbench, tmp_path: Path
) -> None:
    session = bench.new_session()
    film = write_numbered(tmp_path / "film.mp4", 40)
    with bench.backend.media.incoming_file() as path:
        path.write_bytes(film.read_bytes())
        kept = bench.backend.media.take_in(path, name="film.mp4")
    media = ExternalReference("film.mp4", kept.info.content_hash, MediaKind.VIDEO, 108, 192, 1333)
    clip = Clip("v1", media, TimeRange(4, 30))
    timeline = Timeline(width_px=108, height_px=192, tracks=(Track(TrackKind.VIDEO, (clip,)),))
    bench.order(session, draft_from_timeline(timeline))
    assert bench.finished().state is RenderState.COMPLETED
    with av.open(str(bench.backend.renders.result(bench.account, "r1"))) as video:
        shown = [number_in(frame.to_ndarray(format="rgb24")) for frame in video.decode(video=0)]
    assert shown == list(range(4, 34))
