"""The embedded servers: started, shared, stopped, and never in the way of the next run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from config.embedded import keys, postgres, valkey
from config.embedded.home import LONGEST_SOCKET, PROJECT, Home, find
from tests import database

ATTACH = """
import os, sys, psycopg
from config.embedded.servers import attached
with attached():
    with psycopg.connect(os.environ["DATABASE_URL"]) as database:
        print(database.execute("SELECT current_user, pg_postmaster_start_time()").fetchone()[:2])
    print("ready", flush=True)
    sys.stdin.readline()
"""


PRINT_URLS = """
import os
from config.embedded.servers import attached
with attached():
    print(os.environ["DATABASE_URL"], os.environ["REDIS_URL"])
"""
PREPARE_AS_ANOTHER = """
import os, config.embedded.home
os.setuid(23456)
config.embedded.home.find().prepare()
"""


@pytest.fixture
def new_home():
    """Give a home that is not there yet; it is removed, servers and all, at the end."""
    # Not pytest's own tmp_path: as root that is closed to the servers' user.
    folder = Home(database.run_folder() / f"home-{uuid4().hex[:8]}")
    yield folder
    database.remove(folder)


@pytest.fixture(scope="session")
def used_home():
    """Give a home that was used before and is at rest; tests get copies, which are cheaper."""
    folder = Home(database.run_folder() / f"used-{uuid4().hex[:8]}")
    leave(attach(folder))
    return folder


@pytest.fixture
def home(new_home, used_home):
    subprocess.run(["cp", "-a", used_home.path, new_home.path], check=True)
    return new_home


def test_the_last_one_to_leave_stops_the_servers(home):
    first = attach(home)
    second = attach(home)
    leave(first)

    assert postgres.running(home)
    assert valkey.running(home)

    leave(second)

    assert not postgres.running(home)
    assert not valkey.running(home)


def test_two_at_once_start_one_server(new_home):
    with ThreadPoolExecutor(4) as pool:
        users = list(pool.map(attach, [new_home] * 4))

    said = {user.greeting for user in users}
    for user in users:
        leave(user)

    assert len(said) == 1  # one start time, four times
    assert not postgres.running(new_home)


def test_a_killed_holder_leaves_a_server_that_the_next_one_uses_and_stops(home):
    first = attach(home)
    kill(first)
    assert postgres.running(home)

    second = attach(home)
    assert second.greeting == first.greeting
    leave(second)

    assert not postgres.running(home)


def test_a_killed_server_is_started_again(home):
    holder = attach(home)
    os.kill(int(pid_file(home).read_text().split()[0]), signal.SIGKILL)
    kill(holder)

    again = attach(home)
    assert "cadres_app" in again.greeting
    leave(again)


@pytest.mark.parametrize("pid", ["ours", "nobody's"])
def test_a_stale_pid_file_blocks_nobody(home, pid):
    number = os.getpid() if pid == "ours" else 999_999_999
    stale = f"{number}\n{home.postgres}\n1\n5432\n{home.sockets}\n\n  1 1\nready\n"
    pid_file(home).write_text(stale)
    if home.account:
        os.chown(pid_file(home), home.account.uid, home.account.gid)

    assert not postgres.running(home)
    leave(attach(home))


SLEEP = "print('up', flush=True); import time; time.sleep(60)"
FORK = """os.fork() or sys.exit()
    os.wait()
    print("forked", flush=True)
    sys.stdin"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_command_ended_by_a_signal_stops_its_servers(home, number):
    command = popen(home, PROJECT / "manage.py", "shell", "--no-imports", "-c", SLEEP)
    assert command.stdout.readline() == "up\n"
    assert postgres.running(home)

    command.send_signal(number)
    command.communicate()

    assert command.returncode == 128 + number
    assert not postgres.running(home)


def test_a_fork_that_ends_first_stops_nothing(home):
    forker = popen(home, "-c", ATTACH.replace("sys.stdin", FORK))
    while forker.stdout.readline() != "forked\n":
        assert forker.poll() is None

    assert postgres.running(home)
    leave(forker)
    assert not postgres.running(home)


def test_a_long_path_gets_a_short_socket_folder(new_home):
    deep = Home(new_home.path / ("很长的目录名" * 4) / ("x" * 60))

    leave(attach(deep))

    assert len(os.fsencode(deep.sockets / postgres.POSTGRES_SOCKET)) <= LONGEST_SOCKET
    assert deep.sockets.parent == Path("/tmp")
    deep.sockets.rmdir()


def test_a_socket_folder_of_somebody_else_is_refused(new_home):
    deep = Home(new_home.path / ("x" * 120))
    deep.sockets.mkdir(mode=0o777)
    deep.sockets.chmod(0o777)

    done = run_attach(deep)

    deep.sockets.rmdir()
    assert done.returncode == 1
    assert "套接字目录" in done.stderr


def test_two_homes_are_two_cities(home):
    other = Home(home.path.with_name(f"{home.path.name}-b"))
    here, there = attach(home), attach(other)

    assert here.greeting != there.greeting
    leave(there)
    assert postgres.running(home)
    leave(here)
    database.remove(other)


def test_keys_survive_restarts_and_are_ours_alone(home):
    before = home.keys_file.read_text()
    leave(attach(home))

    assert home.keys_file.read_text() == before
    assert home.keys_file.stat().st_mode & 0o777 == 0o600


def test_lost_keys_are_not_silently_replaced(home):
    home.keys_file.unlink()

    done = run_attach(home)

    assert "找不到密钥文件" in done.stderr
    assert not home.keys_file.exists()


def test_the_application_role_owns_nothing_and_cannot_truncate(home):
    holder = attach(home)
    known = keys.read(home.keys_file)
    with psycopg.connect(postgres.owner_url(home, known)) as owner:
        owner.execute("CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY, name text)")
    with psycopg.connect(postgres.app_url(home, known), autocommit=True) as app:
        app.execute("INSERT INTO thing (name) VALUES ('a')")
        app.execute("UPDATE thing SET name = 'b'")
        for forbidden in ("TRUNCATE thing", "DROP TABLE thing", "CREATE TABLE mine (id int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(forbidden)
    leave(holder)


def test_an_explicit_url_always_wins(new_home):
    told = {"DATABASE_URL": "postgresql://a:b@elsewhere/db", "REDIS_URL": "redis://:x@elsewhere"}

    done = run(new_home, "-c", PRINT_URLS, more=told)

    assert done.stdout.split() == list(told.values())
    assert not new_home.postgres.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_another_users_data_folder_is_refused_with_what_to_do(new_home):
    new_home.path.mkdir()
    os.chown(new_home.path, 12345, 12345)
    new_home.path.chmod(0o755)

    done = run(new_home, "-c", PREPARE_AS_ANOTHER)

    assert "属于用户 12345" in done.stderr
    assert "DATA_DIR=" in done.stderr


def test_data_dir_names_the_home(new_home, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(new_home.path))

    assert find() == new_home


def environment(home):
    ours = ("DATABASE_", "REDIS_", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"DATA_DIR": str(home.path), "EMBEDDED_DURABLE": "0"}


def run(home, *args, more=None):
    return subprocess.run(
        [sys.executable, *args], check=False, cwd=PROJECT, env=environment(home) | (more or {}),
        capture_output=True, text=True,
    )  # fmt: skip


def run_attach(home):
    return run(home, PROJECT / "manage.py", "shell", "--no-imports", "-c", "pass")


def popen(home, *args):
    return subprocess.Popen(
        [sys.executable, *args], cwd=PROJECT, env=environment(home),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        # As from a terminal: whoever starts the tests in the background has SIGINT ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


def attach(home):
    """Start a process that holds the servers until it is told to leave."""
    process = popen(home, "-c", ATTACH)
    process.greeting = process.stdout.readline()
    assert process.stdout.readline() == "ready\n"
    return process


def leave(process):
    process.communicate("\n")
    assert process.returncode == 0


def kill(process):
    process.kill()
    process.communicate()


def pid_file(home):
    return home.postgres / "postmaster.pid"
