"""Export: order a render, wait for it, fetch the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tiktok_photo_video.client.calls import Calls
from tiktok_photo_video.client.timing import Sleep
from tiktok_photo_video.errors import BackendError, PhotoVideoError, TransportError
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import RetryRule, retry_rule_of
from tiktok_photo_video.wire.payloads import (
    RenderRequest,
    RenderState,
    RenderStatus,
    parse_render_status,
    render_request,
)

RENDER_TIMEOUT = "render_timeout"


async def submit_render(calls: Calls, request: RenderRequest) -> RenderStatus:
    """Order a render. Most backends do not document what they answer: at least it is pending."""
    answer = await calls.json("POST", routes.RENDER, body=render_request(request))
    return parse_render_status(answer, render_id=request.id, otherwise=RenderState.PENDING)


async def poll_render(calls: Calls, render_id: str) -> RenderStatus:
    """Ask how a render stands."""
    answer = await calls.json("GET", routes.render(render_id))
    return parse_render_status(answer, render_id=render_id)


async def cancel_render(calls: Calls, render_id: str) -> RenderStatus:
    """Call a render off."""
    answer = await calls.json("POST", routes.render_cancel(render_id))
    return parse_render_status(answer, render_id=render_id, otherwise=RenderState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to ask.

    Attributes:
        first_s: the first wait.
        growth: what each wait is multiplied by.
        longest_s: the longest wait.
        limit_s: all waits together.
        max_failures: failed attempts to ask in a row.

    """

    first_s: float
    growth: float
    longest_s: float
    limit_s: float
    max_failures: int


# The wire's advice for a cloud is every 30 s, ten times; a local render shows its progress.
CLOUD_PACE = Pace(first_s=30, growth=1, longest_s=30, limit_s=300, max_failures=10)
LOCAL_PACE = Pace(first_s=0.2, growth=1.3, longest_s=1, limit_s=3600, max_failures=15)


class RenderPoller(Protocol):
    """Whoever can ask how a render stands."""

    async def poll_render(self, render_id: str) -> RenderStatus:
        """How the render stands."""
        ...


async def wait_render(
    client: RenderPoller,
    render_id: str,
    *,
    on_status: Callable[[RenderStatus], None],
    pace: Pace = CLOUD_PACE,
    sleep: Sleep,
) -> RenderStatus:
    """Wait until a render is completed, failed or cancelled, and give that last status.

    A broken line, 408, 429 and 5xx are waited out: the job goes on without us, and ordering it
    again would do the work twice.

    Raises:
        TransportError: it is still going on at the end of the pace (``render_timeout``), or the
            backend could not be asked several times in a row.
        BackendError: the backend refused for good.

    """
    waited_s, wait_s, failures = 0.0, pace.first_s, 0
    while waited_s < pace.limit_s:
        await sleep(wait_s)
        waited_s, wait_s = waited_s + wait_s, min(wait_s * pace.growth, pace.longest_s)
        try:
            status = await client.poll_render(render_id)
        except (TransportError, BackendError) as error:
            failures += 1
            if failures >= pace.max_failures or not _passes(error):
                raise
            continue
        failures = 0
        on_status(status)
        if status.state.is_final:
            return status
    raise TransportError(
        f"The render was still going on after {waited_s / 60:.0f} minutes.",
        code=RENDER_TIMEOUT,
        hint=f"It goes on without this program; ask for it later: {render_id}.",
        facts={"minutes": round(waited_s / 60)},
    )


def _passes(error: PhotoVideoError) -> bool:
    """Whether asking again later may work."""
    if isinstance(error, BackendError):
        return retry_rule_of(error.wire_code) is RetryRule.LATER
    return True
