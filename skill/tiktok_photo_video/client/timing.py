"""Time, passed in: so that waiting can be tested without waiting."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

import anyio

Sleep: TypeAlias = Callable[[float], Awaitable[None]]


def utc_now() -> datetime:
    """The time of day, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Timing:
    """The clocks of a client.

    Attributes:
        now: the time of day, for the expiry of tokens.
        monotonic: seconds, for time limits.
        sleep: waits so many seconds.

    """

    now: Callable[[], datetime] = utc_now
    monotonic: Callable[[], float] = time.monotonic
    sleep: Sleep = anyio.sleep
