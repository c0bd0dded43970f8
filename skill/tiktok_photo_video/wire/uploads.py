"""The payloads of uploading: files, or the addresses of files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from tiktok_photo_video.wire.envelope import ok_answer, unwrapped
from tiktok_photo_video.wire.fields import Fields, fields_of, missing, wrong_type
from tiktok_photo_video.wire.routes import EXTENSION_KEY


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file as the backend knows it. ``file_type`` is ``image``, ``video`` or ``audio``."""

    filename: str
    file_type: str = ""
    cdn_url: str = ""
    duration_s: float | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    hash: str | None = None
    is_whole: bool = True
    """Our own backend tells when only the beginning of a file could be taken."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of an upload; applied means that the session's state has the files already."""

    files: tuple[UploadedFile, ...]
    session_state_applied: bool = False


def parse_upload(obj: object) -> Upload:
    """Read the answer to an upload."""
    data = unwrapped(obj)
    if data.raw("files") is None:
        raise missing(data.path_of("files"))
    return Upload(
        files=tuple(parse_uploaded_file(item, path) for path, item in data.items("files")),
        session_state_applied=data.flag("session_state_applied", "sessionStateApplied"),
    )


def parse_uploaded_file(obj: object, path: str = "") -> UploadedFile:
    """Read one file; a name that is not given is taken from its address."""
    item = fields_of(obj, path)
    url = item.optional_text("cdn_url", "cdnUrl", "url") or ""
    own = item.optional_inner(EXTENSION_KEY) or Fields({}, EXTENSION_KEY)
    return UploadedFile(
        filename=item.optional_text("filename", "file_name", "name") or _name_in(url),
        file_type=item.optional_text("file_type", "fileType", "type") or "",
        cdn_url=url,
        duration_s=item.optional_number("duration"),
        width=item.optional_integer("width"),
        height=item.optional_integer("height"),
        fps=item.optional_number("fps"),
        hash=item.optional_text("hash"),
        is_whole=own.flag("whole", default=True),
    )


def uploaded_file_object(file: UploadedFile) -> dict[str, object]:
    """Write one file; what is not known is left out."""
    item: dict[str, object | None] = {
        "filename": file.filename,
        "file_type": file.file_type,
        "cdn_url": file.cdn_url,
        "duration": file.duration_s,
        "width": file.width,
        "height": file.height,
        "fps": file.fps,
        "hash": file.hash,
        EXTENSION_KEY: None if file.is_whole else {"whole": False},
    }
    return {key: value for key, value in item.items() if value is not None}


def upload_answer(upload: Upload) -> dict[str, object]:
    """Write the answer to an upload."""
    return ok_answer(
        {
            "files": [uploaded_file_object(file) for file in upload.files],
            "session_state_applied": upload.session_state_applied,
        }
    )


def parse_upload_urls(obj: object) -> tuple[str, ...]:
    """Read the body of an upload by address.

    Raises:
        ProtocolError: there is no address, or one that is not a text.

    """
    body = fields_of(obj)
    urls = tuple(_address(path, item) for path, item in body.items("urls"))
    if not urls:
        raise missing("urls")
    return urls


def upload_urls_request(urls: Sequence[str]) -> dict[str, object]:
    """Write the body of an upload by address."""
    return {"urls": list(urls), "source_type": "url"}


def _address(path: str, item: object) -> str:
    if not isinstance(item, str) or not item.strip():
        raise wrong_type(path, "an address", item)
    return item.strip()


def _name_in(url: str) -> str:
    try:
        return PurePosixPath(unquote(urlsplit(url).path)).name
    except ValueError:  # such as half an IPv6 address
        return ""
