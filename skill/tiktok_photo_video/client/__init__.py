"""The client: everything the conversation knows of a backend, it knows over HTTP through here.

The only room that imports httpx and httpx-sse.
"""

import tiktok_photo_video.client.httpx_alone  # noqa: F401 - before anything else imports httpx
from tiktok_photo_video.client.backend_client import BackendClient
from tiktok_photo_video.client.endpoint import Attribution, Endpoint
from tiktok_photo_video.client.export import (
    CLOUD_PACE,
    LOCAL_PACE,
    RENDER_TIMEOUT,
    Pace,
    wait_render,
)
from tiktok_photo_video.client.identity import Secret
from tiktok_photo_video.client.recovery import (
    CLOUD_WAITS_S,
    LOCAL_WAITS_S,
    is_changed,
    recovered_state,
)
from tiktok_photo_video.client.stream import STREAM_DROPPED, TURN_TIMEOUT, TurnLimits
from tiktok_photo_video.client.timing import Timing
from tiktok_photo_video.client.upload import require_usable

__all__ = [
    "CLOUD_PACE",
    "CLOUD_WAITS_S",
    "LOCAL_PACE",
    "LOCAL_WAITS_S",
    "RENDER_TIMEOUT",
    "STREAM_DROPPED",
    "TURN_TIMEOUT",
    "Attribution",
    "BackendClient",
    "Endpoint",
    "Pace",
    "Secret",
    "Timing",
    "TurnLimits",
    "is_changed",
    "recovered_state",
    "require_usable",
    "wait_render",
]
