"""The preview command: what a project looks and sounds like, before an export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.assistant.looking import View
from tiktok_photo_video.errors import OutputError, UsageError
from tiktok_photo_video_tools.console import Presenter, write_json, write_line
from tiktok_photo_video_tools.session import Options, converse


@dataclass(frozen=True, slots=True)
class _File:
    """What a view is saved as: its usual name, the endings it may have, and what refuses others."""

    name: str
    endings: tuple[str, ...]
    refusal: str


_JPEG = (".jpg", ".jpeg")
_FILES: Mapping[View, _File] = MappingProxyType(
    {
        View.PHOTOS: _File("storyboard.jpg", _JPEG, "output_not_jpeg"),
        View.FRAME: _File("frame.jpg", _JPEG, "output_not_jpeg"),
        View.DRAFT: _File("draft.mp4", (".mp4",), "output_not_mp4"),
        View.SOUND: _File("sound.png", (".png",), "output_not_png"),
    }
)


def preview(
    *, output: Path | None, at_s: float | None, draft: bool, sound: bool, options: Options
) -> None:
    """Save a look at a project."""
    view = _view(at_s, draft=draft, sound=sound)
    path = _place(output, _FILES[view])
    presenter = Presenter(as_json=options.as_json)

    async def work(talk: Conversation) -> None:
        await talk.look(to=path, view=view, at_s=at_s or 0.0)
        if options.as_json:
            write_json({"ok": True, "project": talk.project_id, "path": str(path)})
        else:
            write_line(str(path))

    converse(options, presenter, Wishes(project_id=options.project), work)


def _view(at_s: float | None, *, draft: bool, sound: bool) -> View:
    asked = [
        view
        for view, is_asked in (
            (View.FRAME, at_s is not None),
            (View.DRAFT, draft),
            (View.SOUND, sound),
        )
        if is_asked
    ]
    if len(asked) > 1:
        raise UsageError(
            "--at, --draft and --sound show different things: take one of them.",
            code="one_look_at_a_time",
        )
    return asked[0] if asked else View.PHOTOS


def _place(output: Path | None, file: _File) -> Path:
    path = (output or Path(file.name)).expanduser().absolute()
    if path.suffix.lower() not in file.endings:
        better = f"{path.stem or Path(file.name).stem}{file.endings[0]}"
        raise OutputError(
            f"{path.name} does not end in {file.endings[0]}.",
            code=file.refusal,
            hint=f"Name it {better}.",
            facts={"name": path.name, "better": better},
        )
    return path
