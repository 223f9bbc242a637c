"""The port the demo listens on."""

from __future__ import annotations

import os
import socket

from config.embedded.home import SetupError

HOST = "127.0.0.1"


def number() -> int:
    """Read PORT, 8000 if it is not given."""
    text = os.environ.get("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise SetupError(
            f"PORT={text} 不是端口号，应为 1–65535 的整数。\nPORT={text} is no port number."
        )
    return int(text)


def refuse_if_taken() -> None:
    """Say so before anything is built."""
    port = number()
    with socket.socket() as probe:
        # As gunicorn does: a port of a server ended a minute ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise SetupError(_taken(port, error)) from error


def _taken(port: int, error: OSError) -> str:
    return (
        f"端口 {HOST}:{port} 无法使用（{error.strerror}），可能已有程序占用。"
        f"请先停掉它，或换一个端口：PORT={port + 1} make demo\n"
        f"Port {HOST}:{port} cannot be used ({error.strerror}). Stop what listens there, or "
        f"choose another: PORT={port + 1} make demo"
    )
