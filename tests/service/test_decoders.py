"""Strangers' files are decoded in processes of their own: what one does harms no other."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.backend.workbench import PHOTOS
from tests.media_factory import photo_bytes, write_sound
from tiktok_photo_video.errors import MediaError, ServiceError
from tiktok_photo_video.media import MediaKind
from tiktok_photo_video.media.decoding import DecodesHere, Stretch
from tiktok_photo_video.media.errands import (
    Limits,
    answer_with,
    facts_of_info,
    info_in,
    read_answer,
    rgba_in,
)
from tiktok_photo_video.service.decoders import DecoderProcesses

pytestmark = pytest.mark.usefixtures("path_of_tests")

HOSTILE = (sys.executable, "-m", "tests.service.hostile_worker")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo"
    path.write_bytes(PHOTOS["red.jpg"])
    return path


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[DecoderProcesses]:
    # The clock's limit is far above what a good file takes on a busy machine.
    decoder = DecoderProcesses(
        tmp_path, count=1, command=HOSTILE, limits=Limits(wall_s=20.0, cpu_s=0.5)
    )
    yield decoder
    decoder.close()


@pytest.mark.requirement("decoder-same")
def test_a_process_finds_what_is_found_here(tmp_path: Path, photo: Path) -> None:
    song = tmp_path / "song"
    write_sound(tmp_path / "song.wav").rename(song)
    here, there = DecodesHere(), DecoderProcesses(tmp_path)
    try:
        for path in (photo, song):
            assert there.probe(path, name="x") == here.probe(path, name="x")
        copies = tmp_path / "a.jpg", tmp_path / "b.jpg"
        seen = [
            decoder.picture(photo, name="x", kind=MediaKind.IMAGE, copy=copy)
            for decoder, copy in zip((here, there), copies, strict=True)
        ]
        assert seen[0] == seen[1]
        assert copies[0].read_bytes() == copies[1].read_bytes()
        heard = [d.song(song, name="x", max_duration_s=0.5)[:] for d in (here, there)]
        assert np.array_equal(heard[0], heard[1])
        stretch = Stretch(Fraction(1, 10), Fraction(1, 5), Fraction(3, 2))
        parts = [d.clip_sound(song, name="x", stretch=stretch) for d in (here, there)]
        assert parts[0] is not None
        assert np.array_equal(*(part[:] for part in parts if part))
        for decoder in (here, there):
            assert _code(decoder, tmp_path / "none") == "media_missing"
    finally:
        there.close()
    assert {path.name for path in tmp_path.iterdir()} == {"photo", "song", "a.jpg", "b.jpg"}


@pytest.mark.requirement("decoder-same")
def test_a_logo_is_the_same_from_a_process(tmp_path: Path) -> None:
    path = tmp_path / "logo"
    path.write_bytes(photo_bytes("png", image=Image.new("RGBA", (40, 20), (9, 200, 30, 120))))
    decoders = DecodesHere(), DecoderProcesses(tmp_path)
    here, there = (d.logo(path, name="x", max_width_px=30, max_height_px=30) for d in decoders)
    assert here.shape == (15, 30, 4)
    assert np.array_equal(here, there)
    decoders[1].close()


@pytest.mark.requirement("decoder-contained")
@pytest.mark.parametrize("size", [None, [31, 1], [0, 4], [4], [5, 5], "ab", [2, 3]])
def test_a_picture_of_another_size_than_asked_for_is_no_answer(
    tmp_path: Path, size: object
) -> None:
    out = tmp_path / "out"
    out.write_bytes(bytes(4 * 4 * 4))
    assert rgba_in(out, [4, 4], most_px=(30, 30)).shape == (4, 4, 4)
    with pytest.raises((ValueError, TypeError)):
        rgba_in(out, size, most_px=(30, 30))


@pytest.mark.requirement("decoder-contained")
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("crash", "media_decoder_crash"),
        ("liar", "media_decoder_crash"),
        ("endless", "media_decoder_slow"),
        ("greedy", "media_too_large"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="no limits of memory and processor time")
def test_what_a_file_does_to_its_decoder_is_told_and_the_next_file_is_decoded(
    hostile: DecoderProcesses, photo: Path, name: str, code: str
) -> None:
    good = hostile.probe(photo, name="good")
    assert _code(hostile, photo, name=name) == code
    assert hostile.probe(photo, name="good") == good


@pytest.mark.requirement("decoder-contained")
def test_a_decoder_that_waits_for_ever_is_ended_by_the_clock(tmp_path: Path, photo: Path) -> None:
    decoder = DecoderProcesses(tmp_path, count=1, command=HOSTILE, limits=Limits(wall_s=0.2))
    assert _code(decoder, photo, name="asleep") == "media_decoder_slow"
    decoder.close()


@pytest.mark.requirement("decoder-contained")
def test_a_crash_is_not_blamed_on_the_file_that_comes_after_it(
    hostile: DecoderProcesses, photo: Path
) -> None:
    assert hostile.probe(photo, name="crash once").kind is MediaKind.IMAGE


@pytest.mark.requirement("decoder-contained")
def test_what_a_library_prints_is_no_answer(hostile: DecoderProcesses, photo: Path) -> None:
    assert hostile.probe(photo, name="chatty") == hostile.probe(photo, name="good")


@pytest.mark.requirement("decoder-contained")
def test_files_beside_a_hostile_one_are_decoded(tmp_path: Path, photo: Path) -> None:
    decoder = DecoderProcesses(tmp_path, count=2, command=HOSTILE)
    names = ["good", "crash", "good", "good", "crash", "good"]
    with ThreadPoolExecutor(len(names)) as pool:
        codes = list(pool.map(lambda name: _code(decoder, photo, name=name), names))
    decoder.close()
    assert codes == ["" if name == "good" else "media_decoder_crash" for name in names]


@pytest.mark.requirement("decoder-lean")
def test_a_process_that_is_idle_ends_and_another_takes_the_next_file(
    tmp_path: Path, photo: Path
) -> None:
    decoder = DecoderProcesses(tmp_path, count=1, limits=Limits(idle_s=0.05))
    first = decoder.probe(photo, name="x")
    (process,) = decoder._turns.queue
    assert process is not None
    assert process._process.wait(timeout=20) == 0
    decoder.warm()
    assert decoder.probe(photo, name="x") == first
    decoder.close()


@pytest.mark.requirement("decoder-lean")
def test_no_process_outlives_the_decoder(tmp_path: Path) -> None:
    decoder = DecoderProcesses(tmp_path)
    decoder.warm()
    processes = [process for process in decoder._turns.queue if process]
    assert len(processes) == 2
    decoder.close()
    assert not any(process.is_alive for process in processes)
    with pytest.raises(ServiceError):
        decoder.probe(tmp_path / "x", name="x")


@pytest.mark.requirement("decoder-blind")
def test_a_decoding_process_is_told_no_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("NEMO_TOKEN", "TIKTOK_PHOTO_VIDEO_LLM_KEY"):
        monkeypatch.setenv(name, "a secret of the user")
    spy = (
        "import os, sys; sys.stdout.write(str('a secret of the user' in str(os.environ)) + chr(10))"
    )
    decoder = DecoderProcesses(tmp_path, command=(sys.executable, "-c", spy))
    process = decoder._started()
    assert process._line(20.0) == b"False\n"
    process.end()
    decoder.close()


@pytest.mark.requirement("decoder-contained")
@pytest.mark.parametrize(
    "line", [b"", b"{", b"[]", b"null", b'{"ok": 3}', b'{"no": {}}', b'{"no": {"problem": 1}}']
)
def test_nonsense_is_no_answer(line: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_answer(line, name="x")


@pytest.mark.requirement("decoder-contained")
@pytest.mark.parametrize("digest", ["", "../x", "A" * 64, "0" * 63, 7, None])
def test_what_a_process_says_becomes_a_files_name_only_as_a_hash(
    photo: Path, digest: object
) -> None:
    info = DecodesHere().probe(photo, name="x")
    facts = json.loads(answer_with(facts_of_info(info)))["ok"]
    assert info_in(facts) == replace(info)
    with pytest.raises(ValueError, match="no content hash"):
        info_in({**facts, "content_hash": digest})


def _code(decoder: DecodesHere | DecoderProcesses, path: Path, *, name: str = "x") -> str:
    try:
        decoder.probe(path, name=name)
    except MediaError as error:
        return error.code if error.name == name else f"{error.name} is blamed"
    return ""
