"""A cloud that remembers sessions and renders, and answers in the forms of one variant."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx

from tests.client.scripted_backend import ScriptedBackend, file_of
from tests.contract import forms
from tests.contract.variants import Link, Submit, Variant
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode

BASE = "https://cloud.example"
ELSEWHERE = "static.example"
VIDEO = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
SILENT, BROKEN, FAILING = "make it warmer", "add a song", "break"
POLLS_UNTIL_DONE = 3

Handler = Callable[[httpx.Request], httpx.Response]


class RefusedError(Exception):
    """A request that is answered with a code."""

    def __init__(self, code: WireCode, words: str = "") -> None:
        super().__init__(code.name)
        self.code, self.words = code, words


@dataclass
class CloudSession:
    """A session: what it was sent, and what came of it."""

    files: list[dict[str, object]] = field(default_factory=list)
    draft: Mapping[str, object] | None = None
    messages: list[str] = field(default_factory=list)


@dataclass
class CloudRender:
    """A render, which is done after some polls."""

    polls: int = 0
    error: str = ""


class Cloud:
    """A backend in memory.

    Attributes:
        script: has all requests, and the transport to reach it by.
        web: what is at addresses of the internet, as announced size and content.
        renders_fail: what renders end with from now on; empty when they succeed.
    """

    def __init__(self, variant: Variant) -> None:
        self.variant = variant
        self.script = ScriptedBackend(otherwise=self._answered)
        self.script.on(routes.ANONYMOUS_TOKEN, self._answered)
        self.web: dict[str, tuple[int, bytes]] = {}
        self.tokens: dict[str, str] = {}
        self.sessions: dict[str, CloudSession] = {}
        self.renders: dict[str, CloudRender] = {}
        self.renders_fail = ""
        self._granted: dict[str, int] = {}

    def revoke_tokens(self) -> None:
        """Let no token that was given out be good for anything more."""
        self.tokens.clear()

    def _answered(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == ELSEWHERE:
            return self._elsewhere(request)
        path = request.url.raw_path.decode().partition("?")[0]
        try:
            for method, pattern, handler in self._routes:
                if request.method == method and (match := re.fullmatch(pattern, path)):
                    return handler(self, request, *match.groups())
            raise RefusedError(WireCode.NOT_FOUND)
        except RefusedError as error:
            return forms.refused(self.variant, error.code, error.words)

    # Access.

    def _token(self, request: httpx.Request) -> httpx.Response:
        client_id = request.headers.get(routes.X_CLIENT_ID, "")
        if self.variant.demands_client_id and not client_id:
            raise RefusedError(WireCode.BAD_REQUEST)
        granted = self._granted.get(client_id, 0)
        if self.variant.tokens_per_client is not None and granted >= self.variant.tokens_per_client:
            raise RefusedError(WireCode.RATE_LIMITED)
        self._granted[client_id] = granted + 1
        token, user_id = f"nmv_usr_{client_id}_{granted}", f"anon_{client_id}"
        self.tokens[token] = user_id
        end = {"expires_at": "2999-01-08T00:00:00Z"} if self.variant.tokens_expire else {}
        return forms.success(
            self.variant, {"token": token, "credits": 100, **end, **self._user(user_id)}
        )

    def _user(self, user_id: str) -> Mapping[str, object]:
        return {"user_id": user_id} if self.variant.tells_user_id else {}

    def _require_token(self, request: httpx.Request) -> str:
        scheme, _, token = request.headers.get(routes.AUTHORIZATION, "").partition(" ")
        if scheme != "Bearer" or token not in self.tokens:
            raise RefusedError(WireCode.BAD_TOKEN)
        return self.tokens[token]

    # Sessions.

    def _create(self, request: httpx.Request) -> httpx.Response:
        user_id = self._require_token(request)
        number = len(self.sessions)
        session_id = json.loads(self.variant.session_id.value)
        session_id = f"{session_id}{number}" if isinstance(session_id, str) else session_id + number
        self.sessions[str(session_id)] = CloudSession()
        ids = {"task_id": f"task_{number}", "session_id": session_id}
        return forms.success(self.variant, {**ids, **self._user(user_id)})

    def _session(self, request: httpx.Request, quoted_id: str) -> CloudSession:
        self._require_token(request)
        session = self.sessions.get(_unquoted(quoted_id))
        if session is None:
            raise RefusedError(WireCode.NO_SESSION)
        return session

    def _state(self, request: httpx.Request, quoted_id: str) -> httpx.Response:
        session = self._session(request, quoted_id)
        state = {
            **forms.draft_fields(self.variant, session.draft),
            "video_infos": session.files,
            "generated_media": [],
            "video_analyses": {},
        }
        ids = {"session_id": _unquoted(quoted_id)}
        return forms.success(self.variant, {**ids, "state": state})

    def _upload(self, request: httpx.Request, quoted_id: str) -> httpx.Response:
        session = self._session(request, quoted_id)
        if request.headers["content-type"] == "application/json":
            body = json.loads(request.content)
            assert body["source_type"] == "url"
            sent = [(url.rpartition("/")[2], *self._found(url)) for url in body["urls"]]
        else:
            sent = [(name, len(content), content) for name, content in forms.multipart(request)]
        files = [self._taken(name, size, content) for name, size, content in sent]
        session.files.extend(files)
        return forms.success(self.variant, {"files": files, "session_state_applied": True})

    def _found(self, url: str) -> tuple[int, bytes]:
        if url not in self.web:
            raise RefusedError(WireCode.UNPROCESSABLE, "the address leads nowhere")
        return self.web[url]

    def _taken(self, name: str, size_bytes: int, content: bytes) -> dict[str, object]:
        is_heic = content[4:8] == b"ftyp"
        if size_bytes > self.variant.max_upload_mb * 1024**2:
            raise RefusedError(WireCode.FILE_TOO_LARGE, f"{name} is too large")
        if not content.startswith((b"\xff\xd8", b"\x89PNG")) and not (
            is_heic and self.variant.takes_heic
        ):
            raise RefusedError(WireCode.UNSUPPORTED_FILE, f"{name} is of no supported type")
        cdn_url = f"https://{ELSEWHERE}/{len(self.sessions)}/{name}"
        return {"filename": name, "file_type": "image", "cdn_url": cdn_url, "width": 1}

    # Turns.

    def _turn(self, request: httpx.Request) -> httpx.Response:
        self._require_token(request)
        body = json.loads(request.content)
        assert (body["app_name"], body["user_id"]) == (routes.APP_NAME, routes.ME)
        session = self.sessions.get(body["session_id"])
        if session is None:
            return forms.lost(self.variant, body["session_id"])
        if not self.variant.has_credits:
            raise RefusedError(WireCode.NO_CREDITS)
        message = body["new_message"]["parts"][0]["text"]
        session.messages.append(message)
        return forms.stream(self._said(session, message))

    def _said(self, session: CloudSession, message: str) -> list[bytes | Exception]:
        if message == FAILING:
            return list(forms.frames("failure", self.variant))
        is_cut = message == BROKEN
        if not (is_cut and self.variant.drop_cancels):
            session.draft = self._draft(session)
        if message == SILENT:
            return list(forms.frames("silent", self.variant))
        frames: list[bytes | Exception] = list(forms.frames("words", self.variant))
        if is_cut:
            return [frames[0], httpx.ReadError("the line broke")]
        return [*frames, forms.noise(self.variant)] if self.variant.ends_in_noise else frames

    def _draft(self, session: CloudSession) -> Mapping[str, object]:
        tracks = [*forms.DRAFT["t"], *(forms.EXTRAS if self.variant.adds_extras else ())]  # type: ignore[misc]
        return {**forms.DRAFT, "t": tracks, "d": 6000 + len(session.messages)}

    # Balance.

    def _credits(self, request: httpx.Request) -> httpx.Response:
        self._require_token(request)
        left = 60 if self.variant.has_credits else 0
        return forms.success(self.variant, {"available": left, "frozen": 40, "total": left + 40})

    # Renders.

    def _submit(self, request: httpx.Request) -> httpx.Response:
        self._require_token(request)
        body = json.loads(request.content)
        self._require_entitled(request)
        if body["sessionId"] not in self.sessions:
            raise RefusedError(WireCode.NO_SESSION)
        if not any(track.get("sg") for track in body["draft"].get("t", [])):
            raise RefusedError(WireCode.UNPROCESSABLE, "the draft has no tracks")
        if body["id"] in self.renders:
            return forms.duplicate(self.variant)
        self.renders[body["id"]] = CloudRender(error=self.renders_fail)
        return self._submitted(body["id"])

    def _submitted(self, render_id: str) -> httpx.Response:
        if self.variant.submit is Submit.NOTHING:
            return forms.success(self.variant, {})
        if self.variant.submit is Submit.LIKE_A_POLL:
            return httpx.Response(200, json=forms.poll(self.variant, "under_way", id=render_id))
        pending = {"id": render_id, "status": "pending", "progress": 5}
        return httpx.Response(200, json={"success": True, "data": pending})

    def _require_entitled(self, request: httpx.Request) -> None:
        sent = ("X-Skill-Source", "X-Skill-Version", "X-Skill-Platform")
        if self.variant.demands_attribution and not all(map(request.headers.get, sent)):
            raise RefusedError(WireCode.EXPORT_BLOCKED, "missing header X-Skill-Source")
        if not self.variant.exports_allowed:
            raise RefusedError(WireCode.EXPORT_BLOCKED, "subscription tier")

    def _render(self, request: httpx.Request, render_id: str) -> CloudRender:
        self._require_token(request)
        if render_id not in self.renders:
            raise RefusedError(WireCode.NOT_FOUND)
        return self.renders[render_id]

    def _poll(self, request: httpx.Request, render_id: str) -> httpx.Response:
        render = self._render(request, render_id)
        render.polls += 1
        how = "failed" if render.error else "completed"
        if render.polls < POLLS_UNTIL_DONE and not render.error:
            how = "under_way"
        body = forms.poll(
            self.variant, how, id=render_id, url=self._link(render_id), error=render.error
        )
        return httpx.Response(200, json=_without_link(body) if self._is_untold else body)

    @property
    def _is_untold(self) -> bool:
        return self.variant.link is Link.UNTOLD

    def _link(self, render_id: str) -> str:
        own = routes.render_download(render_id)
        return {
            Link.ELSEWHERE: f"https://{ELSEWHERE}/render-result/{render_id}.mp4",
            Link.OWN: BASE + own,
            Link.RELATIVE: own,
            Link.REDIRECTED: BASE + own,
            Link.UNTOLD: "",
        }[self.variant.link]

    def _cancel(self, request: httpx.Request, render_id: str) -> httpx.Response:
        if not self.variant.can_cancel:
            raise RefusedError(WireCode.NOT_FOUND)
        self._render(request, render_id).error = "cancelled"
        return forms.success(self.variant, {"id": render_id, "status": "cancelled"})

    def _download(self, request: httpx.Request, render_id: str) -> httpx.Response:
        render = self._render(request, render_id)
        if render.error or render.polls < POLLS_UNTIL_DONE:
            raise RefusedError(WireCode.NOT_FOUND)
        if self.variant.link is Link.REDIRECTED:
            target = f"https://{ELSEWHERE}/render-result/{render_id}.mp4"
            return httpx.Response(302, headers={"location": target})
        return file_of(VIDEO[:10], VIDEO[10:])

    def _elsewhere(self, request: httpx.Request) -> httpx.Response:
        told = {routes.AUTHORIZATION, routes.X_CLIENT_ID, routes.X_SKILL_SOURCE}
        assert not any(name in request.headers for name in told), "a stranger was told who asks"
        return file_of(VIDEO[:10], VIDEO[10:], **{"content-length": str(len(VIDEO))})

    _routes: tuple[tuple[str, str, Callable[..., httpx.Response]], ...] = (
        ("POST", re.escape(routes.ANONYMOUS_TOKEN), _token),
        ("POST", re.escape(routes.create_session()), _create),
        ("POST", r"/api/upload-video/nemo_agent/me/([^/]+)", _upload),
        ("GET", r"/api/state/nemo_agent/me/([^/]+)/latest", _state),
        ("POST", routes.RUN_SSE, _turn),
        ("GET", re.escape(routes.CREDITS), _credits),
        ("POST", re.escape(routes.RENDER), _submit),
        ("GET", re.escape(routes.RENDER) + r"/([^/]+)", _poll),
        ("POST", re.escape(routes.RENDER) + r"/([^/]+)/cancel", _cancel),
        ("GET", r"/api/render/proxy/([^/]+)/download", _download),
    )


def _unquoted(segment: str) -> str:
    return httpx.URL(f"/{segment}").path[1:]


def _without_link(body: dict[str, object]) -> dict[str, object]:
    """The same answer with no word of where the video is."""
    links = ("output", "outputUrl")
    inner = body.get("data")
    rest = {key: value for key, value in body.items() if key not in links}
    return {**rest, "data": _without_link(inner)} if isinstance(inner, dict) else rest
