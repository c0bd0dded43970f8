"""Agent hosts, and the folders in which each looks for skills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tiktok_photo_video.errors import RequestError


@dataclass(frozen=True, slots=True)
class Host:
    """One agent host.

    Attributes:
        name: what people pass to ``--host``.
        title: what it is called.
        project: its folder of skills in a project, or in a workspace.
        user: its folder of skills for all projects of a user.
        moved_by: the variable that moves the folder which ``user`` lies in.
        aliases: other names for it.
    """

    name: str
    title: str
    project: str
    user: str
    moved_by: str = ""
    aliases: tuple[str, ...] = ()

    def skills_folder(self, scope: str, *, here: Path, moved: Mapping[str, Path]) -> Path:
        """Where it looks for skills: in the project ``here``, or for the whole user."""
        if scope == PROJECT:
            return here / self.project
        user = Path(self.user)
        if self.moved_by in moved:
            return moved[self.moved_by] / user.name
        return user.expanduser()


USER, PROJECT = "user", "project"
SCOPES = (USER, PROJECT)
_SHARED = ".agents/skills"
HOSTS = (
    Host("cursor", "Cursor", ".cursor/skills", "~/.cursor/skills"),
    Host(
        "claude",
        "Claude Code",
        ".claude/skills",
        "~/.claude/skills",
        moved_by="CLAUDE_CONFIG_DIR",
        aliases=("claude-code",),
    ),
    Host(
        "openclaw",
        "OpenClaw",
        "skills",
        "~/.openclaw/skills",
        moved_by="OPENCLAW_STATE_DIR",
        aliases=("clawhub",),
    ),
    Host("codex", "Codex", _SHARED, "~/.agents/skills"),
    Host("gemini", "Gemini CLI", _SHARED, "~/.gemini/skills", aliases=("gemini-cli",)),
    Host("copilot", "GitHub Copilot", _SHARED, "~/.copilot/skills", aliases=("github-copilot",)),
    Host("windsurf", "Windsurf", ".windsurf/skills", "~/.codeium/windsurf/skills"),
    Host("opencode", "OpenCode", _SHARED, "~/.config/opencode/skills"),
    Host("agents", ".agents", _SHARED, "~/.agents/skills"),
)


def host_called(name: str) -> Host:
    """The host of a name.

    Raises:
        RequestError: none is called so.
    """
    word = name.strip().casefold()
    for host in HOSTS:
        if word in (host.name, *host.aliases):
            return host
    known = ", ".join(host.name for host in HOSTS)
    raise RequestError(
        f"There is no host called {name}.",
        code="unknown_host",
        hint=f"These are known: {known}. For any other, name its folder of skills with --to.",
        facts={"host": name, "hosts": known},
    )
