"""Parameters out of an HTTP request, and answers back into one.

Rules:
- Parameters may come in the query, as a form, as JSON or as multipart; nested ones as JSON in a string.
- A file is a part of its own name, or one that attach:// names; a part that nothing names is unknown.

https://core.telegram.org/bots/api#making-requests
"""

import json
from collections.abc import Mapping

from aiohttp import web

from botapi_forms import Form, Record, Refused, Upload, fault, parsed


async def parameters(request: web.Request) -> dict[str, object]:
    """What was given in the query and in the body, whatever form that has."""
    found: dict[str, object] = dict(request.query)
    if request.content_type == "application/json":
        return {**found, **_json(await request.read())}
    try:
        body = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise Refused("Request Entity Too Large", 413, fault=True) from None
    for name, part in body.items():
        found[name] = part if isinstance(part, str) else _part(part)
    return attached(found)


def _json(body: bytes) -> Record:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise fault("can't parse JSON object")
    return found


def _part(part: web.FileField | bytes | bytearray) -> object:
    if not isinstance(part, web.FileField):
        return bytes(part).decode()
    with part.file as file:
        return Upload(part.filename, file.read())


def attached(given: Mapping[str, object]) -> dict[str, object]:
    """Put the files where attach:// says; one that nothing names stays a parameter of its own."""
    found = dict(given)
    for name, value in given.items():
        if isinstance(value, str) and value.startswith("attach://"):
            found[name] = found.pop(value.removeprefix("attach://"), value)
        elif name == "media":
            found[name] = _with_file(found, value)
    return found


def _with_file(found: Record, value: object) -> object:
    """An InputMedia as it came, or the object it says with its file in it."""
    try:
        media = json.loads(str(value))
    except ValueError:
        return value
    match media:
        case {"media": str(place)} if place.startswith("attach://"):
            return {**media, "media": found.pop(place.removeprefix("attach://"), place)}
    return value


def legible(form: Form, given: Mapping[str, object]) -> Mapping[str, object]:
    """The parameters as the log shows them: numbers as numbers, JSON as what it says."""
    simple = (str, int, Upload)
    return {
        name: value if isinstance(value, simple) else parsed(given[name])
        for name, value in form.values.items()
    }


def ok(result: object) -> Record:
    return {"ok": True, "result": result}


def not_ok(refused: Refused) -> Record:
    body: Record = {"ok": False, "error_code": refused.status, "description": refused.description}
    return {**body, "parameters": refused.parameters} if refused.parameters else body


def cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
