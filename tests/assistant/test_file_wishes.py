"""Which file is ordered: words, options and names together, and what a backend does not offer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.delivering import DRAFT, Desk, status
from tests.client.scripted_backend import ScriptedBackend, bare, ok
from tiktok_photo_video.assistant.at_hand import Wishes
from tiktok_photo_video.assistant.delivery import about_file
from tiktok_photo_video.assistant.file_wishes import as_told, asked_in, place_for, unmet_words
from tiktok_photo_video.assistant.outputs import writable_output
from tiktok_photo_video.assistant.places import safe_stem
from tiktok_photo_video.chat.export_wishes import Asked
from tiktok_photo_video.chat.intents import route
from tiktok_photo_video.errors import InputError, OutputError
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.outputs import EncoderChoice, FileFormat, FileWish
from tiktok_photo_video.wire.payloads import RenderState

GIF = FileFormat.GIF


@pytest.fixture
def desk(backend: ScriptedBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    backend.on(routes.RENDER, bare({"code": 0, "data": {}}))
    backend.on(routes.ABOUT, ok({"extensions": [routes.FILES_EXTENSION]}))
    return Desk(backend, tmp_path / "home")


@pytest.mark.anyio
@pytest.mark.requirement("export-wishes-heard")
async def test_an_order_carries_the_wish_and_the_name(desk: Desk, tmp_path: Path) -> None:
    asked = Asked(FileWish(GIF, max_bytes=5), name="../夏 天.gif")
    await desk.delivery.export(desk.project, DRAFT, output=None, asked=asked, detach=True)
    (order,) = desk.orders()
    place = str(tmp_path / "夏 天.gif")
    own = {"max_bytes": 5, "deliver_to": place, "replace": False}
    assert order["output"] == {"format": "gif", "quality": "high", routes.EXTENSION_KEY: own}


@pytest.mark.anyio
@pytest.mark.requirement("export-wishes-heard")
async def test_a_name_in_words_takes_no_other_files_name(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "mia.mp4").write_bytes(b"hers")
    asked = Asked(name="mia")
    await desk.delivery.export(desk.project, DRAFT, output=None, asked=asked, detach=True)
    assert [export.path for export in desk.exports()] == [str(tmp_path / "mia-2.mp4")]


@pytest.mark.anyio
@pytest.mark.requirement("export-unmet-told")
async def test_a_backend_without_other_files_is_asked_for_none(
    backend: ScriptedBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    backend.on(routes.ABOUT, ok({"extensions": []}))
    desk = Desk(backend, tmp_path / "home", name="https://backend.example")
    with pytest.raises(InputError) as caught:
        await desk.delivery.export(desk.project, DRAFT, output=None, asked=Asked(FileWish(GIF)))
    assert caught.value.code == "only_mp4"
    assert (desk.orders(), desk.exports()) == ([], ())


@pytest.mark.requirement("export-wishes-heard")
@pytest.mark.parametrize(
    ("message", "file"),
    [
        ("export the video, under 16MB", FileWish(max_bytes=16_000_000)),
        ("make it square and export as a gif", FileWish(GIF)),
        ("export as a gif, then make it 720p", FileWish(GIF)),
        ("make it square", FileWish()),
    ],
)
def test_wishes_are_read_from_where_the_export_is_asked_for(message: str, file: FileWish) -> None:
    assert asked_in(message, route(message).steps).file == file


@pytest.mark.requirement("export-wishes-heard")
def test_options_and_the_named_place_count_beside_the_words(tmp_path: Path) -> None:
    place = Wishes(output=tmp_path / "a.gif", file=FileWish(short_side_px=720))
    assert as_told(Asked(FileWish(fps=10)), place).file == FileWish(GIF, 720, fps=10)
    chip = as_told(Asked(), Wishes(), usual_encoder="nvenc")
    assert chip.file.encoder is EncoderChoice.NVENC
    assert as_told(Asked(FileWish(GIF)), Wishes(), usual_encoder="nvenc").file == FileWish(GIF)
    assert as_told(Asked(), Wishes(), usual_encoder="magic") == Asked()


@pytest.mark.requirement("export-wishes-heard")
def test_a_face_with_places_of_its_own_is_asked_for_one(tmp_path: Path) -> None:
    wishes = Wishes(place=lambda name, kind: tmp_path / f"{name or 'usual'}{kind.suffix}")
    assert place_for(Asked(FileWish(GIF), name="a/b.gif"), wishes) == tmp_path / "b.gif"
    assert place_for(Asked(), wishes) == tmp_path / "usual.mp4"
    assert place_for(Asked(), Wishes()) is None


@pytest.mark.requirement("export-wishes-heard")
@pytest.mark.parametrize(
    ("wished", "stem"),
    [
        ("lisbon.mp4", "lisbon"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\a.gif", "a"),
        (".hidden.mp4", "hidden"),
        ("a:b|c?.webm", "a b c"),
        ("con.mp4", ""),
        ("...", ""),
        ("假期 2026.mp4", "假期 2026"),
        ("x" * 500, "x" * 120),
    ],
)
def test_a_wished_name_is_made_safe(wished: str, stem: str) -> None:
    assert safe_stem(wished) == stem


@pytest.mark.requirement("output-checked-first")
def test_a_place_must_end_as_its_kind_of_file_does(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"does not end in \.gif"):
        writable_output(tmp_path / "a.mp4", kind=GIF)
    assert writable_output(tmp_path / "a.GIF", kind=GIF)
    assert writable_output(tmp_path / "a.webm")


@pytest.mark.requirement("export-unmet-told")
@pytest.mark.parametrize("language", Language)
def test_what_is_not_offered_is_said(language: Language) -> None:
    said = list(unmet_words(Asked(unmet=("size", "fps", "format")), language))
    assert len(set(said)) == 3


@pytest.mark.requirement("export-unmet-told")
def test_what_a_file_turned_out_to_be_is_said() -> None:
    facts = {"format": "gif", "width": 270, "height": 480, "fps": 12.5, "max_bytes": 15_000_000}
    gif = about_file(status(RenderState.COMPLETED, extensions=facts), Language.ENGLISH)
    assert "270x480 with 12.5 pictures a second" in gif[0]
    assert "15 MB" in gif[1]
    facts = {"max_bytes": 16_000_000, "reduced": True, "width": 720, "height": 1280}
    (small,) = about_file(status(RenderState.COMPLETED, extensions=facts), Language.ENGLISH)
    assert "720x1280" in small
    facts = {"encoder_failed": "nvenc"}
    (chip,) = about_file(status(RenderState.COMPLETED, extensions=facts), Language.ENGLISH)
    assert "nvenc" in chip
    assert about_file(status(RenderState.COMPLETED), Language.ENGLISH) == []
