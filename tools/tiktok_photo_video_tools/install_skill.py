"""``install-skill``: put the skill where an agent host looks for it."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.client.attribution import SKILL_FILE, skill_folder
from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.settings import APP_NAME, load_settings
from tiktok_photo_video_tools.console import write_json, write_line
from tiktok_photo_video_tools.hosts import HOSTS, SCOPES, Host, host_called
from tiktok_photo_video_tools.mcp_entries import entry_for
from tiktok_photo_video_tools.reporting import usual_language
from tiktok_photo_video_tools.skill_copy import Plan, carry_out, planned, skill_files


@dataclass(frozen=True, slots=True)
class Target:
    """Where the skill is wanted.

    Attributes:
        host: the host's name, if one was named.
        scope: ``user`` for all projects, ``project`` for the one in the working folder.
        to: a folder of skills, or the skill's own folder, in the place of the host's.
    """

    host: str = ""
    scope: str = SCOPES[0]
    to: Path | None = None


def run(target: Target, *, force: bool, dry_run: bool, as_json: bool) -> None:
    """Install the skill, and tell what was done and what to do next.

    Raises:
        RequestError: it was not said where, or not in a way that is known.
        OutputError: the user's own files are in the way, or the folder cannot be written.
    """
    host = host_called(target.host) if target.host else None
    plan = planned(_folder(target, host), skill_files())
    is_the_skill_itself = plan.folder.resolve() == skill_folder().resolve()
    writes = not dry_run and not is_the_skill_itself
    kept = carry_out(plan, force=force) if writes else None
    if as_json:
        write_json(_told(plan, target, host, dry_run=dry_run, kept=kept))
    else:
        for line in (*_done(plan, dry_run=dry_run, kept=kept), *_next(plan, host)):
            write_line(line)


def _folder(target: Target, host: Host | None) -> Path:
    """The skill's folder, which must be named after the skill."""
    if target.scope not in SCOPES:
        raise RequestError(
            f"There is no scope called {target.scope}.",
            code="bad_scope",
            hint="Say user or project.",
            facts={"scope": target.scope},
        )
    if target.to:
        folder = target.to.expanduser().absolute()
        return folder if folder.name == APP_NAME else folder / APP_NAME
    if host is None:
        known = ", ".join(each.name for each in HOSTS)
        raise RequestError(
            "It was not said for which host.",
            code="no_host",
            hint=f"Name one with --host: {known}; or a folder of skills with --to.",
            facts={"hosts": known},
        )
    moved = load_settings().host_folders
    return host.skills_folder(target.scope, here=Path.cwd(), moved=moved) / APP_NAME


def _told(
    plan: Plan, target: Target, host: Host | None, *, dry_run: bool, kept: Path | None
) -> dict[str, object]:
    return {
        "ok": True,
        "host": host.name if host else None,
        "scope": None if target.to else target.scope,
        "path": str(plan.folder),
        "dry_run": dry_run,
        "written": len(plan.new),
        "unchanged": len(plan.contents) - len(plan.new),
        "removed": len(plan.leftover),
        "in_the_way": list(plan.foreign),
        "kept": str(kept) if kept else None,
        "mcp": asdict(entry_for(host)),
        "next": _next(plan, host),
    }


def _done(plan: Plan, *, dry_run: bool, kept: Path | None) -> list[str]:
    language, changes = usual_language(), len(plan.new) + len(plan.leftover)
    facts = {"path": plan.folder, "count": len(plan.new)}
    key = "planned" if dry_run and changes else "done" if changes else "unchanged"
    lines = [say(f"install.{key}", language, **facts)]
    if kept:
        lines.append(say("install.kept", language, path=kept))
    elif dry_run and plan.foreign:
        lines.append(say("install.in_the_way", language, names=", ".join(plan.foreign)))
    return lines


def _next(plan: Plan, host: Host | None) -> list[str]:
    """What the user does now: what is missing for the command to run, then a first wish."""
    language = usual_language()
    lines = []
    if shutil.which(APP_NAME) is None:
        lines.append(say("install.no_command", language, path=plan.folder))
    entry = entry_for(host)
    key = "mcp_entry" if entry.where else "mcp_command"
    lines.append(say(f"install.{key}", language, place=entry.where))
    lines.append(entry.text)
    if SKILL_FILE in plan.contents:
        title = host.title if host else say("install.any_host", language)
        lines.append(say("install.try", language, host=title))
    return lines
