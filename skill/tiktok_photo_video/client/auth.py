"""Access to a backend: the user's own token, else the kept anonymous one, else a new one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import anyio
import httpx

from tiktok_photo_video.client.endpoint import Attribution, Endpoint
from tiktok_photo_video.client.identity import (
    Secret,
    TokenStore,
    client_id,
    keep_client_id,
    new_client_id,
)
from tiktok_photo_video.client.timing import Timing
from tiktok_photo_video.client.transport import decoded_json, transport_errors
from tiktok_photo_video.errors import BackendError, PhotoVideoError, ProtocolError
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode, error_from_answer
from tiktok_photo_video.wire.payloads import AnonymousToken, parse_anonymous_token

RATE_LIMIT_WAIT_S = 30.0  # the wire's own advice: once, after half a minute
RATE_LIMIT_WINDOW = timedelta(days=7)


class Access:
    """The token of one backend, fetched when it is first needed and kept for the next time."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        endpoint: Endpoint,
        attribution: Attribution,
        *,
        home: Path,
        given_client_id: str | None = None,
        timing: Timing,
    ) -> None:
        self._http = http
        self._endpoint = endpoint
        self._attribution = attribution
        self._home = home
        self._given_client_id = given_client_id
        self._store = TokenStore(home)
        self._timing = timing
        self._anonymous: AnonymousToken | None = None
        # Two calls that find out at once that the token is bad must not spend two tokens.
        self._lock = anyio.Lock()

    @property
    def is_anonymous(self) -> bool:
        """Whether no token of the user's own is in use."""
        return self._endpoint.token is None

    @property
    def user_id(self) -> str | None:
        """The anonymous user's id, when it is known; registering takes it over."""
        return self._anonymous.user_id if self._anonymous else None

    def moved(self, endpoint: Endpoint) -> None:
        """Note that the same backend, with the same tokens, answers at another place."""
        self._endpoint = endpoint

    async def token(self) -> Secret:
        """The token to send.

        Raises:
            BackendError: the backend gives out none.

        """
        if self._endpoint.token is not None:
            return self._endpoint.token
        async with self._lock:
            if self._anonymous is None:
                kept = self._store.load(self._endpoint.identity, now=self._timing.now())
                self._anonymous = kept or await self._fetched()
            return Secret(self._anonymous.token)

    async def renew(self, stale: Secret) -> None:
        """Get another token in place of one that was refused.

        Raises:
            BackendError: the refused one is the user's own, or the backend gives out no other.

        """
        if self._endpoint.token is not None:
            raise BackendError(
                "The backend does not accept the token in NEMO_TOKEN: it is wrong or has expired.",
                wire_code=int(WireCode.BAD_TOKEN),
                code="bad_own_token",
                hint="Set a new NEMO_TOKEN, or unset it to go on with an anonymous one.",
            )
        async with self._lock:
            if self._anonymous is None or self._anonymous.token == stale.reveal():
                self._anonymous = None
                self._anonymous = self._renewed_elsewhere(stale) or await self._fetched()

    def _renewed_elsewhere(self, stale: Secret) -> AnonymousToken | None:
        """The kept token, if another process has replaced the stale one already."""
        kept = self._store.load(self._endpoint.identity, now=self._timing.now())
        if kept and kept.token != stale.reveal():
            return kept
        self._store.forget(self._endpoint.identity)
        return None

    async def _fetched(self) -> AnonymousToken:
        identity = client_id(self._home, given=self._given_client_id)
        answer = await self._ask(identity)
        refusal = _refusal(answer)
        if refusal and refusal.wire_code == WireCode.BAD_REQUEST and not self._given_client_id:
            answer = await self._ask(keep_client_id(self._home, new_client_id()))
        elif refusal and refusal.wire_code == WireCode.RATE_LIMITED:
            await self._timing.sleep(RATE_LIMIT_WAIT_S)
            answer = await self._ask(identity)
        if refusal := _refusal(answer):
            raise self._explained(refusal, answer)
        token = parse_anonymous_token(decoded_json(answer))
        if not Secret(token.token).is_sendable:
            raise ProtocolError("The backend gave an access token that cannot be sent.")
        self._store.save(self._endpoint.identity, token)
        return token

    async def _ask(self, identity: str) -> httpx.Response:
        headers = {
            **self._endpoint.extra_headers,
            **self._attribution.headers(),
            routes.X_CLIENT_ID: identity,
        }
        with transport_errors(self._endpoint):
            return await self._http.post(
                self._endpoint.url(routes.ANONYMOUS_TOKEN), headers=headers
            )

    def _explained(self, refusal: BackendError, answer: httpx.Response) -> PhotoVideoError:
        if refusal.wire_code != WireCode.RATE_LIMITED:
            return refusal
        after = answer.headers.get("retry-after", "")
        wait = timedelta(seconds=int(after)) if after.isdecimal() else RATE_LIMIT_WINDOW
        when = f"{self._timing.now() + min(wait, RATE_LIMIT_WINDOW):%Y-%m-%d %H:%M} UTC"
        return BackendError(
            "The backend gives out no further anonymous token for now: "
            "it allows one per installation, and few per network, in 7 days.",
            facts={"when": when},
            wire_code=int(WireCode.RATE_LIMITED),
            code="token_rate_limited",
            hint=f"It will work again by {when}. Until then set NEMO_TOKEN, "
            "or use the local backend, which needs none.",
        )


def _refusal(answer: httpx.Response) -> BackendError | None:
    try:
        body = decoded_json(answer)
    except PhotoVideoError:
        body = None
    return error_from_answer(answer.status_code, body)
