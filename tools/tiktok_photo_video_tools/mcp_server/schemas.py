"""JSON Schemas of what tools take and give, plain enough for every host.

Hosts differ in what they read of JSON Schema: so there are no references, no titles, and a
value that may be left out is not said to be ``null`` as well.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from tiktok_photo_video.errors import RequestError

Schema = dict[str, Any]
_MAX_TOLD = 5


class Input(BaseModel):
    """What a tool takes; a name that it does not know is a mistake, and is told."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Output(BaseModel):
    """What a tool gives, for programs; what is not known is left out."""

    model_config = ConfigDict(frozen=True)

    def plain(self) -> dict[str, Any]:
        """The values as JSON has them."""
        return self.model_dump(mode="json", exclude_none=True)


def schema_of(model: type[BaseModel]) -> Schema:
    """The schema of a model."""
    return plain_schema(model.model_json_schema(mode="validation"))


def plain_schema(whole: Schema) -> Schema:
    """A schema without references and titles."""
    plain = _plain(whole, whole.get("$defs", {}))
    # The class's docstring is for readers of the code.
    return {name: part for name, part in plain.items() if name != "description"}


def _plain(node: Any, defined: Schema) -> Any:
    if isinstance(node, list):
        return [_plain(item, defined) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _plain(defined[node["$ref"].rpartition("/")[2]], defined)
    if choices := [each for each in node.get("anyOf", ()) if each != {"type": "null"}]:
        node = {k: v for k, v in node.items() if k != "anyOf"} | (
            choices[0] if len(choices) == 1 else {"anyOf": choices}
        )
        if "$ref" in node:
            node = {k: v for k, v in node.items() if k != "$ref"} | _plain(choices[0], defined)
    return {
        name: _properties(part, defined) if name == "properties" else _plain(part, defined)
        for name, part in node.items()
        if name not in ("title", "$defs") and not (name == "default" and part is None)
    }


def _properties(properties: Schema, defined: Schema) -> Schema:
    """What stands under ``properties`` are names of fields, whatever they are."""
    return {name: _plain(part, defined) for name, part in properties.items()}


def read(model: type[Input], arguments: object) -> Any:
    """The arguments of a call as the tool takes them.

    Raises:
        RequestError: they are of another form; each mistake is told with its place.
    """
    try:
        return model.model_validate(arguments)
    except ValidationError as error:
        told = [_mistake(each) for each in error.errors(include_url=False)[:_MAX_TOLD]]
        raise RequestError(
            f"The arguments do not fit: {'; '.join(told)}.",
            code="bad_arguments",
            hint="Read the tool's input schema and call it again.",
            facts={"told": "; ".join(told)},
        ) from None


def _mistake(error: Any) -> str:
    """One mistake by its place; what was sent is not repeated."""
    place = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error["loc"])
    words = {"missing": "is missing", "extra_forbidden": "is not known"}
    said = words.get(error["type"]) or f": {str(error['msg']).removeprefix('Value error, ')}"
    return f"{place.removeprefix('.')} {said}".replace(" :", ":").rstrip(".")


def _listed(value: object) -> object:
    """Some hosts write a list as a text, or a list of one as what is in it."""
    if not isinstance(value, str):
        return value
    try:
        read_as_json = json.loads(value)
    except ValueError:
        return [value]
    return read_as_json if isinstance(read_as_json, list) else [value]


Words = Annotated[list[str], BeforeValidator(_listed)]
"""A list of texts."""
Objects = Annotated[list[dict[str, Any]], BeforeValidator(_listed)]
"""A list of objects."""
