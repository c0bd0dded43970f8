"""How a backend is set up, and what its caller must send; cheap to import."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tiktok_photo_video.backend.language_model.access import Access
from tiktok_photo_video.whole_files import free_bytes

if TYPE_CHECKING:  # it loads every decoder, and callers want the name of a header
    from tiktok_photo_video.media.decoding import Decoder

LOCAL_KEY_HEADER = "X-Photo-Video-Key"
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})

WEEK_S = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Policy:
    """What callers may do. As it stands by itself: everything, free and without limits.

    Attributes:
        token_life_s: how long a token is good for.
        max_tokens_per_client: tokens one client id gets in a window; ``None`` for any number.
        max_tokens_per_address: tokens one network address gets in a window, likewise.
        window_s: how long a token counts against both limits.
        is_metered: whether edits cost credits.
        granted_credits: what an account is given once.
        edit_cost: what the first change to a project costs; all later ones of it are free.
        require_attribution: whether an export must carry the attribution headers.
        exports_allowed: whether the plan includes exports.

    """

    token_life_s: float = WEEK_S
    max_tokens_per_client: int | None = None
    max_tokens_per_address: int | None = None
    window_s: float = WEEK_S
    is_metered: bool = False
    granted_credits: int = 100
    edit_cost: int = 50
    require_attribution: bool = False
    exports_allowed: bool = True

    @classmethod
    def like_cloud(cls) -> Policy:
        """The rules that the cloud is known by."""
        return cls(
            max_tokens_per_client=1,
            max_tokens_per_address=10,
            is_metered=True,
            require_attribution=True,
        )


@dataclass(frozen=True, slots=True)
class Patience:
    """How a job waits for room.

    Attributes:
        check_every_s: how often it looks.
        disk_s: how long it waits for the disk in all, over every try of it.
        memory_s: likewise for memory.
        free: how much room there is.
    """

    check_every_s: float = 5.0
    disk_s: float = 6 * 3600.0
    memory_s: float = 600.0
    free: Callable[[Path], int] = field(default=free_bytes)


@dataclass(frozen=True, slots=True)
class BackendConfig:
    """How a backend is set up.

    Attributes:
        home: the folder everything is kept in.
        key: a secret that every request must carry; empty for none.
        workers: chunks rendered at once.
        now_s: the wall clock, in epoch seconds.
        policy: what callers may do.
        allow_private_fetch: ``host:port`` of every server that photos may be fetched from
            although it stands in a private network.
        language_model: where to ask about what the rules do not understand; ``None`` for
            nowhere.
        encoder_works: whether an encoder in a graphics chip, by its name, works here.
        decoder: what strangers' files are decoded with; ``None`` to do it in this process.
        form_bytes: of all the files of one upload together, and what is around them.
        patience: how renders wait for room on the disk and in memory.

    """

    home: Path
    key: str = field(default="", repr=False)
    workers: int = 2
    now_s: Callable[[], float] = time.time
    policy: Policy = field(default_factory=Policy)
    allow_private_fetch: frozenset[str] = frozenset()
    language_model: Access | None = None
    encoder_works: Callable[[str], bool] = lambda _: False
    decoder: Decoder | None = None
    form_bytes: int = 4 * 1024**3
    patience: Patience = field(default_factory=Patience)
