"""Who is calling: the skill's version, and the platform it was installed for.

Both are told to every backend in its ``X-Skill-`` headers. The version is that of the SKILL.md
that belongs to this installation. The platform is one of three words; nothing outside the
skill's own folder is read to find it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath

from tiktok_photo_video import __version__
from tiktok_photo_video.client.endpoint import Attribution
from tiktok_photo_video.client.frontmatter import read_frontmatter
from tiktok_photo_video.settings import APP_NAME, Settings

CLAWHUB, CURSOR, UNKNOWN = "clawhub", "cursor", "unknown"
PLATFORMS = (CLAWHUB, CURSOR, UNKNOWN)

PACKAGE = Path(__file__).absolute().parent.parent
SKILL_FILE = "SKILL.md"
# Where a wheel keeps a copy of the skill's files; a source tree has them at its root.
PACKED_SKILL = PACKAGE / "_skill"

# What the registry's installer leaves in a skill's folder.
_MARKS = (Path(".clawhub/origin.json"), Path(".clawdhub/origin.json"))
# Folders that follow each other on the way to an installed skill.
_FOLDERS = (
    ((".clawhub",), CLAWHUB),
    ((".clawdhub",), CLAWHUB),
    ((".openclaw",), CLAWHUB),
    ((".clawdbot",), CLAWHUB),
    ((".moltbot",), CLAWHUB),
    ((".cursor", "skills"), CURSOR),
)
# How MCP clients begin their names. Those that are none of the two decide as well: a host
# that runs inside another one's terminal is not that other one.
_CLIENTS = (
    ("cursor", CURSOR),
    ("openclaw", CLAWHUB),
    ("clawdbot", CLAWHUB),
    ("claude", UNKNOWN),
    ("codex", UNKNOWN),
    ("visual studio code", UNKNOWN),
    ("gemini", UNKNOWN),
    ("goose", UNKNOWN),
)
# What hosts set for the commands they run, the innermost host first: every program in
# Cursor's terminal has the last ones, other hosts' agents too.
_VARIABLES = (
    ("OPENCLAW_SHELL", CLAWHUB),
    ("CURSOR_AGENT", CURSOR),
    ("CLAUDECODE", UNKNOWN),
    ("CODEX_SANDBOX", UNKNOWN),
    ("CODEX_THREAD_ID", UNKNOWN),
    ("GEMINI_CLI", UNKNOWN),
    ("CURSOR_TRACE_ID", CURSOR),
    ("CURSOR_SESSION_ID", CURSOR),
)
# Anything else in a header would be mangled on the way, or refused.
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}")


@dataclass(frozen=True, slots=True)
class HostSigns:
    """What there is to tell a host by.

    Attributes:
        override: the platform as the user's settings name it; empty for no wish.
        places: where the skill lies, as it was reached and with its links resolved.
        is_marked: the registry's installer left its mark in the skill's folder.
        client_name: how the MCP client calls itself.
        variables: the names of the hosts' variables that are set in the environment.
    """

    override: str = ""
    places: tuple[PurePath, ...] = ()
    is_marked: bool = False
    client_name: str | None = None
    variables: frozenset[str] = frozenset()


def platform_from(signs: HostSigns) -> str:
    """The platform that the signs speak for, the strongest sign first; else ``unknown``."""
    found = (
        _wished(signs.override)
        or (CLAWHUB if signs.is_marked else None)
        or _by_folder(signs.places)
        or _by_client(signs.client_name)
        or _by_variable(signs.variables)
    )
    return found or UNKNOWN


def _wished(override: str) -> str | None:
    word = override.strip().casefold()
    return word if word in PLATFORMS else None


def _by_folder(places: Iterable[PurePath]) -> str | None:
    ways = [tuple(part.casefold() for part in place.parts) for place in places]
    for folders, platform in _FOLDERS:
        if any(_leads_through(way, folders) for way in ways):
            return platform
    return None


def _leads_through(way: tuple[str, ...], folders: tuple[str, ...]) -> bool:
    size = len(folders)
    return any(way[at : at + size] == folders for at in range(len(way) - size + 1))


def _by_client(name: str | None) -> str | None:
    told = (name or "").strip().casefold()
    return next((platform for start, platform in _CLIENTS if told.startswith(start)), None)


def _by_variable(variables: frozenset[str]) -> str | None:
    return next((platform for name, platform in _VARIABLES if name in variables), None)


def skill_folder(package: Path = PACKAGE) -> Path:
    """The folder of the SKILL.md that belongs to an installed package, or to a source tree."""
    packed = package / PACKED_SKILL.name
    return packed if (packed / SKILL_FILE).is_file() else package.parent.parent


def platform_of(
    settings: Settings, *, client_name: str | None = None, package: Path = PACKAGE
) -> str:
    """The platform of this installation: ``clawhub``, ``cursor`` or ``unknown``.

    Args:
        settings: holds the override, and which hosts' variables are set.
        client_name: how the MCP client calls itself, where there is one.
        package: where the package lies.
    """
    places = (package, Path(os.path.realpath(package)))
    own = {folder for place in places for folder in _own_folders(place)}
    return platform_from(
        HostSigns(
            override=settings.platform,
            places=places,
            is_marked=any((folder / mark).is_file() for folder in own for mark in _MARKS),
            client_name=client_name,
            variables=settings.host_variables,
        )
    )


def _own_folders(package: Path) -> set[Path]:
    """The skill's folder: it is named after the skill, also around an environment inside it."""
    root = skill_folder(package)
    return {folder for folder in (root, *package.parents) if folder.name == APP_NAME}


@cache
def skill_version(package: Path = PACKAGE) -> str:
    """The version in the frontmatter of the installation's SKILL.md; else the package's own."""
    try:
        text = (skill_folder(package) / SKILL_FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return __version__
    values = read_frontmatter(text)
    if values.get("name") != APP_NAME:
        return __version__  # somebody else's, beside a package that was put there by hand
    told = (values.get("metadata.version", ""), values.get("version", ""))
    return next(filter(_VERSION.fullmatch, told), __version__)


def attribution_of(settings: Settings, *, client_name: str | None = None) -> Attribution:
    """What this installation says of itself to every backend."""
    platform = platform_of(settings, client_name=client_name)
    return Attribution(APP_NAME, skill_version(), platform)
