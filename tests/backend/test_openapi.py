"""The document of what is served: complete, sound, and true of real answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from starlette.routing import Route

from tests.backend.workbench import PHOTOS, served
from tiktok_photo_video.backend.app import create_app
from tiktok_photo_video.backend.config import LOCAL_KEY_HEADER, BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.backend.openapi import document
from tiktok_photo_video.backend.operations import OPENAPI_PATH, OPERATIONS
from tiktok_photo_video.wire import routes

KEY = "a key"
DOCUMENT: Mapping[str, Any] = document(OPERATIONS)
DESCRIBED = {
    (method, path): operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


@pytest.fixture
def http(tmp_path: Path) -> Iterator[httpx.Client]:
    backend = Backend(BackendConfig(tmp_path / "home", key=KEY))
    with (
        served(backend) as url,
        httpx.Client(base_url=url, headers={LOCAL_KEY_HEADER: KEY}) as client,
    ):
        yield client


@pytest.mark.requirement("openapi-complete")
def test_every_mounted_route_is_in_the_document_and_nothing_else(tmp_path: Path) -> None:
    backend = Backend(BackendConfig(tmp_path / "home"))
    mounted = {
        (method.lower(), route.path)
        for route in create_app(backend).routes
        if isinstance(route, Route)
        for method in route.methods or ()
        if method != "HEAD"
    }
    assert len(mounted) == len(OPERATIONS)
    assert mounted == set(DESCRIBED)
    backend.store.close()


@pytest.mark.requirement("openapi-complete")
def test_a_finished_file_is_described_in_each_of_its_kinds() -> None:
    download = DESCRIBED["get", routes.RENDER_DOWNLOAD_PATTERN]
    kinds = set(download["responses"]["200"]["content"])
    assert kinds == {"video/mp4", "video/webm", "image/gif"}


@pytest.mark.requirement("openapi-complete")
def test_the_document_is_served_behind_the_same_door(http: httpx.Client) -> None:
    assert http.get(OPENAPI_PATH).json() == DOCUMENT
    assert httpx.get(f"{http.base_url}{OPENAPI_PATH}").status_code == 403


def schemas_in(node: object) -> Iterator[Mapping[str, Any]]:
    """Every schema that an operation speaks of."""
    if isinstance(node, dict):
        if "schema" in node:
            yield node["schema"]
        for inner in node.values():
            yield from schemas_in(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from schemas_in(inner)


def references_in(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for inner in node.values():
            yield from references_in(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from references_in(inner)


@pytest.mark.requirement("openapi-sound")
def test_every_schema_is_valid_and_every_reference_leads_somewhere() -> None:
    components = DOCUMENT["components"]["schemas"]
    for schema in [*components.values(), *schemas_in(DOCUMENT["paths"])]:
        Draft202012Validator.check_schema(schema)
    used = {name.removeprefix("#/components/schemas/") for name in references_in(DOCUMENT)}
    assert used == set(components)


@pytest.mark.requirement("openapi-sound")
def test_every_operation_is_named_once_described_and_has_its_parameters() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    names = [operation["operationId"] for operation in DESCRIBED.values()]
    assert len(names) == len(set(names))
    for (_, path), operation in DESCRIBED.items():
        assert operation["summary"].endswith(".")
        in_path = [p["name"] for p in operation["parameters"] if p["in"] == "path"]
        assert in_path == re.findall(r"\{(\w+)\}", path)
        assert all(re.fullmatch(r"[2-5]\d\d", status) for status in operation["responses"])
        for name in (name for way in operation["security"] for name in way):
            assert name in DOCUMENT["components"]["securitySchemes"]


def operation_of(method: str, path: str) -> Mapping[str, Any]:
    """The described operation that a call reaches, in the order in which routes are tried."""
    for operation in OPERATIONS:
        pattern = re.sub(r"\{\w+\}", "[^/]+", operation.path)
        if operation.method == method and re.fullmatch(pattern, path):
            found: Mapping[str, Any] = DESCRIBED[method.lower(), operation.path]
            return found
    raise AssertionError(path)


def check(answer: httpx.Response) -> Any:
    """The JSON of an answer, which must be as the document says."""
    request = answer.request
    operation = operation_of(request.method, request.url.path)
    content = operation["responses"][str(answer.status_code)]["content"]
    kind = answer.headers["content-type"].partition(";")[0]
    schema = {**content[kind]["schema"], "components": DOCUMENT["components"]}
    if kind != "application/json":
        return None
    Draft202012Validator(schema).validate(answer.json())
    return answer.json()["data"] if "data" in answer.json() else answer.json()


@pytest.mark.requirement("openapi-true")
def test_real_answers_are_of_the_shapes_the_document_promises(http: httpx.Client) -> None:
    extension = routes.EXTENSION_PREFIX
    for path in (f"{extension}/about", OPENAPI_PATH):
        check(http.get(path))
    check(http.get(routes.CREDITS))  # without a token
    check(http.post(routes.ANONYMOUS_TOKEN))
    token = check(http.post(routes.ANONYMOUS_TOKEN, headers={routes.X_CLIENT_ID: "me"}))["token"]
    http.headers[routes.AUTHORIZATION] = f"Bearer {token}"
    session_id = check(http.post(routes.create_session(), json={}))["session_id"]
    upload = routes.upload(session_id)
    photo = ("files", ("a.jpg", PHOTOS["red.jpg"], "image/jpeg"))
    check(http.post(upload, files=[photo]))
    check(http.post(upload, files=[("files", ("a.jpg", b"words", "image/jpeg"))]))
    check(http.post(upload, json={"urls": ["http://127.0.0.1/a.jpg"]}))
    check(http.post(upload, json={"urls": []}))
    message = {"session_id": session_id, "new_message": {"parts": [{"text": "a 1 second video"}]}}
    check(http.post(routes.RUN_SSE, json=message))
    check(http.post(routes.RUN_SSE, json={**message, "session_id": "1"}))
    draft = check(http.get(routes.state(session_id)))["state"]["draft"]
    check(http.get(routes.state("1")))
    for number, submit in enumerate((routes.RENDER, routes.OLD_RENDER)):
        order = {"id": f"r-{number}", "sessionId": session_id, "draft": draft}
        check(http.post(submit, json=order))
        check(http.post(submit, json=order))
        check(http.post(submit, json={**order, "draft": {}}))
    for path in (routes.render("r-0"), "/api/render/proxy/r-1", routes.render("none")):
        check(http.get(path))
    for name in ("r-0", "r-1", "none"):
        check(http.post(routes.render_cancel(name)))
    check(http.get(routes.render_download("none")))
    for path in (
        "projects",
        "renders",
        f"storyboard/{session_id}",
        f"frame/{session_id}",
        f"sound/{session_id}",
    ):
        check(http.get(f"{extension}/{path}"))
    check(http.get(f"{extension}/frame/{session_id}?at_ms=x"))
    check(http.get(f"{extension}/cover/{session_id}"))
    check(http.get(routes.rough_cut(session_id), timeout=300.0))
    check(http.get(routes.rough_cut("1")))
    check(http.get(routes.CREDITS))
    check(http.post(f"{extension}/stop"))


@pytest.mark.requirement("openapi-complete")
def test_a_method_that_is_not_described_is_405_and_says_which_are(http: httpx.Client) -> None:
    for method, path in (
        ("DELETE", routes.CREDITS),
        ("GET", routes.RUN_SSE),
        ("TRACE", "/run_sse"),
    ):
        answer = http.request(method, path)
        assert (answer.status_code, answer.json()["code"]) == (405, 404)
        assert answer.headers["allow"]


@pytest.mark.requirement("openapi-sound")
def test_a_body_is_required_where_it_has_something_that_is() -> None:
    needed = {
        path: operation["requestBody"]["required"]
        for (method, path), operation in DESCRIBED.items()
        if "requestBody" in operation
    }
    assert needed.pop(routes.CREATE_SESSION_PATTERN) is False
    assert all(needed.values())
