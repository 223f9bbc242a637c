"""`manage.py serve`: ready, refused on a taken port, stopped as a whole, harmless when killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.request import urlopen
from uuid import uuid4

import pytest

from config.embedded import postgres, valkey
from config.embedded.home import PROJECT, Home
from tests import database


@pytest.fixture
def home():
    folder = Home(database.run_folder() / f"home-{uuid4().hex[:8]}")
    yield folder
    database.remove(folder)


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_serve_answers_and_ends_with_all_it_started(home, port):
    server = serve(home, port)
    said = until_ready(server)

    assert urlopen(f"http://127.0.0.1:{port}/healthz/ready").status == 200
    assert [line for line in said if "演示城市" in line]

    server.send_signal(signal.SIGTERM)
    server.communicate()
    assert not postgres.running(home)
    assert not valkey.running(home)
    assert is_free(port)


def test_a_killed_serve_leaves_nothing_that_blocks_the_next(home, port):
    first = serve(home, port)
    until_ready(first)
    first.kill()
    first.communicate()

    second = serve(home, port)
    said = until_ready(second)

    assert urlopen(f"http://127.0.0.1:{port}/healthz/live").status == 200
    assert any("已在运行" in line for line in said)
    second.send_signal(signal.SIGTERM)
    second.communicate()
    assert not postgres.running(home)


def test_a_taken_port_is_refused_before_anything_is_built(home):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        server = serve(home, other.getsockname()[1])
        said = server.communicate()[0]

    assert server.returncode == 1
    assert "可能已有程序占用" in said
    assert not home.path.exists()


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_a_port_that_is_none_is_refused(home, port):
    server = serve(home, port)

    assert "不是端口号" in server.communicate()[0]
    assert server.returncode == 1


def test_two_that_build_at_once_build_one_after_the_other(home):
    both = [manage(home, 0, "city", "--size", "none") for _ in range(2)]
    said = [process.communicate()[0] for process in both]

    assert [process.returncode for process in both] == [0, 0], said
    assert sum("数据库结构已是最新" in text for text in said) == 1
    assert not postgres.running(home)


def serve(home, port):
    return manage(home, port, "serve", "--size", "none")


def manage(home, port, *args):
    ours = ("DATABASE_", "REDIS_", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.Popen(
        [sys.executable, PROJECT / "manage.py", *args],
        env=kept | {"DATA_DIR": str(home.path), "PORT": str(port), "EMBEDDED_DURABLE": "0"},
        text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def until_ready(server):
    said = []
    while not (said and "已就绪" in said[-1]):
        said.append(server.stdout.readline())
        assert said[-1], "".join(said)
    return said


def is_free(port):
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return True
        time.sleep(0.1)
    return False
