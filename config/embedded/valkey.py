"""Start, recognise and stop the embedded Valkey of one home."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from config.embedded.home import Home, SetupError
from config.embedded.software import valkey_program

PATIENCE = 20  # seconds


def url(home: Home, keys: dict[str, str]) -> str:
    """Give the broker URL in the form Celery understands."""
    return f"redis+socket://:{keys['VALKEY_PASSWORD']}@{quote(str(_socket(home)))}?virtual_host=0"


def start(home: Home, keys: dict[str, str]) -> None:
    """Start the server unless it answers already. Call under the start lock."""
    if running(home):
        return
    settings = _write_settings(home, keys)
    done = home.run([valkey_program(home), settings])
    if done.returncode or not _wait(lambda: _talk(home, keys["VALKEY_PASSWORD"], "PING")):
        raise SetupError(
            f"内嵌 Valkey 未能启动，日志见 {home.logs}/valkey.log\n"
            f"Valkey did not start, see {home.logs}/valkey.log\n{done.stderr or done.stdout}"
        )


def running(home: Home) -> bool:
    """Tell whether the server of this home accepts connections."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(os.fsencode(_socket(home))) == 0


def stop(home: Home, keys: dict[str, str]) -> None:
    """Let the server save its queue and end."""
    if running(home):
        _talk(home, keys["VALKEY_PASSWORD"], "SHUTDOWN")
        _wait(lambda: not running(home))


def _socket(home: Home) -> Path:
    return home.sockets / "valkey.sock"


def _write_settings(home: Home, keys: dict[str, str]) -> Path:
    """Write valkey.conf: a file, because the password must not stand in the process list."""
    home.valkey.mkdir(mode=0o700, exist_ok=True)
    path = home.valkey / "valkey.conf"
    path.touch(mode=0o600)
    path.write_text(
        f"port 0\ndaemonize yes\nsave 60 1\nalways-show-logo no\n"
        f'unixsocket "{_socket(home)}"\nunixsocketperm 700\n'
        f'dir "{home.valkey}"\nlogfile "{home.logs}/valkey.log"\n'
        f"requirepass {keys['VALKEY_PASSWORD']}\n"
    )
    home.hand_over(home.valkey, path)
    return path


def _talk(home: Home, password: str, command: str) -> bool:
    """Say one command in the plain protocol; the client library would take longer to import."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PATIENCE)
        try:
            line.connect(os.fsencode(_socket(home)))
            line.sendall(f"AUTH {password}\r\n{command}\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2 and (more := line.recv(200)):
                answer += more
        except OSError:
            return False
    return answer == b"+OK\r\n+PONG\r\n"


def _wait(happened: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(0.02)
    return False
