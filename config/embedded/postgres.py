"""Start, recognise and stop the embedded PostgreSQL of one home."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import time
from pathlib import Path

from config.database_roles import APP, DATABASE, OWNER, script
from config.embedded.home import POSTGRES_SOCKET, Home, SetupError
from config.embedded.software import postgres_programs

PATIENCE = 60  # seconds; recovery after a power cut may take its time
SUPERUSER = "postgres"


def app_url(home: Home, keys: dict[str, str]) -> str:
    """Give the URL of the role that web, tasks and ordinary commands use."""
    return _url(home, APP, keys["APP_PASSWORD"])


def owner_url(home: Home, keys: dict[str, str]) -> str:
    """Give the URL of the role that owns the tables."""
    return _url(home, OWNER, keys["OWNER_PASSWORD"])


def start(home: Home, keys: dict[str, str], *, durable: bool = True) -> None:
    """Start the server, whatever an earlier one left behind. Call under the start lock."""
    if not (home.postgres / "PG_VERSION").exists():
        _create_cluster(home, keys)
    if not running(home):
        _clear_remains(home)
        _launch(home, durable=durable)
    _set_up_roles(home, keys)


def running(home: Home) -> bool:
    """Tell whether the server of this home accepts connections."""
    return _status(home) == "ready" and _answers(home.sockets / POSTGRES_SOCKET)


def stop(home: Home) -> None:
    """Stop the server; whoever is still connected is cut off."""
    if _live_pid(home):
        _control(home, "stop", "-m", "fast")


def _url(home: Home, role: str, password: str) -> str:
    # ?host=, not a percent-encoded host: URL parsers turn host names into lower case.
    return f"postgresql://{role}:{password}@/{DATABASE}?host={home.sockets}"


def _create_cluster(home: Home, keys: dict[str, str]) -> None:
    """Run initdb in a draft folder, so that a killed run leaves no half cluster."""
    draft, secret = home.path / "postgres.part", home.logs / "initdb-password"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    secret.touch(mode=0o600)
    secret.write_text(keys["SUPERUSER_PASSWORD"])
    home.hand_over(draft, secret)
    # The wheel has no ICU; builtin C.UTF-8 needs no locale of the machine either.
    done = home.run([
        postgres_programs(home) / "initdb", "-D", draft, "-U", SUPERUSER, "--pwfile", secret,
        "-A", "scram-sha-256", "-E", "UTF8", "--no-locale", "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8", "--no-instructions", "--no-sync",
    ])  # fmt: skip
    secret.unlink()
    if done.returncode:
        raise SetupError(
            f"初始化内嵌 PostgreSQL 失败（initdb failed）：\n{done.stderr or done.stdout}"
        )
    draft.rename(home.postgres)


def _launch(home: Home, *, durable: bool) -> None:
    options = {
        "listen_addresses": "",
        "unix_socket_directories": f'"{home.sockets}"',
        # Failed statements carry names and numbers of people: keep their text out of the log.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "jit": "off",
        # A city fits into memory: an index is not four times as dear as the table. Questions are
        # short and askers many: helpers take as long to start as the question does, from others.
        "random_page_cost": "1.1",
        "max_parallel_workers_per_gather": "0",
    }
    if not durable:
        options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    _control(home, "start", "-o", shlex.join(words), "-l", str(home.logs / "postgres.log"))


def _control(home: Home, action: str, *args: str) -> None:
    program = postgres_programs(home) / "pg_ctl"
    done = home.run([program, action, "-D", home.postgres, "-w", "-t", str(PATIENCE), *args])
    if done.returncode:
        raise SetupError(
            f"内嵌 PostgreSQL 未能完成 {action}，日志见 {home.logs}/postgres.log\n"
            f"pg_ctl {action} failed, see {home.logs}/postgres.log\n{done.stderr or done.stdout}"
        )


def _clear_remains(home: Home) -> None:
    """Wait for a server in the making, end one that lost its socket, drop stale pid files."""
    deadline = time.monotonic() + PATIENCE
    while _live_pid(home) and _status(home) in ("starting", "stopping"):
        if time.monotonic() > deadline:
            break
        time.sleep(0.1)
    if _live_pid(home):
        stop(home)
    # PostgreSQL believes a stale file when its number now belongs to any process of that user.
    (home.postgres / "postmaster.pid").unlink(missing_ok=True)
    (home.sockets / f"{POSTGRES_SOCKET}.lock").unlink(missing_ok=True)


def _live_pid(home: Home) -> int | None:
    """Give the postmaster's process id if it really is the one of this home."""
    lines = _pid_file(home)
    if not lines or not lines[0].strip().isdigit():
        return None
    pid = int(lines[0])
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return None
    return pid if os.fsencode(home.postgres) in words else None


def _status(home: Home) -> str:
    lines = _pid_file(home)
    return lines[7].strip() if len(lines) > 7 and _live_pid(home) else ""


def _pid_file(home: Home) -> list[str]:
    try:
        return (home.postgres / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(os.fsencode(path)) == 0


def _set_up_roles(home: Home, keys: dict[str, str]) -> None:
    """Create roles, database and extensions; the mark comes last, so a kill means once more."""
    mark = home.postgres / "village-cadres-roles"
    if mark.exists():
        return
    sql = script(owner_password=keys["OWNER_PASSWORD"], app_password=keys["APP_PASSWORD"])
    done = home.run(
        [postgres_programs(home) / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1",
         "-h", home.sockets, "-U", SUPERUSER, "-d", "postgres", "-f", "-"],
        input=sql, env={"PGPASSWORD": keys["SUPERUSER_PASSWORD"]},
    )  # fmt: skip
    if done.returncode:
        raise SetupError(f"建立数据库角色失败（setting up the roles failed）：\n{done.stderr}")
    mark.touch()
    home.hand_over(mark)
