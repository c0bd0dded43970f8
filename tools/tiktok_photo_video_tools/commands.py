"""What the commands do: open a conversation, let it work, present the outcome."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import anyio
import typer

from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.assistant.delivery import unused_name, writable_output
from tiktok_photo_video.assistant.errors_in_words import in_words
from tiktok_photo_video.assistant.projects import Projects
from tiktok_photo_video.chat.reply import Done, failed
from tiktok_photo_video.client.upload import require_usable
from tiktok_photo_video.errors import OutputError, PhotoVideoError, RequestError
from tiktok_photo_video.language import language_from_code, language_of
from tiktok_photo_video.service.launch import running_service
from tiktok_photo_video.service.launch import stop_service as end_service
from tiktok_photo_video.settings import load_settings
from tiktok_photo_video.wire.draft import summarise
from tiktok_photo_video.wire.routes import EXTENSION_PREFIX
from tiktok_photo_video_tools.console import Presenter, write_json, write_line
from tiktok_photo_video_tools.gathering import gathered
from tiktok_photo_video_tools.session import Options, converse


def make(
    photos: Sequence[Path],
    message: str,
    *,
    output: Path | None,
    detach: bool,
    options: Options,
) -> None:
    """Photos and a request in, a finished video out."""
    photos = gathered(photos)
    if not photos:
        raise RequestError(
            "There are no photos to make a video from.",
            code="no_photos",
            hint="Name at least one photo: tiktok-photo-video make photo1.jpg photo2.jpg",
        )
    # Everything that can be refused without the backend is refused before it is started.
    language = language_of(message, otherwise=language_from_code(load_settings().language))
    try:
        for photo in photos:
            require_usable(photo)
    except PhotoVideoError as error:
        raise in_words(error, language) from error
    wanted = writable_output(output) if output else None
    if not wanted:
        writable_output(unused_name(Path.cwd()))
    if wanted and any(wanted.exists() and wanted.samefile(photo) for photo in photos):
        raise OutputError(
            f"The video would replace {wanted.name}, which it is made from.",
            code="output_is_input",
            hint="Choose another name with -o.",
        )
    presenter = Presenter(as_json=options.as_json)
    wishes = Wishes(new_project=True, output=wanted, detach=detach, announce=True)
    project = converse(
        options,
        presenter,
        wishes,
        lambda talk: talk.make(photos, message),
        said=message,
    )
    if options.as_json:
        write_json({"ok": True, "project": project, "said": presenter.said, **presenter.result})


def chat(
    files: Sequence[Path],
    message: str | None,
    *,
    output: Path | None,
    new: bool,
    options: Options,
) -> None:
    """Say one thing to a project, or talk with it in the terminal."""
    if message is None and not files and not sys.stdin.isatty():
        raise RequestError(
            "There is nothing to say: no message, and no terminal to type one in.",
            code="no_message",
            hint='Give a message: chat -m "make it 15 seconds"',
        )
    files = gathered(files)
    presenter = Presenter(as_json=options.as_json, stream=True)
    wishes = Wishes(project_id=options.project, new_project=new, output=output, announce=True)
    talking = message is None and sys.stdin.isatty()

    async def work(talk: Conversation) -> None:
        if message is not None or files:
            await _handled(talk, presenter, message or "", files, options=options)
        if talking:
            await _talk(talk, presenter)

    converse(options, presenter, wishes, work, said=message or "")


async def _handled(
    talk: Conversation,
    presenter: Presenter,
    message: str,
    files: Sequence[Path],
    *,
    options: Options,
) -> None:
    """One message; as a stream of JSON it always ends with ``done``."""
    try:
        await talk.handle(message, files)
    except PhotoVideoError as error:
        if not options.as_json:
            raise
        presenter(failed(talk.explained(error)))
        raise typer.Exit(int(error.exit_code)) from None
    finally:
        if options.as_json:
            presenter(Done())


async def _talk(talk: Conversation, presenter: Presenter) -> None:
    """Read and answer lines until the user leaves; a failed message ends nothing."""
    while True:
        try:
            line = await anyio.to_thread.run_sync(lambda: input("> "), abandon_on_cancel=True)
        except EOFError:
            return
        if line.strip().lower() in ("quit", "exit", "bye", "退出"):
            return
        if not line.strip():
            continue
        try:
            await talk.handle(line)
        except PhotoVideoError as error:
            presenter.close()
            write_line(talk.explained(error).sentence())


def tell(message: str, *, options: Options) -> None:
    """Say one thing about a project that is there to the editing chat."""
    presenter = Presenter(as_json=options.as_json)

    async def work(talk: Conversation) -> None:
        talk.existing_project()
        await talk.edit(message)

    converse(options, presenter, Wishes(project_id=options.project), work, said=message)
    if options.as_json:
        write_json({"ok": True, "said": presenter.said})


def timeline(options: Options) -> None:
    """Show a project's timeline."""
    presenter = Presenter(as_json=options.as_json)

    async def work(talk: Conversation) -> None:
        state = await talk.state()
        if options.as_json:
            draft = state.draft
            write_json(
                {
                    "ok": True,
                    "project": state.session_id,
                    "summary": summarise(draft, talk.language) if draft else "",
                    "photos": [info.filename for info in state.video_infos],
                    "draft": draft,
                }
            )

    converse(options, presenter, Wishes(project_id=options.project), work)


def preview(*, output: Path | None, at_s: float | None, options: Options) -> None:
    """Save a picture of a project."""
    presenter = Presenter(as_json=options.as_json)

    async def work(talk: Conversation) -> None:
        project = talk.existing_project()
        what = "storyboard" if at_s is None else "frame"
        query = "" if at_s is None else f"?at_ms={round(at_s * 1000)}"
        path = (output or Path(f"{what}.jpg")).expanduser().absolute()
        if path.suffix.lower() not in (".jpg", ".jpeg"):
            raise OutputError(
                f"{path.name} does not end in .jpg.",
                code="output_not_jpeg",
                hint=f"Name it {path.stem or what}.jpg.",
            )
        await talk.client.fetch(f"{EXTENSION_PREFIX}/{what}/{project.id}{query}", to=path)
        if options.as_json:
            write_json({"ok": True, "project": project.id, "path": str(path)})
        else:
            write_line(str(path))

    converse(options, presenter, Wishes(project_id=options.project), work)


def export(*, output: Path | None, detach: bool, options: Options) -> None:
    """Render a project."""
    presenter = Presenter(as_json=options.as_json)
    wishes = Wishes(
        project_id=options.project,
        output=writable_output(output) if output else None,
        detach=detach,
    )
    project = converse(options, presenter, wishes, lambda talk: talk.export())
    if options.as_json:
        write_json({"ok": True, "project": project, "said": presenter.said, **presenter.result})


def credits(options: Options) -> None:  # noqa: A001 the command's name
    """Show the balance."""
    presenter = Presenter(as_json=options.as_json)

    async def work(talk: Conversation) -> None:
        if not options.as_json:
            await talk.credits()
            return
        balance = await talk.client.credits()
        write_json(
            {
                "ok": True,
                "available": balance.available,
                "frozen": balance.frozen,
                "total": balance.total,
                "metered": not talk.backend.is_local,
            }
        )

    converse(options, presenter, Wishes(), work)


def projects(options: Options) -> None:
    """List the projects of this installation."""
    listed = Projects(load_settings().home).all()
    if options.as_json:
        rows = [
            {"id": p.id, "name": p.name, "backend": p.backend, "used_at_s": p.used_at_s}
            for p in listed
        ]
        write_json({"ok": True, "projects": rows})
        return
    if not listed:
        write_line("There are no projects yet.")
    for project in listed:
        write_line(f"{project.id}  {project.name}  ({project.backend})")


def serve(*, port: int) -> None:
    """Run the backend here until it is stopped."""
    from tiktok_photo_video.service.server import serve as run_server  # noqa: PLC0415 heavy

    settings = load_settings()
    if running_service(settings.home):
        raise RequestError(
            "The local backend is running already.",
            code="already_running",
            hint="serve --stop ends it.",
        )
    run_server(settings.home, port=port, idle_exit_s=float("inf"))


def service_status(options: Options) -> None:
    """Tell whether the local backend runs."""
    found = running_service(load_settings().home)
    if options.as_json:
        facts = {"pid": found.pid, "port": found.port, "version": found.version} if found else {}
        write_json({"ok": True, "running": found is not None, **facts})
    else:
        write_line(f"running (process {found.pid}, port {found.port})" if found else "not running")


def stop_service(options: Options) -> None:
    """End the local backend."""
    stopped = end_service(load_settings().home)
    if options.as_json:
        write_json({"ok": True, "stopped": stopped})
    else:
        write_line("stopped" if stopped else "it was not running")
