"""Where files are read for agent hosts, and where what is made for them goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.backend.workbench import PHOTOS
from tiktok_photo_video.client.sources import Address
from tiktok_photo_video.errors import InputError, OutputError, RequestError
from tiktok_photo_video.settings import Settings, load_settings
from tiktok_photo_video_tools.mcp_server.places import (
    ReadRoots,
    output_place,
    preview_place,
    read_roots,
)


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's home folder with photos in it, open and hidden."""
    home = tmp_path.resolve() / "user"
    for folder in ("Pictures", ".ssh", "Library/Messages", "AppData"):
        (home / folder).mkdir(parents=True)
    for place in ("Pictures/a.jpg", ".ssh/a.jpg", "Library/Messages/a.jpg", "Pictures/.a.jpg"):
        (home / place).write_bytes(PHOTOS["red.jpg"])
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    return home


@pytest.fixture
def roots(user: Path) -> ReadRoots:
    return ReadRoots((user,), "default")


@pytest.mark.requirement("mcp-reads-inside")
def test_photos_folders_and_addresses_inside_are_read(roots: ReadRoots, user: Path) -> None:
    photo = user / "Pictures" / "a.jpg"
    found = roots.sources(["~/Pictures/a.jpg", str(user / "Pictures"), "https://x.example/a.jpg"])
    assert found == [photo, photo, Address("https://x.example/a.jpg")]


@pytest.mark.requirement("mcp-reads-inside")
@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("~/.ssh/a.jpg", "path_hidden"),
        ("~/Pictures/.a.jpg", "path_hidden"),
        ("~/Library/Messages/a.jpg", "path_hidden"),
        ("~/Pictures/../.ssh/a.jpg", "path_hidden"),
        ("/etc/passwd", "path_system"),
        ("/proc/self/environ", "path_system"),
        ("/srv/other/a.jpg", "path_outside"),
        ("~/../other/a.jpg", "path_outside"),
        ("Pictures/a.jpg", "path_relative"),
        ("", "path_relative"),
        ("/a\0b.jpg", "path_unreadable"),
    ],
)
def test_what_lies_elsewhere_is_refused_with_the_reason(
    roots: ReadRoots, word: str, code: str
) -> None:
    with pytest.raises(RequestError) as caught:
        roots.sources([word])
    assert caught.value.code == code
    assert caught.value.hint


@pytest.mark.requirement("mcp-reads-inside")
def test_links_are_followed_before_it_is_judged_where_they_lead(
    roots: ReadRoots, user: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.jpg"
    outside.write_bytes(PHOTOS["red.jpg"])
    (user / "Pictures" / "trip").mkdir()
    (user / "Pictures" / "trip" / "b.jpg").symlink_to(outside)
    (user / "Pictures" / "c.jpg").symlink_to(user / ".ssh" / "a.jpg")
    (user / "Pictures" / "loop.jpg").symlink_to(user / "Pictures" / "loop.jpg")
    for word, code in (
        ("~/Pictures/trip/b.jpg", "path_outside"),
        ("~/Pictures/trip", "path_outside"),
        ("~/Pictures/c.jpg", "path_hidden"),
    ):
        with pytest.raises(RequestError) as caught:
            roots.sources([word])
        assert caught.value.code == code
    with pytest.raises(InputError):
        roots.sources(["~/Pictures/loop.jpg/x"])


@pytest.mark.requirement("mcp-reads-inside")
def test_what_the_user_set_stands_before_what_the_host_offers_and_that_before_the_usual(
    user: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = (tmp_path / "code",)
    usual = read_roots(Settings(tmp_path), ())
    assert (usual.origin, usual.folders[0]) == ("default", user)
    assert read_roots(Settings(tmp_path), offered).folders == offered
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_ROOTS", f"~/Pictures:{tmp_path / '.hidden'}")
    chosen = read_roots(load_settings(), offered)
    assert chosen.folders == (user / "Pictures", tmp_path / ".hidden")
    # A folder that was named is read, also where it lies in a hidden one.
    assert chosen.checked(str(tmp_path / ".hidden" / "a.jpg"))


@pytest.mark.requirement("mcp-writes-inside")
@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("", "tiktok-video.mp4"),
        ("lisbon", "lisbon.mp4"),
        ("lisbon.mp4", "lisbon.mp4"),
        ("LISBON.MP4", "LISBON.mp4"),
        ("v1.2", "v1.2.mp4"),
        ("trips/里斯本", "trips/里斯本.mp4"),
        ("a/../b", "b.mp4"),
    ],
)
def test_a_name_is_a_place_in_the_output_folder(tmp_path: Path, name: str, place: str) -> None:
    folder = tmp_path.resolve() / "out"
    assert output_place(folder, name) == folder / place
    assert (folder / place).parent.is_dir()


@pytest.mark.requirement("mcp-writes-inside")
@pytest.mark.parametrize(
    "name", ["../x.mp4", "/srv/x.mp4", "~/x.mp4", ".x.mp4", ".ssh/x", "link/x", "x" * 300, "a\0b"]
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    with pytest.raises(OutputError) as caught:
        output_place(folder, name)
    assert caught.value.code == "output_outside"


@pytest.mark.requirement("mcp-writes-inside")
def test_nothing_that_is_there_or_on_its_way_is_written_over(tmp_path: Path) -> None:
    folder = tmp_path.resolve() / "out"
    first = output_place(folder, "a")
    first.write_bytes(b"theirs")
    second = output_place(folder, "a")
    assert second.name == "a-2.mp4"
    (folder / "a-3.mp4").symlink_to(folder / "nowhere")
    assert output_place(folder, "a", taken={second}).name == "a-4.mp4"
    picture = preview_place(folder, "../12/3", "storyboard")
    assert picture == folder / "previews" / "123-storyboard.jpg"
    picture.symlink_to(first)
    preview_place(folder, "123", "storyboard").write_bytes(b"sheet")
    assert first.read_bytes() == b"theirs"


@pytest.mark.requirement("mcp-writes-inside")
def test_an_output_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError) as caught:
        output_place(tmp_path / "file" / "out", "a")
    assert "TIKTOK_PHOTO_VIDEO_OUTPUT" in caught.value.hint
