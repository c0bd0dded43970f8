"""Whether a language model's server answers, without asking the model anything."""

from __future__ import annotations

import json
from http import HTTPStatus

from tiktok_photo_video.backend.language_model.access import Access
from tiktok_photo_video.backend.language_model.endpoint import (
    Endpoint,
    NoAnswerError,
    Reply,
    Trouble,
)
from tiktok_photo_video.errors import ServiceError


def lists_model(access: Access) -> bool:
    """Whether the server's list of models has this one; also where it keeps no such list.

    Raises:
        ServiceError: nobody answers there, or not with this key.
    """
    endpoint = Endpoint(access)
    try:
        reply = endpoint.ask("/models", deadline_s=endpoint.deadline_s())
        if reply.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise NoAnswerError(Trouble.REFUSED, status=reply.status)
    except NoAnswerError as error:
        raise ServiceError(
            f"The language model at {access.server} does not answer: {error}.",
            code="no_language_model",
            hint="Start its server, or check the address, the model's name and the key.",
            facts={"server": access.server} | ({"status": error.status} if error.status else {}),
        ) from None
    names = _names(reply)
    # Ollama lists what is called "gemma3" as "gemma3:latest".
    return not names or bool(names & {access.model, f"{access.model}:latest"})


def _names(reply: Reply) -> set[str]:
    try:
        return {str(row["id"]) for row in json.loads(reply.body)["data"]}
    except (ValueError, LookupError, TypeError, RecursionError):
        return set()
