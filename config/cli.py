"""What manage.py does before Django: servers, keys and the right database role."""

from __future__ import annotations

import os
import secrets
import signal
import sys

from django.core.management import execute_from_command_line

from config.embedded.home import Home, SetupError
from config.embedded.keys import write
from config.embedded.servers import attached, silent
from config.port import refuse_if_taken

# These need no database.
ALONE = {
    "", "access_table", "check", "collectstatic", "compilemessages", "diffsettings", "findstatic",
    "help", "makemessages", "setup_database", "startapp", "startproject", "state_diagrams",
    "version",
}  # fmt: skip
# Of the policy command these read files only.
PURE = {("policy", "check"), ("policy", "test")}
# These change tables or fill a city, which only the owner may.
OWNER = {
    "city", "demo", "flush", "inspectdb", "makemigrations", "migrate", "optimizemigration",
    "pgtrigger", "showmigrations", "sqlflush", "sqlmigrate", "squashmigrations",
}  # fmt: skip
DEMO = {"city", "demo", "serve"}
TALKATIVE = {"city", "serve"}
# The day the demo's clock stands at: the year 2018 is about to be assessed.
BUSINESS_DAY = "2018-12-20"


def main(argv: list[str]) -> int:
    """Run one management command; the exit code is its own, or 1 with a sentence of ours."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    signal.signal(signal.SIGTERM, _leave)  # so that servers of ours are stopped on the way out
    signal.signal(signal.SIGHUP, _leave)
    command = argv[1] if len(argv) > 1 else ""
    if command in OWNER:
        os.environ["DATABASE_ROLE"] = "owner"
    try:
        _run(command, argv)
    except SetupError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _run(command: str, argv: list[str]) -> None:
    if os.environ["DJANGO_SETTINGS_MODULE"].endswith(".prod"):
        execute_from_command_line(argv)  # production never falls back on servers or keys of ours
    elif not _needs_database(command, argv):
        os.environ.setdefault("SECRET_KEY", secrets.token_hex(32))
        execute_from_command_line(argv)
    else:
        if command == "serve":
            refuse_if_taken()
        with attached(_say if command in TALKATIVE else silent) as home:
            if command in DEMO:
                _mark_as_demo(home)
            execute_from_command_line(argv)


def _needs_database(command: str, argv: list[str]) -> bool:
    if {"-h", "--help"} & set(argv):
        return False
    if tuple(argv[1:3]) in PURE:
        return False
    asks_database = any(word.startswith("--database") for word in argv)
    return command not in ALONE or (command == "check" and asks_database)


def _mark_as_demo(home: Home) -> None:
    """Note in the home that it is a demo, so that every command knows; before settings load."""
    marks = {"DEMO": "1", "BUSINESS_DAY": os.environ.get("BUSINESS_DAY", BUSINESS_DAY)}
    if not home.city_file.exists():
        write(home.city_file, marks)
        home.own(home.city_file)
    for name, value in marks.items():
        os.environ.setdefault(name, value)


def _say(line: str) -> None:
    print(f"· {line}", flush=True)  # noqa: T201


def _leave(number: int, _: object) -> None:
    sys.exit(128 + number)
