"""What all tests share: an environment of their own, and the requirement marker."""

from __future__ import annotations

import gc
import os
import signal
from itertools import count

import pytest
from hypothesis import settings

from tests.usual_faces import usual_faces
from tiktok_photo_video.settings import HOST_VARIABLES

# How long a case takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

_NUMBERS = count(1)

# A shell starts its background jobs deaf to Ctrl-C, and their children inherit that; the
# programs that the tests interrupt must hear it however the tests themselves were started.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


# No test leaves this machine: reading whom the web trusts takes longer than most of them.
os.environ["SSL_CERT_DIR"] = os.devnull


def pytest_sessionstart() -> None:
    """Modules and tests that are collected stay: looking for garbage took a third of the time."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Thousands of collected tests live until the end: no garbage run needs to walk them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)  # a test makes little of it, and pytest looks for it at the end
    gc.enable()


faces = pytest.fixture(autouse=True, scope="session")(usual_faces)


@pytest.fixture(autouse=True)
def clean_environment(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """No test reads the developer's settings or writes into their home."""
    for name in ("NEMO_TOKEN", "NEMO_API_URL", "NEMO_WEB_URL", "NEMO_CLIENT_ID", "SKILL_SOURCE"):
        monkeypatch.delenv(name, raising=False)
    for name in (*HOST_VARIABLES, "CLAUDE_CONFIG_DIR", "OPENCLAW_STATE_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("URL", "MODEL", "KEY", "TIMEOUT"):
        monkeypatch.delenv(f"TIKTOK_PHOTO_VIDEO_LLM_{name}", raising=False)
    # Most tests write nothing: a folder is made for those only that ask for one.
    asks = "tmp_path" in request.fixturenames
    place = request.getfixturevalue("tmp_path") if asks else tmp_path_factory.getbasetemp()
    home = "home" if asks else f"home of {next(_NUMBERS)}"
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_HOME", str(place / home))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
