"""Every path and header name of the wire, and the limits that both ends hold to.

A ``*_PATTERN`` is what a server mounts: old clients put a real user id where new ones say
``me``, so the user is a parameter there. The functions give the path a client calls.
"""

from __future__ import annotations

from urllib.parse import quote

APP_NAME = "nemo_agent"
ME = "me"

ANONYMOUS_TOKEN = "/api/auth/anonymous-token"  # noqa: S105 - a path
CREATE_SESSION_PATTERN = "/api/tasks/{user_id}/with-session/{app_name}"
RUN_SSE = "/run_sse"
UPLOAD_PATTERN = "/api/upload-video/{app_name}/{user_id}/{session_id}"
STATE_PATTERN = "/api/state/{app_name}/{user_id}/{session_id}/latest"
CREDITS = "/api/credits/balance/simple"
RENDER = "/api/render/proxy/lambda"
RENDER_PATTERN = "/api/render/proxy/lambda/{render_id}"
RENDER_CANCEL_PATTERN = "/api/render/proxy/lambda/{render_id}/cancel"
RENDER_DOWNLOAD_PATTERN = "/api/render/proxy/{render_id}/download"

# What the very first clients call for submitting and polling; the bodies are the same.
OLD_RENDER = "/api/render/proxy/draft"
OLD_RENDER_PATTERN = "/api/render/proxy/{render_id}"

EXTENSION_PREFIX = "/api/x-photo-video"
"""Where our own backend's extensions live; no other backend answers there."""

ABOUT = f"{EXTENSION_PREFIX}/about"
"""What answers here, and the names of the extensions it has; asked before one is used."""

STORYBOARD_PATTERN = f"{EXTENSION_PREFIX}/storyboard/{{session_id}}"
FRAME_PATTERN = f"{EXTENSION_PREFIX}/frame/{{session_id}}"
SOUND_PATTERN = f"{EXTENSION_PREFIX}/sound/{{session_id}}"
COVER_PATTERN = f"{EXTENSION_PREFIX}/cover/{{session_id}}"
ROUGH_CUT_PATTERN = f"{EXTENSION_PREFIX}/rough-cut/{{session_id}}"
DRAFT_PATTERN = f"{EXTENSION_PREFIX}/draft/{{session_id}}"
EDITS_PATTERN = f"{EXTENSION_PREFIX}/edits/{{session_id}}"

STORYBOARD_EXTENSION = "storyboard"
FRAME_EXTENSION = "frame"
SOUND_EXTENSION = "sound"
COVER_EXTENSION = "cover"
ROUGH_CUT_EXTENSION = "rough-cut"
DRAFT_EXTENSION = "draft"
EDITS_EXTENSION = "edits"
FILES_EXTENSION = "files"
"""Other files than the plain MP4: sizes, bounds, GIF, WebM; see ``wire.outputs``."""

EXTENSION_KEY = "x_photo_video"
"""The key of our own additions inside a payload; other clients ignore it."""

AUTHORIZATION = "Authorization"
X_CLIENT_ID = "X-Client-Id"
X_SKILL_SOURCE = "X-Skill-Source"
X_SKILL_VERSION = "X-Skill-Version"
X_SKILL_PLATFORM = "X-Skill-Platform"
EVENT_STREAM = "text/event-stream"

MAX_CLIENT_ID_CHARS = 64

UPLOAD_FIELD = "files"

FORMATS = (
    *("mp4", "mov", "avi", "webm", "mkv"),
    *("jpg", "png", "gif", "webp"),
    *("mp3", "wav", "m4a", "aac"),
)
"""The file extensions that every backend of this wire takes."""

OUR_FORMATS = (*FORMATS, "heic", "heif", "avif", "jpeg", "tiff", "flac", "ogg", "cube")
"""The same, and those that our own backend adds."""

FORMATS_FOR_PEOPLE = ", ".join(OUR_FORMATS)

ACCEPTED_EXTENSIONS = frozenset({*OUR_FORMATS, "jpe", "jfif", "tif", "bmp", "m4v", "oga", "opus"})
"""What a client lets through: the formats above, and other spellings and relatives of them."""

MAX_UPLOAD_BYTES = 200 * 1024 * 1024
"""The most one file may weigh."""


def create_session() -> str:
    """Where a session is made."""
    return f"/api/tasks/{ME}/with-session/{APP_NAME}"


def upload(session_id: str) -> str:
    """Where files and addresses of files go."""
    return f"/api/upload-video/{APP_NAME}/{ME}/{_segment(session_id)}"


def state(session_id: str) -> str:
    """Where the session's state is read."""
    return f"/api/state/{APP_NAME}/{ME}/{_segment(session_id)}/latest"


def render(render_id: str) -> str:
    """Where a render is polled."""
    return f"{RENDER}/{_segment(render_id)}"


def render_cancel(render_id: str) -> str:
    """Where a render is cancelled."""
    return f"{RENDER}/{_segment(render_id)}/cancel"


def render_download(render_id: str) -> str:
    """Where the result is fetched when an answer gave no address; there is no ``lambda`` in it."""
    return f"/api/render/proxy/{_segment(render_id)}/download"


def storyboard(session_id: str) -> str:
    """Where our own backend shows a project as one picture."""
    return f"{EXTENSION_PREFIX}/storyboard/{_segment(session_id)}"


def frame(session_id: str, at_ms: int) -> str:
    """Where our own backend shows a project at one moment."""
    return f"{EXTENSION_PREFIX}/frame/{_segment(session_id)}?at_ms={at_ms}"


def sound(session_id: str) -> str:
    """Where our own backend draws what a project sounds like."""
    return f"{EXTENSION_PREFIX}/sound/{_segment(session_id)}"


def rough_cut(session_id: str) -> str:
    """Where our own backend shows a project as a small video."""
    return f"{EXTENSION_PREFIX}/rough-cut/{_segment(session_id)}"


def draft(session_id: str) -> str:
    """Where our own backend takes a draft that was kept elsewhere."""
    return f"{EXTENSION_PREFIX}/draft/{_segment(session_id)}"


def edits(session_id: str) -> str:
    """Where our own backend takes edits as values, for one version of a timeline."""
    return f"{EXTENSION_PREFIX}/edits/{_segment(session_id)}"


def _segment(value: str) -> str:
    # An id comes from the other side: a slash or a question mark in it must not change the path.
    return quote(value, safe="")
