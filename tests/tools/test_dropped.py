"""Lines of the terminal: which parts are files, however a terminal writes a dropped one."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tiktok_photo_video_tools.dropped import Heard, heard


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with photos of awkward names, as the working folder and the user's home."""
    folder = tmp_path / "my photos"
    folder.mkdir()
    for name in ("a.jpg", "it's me.jpg", 'say "hi".png', "夏天.heic", "notes", "music", "b(1).jpg"):
        (folder / name).write_bytes(b"x")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    return folder


WAYS: dict[str, Callable[[str], str]] = {
    "single quotes": shlex.quote,
    "double quotes": lambda path: '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"',
    "backslashes": lambda path: re.sub(r"([^\w/.-])", r"\\\1", path),
    "address": lambda path: Path(path).as_uri(),
}


@pytest.mark.requirement("terminal-dropped-files")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "name", ["a.jpg", "it's me.jpg", 'say "hi".png', "夏天.heic", "notes", "b(1).jpg"]
)
def test_a_dropped_file_is_known_however_it_is_written(place: Path, way: str, name: str) -> None:
    path = str(place / name)
    dropped = WAYS[way](path)
    assert heard(dropped) == Heard("", (path,))
    assert heard(f" {dropped}  ") == Heard("", (path,))
    again = WAYS[way](str(place / "a.jpg"))
    assert heard(f"{dropped} {again}").files == tuple(dict.fromkeys((path, str(place / "a.jpg"))))
    assert heard(f"{dropped} don't make it long") == Heard("don't make it long", (path,))


@pytest.mark.requirement("terminal-dropped-files")
def test_a_path_with_spaces_alone_in_a_line_needs_no_quotes(place: Path) -> None:
    assert heard(f"{place}/a.jpg") == Heard("", (f"{place}/a.jpg",))
    assert heard(str(place)) == Heard("", (str(place),))


@pytest.mark.requirement("terminal-dropped-files")
def test_a_file_inside_a_sentence_is_called_by_its_name_there(place: Path) -> None:
    dropped = shlex.quote(str(place / "a.jpg"))
    told = heard(f"add {dropped} at the end, don't wait")
    assert told == Heard("add a.jpg at the end, don't wait", (str(place / "a.jpg"),))
    told = heard("make a video from ./a.jpg, with calm music")
    assert told == Heard("make a video from a.jpg, with calm music", ("a.jpg",))


@pytest.mark.requirement("terminal-dropped-files")
@pytest.mark.parametrize(
    ("line", "words", "files"),
    [
        ("a.jpg 夏天.heic", "", ("a.jpg", "夏天.heic")),
        ("a.jpg a.jpg", "", ("a.jpg",)),
        ("a.jpg a 10 second video", "a 10 second video", ("a.jpg",)),
        ("https://x.example/p.jpg?k=1 use this", "use this", ("https://x.example/p.jpg?k=1",)),
        ("use https://x.example/p.jpg now", "use p.jpg now", ("https://x.example/p.jpg",)),
    ],
)
def test_names_and_addresses_are_files_too(
    place: Path, line: str, words: str, files: tuple[str, ...]
) -> None:
    assert heard(line) == Heard(words, files)


@pytest.mark.requirement("terminal-dropped-files")
def test_a_tilde_is_the_users_home(place: Path) -> None:
    assert heard("~/a.jpg") == Heard("", (str(place / "a.jpg"),))


@pytest.mark.requirement("terminal-dropped-files")
@pytest.mark.parametrize(
    "line",
    [
        "",
        "put a.jpg first",
        "add music and notes",
        "music",
        "left / right",
        "fade in/out at 1/2 speed",
        "it's 24/7",
        "title 'a b' in \"red\"",
        "say 'hi",
        "a\\",
        "ftp://x.example/p.jpg",
        "file://another-machine/a.jpg",
        "file://[",
        "video:导出",
        "~",
        "x" * 5000,
        "a\0b/c",
    ],
)
def test_what_only_looks_like_a_file_stays_in_the_sentence(place: Path, line: str) -> None:
    assert heard(line, known={"a.jpg"}) == Heard(line, ())


@pytest.mark.requirement("terminal-dropped-files")
@pytest.mark.parametrize("line", ["/photos/gone.jpg", "./gone.HEIC", "~/gone.png"])
def test_a_photo_that_is_not_there_is_a_file_still_so_that_it_is_told(
    place: Path, line: str
) -> None:
    told = heard(line)
    assert (told.words, len(told.files)) == ("", 1)


@pytest.mark.requirement("terminal-dropped-files")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.text(alphabet="a.jpg/'\"\\ ~:f"))
@example("~\x00")
def test_no_line_is_too_strange(place: Path, line: str) -> None:
    told = heard(line)
    assert told.files or told.words == line.strip()
