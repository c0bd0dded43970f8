"""Find the service of a home folder, or start it; what callers use."""

from __future__ import annotations

import atexit
import errno
import http.client
import json
import os
import subprocess
import sys
import time
import warnings
from pathlib import Path

from filelock import FileLock, Timeout

from tiktok_photo_video import __version__
from tiktok_photo_video.backend.config import LOCAL_KEY_HEADER
from tiktok_photo_video.errors import RequestError, ServiceError, StorageError
from tiktok_photo_video.service.address import Address, read_address
from tiktok_photo_video.service.setup import Setup, policy_in, setup_of
from tiktok_photo_video.service.versions import is_older
from tiktok_photo_video.settings import load_settings, service_environment
from tiktok_photo_video.wire.routes import EXTENSION_PREFIX

START_TIMEOUT_S = 30.0
_ASK_TIMEOUT_S = 5.0
_LOOK_EVERY_S = 0.03
# A service outlives its starter; letting go of it would make Python complain.
_STARTED: list[subprocess.Popen[bytes]] = []


@atexit.register
def _let_go() -> None:
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        _STARTED.clear()


def ensure_service(home: Path) -> Address:
    """The running service of a home folder, started if need be.

    Callers that come at once start one service: only one holds the lock, the others find
    what it started.

    Raises:
        RequestError: it runs in another way than the environment asks for.
        ServiceError: it does not start; the log's last line is told.
        StorageError: the home folder cannot be written.
    """
    setup = setup_of(load_settings())
    if found := _suitable(home, setup):
        return _as_asked(found, setup)
    prepare_home(home)
    try:
        with FileLock(home / "service.lock", timeout=START_TIMEOUT_S):
            if (found := running_service(home)) and not _suits(found, setup):
                stop_service(home)
                found = None
            return _as_asked(found or _start(home), setup)
    except Timeout:
        raise ServiceError(
            "Another program has been starting the local service for too long.",
            code="service_starting",
            hint="Try again; if it stays so, restart the computer.",
        ) from None


def _suitable(home: Path, setup: Setup) -> Address | None:
    found = running_service(home)
    return found if found and _suits(found, setup) else None


def _suits(address: Address, setup: Setup) -> bool:
    """Whether a service asks the language model of this environment, or none as this one.

    One that somebody runs in the foreground is theirs to end.
    """
    return not address.is_background or address.language_mark == setup.language_mark


def _as_asked(address: Address, setup: Setup) -> Address:
    """A running service, if it runs as the environment asks."""
    if load_settings().policy and policy_in(address.policy) != setup.policy:
        raise other_policy(address, setup)
    if setup.language_model and address.language_mark != setup.language_mark:
        raise RequestError(
            "The local backend is running, and asks another language model or none.",
            code="other_setup",
            hint="Say serve --stop to end it, then this again.",
        )
    if missing := sorted(setup.private_fetch - set(address.private_fetch)):
        raise RequestError(
            f"The local backend is running, and may not fetch photos from {', '.join(missing)}.",
            code="other_setup",
            hint="Say serve --stop to end it, then this again.",
            facts={"servers": ", ".join(missing)},
        )
    return address


def other_policy(address: Address, setup: Setup) -> RequestError:
    """What to say when one policy is asked for while another is in force."""
    return RequestError(
        f"The local backend runs under the policy {address.policy}, "
        f"and {setup.policy_text} is asked for.",
        code="other_policy",
        hint="Say serve --stop to end it, then this again.",
        facts={"running": address.policy, "asked": setup.policy_text},
    )


def running_service(home: Path) -> Address | None:
    """The service that answers for a home folder now.

    An older one is to make way for this program: at once when it has nothing to do, else as soon
    as it has done its work, and serves until then. A newer one is never ended: it speaks the
    same protocol.
    """
    address = read_address(home)
    about = ask(address, "GET", "about") if address else None
    if address is None or about is None or not isinstance(about.get("version"), str):
        return None
    if not is_older(str(about["version"]), __version__):
        return address
    if about.get("busy"):
        ask(address, "POST", "retire")  # one that does not know how goes on until it is idle
        return address
    stop_service(home)
    return None


def stop_service(home: Path, *, timeout_s: float = 15.0) -> bool:
    """End the service of a home folder; ``False`` when there was none.

    A render under way stops after its frame and goes on when a service runs again.
    """
    address = read_address(home)
    if address is None or ask(address, "POST", "stop") is None:
        return False
    end_s = time.monotonic() + timeout_s
    while time.monotonic() < end_s:
        if ask(address, "GET", "about") is None:
            return True
        time.sleep(_LOOK_EVERY_S)
    raise ServiceError(
        "The local service does not end.",
        code="service_not_ended",
        hint=f"End process {address.pid} by hand.",
        facts={"pid": address.pid},
    )


def ask(address: Address, method: str, what: str) -> dict[str, object] | None:
    """Ask the service one of its own questions; ``None`` when it does not answer."""
    connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=_ASK_TIMEOUT_S)
    try:
        connection.request(
            method, f"{EXTENSION_PREFIX}/{what}", headers={LOCAL_KEY_HEADER: address.key}
        )
        response = connection.getresponse()
        body = json.loads(response.read())
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()
    # Whatever took the port of a service that is gone may answer anything.
    data = body.get("data") if isinstance(body, dict) else None
    return data if response.status == http.client.OK and isinstance(data, dict) else None


def prepare_home(home: Path) -> None:
    """Make the home folder, for this user only.

    Raises:
        StorageError: it cannot be made or written.
    """
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        (home / "logs").mkdir(exist_ok=True, mode=0o700)
        if not os.access(home, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise StorageError(
            f"The home folder {home} cannot be used: {error.strerror or error}.",
            code="home_not_writable",
            hint="Set TIKTOK_PHOTO_VIDEO_HOME to a folder you can write to.",
            facts={"path": str(home), "reason": error.strerror or str(error)},
        ) from error


def service_log(home: Path) -> Path:
    """Where the service writes what happened."""
    return home / "logs" / "service.log"


def _start(home: Path) -> Address:
    with (home / "logs" / "start.log").open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 our own interpreter and module
            [sys.executable, "-m", "tiktok_photo_video.service", str(home)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            # Of its own session: a host that kills its tools' process group spares it.
            start_new_session=True,
            cwd=home,
            env=service_environment(),
            close_fds=True,
        )
    _STARTED[:] = [old for old in _STARTED if old.poll() is None]
    _STARTED.append(process)
    end_s = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < end_s:
        address = read_address(home)
        if address and address.pid == process.pid and ask(address, "GET", "about"):
            return address
        if process.poll() is not None:
            break
        time.sleep(_LOOK_EVERY_S)
    raise ServiceError(
        f"The local service did not start: {_last_words(home)}",
        code="service_not_started",
        facts={"detail": _last_words(home)},
        hint="Run the doctor command; it checks everything the service needs.",
    )


def _last_words(home: Path) -> str:
    try:
        lines = (home / "logs" / "start.log").read_text(encoding="utf-8").strip().splitlines()
    except OSError:
        lines = []
    return lines[-1] if lines else "it said nothing."
