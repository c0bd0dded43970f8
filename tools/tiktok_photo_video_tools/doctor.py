"""``doctor``: every check that answers "why does it not work on my computer?"."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from tiktok_photo_video import __version__
from tiktok_photo_video.assistant.connection import CLOUD, chosen_backend
from tiktok_photo_video.assistant.kept_choice import KeptChoice
from tiktok_photo_video.errors import ExitCode, PhotoVideoError, StorageError
from tiktok_photo_video.media import find_faces
from tiktok_photo_video.media.lettering import undrawable
from tiktok_photo_video.render.encoder import AUDIO_RATE_HZ, encode_sound
from tiktok_photo_video.render.trial import encode_trial
from tiktok_photo_video.service.launch import ensure_service, prepare_home, service_log
from tiktok_photo_video.settings import Settings, load_settings
from tiktok_photo_video_tools.console import write_json, write_line

MIN_FREE_BYTES = 1_000_000_000  # a long export with its cache


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check."""

    name: str
    ok: bool
    detail: str
    hint: str = ""


def run(*, as_json: bool) -> int:
    """Run all checks and show them; gives the exit status."""
    settings = load_settings()
    findings = [_checked(name, check, settings) for name, check in _CHECKS]
    healthy = all(finding.ok for finding in findings)
    if as_json:
        write_json({"ok": healthy, "checks": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            mark = "ok " if finding.ok else "BAD"
            write_line(f"{mark} {finding.name}: {finding.detail} {finding.hint}".rstrip())
    return int(ExitCode.OK if healthy else ExitCode.INTERNAL)


def _checked(name: str, check: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(name, ok=True, detail=check(settings))
    except PhotoVideoError as error:
        return Finding(name, ok=False, detail=error.message, hint=error.hint)
    except (OSError, ImportError, ValueError, RuntimeError) as error:
        return Finding(name, ok=False, detail=str(error), hint="Reinstall this program.")


def _program(_: Settings) -> str:
    return f"tiktok-photo-video {__version__}, Python {platform.python_version()}, {sys.platform}"


def _libraries(_: Settings) -> str:
    names = ("av", "opencv-python-headless", "pillow", "pillow-heif", "numpy", "dlib-bin")
    try:
        return ", ".join(f"{name} {version(name)}" for name in names)
    except PackageNotFoundError as error:
        raise ImportError(f"{error.name} is not installed") from error


def _home(settings: Settings) -> str:
    prepare_home(settings.home)
    return str(settings.home)


def _disk(settings: Settings) -> str:
    free = shutil.disk_usage(settings.home).free
    if free < MIN_FREE_BYTES:
        raise StorageError(
            f"only {free / 1e9:.1f} GB free.",
            code="disk_low",
            hint="Free some space, or choose another TIKTOK_PHOTO_VIDEO_HOME.",
        )
    return f"{free / 1e9:.0f} GB free"


def _encoder(_: Settings) -> str:
    frames = encode_trial()
    return f"H.264 and AAC work ({frames} frames encoded)"


def _sound(_: Settings) -> str:
    run = encode_sound(np.zeros((AUDIO_RATE_HZ // 10, 2), np.float32))
    return f"{len(run.packets)} packets encoded"


def _fonts(_: Settings) -> str:
    for sample in ("Aé", "夏天", "あア", "한글"):
        if missing := undrawable(sample):
            raise ValueError(f"no glyph for {' '.join(missing)}")
    return "Latin, Chinese, Japanese and Korean letters are there"


def _faces(_: Settings) -> str:
    find_faces(np.full((64, 64, 3), 127, np.uint8))
    return "the face detector works"


def _service(settings: Settings) -> str:
    address = ensure_service(settings.home)
    return f"running as process {address.pid}; log: {service_log(settings.home)}"


def _backend(settings: Settings) -> str:
    backend = chosen_backend(None, settings)
    why = _why(settings)
    if backend.is_local:
        return f"local{why}: photos stay on this computer, everything is free"
    address = settings.cloud_url if backend.name == CLOUD else backend.name
    return f"{backend.name}{why}: photos are uploaded to {address}"


def _why(settings: Settings) -> str:
    """What made this the backend; nothing for the usual one."""
    if KeptChoice(settings.home).backend:
        return " (kept from the last --backend)"
    return " (because NEMO_TOKEN is set)" if settings.nemo_token else ""


_CHECKS: tuple[tuple[str, Callable[[Settings], str]], ...] = (
    ("program", _program),
    ("libraries", _libraries),
    ("home folder", _home),
    ("disk", _disk),
    ("video encoder", _encoder),
    ("sound encoder", _sound),
    ("fonts", _fonts),
    ("faces", _faces),
    ("local backend", _service),
    ("backend in use", _backend),
)
