"""Where things are and how they are wished: the only reader of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path, user_videos_path

APP_NAME = "tiktok-photo-video"
CLOUD_URL = "https://mega-api-prod.nemovideo.ai"
WEB_URL = "https://nemovideo.com"
OUTPUT_FOLDER = "TikTok Photo Video"  # in the user's folder of videos
# Agent hosts set these for the commands they run. Only whether they are set is looked at.
HOST_VARIABLES = (
    "OPENCLAW_SHELL",
    "CURSOR_AGENT",
    "CURSOR_TRACE_ID",
    "CURSOR_SESSION_ID",
    "CLAUDECODE",
    "CODEX_SANDBOX",
    "CODEX_THREAD_ID",
    "GEMINI_CLI",
)
# Variables that move the folder in which a host keeps its skills.
HOST_FOLDERS = ("CLAUDE_CONFIG_DIR", "OPENCLAW_STATE_DIR")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says, with defaults filled in.

    Attributes:
        home: the one folder that everything is kept in.
        nemo_token: a token for the cloud; never shown.
        cloud_url: the cloud backend's base address.
        web_url: where people register.
        client_id: overrides the kept client id.
        platform: overrides the detected host platform.
        language: a locale code such as ``zh_CN.UTF-8``.
        policy: what callers of the local backend may do, in words; empty for no wish.
        host_variables: the names of the variables set that agent hosts set for their commands.
        host_folders: where agent hosts keep their things, by the variable that moves them.
        private_fetch: servers in a private network that the local backend may fetch photos
            from, as ``host:port`` with commas between.
        read_roots: the folders that agent hosts may name files in; empty for no wish.
        output_folder: the folder that files made for agent hosts go to.
        llm_url: the base address of a language model's server; empty for none.
        llm_model: which of its models to ask.
        llm_key: its key; never shown.
        llm_timeout: seconds to wait for it, as text; empty for the usual.
        mcp_key: what agent hosts must show over HTTP; empty for one of our own making.
        encoder: who encodes MP4s of which nobody says it; empty for no wish.

    """

    home: Path
    nemo_token: str = field(default="", repr=False)
    cloud_url: str = CLOUD_URL
    web_url: str = WEB_URL
    client_id: str = ""
    platform: str = ""
    language: str = "en"
    policy: str = ""
    private_fetch: str = ""
    host_variables: frozenset[str] = frozenset()
    host_folders: Mapping[str, Path] = field(default_factory=dict)
    read_roots: tuple[Path, ...] = ()
    output_folder: Path = field(default_factory=lambda: user_videos_path() / OUTPUT_FOLDER)
    llm_url: str = field(default="", repr=False)
    llm_model: str = ""
    llm_key: str = field(default="", repr=False)
    llm_timeout: str = ""
    mcp_key: str = field(default="", repr=False)
    encoder: str = ""


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process, or of the environment given."""
    env = os.environ if environ is None else environ
    home = env.get("TIKTOK_PHOTO_VIDEO_HOME", "")
    roots = env.get("TIKTOK_PHOTO_VIDEO_ROOTS", "")
    output = env.get("TIKTOK_PHOTO_VIDEO_OUTPUT", "").strip()
    return Settings(
        home=Path(home).expanduser().absolute() if home else user_data_path(APP_NAME),
        nemo_token=env.get("NEMO_TOKEN", "").strip(),
        cloud_url=(env.get("NEMO_API_URL", "").strip() or CLOUD_URL).rstrip("/"),
        web_url=(env.get("NEMO_WEB_URL", "").strip() or WEB_URL).rstrip("/"),
        client_id=env.get("NEMO_CLIENT_ID", "").strip(),
        platform=env.get("SKILL_SOURCE", "").strip(),
        language=env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or "en",
        policy=env.get("TIKTOK_PHOTO_VIDEO_POLICY", "").strip(),
        encoder=env.get("TIKTOK_PHOTO_VIDEO_ENCODER", "").strip().lower(),
        private_fetch=env.get("TIKTOK_PHOTO_VIDEO_PRIVATE_FETCH", "").strip(),
        host_variables=frozenset(filter(env.get, HOST_VARIABLES)),
        host_folders={
            name: Path(env[name]).expanduser().absolute() for name in HOST_FOLDERS if env.get(name)
        },
        read_roots=tuple(_folder(root) for root in roots.split(os.pathsep) if root.strip()),
        output_folder=_folder(output) if output else user_videos_path() / OUTPUT_FOLDER,
        llm_url=env.get("TIKTOK_PHOTO_VIDEO_LLM_URL", "").strip(),
        llm_model=env.get("TIKTOK_PHOTO_VIDEO_LLM_MODEL", "").strip(),
        llm_key=env.get("TIKTOK_PHOTO_VIDEO_LLM_KEY", "").strip(),
        llm_timeout=env.get("TIKTOK_PHOTO_VIDEO_LLM_TIMEOUT", "").strip(),
        mcp_key=env.get("TIKTOK_PHOTO_VIDEO_MCP_KEY", "").strip(),
    )


def _folder(text: str) -> Path:
    return Path(text.strip()).expanduser().absolute()


# glibc keeps freed memory per thread and raises its own threshold for giving it back;
# decoding photos in threads then holds 300 MB for nothing. Other platforms ignore these.
_LEAN_MALLOC = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": str(1024 * 1024)}
# The products of small matrices that music is made with cost twice the CPU in threads.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}


def service_environment() -> dict[str, str]:
    """The environment to start the background service in."""
    return {**_LEAN_MALLOC, **_ONE_THREAD, **os.environ}


def decoder_environment() -> dict[str, str]:
    """The environment to decode strangers' files in: it holds no token and no key."""
    secret = ("NEMO_", "TIKTOK_PHOTO_VIDEO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(secret)}
