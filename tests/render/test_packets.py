"""The file format of the chunk cache."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import UNHURRIED
from tiktok_photo_video.errors import StorageError
from tiktok_photo_video.render.packets import EncodedPacket, PacketRun, dump, load

times = st.integers(-(2**63), 2**63 - 1)
packets = st.builds(
    EncodedPacket, times, times, times, is_keyframe=st.booleans(), data=st.binary(max_size=40)
)
runs = st.builds(
    PacketRun,
    frames=st.integers(0, 2**40),
    extradata=st.binary(max_size=40),
    packets=st.lists(packets, max_size=6).map(tuple),
)


@pytest.mark.requirement("render-packets")
@UNHURRIED
@given(runs)
def test_a_run_comes_back_as_it_was_written(run: PacketRun) -> None:
    assert load(dump(run)) == run


@pytest.mark.requirement("render-packets")
@UNHURRIED
@given(runs, st.data())
def test_any_flipped_byte_is_noticed(run: PacketRun, data: st.DataObject) -> None:
    content = bytearray(dump(run))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(StorageError) as damage:
        load(bytes(content))
    assert damage.value.code == "damaged_chunk"


@pytest.mark.requirement("render-packets")
@UNHURRIED
@given(runs, st.data())
def test_a_file_cut_short_is_noticed(run: PacketRun, data: st.DataObject) -> None:
    content = dump(run)
    with pytest.raises(StorageError):
        load(content[: data.draw(st.integers(0, len(content) - 1))])


@pytest.mark.requirement("render-packets")
@UNHURRIED
@given(runs, st.binary(min_size=1, max_size=9))
def test_a_file_with_something_behind_it_is_noticed(run: PacketRun, more: bytes) -> None:
    with pytest.raises(StorageError):
        load(dump(run) + more)


@pytest.mark.requirement("render-packets")
@UNHURRIED
@given(st.binary(max_size=200))
def test_other_bytes_are_no_run(content: bytes) -> None:
    with pytest.raises(StorageError):
        load(content)
