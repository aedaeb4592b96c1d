"""Replies with status 200 that Telegram never gives, whatever it is asked."""

import gzip

from botapi_mishaps import Page

ODD_PAGES = {
    "nothing": Page(b""),
    "a page": Page(b"<html><h1>Welcome to nginx!</h1></html>"),
    "half of an answer": Page(b'{"ok":true,"result":{"message_id":'),
    "no object": Page(b"[true]"),
    "no result": Page(b'{"ok":true}'),
    "no yes": Page(b'{"result":true}'),
    "null": Page(b'{"ok":true,"result":null}'),
    "a refusal": Page(b'{"ok":false,"error_code":400,"description":"Bad Request"}'),
    "a refusal with a result": Page(b'{"ok":false,"result":true}'),
    "no": Page(b'{"ok":true,"result":false}'),
    "no fields": Page(b'{"ok":true,"result":{}}'),
    "other types": Page(
        b'{"ok":true,"result":'
        b'{"message_id":"7","username":["x"],"description":7,"short_description":{}}}'
    ),
    "other items": Page(b'{"ok":true,"result":[7,["x"]]}'),
    "a number out of reach": Page(b'{"ok":true,"result":{"message_id":9223372036854775808}}'),
    "half a character": Page(rb'{"ok":true,"result":{"\ud83d":"\ud83d"}}'),
    "too deep": Page(b"[" * 100_000),
    "too long": Page(b'{"ok":true,"result":true}' + b" " * 11_000_000),
    "too long once unpacked": Page(
        gzip.compress(b'{"ok":true,"result":true}' + b" " * 50_000_000, 1), packed=True
    ),
    "wrongly packed": Page(b'{"ok":true,"result":true}', packed=True),
    "endless": Page(b" " * 65_536, endless=True),
}
