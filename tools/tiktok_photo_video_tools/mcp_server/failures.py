"""Failures as a model can act on them: what failed, and which tool to call next."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from types import MappingProxyType

from mcp_types import CallToolResult, TextContent

from tiktok_photo_video.assistant.errors_in_words import Circumstances, in_words
from tiktok_photo_video.errors import PhotoVideoError
from tiktok_photo_video.language import Language, language_from_code
from tiktok_photo_video.settings import Settings

_LOG = logging.getLogger(__name__)

# In the place of hints that speak of commands, or where a tool does what the hint asks for.
_NEXT: Mapping[str, str] = MappingProxyType(
    {
        "stale_version": "Call get_project for the current version and clip ids, then send the "
        "edits again with that version.",
        "no_project": "Call list_projects and use an id from there.",
        "no_project_yet": "Call make_video with photos first.",
        "empty_timeline": "Call chat with photos and a request first, or make_video.",
        "no_edits": "Give at least one edit in edits.",
        "no_such_edit": "Use an op that the description of edit_timeline names, or call chat with "
        "the wish in plain words.",
        "bad_field": "Correct that field as the description of edit_timeline has it, or call chat "
        "with the wish in plain words.",
        "no_typed_edits": "Call chat with the wish in plain words instead.",
        "nothing_running": "Call export_status without an export to see all of them.",
        "not_found": "Call export_status without an export to see all of them.",
        "no_photos": "Call it again with at least one path of a photo or a folder in photos.",
        "no_message": "Call it again with the user's words in message.",
        "no_export": "Call export_status without an export to see all of them.",
        "bad_arguments": "Correct the arguments by the tool's input schema and call again.",
        "still_ordering": "Call export_status in a while; do not order it again.",
        "no_film": "Call preview for the storyboard, or export_video for the whole video.",
        "output_outside": "Call it again with a plain file name, or without one.",
        "wait_broken": "Call export_status; do not order the export again.",
        "order_uncertain": "Call export_status; do not order the export again.",
        "render_failed": "Call export_video once more; if it fails again, call check_setup.",
        "internal": "Call check_setup; if all is well there, try once more.",
    }
)
_KINDS = (("service_", "Call check_setup."), ("unreachable", "Call check_setup, then try again."))


def refused(error: PhotoVideoError, settings: Settings) -> CallToolResult:
    """A failure that this program can explain."""
    language = language_from_code(settings.language)
    told = in_words(error, language, Circumstances(web_url=settings.web_url))
    return _failure(told, language)


def crashed(error: Exception) -> CallToolResult:
    """A failure of ours; what it says of itself stays here."""
    _LOG.error("a tool failed unexpectedly", exc_info=error)
    told = PhotoVideoError(f"Something unexpected went wrong ({type(error).__name__}).")
    return _failure(told, Language.ENGLISH)


def next_step(error: PhotoVideoError) -> str:
    """What to call next; the error's own hint where that is the best there is."""
    by_kind = (step for start, step in _KINDS if error.code.startswith(start))
    return _NEXT.get(error.code) or next(by_kind, "") or error.hint


def _failure(told: PhotoVideoError, language: Language) -> CallToolResult:
    step = next_step(told)
    label = "下一步：" if language is Language.CHINESE and step == told.hint else "Next: "
    words = f"{told.message}\n{label}{step}" if step else told.message
    error = {"code": told.code, "message": told.message, "hint": step}
    return CallToolResult(
        content=[TextContent(text=words)],
        is_error=True,
        _meta={"photo-video/error": error},
    )
