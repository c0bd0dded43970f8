"""Clips are read frame by frame in processes of their own: a hostile one ends no service."""

from __future__ import annotations

import errno
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tests.backend.workbench import Workbench
from tests.film_factory import number_in, numbered, write_film, write_numbered
from tests.media_factory import photo_bytes
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.errors import PhotoVideoError, ServiceError, StorageError
from tiktok_photo_video.media.decoding import DecodesHere
from tiktok_photo_video.media.errands import Limits
from tiktok_photo_video.media.film_errands import FilmState, planes_in, write_pixels
from tiktok_photo_video.media.film_reading import FilmReader
from tiktok_photo_video.render.preview import frame_picture
from tiktok_photo_video.render.titles import TitlePainter
from tiktok_photo_video.service.decoders import DecoderProcesses
from tiktok_photo_video.service.film_processes import FilmProcesses
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    MediaKind,
    Timeline,
    TimeRange,
    Track,
    TrackKind,
)
from tiktok_photo_video.wire.draft import draft_from_timeline
from tiktok_photo_video.wire.renders import RenderState, RenderStatus

pytestmark = pytest.mark.usefixtures("path_of_tests")

FRAMES = 40
START, LATER = Fraction(0), Fraction(1)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write_numbered(tmp_path / "clip.mp4", FRAMES)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def films(scratch: Path) -> Iterator[FilmProcesses]:
    with closing(FilmProcesses(scratch)) as films:
        yield films


def hostile(deed: str, scratch: Path, **limits: float) -> FilmProcesses:
    """Processes that do this with every clip that is read for half a second."""
    marker = str(scratch.parent / "done")
    command = (sys.executable, "-m", "tests.service.hostile_film_worker", deed, marker)
    told = Limits(**{"wall_s": 20.0, "cpu_s": 0.5, **limits})  # type: ignore[arg-type]
    return FilmProcesses(scratch, command=command, limits=told)


def code_of(act: Callable[[], object]) -> str:
    """What an act is refused with."""
    with pytest.raises(PhotoVideoError) as caught:
        act()
    return caught.value.code


@pytest.mark.requirement("film-same")
@pytest.mark.parametrize("rotation", [0, 90])
def test_a_process_reads_what_is_read_here(
    tmp_path: Path, films: FilmProcesses, rotation: int
) -> None:
    pictures = [numbered(number, 64, 46) for number in (1, 2, 3)]
    path = write_film(tmp_path / "film.mp4", pictures, rotation=rotation)
    readers: list[FilmReader] = [DecodesHere().film(path, name="x"), films.open(path, name="x")]
    for time_s in (Fraction(0), Fraction(1, 30), Fraction(0), Fraction(9)):
        here, there = (reader.at(time_s) for reader in readers)
        assert here is not None
        assert there is not None
        assert here.size_px == there.size_px
        for size in (here.size_px, (31, 17), (120, 90)):
            one, other = (reader.planes(size) for reader in readers)
            assert one.chroma_site == other.chroma_site
            for a, b in zip((one.y, one.u, one.v), (other.y, other.u, other.v), strict=True):
                assert np.array_equal(a, b)
            assert np.array_equal(*(reader.rgb(size) for reader in readers))
    assert readers[0].stored_pixels == readers[1].stored_pixels == 64 * 46
    assert readers[0].missing_s == readers[1].missing_s > 8.0
    for reader in readers:
        reader.close()


@pytest.mark.requirement("film-same")
def test_a_serial_tells_whether_it_is_the_same_frame(films: FilmProcesses, clip: Path) -> None:
    with closing(films.open(clip, name="x")) as film:
        serials = [film.at(Fraction(at, 60)) for at in (0, 1, 2, 3)]
    assert serials[0] == serials[1] != serials[2] == serials[3]


@pytest.mark.requirement("film-same")
def test_what_cannot_be_opened_is_refused_as_it_is_here(
    films: FilmProcesses, tmp_path: Path
) -> None:
    photo = tmp_path / "photo"
    photo.write_bytes(photo_bytes())
    for path in (photo, tmp_path / "none"):
        codes = {
            code_of(lambda opens=opens, path=path: opens(path, name="x"))
            for opens in (films.open, DecodesHere().film)
        }
        assert len(codes) == 1


@pytest.mark.requirement("film-contained")
@pytest.mark.parametrize(
    ("deed", "code"),
    [
        ("crash", "media_decoder_crash"),
        ("liar", "media_decoder_crash"),
        ("endless", "media_decoder_slow"),
        ("greedy", "media_too_large"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="no limits of memory and processor time")
def test_what_a_clip_does_to_its_process_is_told_and_the_next_is_read(
    scratch: Path, clip: Path, deed: str, code: str
) -> None:
    with closing(hostile(deed, scratch)) as films:
        with closing(films.open(clip, name="x")) as film:
            assert film.at(START) is not None
            assert code_of(lambda: film.at(LATER)) == code
        with closing(films.open(clip, name="x")) as film:
            assert film.at(START) is not None
    assert list(scratch.iterdir()) == []


@pytest.mark.requirement("film-contained")
def test_a_process_that_waits_for_ever_is_ended_by_the_clock(scratch: Path, clip: Path) -> None:
    with (
        closing(hostile("asleep", scratch, wall_s=1.0)) as films,
        closing(films.open(clip, name="x")) as film,
    ):
        assert code_of(lambda: film.at(LATER)) == "media_decoder_slow"


@pytest.mark.requirement("film-contained")
@pytest.mark.parametrize(
    "found", [[1, 0, 5], [1, 5, -5], [1, 2**20, 2**20], [1, 2], "x", ["a", 1, 1], 7]
)
def test_a_size_that_no_frame_has_is_no_answer(found: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        FilmState.read({"found": found, "bad_packets": 0, "missing_s": 0.0})


@pytest.mark.requirement("film-contained")
@pytest.mark.parametrize("site", [[0.0], [float("nan"), 0.0], [5.0, 0.0], "ab", None])
def test_colours_that_lie_nowhere_are_no_answer(site: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        planes_in({"chroma_site": site}, bytearray(24), (4, 4))


@pytest.mark.requirement("film-contained")
def test_no_more_is_laid_down_than_there_is_room_for() -> None:
    with pytest.raises(ValueError, match="buffer"):
        write_pixels(bytearray(15), [np.zeros((4, 4), np.uint8)])


@pytest.mark.requirement("film-contained")
def test_a_full_disk_is_told_as_one(
    monkeypatch: pytest.MonkeyPatch, films: FilmProcesses, clip: Path, scratch: Path
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with closing(films.open(clip, name="x")) as film:
        film.at(START)
        monkeypatch.setattr("tiktok_photo_video.service.film_processes._reserve", refuse)
        with pytest.raises(StorageError) as caught:
            film.planes((64, 64))
    assert caught.value.code == "disk_full"
    assert list(scratch.iterdir()) == []


@pytest.mark.requirement("film-bounded")
def test_who_comes_when_all_are_taken_waits_and_who_has_one_does_not(
    scratch: Path, clip: Path
) -> None:
    with closing(FilmProcesses(scratch, most_open=1)) as films:
        first, second = films.open(clip, name="x"), films.open(clip, name="x")
        got = threading.Event()

        def come() -> None:
            with closing(films.open(clip, name="x")):
                got.set()

        late = threading.Thread(target=come)
        late.start()
        second.close()
        assert not got.is_set()
        first.close()
        late.join(timeout=60)
        assert got.is_set()


@pytest.mark.requirement("decoder-lean")
def test_a_process_stays_for_the_next_clip_and_none_outlives_its_owner(
    films: FilmProcesses, clip: Path, scratch: Path
) -> None:
    films.warm()
    ((_, process),) = films._idle
    for _ in range(2):
        with closing(films.open(clip, name="x")) as film:
            assert films._busy == {process}
            film.at(START)
            film.planes((64, 64))
    open_still = films.open(clip, name="x")
    films.close()
    assert not process.is_alive
    assert code_of(lambda: open_still.at(START)) == "media_decoder_crash"
    open_still.close()
    with pytest.raises(ServiceError):
        films.open(clip, name="x")
    assert list(scratch.iterdir()) == []


@pytest.mark.requirement("decoder-lean")
def test_idle_film_processes_end_by_themselves(scratch: Path, clip: Path) -> None:
    with closing(FilmProcesses(scratch, limits=Limits(idle_s=0.05))) as films:
        films.warm()
        ((_, process),) = films._idle
        assert process._process.wait(timeout=30) == 0
        with closing(films.open(clip, name="x")) as film:
            assert film.at(START) is not None


@pytest.fixture
def deed() -> str:
    return ""


@pytest.fixture
def watched(tmp_path: Path, scratch: Path, deed: str) -> Iterator[Workbench]:
    """A backend as the service has it, whose clips do the deed."""
    decoder = DecoderProcesses(scratch, films=hostile(deed, scratch, cpu_s=20.0))
    bench = Workbench(tmp_path / "home")
    bench.backend = Backend(replace(bench.backend.config, decoder=decoder))
    bench.account = bench.new_account("watched")
    yield bench
    bench.close()
    decoder.close()


def timeline_of(bench: Workbench, clip: Path, frames: int) -> Timeline:
    """So many frames of a clip that was taken in."""
    with bench.backend.media.incoming_file() as path:
        path.write_bytes(clip.read_bytes())
        kept = bench.backend.media.take_in(path, name="clip.mp4")
    media = ExternalReference("clip.mp4", kept.info.content_hash, MediaKind.VIDEO, 108, 192, 1333)
    shown = Track(TrackKind.VIDEO, (Clip("v1", media, TimeRange(0, frames)),))
    return Timeline(width_px=108, height_px=192, tracks=(shown,))


def ordered(bench: Workbench, clip: Path, render_id: str, *, frames: int = 30) -> RenderStatus:
    """The end of an export of so many frames of a clip."""
    draft = draft_from_timeline(timeline_of(bench, clip, frames))
    bench.order(bench.new_session(), draft, render_id=render_id)
    return bench.finished(render_id)


@pytest.mark.requirement("film-contained")
@pytest.mark.parametrize("deed", ["crash", "liar"])
def test_an_export_whose_clip_breaks_its_process_fails_with_words_and_the_next_is_done(
    watched: Workbench, clip: Path
) -> None:
    failed = ordered(watched, clip, "hostile")
    assert failed.state is RenderState.FAILED
    assert "crash" in str(failed.error)
    assert ordered(watched, clip, "harmless", frames=12).state is RenderState.COMPLETED


@pytest.mark.requirement("film-contained")
@pytest.mark.parametrize("deed", ["crash once"])
def test_an_export_whose_process_was_killed_once_has_the_same_bytes(
    watched: Workbench, clip: Path, tmp_path: Path
) -> None:
    assert ordered(watched, clip, "killed").state is RenderState.COMPLETED
    undisturbed = Workbench(tmp_path / "other")
    assert ordered(undisturbed, clip, "calm").state is RenderState.COMPLETED
    videos = [
        bench.backend.renders.result(bench.account, render_id).read_bytes()
        for bench, render_id in ((watched, "killed"), (undisturbed, "calm"))
    ]
    undisturbed.close()
    assert videos[0] == videos[1]
    assert (tmp_path / "done").exists()


@pytest.mark.requirement("film-contained")
@pytest.mark.parametrize("deed", ["crash"])
def test_a_look_at_a_hostile_clip_is_refused_and_the_next_look_is_served(
    watched: Workbench, clip: Path
) -> None:
    plan = watched.backend.renders._workshop.plan(timeline_of(watched, clip, 30))
    plates = watched.backend.media.plates()
    for _ in range(2):
        assert (
            code_of(lambda: frame_picture(plan, 29, plates, TitlePainter()))
            == "media_decoder_crash"
        )
        assert number_in(frame_picture(plan, 5, plates, TitlePainter())) == 5
