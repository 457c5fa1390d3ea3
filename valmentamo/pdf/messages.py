"""How the rendering process and its parent speak: framed JSON over a socket, no objects."""

import base64
import json
import socket
import struct
from typing import Any

LENGTH = struct.Struct(">I")
LARGEST = 64 * 1024 * 1024


def send(connection: socket.socket, message: dict[str, Any]) -> None:
    body = json.dumps(message).encode()
    connection.sendall(LENGTH.pack(len(body)) + body)


def receive(connection: socket.socket) -> dict[str, Any] | None:
    """Read one message; None when the other side has gone."""
    if (head := _read(connection, LENGTH.size)) is None:
        return None
    (length,) = LENGTH.unpack(head)
    if length > LARGEST:
        raise ValueError("The message is too large.")
    body = _read(connection, length)
    return None if body is None else json.loads(body)


def _read(connection: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = connection.recv(min(size - len(parts), 1 << 16))
        if not part:
            return None
        parts += part
    return bytes(parts)


def pack(data: bytes) -> str:
    return base64.b64encode(data).decode()


def unpack(text: str) -> bytes:
    return base64.b64decode(text)
