"""``doctor``: every check that answers "why does it not work on my computer?"."""

from __future__ import annotations

import platform
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from tiktok_photo_video import __version__
from tiktok_photo_video.assistant.connection import CLOUD, chosen_backend
from tiktok_photo_video.assistant.errors_in_words import in_words
from tiktok_photo_video.assistant.kept_choice import KeptChoice
from tiktok_photo_video.backend.checkup import Repair, look
from tiktok_photo_video.backend.language_model.looking import lists_model
from tiktok_photo_video.backend.rescue import Incident
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.errors import ExitCode, PhotoVideoError, ServiceError, StorageError
from tiktok_photo_video.language import Language, language_from_code
from tiktok_photo_video.media import find_faces
from tiktok_photo_video.media.lettering import undrawable
from tiktok_photo_video.render.encoder import AUDIO_RATE_HZ, encode_sound
from tiktok_photo_video.render.trial import encode_trial
from tiktok_photo_video.service.launch import ensure_service, prepare_home, service_log
from tiktok_photo_video.service.repair import repair
from tiktok_photo_video.service.setup import language_model_in
from tiktok_photo_video.settings import Settings, load_settings
from tiktok_photo_video_tools.console import write_json, write_line

_MAX_NAMED = 5  # of many damaged files; a sentence must stay one
MIN_FREE_BYTES = 1_000_000_000  # a long export with its cache


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check; ``name`` is for programs, the rest in the user's language."""

    name: str
    ok: bool
    detail: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it is called in the phrases, and what it does."""

    key: str
    run: Callable[[Settings, Language], str]


def run(*, fix: bool = False, as_json: bool) -> int:
    """Run all checks and show them, after putting right what can be; gives the exit status."""
    settings = load_settings()
    language = language_from_code(settings.language)
    fixed = repair(settings.home) if fix else None
    findings = findings_of(settings, language)
    healthy = all(finding.ok for finding in findings)
    if as_json:
        more = {"fixed": asdict(fixed)} if fixed else {}
        checks = [asdict(finding) for finding in findings]
        write_json({"ok": healthy, "checks": checks, **more})
    else:
        if fixed:
            write_line(_repaired(fixed, language))
        for check, finding in zip(_CHECKS, findings, strict=True):
            write_line(_line(check, finding, language))
    return int(ExitCode.OK if healthy else ExitCode.INTERNAL)


def findings_of(settings: Settings, language: Language) -> list[Finding]:
    """The outcome of every check."""
    return [_checked(check, settings, language) for check in _CHECKS]


def _line(check: Check, finding: Finding, language: Language) -> str:
    mark = say("doctor.good" if finding.ok else "doctor.bad", language)
    colon = "：" if language is Language.CHINESE else ": "
    head = f"{mark} {say(f'doctor.{check.key}', language)}{colon}"
    return f"{head}{finding.detail} {finding.hint}".rstrip()


def _checked(check: Check, settings: Settings, language: Language) -> Finding:
    name = say(f"doctor.{check.key}", Language.ENGLISH)
    try:
        return Finding(name, ok=True, detail=check.run(settings, language))
    except PhotoVideoError as error:
        told = in_words(error, language)
        return Finding(name, ok=False, detail=told.message, hint=told.hint)
    except (OSError, ImportError, ValueError, RuntimeError) as error:
        hint = say("doctor.reinstall", language)
        return Finding(name, ok=False, detail=str(error), hint=hint)


def _program(_: Settings, __: Language) -> str:
    return f"tiktok-photo-video {__version__}, Python {platform.python_version()}, {sys.platform}"


def _libraries(_: Settings, __: Language) -> str:
    names = ("av", "opencv-python-headless", "pillow", "pillow-heif", "numpy", "dlib-bin")
    try:
        return ", ".join(f"{name} {version(name)}" for name in names)
    except PackageNotFoundError as error:
        raise ServiceError(
            f"{error.name} is not installed.",
            code="not_installed",
            hint="Reinstall this program.",
            facts={"package": error.name},
        ) from error


def _home(settings: Settings, _: Language) -> str:
    prepare_home(settings.home)
    return str(settings.home)


def _disk(settings: Settings, language: Language) -> str:
    free = shutil.disk_usage(settings.home).free
    if free < MIN_FREE_BYTES:
        raise StorageError(
            f"only {free / 1e9:.1f} GB free.",
            code="disk_low",
            hint="Free some space, or choose another TIKTOK_PHOTO_VIDEO_HOME.",
            facts={"free": f"{free / 1e9:.1f}"},
        )
    return say("doctor.free", language, count=f"{free / 1e9:.0f}")


def _store(settings: Settings, language: Language) -> str:
    """The projects and the user's files, as they lie there."""
    health = look(settings.home)
    if health.problem:
        raise StorageError(
            f"The project database is damaged ({health.problem}).",
            code="database_damaged",
            hint="Say doctor --fix.",
            facts={"problem": health.problem},
        )
    if health.lost:
        named = ", ".join(health.lost[:_MAX_NAMED])
        raise StorageError(
            f"The kept originals of {named} are gone or damaged.",
            code="originals_damaged",
            hint="Send these files again.",
            facts={"names": named},
        )
    if not health.incidents:
        return say("doctor.store_well", language)
    return _mended(health.incidents[-1], settings.home, language)


def _mended(incident: Incident, home: Path, language: Language) -> str:
    return say(
        "doctor.store_mended",
        language,
        when=time.strftime("%Y-%m-%d %H:%M", time.localtime(incident.at_s)),
        problem=incident.problem,
        projects=incident.saved.get("sessions", 0),
        folder=home / incident.folder,
    )


def _repaired(fixed: Repair, language: Language) -> str:
    """What ``--fix`` has done, in one sentence or a few."""
    said = []
    if fixed.incident:
        said.append(_mended(fixed.incident, load_settings().home, language))
    if fixed.damaged:
        names = ", ".join(fixed.damaged[:_MAX_NAMED])
        said.append(say("doctor.originals_aside", language, names=names))
    if fixed.copies or fixed.pieces:
        said.append(say("doctor.made_again", language, count=fixed.copies + fixed.pieces))
    return " ".join(said) or say("doctor.nothing_to_fix", language)


def _encoder(_: Settings, language: Language) -> str:
    frames = encode_trial()
    return say("doctor.encoder_works", language, count=frames)


def _sound(_: Settings, language: Language) -> str:
    run = encode_sound(np.zeros((AUDIO_RATE_HZ // 10, 2), np.float32))
    return say("doctor.sound_works", language, count=len(run.packets))


def _fonts(_: Settings, language: Language) -> str:
    for sample in ("Aé", "夏天", "あア", "한글"):
        if missing := undrawable(sample):
            raise ServiceError(
                f"There are no letters for {' '.join(missing)}.",
                code="no_letters",
                hint="Reinstall this program.",
                facts={"letters": " ".join(missing)},
            )
    return say("doctor.fonts_work", language)


def _faces(_: Settings, language: Language) -> str:
    find_faces(np.full((64, 64, 3), 127, np.uint8))
    return say("doctor.faces_work", language)


def _service(settings: Settings, language: Language) -> str:
    address = ensure_service(settings.home)
    log = service_log(settings.home)
    facts = {"pid": address.pid, "policy": address.policy, "log": log}
    return say("doctor.service_runs", language, **facts)


def _language_model(settings: Settings, language: Language) -> str:
    access = language_model_in(settings)
    if access is None:
        return say("doctor.language_off", language)
    is_listed = lists_model(access)
    place = "local" if access.is_local else "away"
    said = say(f"doctor.language_{place}", language, model=access.model, server=access.server)
    if not (access.is_local or access.is_encrypted):
        said += say("doctor.language_plain", language)
    return said if is_listed else said + say("doctor.language_unlisted", language)


def _backend(settings: Settings, language: Language) -> str:
    backend = chosen_backend(None, settings)
    why = _why(settings, language)
    if backend.is_local:
        return say("doctor.backend_local", language, why=why)
    address = settings.cloud_url if backend.name == CLOUD else backend.name
    return say("doctor.backend_other", language, name=backend.name, why=why, host=address)


def _why(settings: Settings, language: Language) -> str:
    """What made this the backend; nothing for the usual one."""
    if KeptChoice(settings.home).backend:
        return say("doctor.why_kept", language)
    return say("doctor.why_token", language) if settings.nemo_token else ""


_CHECKS = (
    Check("program", _program),
    Check("libraries", _libraries),
    Check("home", _home),
    Check("disk", _disk),
    Check("store", _store),
    Check("encoder", _encoder),
    Check("sound", _sound),
    Check("fonts", _fonts),
    Check("faces", _faces),
    Check("service", _service),
    Check("backend", _backend),
    Check("language", _language_model),
)
