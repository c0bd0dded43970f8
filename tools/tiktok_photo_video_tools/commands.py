"""What the commands do: open a conversation, let it work, present the outcome."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer

from tiktok_photo_video.assistant.conversation import Conversation, Wishes
from tiktok_photo_video.assistant.delivery import unused_name, writable_output
from tiktok_photo_video.assistant.errors_in_words import in_words
from tiktok_photo_video.assistant.projects import Projects
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.reply import Done, failed
from tiktok_photo_video.client.upload import require_usable
from tiktok_photo_video.errors import OutputError, PhotoVideoError, RequestError
from tiktok_photo_video.language import language_of
from tiktok_photo_video.service.address import Address
from tiktok_photo_video.service.launch import other_policy, running_service
from tiktok_photo_video.service.launch import stop_service as end_service
from tiktok_photo_video.service.setup import Setup, policy_in, servers_in, setup_of
from tiktok_photo_video.settings import load_settings
from tiktok_photo_video.wire.draft import summarise
from tiktok_photo_video_tools.console import Presenter, write_json, write_line
from tiktok_photo_video_tools.file_options import file_wish
from tiktok_photo_video_tools.gathering import gathered, told_apart
from tiktok_photo_video_tools.reporting import usual_language
from tiktok_photo_video_tools.session import Options, converse
from tiktok_photo_video_tools.terminal import talk_in_terminal


def make(
    photos: Sequence[str],
    message: str | None,
    *,
    output: Path | None,
    size: str,
    encoder: str,
    detach: bool,
    options: Options,
) -> None:
    """Photos and a request in, a finished video out."""
    told = told_apart(photos, message, talks=False)
    sources, message = gathered(told.files), told.message or ""
    if not sources:
        raise RequestError(
            "There are no photos to make a video from.",
            code="no_photos",
            hint="Name at least one photo: tiktok-photo-video make photo1.jpg photo2.jpg",
        )
    files = [source for source in sources if isinstance(source, Path)]
    # Everything that can be refused without the backend is refused before it is started.
    language = language_of(message, otherwise=usual_language())
    try:
        require_usable(*files)
    except PhotoVideoError as error:
        raise in_words(error, language) from error
    wanted = writable_output(output) if output else None
    if not wanted:
        writable_output(unused_name(Path.cwd()))
    if wanted and any(wanted.exists() and wanted.samefile(photo) for photo in files):
        raise OutputError(
            f"The video would replace {wanted.name}, which it is made from.",
            code="output_is_input",
            hint="Choose another name with -o.",
            facts={"name": wanted.name},
        )
    presenter = Presenter(as_json=options.as_json)
    wishes = Wishes(
        new_project=True,
        output=wanted,
        file=file_wish(name=_name(wanted), size=size, encoder=encoder),
        detach=detach,
        announce=True,
    )
    project = converse(
        options,
        presenter,
        wishes,
        lambda talk: talk.make(sources, message),
        said=message,
    )
    if options.as_json:
        write_json({"ok": True, "project": project, "said": presenter.said, **presenter.result})


def chat(
    files: Sequence[str],
    message: str | None,
    *,
    output: Path | None,
    new: bool,
    options: Options,
) -> None:
    """Say one thing to a project, or talk with it in the terminal."""
    told = told_apart(files, message, talks=True)
    files, message = told.files, told.message
    if message is None and not files and not sys.stdin.isatty():
        raise RequestError(
            "There is nothing to say: no message, and no terminal to type one in.",
            code="no_message",
            hint='Give a message: chat -m "make it 15 seconds"',
            facts={"unattended": True},
        )
    presenter = Presenter(as_json=options.as_json, stream=True)
    wishes = Wishes(
        project_id=options.project,
        new_project=new,
        output=output,
        announce=True,
        # Programs look at what they did before they render it; people ask for a preview.
        with_storyboards=options.as_json,
    )
    if message is None and sys.stdin.isatty():
        talk_in_terminal(options, presenter, wishes, files)
        return
    with _ending_stream(presenter, options, message or ""):
        sources = gathered(files)
        converse(
            options,
            presenter,
            wishes,
            lambda talk: talk.handle(message or "", sources),
            said=message or "",
        )


@contextmanager
def _ending_stream(presenter: Presenter, options: Options, message: str) -> Iterator[None]:
    """A stream of JSON, which ends with a line that tells whether all went well."""
    if not options.as_json:
        yield
        return
    try:
        yield
    except PhotoVideoError as error:
        failure = failed(in_words(error, language_of(message, otherwise=usual_language())))
        presenter(failure)
        presenter(Done(failure))
        raise typer.Exit(int(error.exit_code)) from None
    presenter(Done())


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


def export(output: Path | None, *, size: str, encoder: str, detach: bool, options: Options) -> None:
    """Render a project."""
    presenter = Presenter(as_json=options.as_json)
    wishes = Wishes(
        project_id=options.project,
        output=writable_output(output) if output else None,
        file=file_wish(name=_name(output), size=size, encoder=encoder),
        detach=detach,
    )
    project = converse(options, presenter, wishes, lambda talk: talk.export())
    if options.as_json:
        write_json({"ok": True, "project": project, "said": presenter.said, **presenter.result})


def _name(output: Path | None) -> str:
    return output.name if output else ""


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
                "metered": talk.is_metered,
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
        write_line(say("command.no_projects", usual_language()))
    for project in listed:
        write_line(f"{project.id}  {project.name}  ({project.backend})")


def serve(
    *, port: int, policy: str | None, private_fetch: Sequence[str], workers: int | None
) -> None:
    """Run the backend here until it is stopped."""
    from tiktok_photo_video.service.server import serve as run_server  # noqa: PLC0415 heavy

    settings = load_settings()
    usual = setup_of(settings)
    setup = Setup(
        policy=policy_in(policy) if policy is not None else usual.policy,
        private_fetch=usual.private_fetch | servers_in(private_fetch),
        workers=workers,
        language_model=usual.language_model,
    )
    if found := running_service(settings.home):
        if policy_in(found.policy) != setup.policy:
            raise other_policy(found, setup)
        raise RequestError(
            "The local backend is running already.",
            code="already_running",
            hint="serve --stop ends it.",
        )
    run_server(settings.home, port=port, idle_exit_s=float("inf"), setup=setup)


def service_status(options: Options) -> None:
    """Tell whether the local backend runs, and how it is set up."""
    found = running_service(load_settings().home)
    if options.as_json:
        write_json({"ok": True, "running": found is not None, **(_told(found) if found else {})})
    elif found:
        facts = {"pid": found.pid, "port": found.port, "policy": found.policy}
        write_line(say("command.running", usual_language(), **facts))
    else:
        write_line(say("command.not_running", usual_language()))


def _told(found: Address) -> dict[str, object]:
    """Everything about a running backend but its key."""
    return {
        "pid": found.pid,
        "port": found.port,
        "version": found.version,
        "policy": found.policy,
        "private_fetch": list(found.private_fetch),
    }


def stop_service(options: Options) -> None:
    """End the local backend."""
    stopped = end_service(load_settings().home)
    if options.as_json:
        write_json({"ok": True, "stopped": stopped})
    else:
        key = "stopped" if stopped else "was_not_running"
        write_line(say(f"command.{key}", usual_language()))
