"""One handler for each route: parse, call, answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import anyio
from starlette.background import BackgroundTask
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.types import Message, Receive

from tiktok_photo_video import __version__
from tiktok_photo_video.backend.accounts import Account
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.backend.intake import MAX_FILES_PER_UPLOAD, as_uploaded
from tiktok_photo_video.backend.media_store import Kept
from tiktok_photo_video.backend.orders import check_entitled
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.sessions import Session
from tiktok_photo_video.backend.typed_edits import take
from tiktok_photo_video.errors import ProtocolError
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.envelope import ok_answer
from tiktok_photo_video.wire.outputs import FileFormat, format_of_name
from tiktok_photo_video.wire.payloads import (
    anonymous_token_answer,
    credits_answer,
    parse_draft_request,
    parse_edits_request,
    parse_run_request,
    parse_session_request,
    session_ids_answer,
    session_state_answer,
)
from tiktok_photo_video.wire.renders import parse_render_request, render_status_answer
from tiktok_photo_video.wire.uploads import Upload, parse_upload_urls, upload_answer

EXTENSIONS = (
    "projects",
    "renders",
    routes.STORYBOARD_EXTENSION,
    routes.FRAME_EXTENSION,
    routes.SOUND_EXTENSION,
    routes.COVER_EXTENSION,
    routes.ROUGH_CUT_EXTENSION,
    routes.DRAFT_EXTENSION,
    routes.EDITS_EXTENSION,
    routes.FILES_EXTENSION,
    "openapi",
)
# Beside its files a form of ours has no fields; a few of a stranger's are read over.
_FORM_LIMITS = {"max_files": MAX_FILES_PER_UPLOAD, "max_fields": 20, "max_part_size": 64 * 1024}
MAX_BODY_BYTES = 8 * 1024 * 1024  # of a JSON body; a draft of 500 photos has under 300 kB


class Handlers:
    """One method for each route: parse, call, answer."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def anonymous_token(self, request: Request) -> Response:
        """Grant a token to a client id."""
        client_id = request.headers.get(routes.X_CLIENT_ID, "").strip()
        address = request.client.host if request.client else ""
        token = await _threaded(
            lambda: self._backend.accounts.grant_token(client_id, address=address)
        )
        return JSONResponse(anonymous_token_answer(token))

    async def create_session(self, request: Request) -> Response:
        """Begin a project."""
        account = await self._account(request)
        wanted = parse_session_request(await _json(request))
        await _threaded(self._backend.media.decoder.warm)  # a project begins with files
        ids = await _threaded(
            lambda: self._backend.sessions.create(
                account, name=wanted.task_name, language=wanted.language or "en"
            )
        )
        return JSONResponse(session_ids_answer(ids))

    async def run_sse(self, request: Request) -> Response:
        """Run a turn and stream it."""
        account = await self._account(request)
        wanted = parse_run_request(await _json(request))
        session = await _threaded(self._backend.sessions.get, account, wanted.session_id)
        if self._backend.turns is None:
            raise Refusal(WireCode.UNAVAILABLE)
        # Refused as an answer, not as an event of a stream, wherever it can be told early.
        await _threaded(self._backend.ledger.check_affordable, account.user_id, session.session_id)
        frames = self._backend.turns.start(session, wanted.text)
        return StreamingResponse(
            frames, media_type=routes.EVENT_STREAM, headers={"Cache-Control": "no-store"}
        )

    async def upload(self, request: Request) -> Response:
        """Take files in; either all of a request, or none with the reason for the first."""
        session = await self._session(request, await self._account(request))
        await _threaded(self._backend.media.decoder.warm)  # while the files come in
        kept = await self._taken_in(request)
        await _threaded(self._backend.sessions.add_media, session, kept)
        uploaded = tuple(as_uploaded(item) for item in kept)
        return JSONResponse(upload_answer(Upload(uploaded, session_state_applied=True)))

    async def state(self, request: Request) -> Response:
        """Tell how a project stands."""
        session = await self._session(request, await self._account(request))
        return JSONResponse(
            session_state_answer(await _threaded(self._backend.sessions.state, session))
        )

    async def restore(self, request: Request) -> Response:
        """Put a kept draft into a project, as one step that undo takes back."""
        account = await self._account(request)
        draft = parse_draft_request(await _json(request))
        session = await self._session(request, account)
        restored = await _threaded(self._backend.sessions.restore, session, draft)
        return JSONResponse(
            session_state_answer(await _threaded(self._backend.sessions.state, restored))
        )

    async def edit(self, request: Request) -> Response:
        """Carry out edits that are given as values, all or none, as one step."""
        account = await self._account(request)
        wanted = parse_edits_request(await _json(request))
        session = await self._session(request, account)
        if self._backend.turns is None:
            raise Refusal(WireCode.UNAVAILABLE)
        async with self._backend.turns.alone(session.session_id):
            edited = await _threaded(take, self._backend.desk, session, wanted)
        return JSONResponse(
            session_state_answer(await _threaded(self._backend.sessions.state, edited))
        )

    async def credits(self, request: Request) -> Response:
        """Tell what may be spent, and whether anything costs it."""
        account = await self._account(request)
        answer = credits_answer(await _threaded(self._backend.accounts.balance, account))
        metered = self._backend.config.policy.is_metered
        return JSONResponse({**answer, routes.EXTENSION_KEY: {"metered": metered}})

    async def submit_render(self, request: Request) -> Response:
        """Put a render in the queue."""
        account = await self._account(request)
        check_entitled(self._backend.config.policy, request.headers)
        wanted = parse_render_request(await _json(request))
        session = await _threaded(self._backend.sessions.get, account, wanted.session_id)
        await _threaded(self._backend.sessions.fitting, session, wanted.draft)
        status = await _threaded(self._backend.renders.submit, account, wanted)
        return JSONResponse(render_status_answer(status))

    async def poll_render(self, request: Request) -> Response:
        """Tell how a render stands."""
        account = await self._account(request)
        status = await _threaded(
            self._backend.renders.status, account, request.path_params["render_id"]
        )
        return JSONResponse(render_status_answer(status))

    async def cancel_render(self, request: Request) -> Response:
        """Call a render off."""
        account = await self._account(request)
        status = await _threaded(
            self._backend.renders.cancel, account, request.path_params["render_id"]
        )
        return JSONResponse(render_status_answer(status))

    async def download(self, request: Request) -> Response:
        """Hand a finished video out."""
        account = await self._account(request)
        path = await _threaded(
            self._backend.renders.result, account, request.path_params["render_id"]
        )
        kind = format_of_name(path.name) or FileFormat.MP4
        return FileResponse(path, media_type=kind.media_type)

    async def about(self, _: Request) -> Response:
        """Tell what answers here, and which of our extensions it has."""
        return JSONResponse(
            ok_answer(
                {
                    "name": "tiktok-photo-video",
                    "version": __version__,
                    "metered": self._backend.config.policy.is_metered,
                    "busy": self._backend.is_busy,
                    "extensions": list(EXTENSIONS),
                }
            )
        )

    async def stop(self, _: Request) -> Response:
        """Ask the service to end once nothing is under way."""
        self._backend.stop_requested.set()
        return JSONResponse(ok_answer({"stopping": True, "busy": self._backend.is_busy}))

    async def retire(self, _: Request) -> Response:
        """Ask the service to end as soon as it has nothing to do, and to work until then."""
        self._backend.retire_requested.set()
        return JSONResponse(ok_answer({"stopping": True, "busy": self._backend.is_busy}))

    async def projects(self, request: Request) -> Response:
        """List the account's projects, the latest used first."""
        account = await self._account(request)
        listed = await _threaded(self._backend.sessions.listed, account)
        return JSONResponse(
            ok_answer(
                {
                    "projects": [
                        {"session_id": s.session_id, "name": s.name, "version": s.version}
                        for s in listed
                    ]
                }
            )
        )

    async def list_renders(self, request: Request) -> Response:
        """List the account's renders, the newest first."""
        account = await self._account(request)
        listed = await _threaded(self._backend.renders.listed, account)
        return JSONResponse(
            ok_answer({"renders": [render_status_answer(status)["data"] for status in listed]})
        )

    async def storyboard(self, request: Request) -> Response:
        """Show the project as one contact sheet."""
        session = await self._session(request, await self._account(request))
        content = await _threaded(self._backend.looks.storyboard, session)
        return Response(content, media_type="image/jpeg")

    async def frame(self, request: Request) -> Response:
        """Show the project at one moment, given as ``at_ms``."""
        session = await self._session(request, await self._account(request))
        at_ms = request.query_params.get("at_ms", "0")
        if not at_ms.isdecimal():
            raise Refusal(WireCode.UNPROCESSABLE, "at_ms must be a whole number.")
        content = await _threaded(self._backend.looks.frame, session, int(at_ms[:9]))
        return Response(content, media_type="image/jpeg")

    async def sound(self, request: Request) -> Response:
        """Draw what the project sounds like, with its beats and cuts."""
        session = await self._session(request, await self._account(request))
        content = await _threaded(self._backend.sound_plots.plot, session)
        return Response(content, media_type="image/png")

    async def cover(self, request: Request) -> Response:
        """Show the picture that stands for the video."""
        session = await self._session(request, await self._account(request))
        content = await _threaded(self._backend.looks.cover, session)
        return Response(content, media_type="image/jpeg")

    async def rough_cut(self, request: Request) -> Response:
        """Show the project as a small video, made on the spot."""
        session = await self._session(request, await self._account(request))
        path = await _threaded(self._backend.looks.video, session)
        gone = BackgroundTask(path.unlink, missing_ok=True)
        return FileResponse(path, media_type="video/mp4", background=gone)

    async def _session(self, request: Request, account: Account) -> Session:
        """The account's session that the address names."""
        session_id = request.path_params["session_id"]
        session: Session = await _threaded(self._backend.sessions.get, account, session_id)
        return session

    async def _taken_in(self, request: Request) -> list[Kept]:
        form_name = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if form_name == "application/json":
            urls = parse_upload_urls(await _json(request))
            if len(urls) > MAX_FILES_PER_UPLOAD:
                raise Refusal(
                    WireCode.BAD_REQUEST,
                    f"At most {MAX_FILES_PER_UPLOAD} files at once.",
                    reason="too_many_files",
                    facts={"count": MAX_FILES_PER_UPLOAD},
                )
            return await self._backend.intake.fetched(urls)
        if form_name != "multipart/form-data":
            raise Refusal(
                WireCode.BAD_REQUEST,
                "This backend takes files as multipart/form-data in the field 'files', or their "
                "addresses as JSON in the list 'urls'.",
            )
        bounded = Request(request.scope, _at_most(self._backend.config.form_bytes, request))
        async with bounded.form(**_FORM_LIMITS) as form:
            files = [f for f in form.getlist(routes.UPLOAD_FIELD) if isinstance(f, UploadFile)]
            if not files:
                raise Refusal(WireCode.BAD_REQUEST, "There is no file in the field 'files'.")
            return await self._backend.intake.sent(files)

    async def _account(self, request: Request) -> Account:
        scheme, _, token = request.headers.get(routes.AUTHORIZATION, "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Refusal(WireCode.BAD_TOKEN, "The Authorization header holds no bearer token.")
        return await anyio.to_thread.run_sync(self._backend.accounts.account_of, token.strip())


async def _threaded(function: Callable[..., Any], *args: object) -> Any:
    return await anyio.to_thread.run_sync(function, *args)


def _at_most(most: int, request: Request) -> Receive:
    """The request's body, until it is too large; said before it begins, where it tells its size.

    Raises:
        Refusal: it says that it is too large.
    """
    too_large = Refusal(
        WireCode.FILE_TOO_LARGE,
        f"These files are larger than {most // 1024**2} MB together.",
        hint="Send fewer of them at a time.",
        reason="upload_too_large",
        facts={"most": most // 1024**2},
    )
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told[:20]) > most:
        raise too_large
    left = most

    async def receive() -> Message:
        nonlocal left
        message = await request.receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise too_large
        return message

    return receive


async def _json(request: Request) -> object:
    body = bytearray()
    async for part in request.stream():
        body.extend(part)
        if len(body) > MAX_BODY_BYTES:
            raise Refusal(WireCode.BAD_REQUEST, "The request is too large.")
    try:
        value: object = json.loads(body or b"{}")
        # JSON can spell half a character, which no database and no answer can hold.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise ProtocolError("The request is not valid JSON.") from None
    return value
