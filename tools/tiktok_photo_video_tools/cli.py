"""The command line: parse, call, present. ``main`` is the only place that catches everything.

Start-up is part of the contract (``--help`` answers in under 0.3 s), so what a command needs
is imported when the command runs: this module imports nothing heavy.
"""

# Hidden imports are this file's rule, for the reason above.
# ruff: noqa: PLC0415

from __future__ import annotations

import gc
import logging
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Optional

import typer
from typer.exceptions import Abort, Exit, TyperException

from tiktok_photo_video import __version__
from tiktok_photo_video.errors import ExitCode, PhotoVideoError, RequestError, UsageError
from tiktok_photo_video_tools.options import (
    AsJson,
    BackendName,
    Detach,
    Draft,
    Encoder,
    LookOutput,
    Message,
    Moment,
    Output,
    PolicyWords,
    PrivateFetch,
    ProjectId,
    Size,
    SoundPlot,
)

_LOG = logging.getLogger(__name__)

app = typer.Typer(
    name="tiktok-photo-video",
    help="Photos and one sentence become a vertical video, made on your own computer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    gc.set_threshold(50_000)  # a command is mostly modules being loaded, which is no garbage
    # A terminal without Chinese letters shows others instead; that is no reason to fail.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    words = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    try:
        _require_text(words)
        status = int(app(words, standalone_mode=False) or 0)
        # Typer turns Ctrl-C into an exit of this status.
        return _interrupted(words) if status == ExitCode.INTERRUPTED else status
    except Exit as done:
        return done.exit_code
    except (PhotoVideoError, TyperException) as error:
        return _report(error, words)
    except (Abort, KeyboardInterrupt):
        return _interrupted(words)
    except Exception as error:
        _LOG.debug("unexpected", exc_info=True)
        unexpected = PhotoVideoError(
            f"Something unexpected went wrong ({type(error).__name__}: {error}).",
            hint="Run the doctor command; if all is well there, please report this.",
            facts={"detail": f"{type(error).__name__}: {error}"},
        )
        return _report(unexpected, words)


def _require_text(words: list[str]) -> None:
    """Refuse bytes that are no text: neither a title nor a name can be told with them."""
    for word in words:
        if not word.isprintable() and any("\ud800" <= c <= "\udfff" for c in word):
            shown = word.encode("utf-8", "replace").decode()
            raise UsageError(
                f"{shown} is not valid text.",
                code="not_text",
                hint="Use UTF-8.",
                facts={"text": shown},
            )


def _interrupted(words: list[str]) -> int:
    from tiktok_photo_video_tools import reporting

    return reporting.interrupted(words)


def _report(error: PhotoVideoError | TyperException, words: list[str]) -> int:
    from tiktok_photo_video_tools import reporting

    return reporting.report(error, words)


def _show_version(value: bool) -> None:
    if value:
        sys.stdout.write(f"tiktok-photo-video {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Tell the version."),
    ] = False,
) -> None:
    """Photos and one sentence become a vertical video, made on your own computer."""


@app.command()
def make(
    photos: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(
            metavar="PHOTO_OR_URL…",
            help="Photos, folders, and web addresses of photos, in the order they should appear.",
        ),
    ] = None,
    message: Message = None,
    output: Output = None,
    size: Size = "",
    encoder: Encoder = "",
    detach: Detach = False,
    backend: BackendName = None,
    as_json: AsJson = False,
) -> None:
    """Make a video from photos and a request, in one go.

    Example: tiktok-photo-video make *.jpg -m "a 15 second birthday video, title 'Mia is 5'"
    """
    from tiktok_photo_video_tools import commands, session

    commands.make(
        photos or [],
        message,
        output=output,
        size=size,
        encoder=encoder,
        detach=detach,
        options=session.Options(backend=backend, as_json=as_json),
    )


@app.command()
def chat(
    files: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(
            metavar="FILES_OR_URLS…", help="Photos to add first, or their web addresses."
        ),
    ] = None,
    message: Message = None,
    output: Output = None,
    new: Annotated[bool, typer.Option("--new", help="Begin a new project.")] = False,
    project: ProjectId = None,
    backend: BackendName = None,
    as_json: AsJson = False,
) -> None:
    """Say something to the project: an edit, a question, "export".

    Without -m, a conversation in the terminal. With --json, one object a line for each thing
    that happens.
    """
    from tiktok_photo_video_tools import commands, session

    options = session.Options(project=project, backend=backend, as_json=as_json)
    commands.chat(files or [], message, output=output, new=new, options=options)


@app.command()
def timeline(
    project: ProjectId = None, backend: BackendName = None, as_json: AsJson = False
) -> None:
    """Show the project's timeline."""
    from tiktok_photo_video_tools import commands, session

    commands.timeline(session.Options(project=project, backend=backend, as_json=as_json))


@app.command()
def preview(
    output: LookOutput = None,
    at: Moment = None,
    draft: Draft = False,
    sound: SoundPlot = False,
    project: ProjectId = None,
    backend: BackendName = None,
    as_json: AsJson = False,
) -> None:
    """Look before an export: a frame per photo, the frame at a moment, or a draft video."""
    from tiktok_photo_video_tools import previews, session

    options = session.Options(project=project, backend=backend, as_json=as_json)
    previews.preview(output=output, at_s=at, draft=draft, sound=sound, options=options)


@app.command()
def export(
    output: Output = None,
    size: Size = "",
    encoder: Encoder = "",
    detach: Detach = False,
    project: ProjectId = None,
    backend: BackendName = None,
    as_json: AsJson = False,
) -> None:
    """Render the project: MP4, or GIF or WebM by the ending of the name."""
    from tiktok_photo_video_tools import commands, session

    options = session.Options(project=project, backend=backend, as_json=as_json)
    commands.export(output, size=size, encoder=encoder, detach=detach, options=options)


@app.command()
def status(
    wait: Annotated[
        float,
        typer.Option("--wait", metavar="SECONDS", min=0, help="Wait so long for running exports."),
    ] = 0.0,
    backend: BackendName = None,
    as_json: AsJson = False,
) -> None:
    """Show exports: running, done, failed. Finished ones are put where they were to go."""
    from tiktok_photo_video_tools import exports, session

    exports.status(wait_s=wait, options=session.Options(backend=backend, as_json=as_json))


@app.command()
def cancel(
    export_id: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(metavar="EXPORT", help="Which export; the newest running one if not given."),
    ] = None,
    backend: BackendName = None,
    as_json: AsJson = False,
) -> None:
    """Call a running export off."""
    from tiktok_photo_video_tools import exports, session

    exports.cancel(export_id, options=session.Options(backend=backend, as_json=as_json))


@app.command()
def undo(project: ProjectId = None, backend: BackendName = None, as_json: AsJson = False) -> None:
    """Take the last change back."""
    from tiktok_photo_video_tools import commands, session

    options = session.Options(project=project, backend=backend, as_json=as_json)
    commands.tell("undo", options=options)


@app.command()
def redo(project: ProjectId = None, backend: BackendName = None, as_json: AsJson = False) -> None:
    """Make the change that was taken back again."""
    from tiktok_photo_video_tools import commands, session

    options = session.Options(project=project, backend=backend, as_json=as_json)
    commands.tell("redo", options=options)


@app.command()
def credits(  # noqa: A001 the command's published name
    backend: BackendName = None, as_json: AsJson = False
) -> None:
    """Show what may be spent; on this computer everything is free."""
    from tiktok_photo_video_tools import commands, session

    commands.credits(session.Options(backend=backend, as_json=as_json))


@app.command()
def projects(as_json: AsJson = False) -> None:
    """List the projects, the last used first."""
    from tiktok_photo_video_tools import commands, session

    commands.projects(session.Options(as_json=as_json))


@app.command()
def doctor(
    fix: Annotated[
        bool, typer.Option("--fix", help="Put right what is damaged of the kept data, first.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check everything this program needs, and say what to do about what is missing."""
    from tiktok_photo_video_tools import doctor as checks

    raise typer.Exit(checks.run(fix=fix, as_json=as_json))


@app.command()
def serve(
    show: Annotated[bool, typer.Option("--status", help="Only tell whether it runs.")] = False,
    stop: Annotated[bool, typer.Option("--stop", help="End it.")] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 0,
    policy: PolicyWords = None,
    allow_private_fetch: PrivateFetch = None,
    workers: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--workers", metavar="N", min=1, max=16, help="Pieces rendered at once."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run the local backend in the foreground; other commands start it by themselves.

    Example: tiktok-photo-video serve --policy like-cloud,credits=200,token-days=1
    """
    from tiktok_photo_video_tools import commands, session

    if show and stop:
        raise RequestError(
            "--status and --stop do not go together.",
            code="options_clash",
            hint="Choose one.",
            facts={"options": "--status, --stop"},
        )
    options = session.Options(as_json=as_json)
    if show:
        commands.service_status(options)
    elif stop:
        commands.stop_service(options)
    else:
        commands.serve(
            port=port, policy=policy, private_fetch=allow_private_fetch or (), workers=workers
        )


@app.command()
def mcp(
    http: Annotated[
        bool,
        typer.Option("--http", help="Over HTTP, for this computer only, with a key it prints."),
    ] = False,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="With --http; 0 takes a free one.")
    ] = 0,
) -> None:
    """Serve MCP hosts (Cursor, Claude, Codex, VS Code, OpenClaw…), which start this themselves.

    Example: tiktok-photo-video mcp
    """
    from tiktok_photo_video_tools.mcp_server import serving

    # A port says what is meant.
    serving.run(http=http or port > 0, port=port)


@app.command("install-skill")
def install_skill(
    host: Annotated[str, typer.Option("--host", metavar="NAME", help="cursor, claude, …")] = "",
    scope: Annotated[
        str, typer.Option("--scope", metavar="user|project", help="For all projects, or for this.")
    ] = "user",
    to: Annotated[str, typer.Option("--to", metavar="DIR", help="A folder of skills.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Set files in the way aside.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what it would do.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put the skill where an agent host (Cursor, Claude Code, OpenClaw, Codex…) looks for it.

    Example: tiktok-photo-video install-skill --host cursor
    """
    from tiktok_photo_video_tools import install_skill as installing

    target = installing.Target(host, scope, Path(to) if to else None)
    installing.run(target, force=force, dry_run=dry_run, as_json=as_json)


@app.command()
def explain(
    subject: Annotated[str, typer.Argument(metavar="intent|gui", help="What to explain.")],
    text: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(metavar="TEXT…", help="The text; - reads one text a line."),
    ] = None,
    with_files: Annotated[
        bool, typer.Option("--with-files", help="As if files came with the message.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what the router or the translator makes of a text, without doing it."""
    from tiktok_photo_video_tools import explain as explaining

    explaining.run(subject, text or [], with_files=with_files, as_json=as_json)
