"""The printed SQL sets up a virgin server; tests and application work under the right roles."""

from __future__ import annotations

import subprocess
import sys
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, connections

from config.database_roles import script
from config.embedded import keys, postgres
from config.embedded.home import PROJECT, Home
from config.embedded.software import postgres_programs
from tests import database


@pytest.fixture
def virgin():
    """Give a running server on which nobody has set up anything."""
    home = Home(database.run_folder() / f"virgin-{uuid4().hex[:8]}")
    home.prepare()
    known = keys.load(home)
    postgres.start(home, known, durable=False)
    with superuser(home, known) as connected:
        connected.execute("DROP DATABASE village_cadres")
        for role in ("cadres_owner", "cadres_app"):
            connected.execute(f"DROP ROLE {role}")
    yield home, known
    database.remove(home)


def test_the_printed_sql_sets_up_a_virgin_server_twice(virgin):
    home, known = virgin
    sql = printed("--generate")

    assert psql(home, known, sql).returncode == 0
    assert psql(home, known, sql).returncode == 0

    words = dict(line.split()[1:] for line in sql.splitlines() if line.startswith(r"\set"))
    known |= {"APP_PASSWORD": words["app_password"].strip("'")}
    with psycopg.connect(postgres.app_url(home, known)) as app:
        assert app.execute("SELECT current_database()").fetchone() == ("village_cadres",)


def test_unfilled_passwords_stop_the_script(virgin):
    home, known = virgin

    done = psql(home, known, printed())

    assert done.returncode != 0
    assert "填写两个口令" in done.stderr


def test_a_password_with_quotes_is_taken_literally(virgin):
    home, known = virgin
    odd = r"it's \ a $word"

    done = psql(home, known, script(owner_password="x", app_password=odd))

    assert done.returncode == 0, done.stderr
    address = postgres.app_url(home, known).replace(known["APP_PASSWORD"], "unused")
    with psycopg.connect(address, password=odd) as app:
        assert app.execute("SELECT current_user").fetchone() == ("cadres_app",)


@pytest.mark.django_db
def test_tests_run_as_the_application():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolbypassrls, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)


def test_the_owner_works_beside_a_committed_database(committed_db, owner_cursor):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone() == (committed_db,)
    owner_cursor.execute("SELECT current_database(), current_user")
    assert owner_cursor.fetchone() == (committed_db, owner_name())


def test_an_owner_db_lets_django_be_the_owner(owner_db):
    with connections["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE only_the_owner_may (id int)")


def superuser(home, known):
    return psycopg.connect(
        host=str(home.sockets), user="postgres", dbname="postgres",
        password=known["SUPERUSER_PASSWORD"], autocommit=True,
    )  # fmt: skip


def printed(*args):
    command = [sys.executable, PROJECT / "manage.py", "setup_database", *args]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def psql(home, known, sql):
    program = postgres_programs(home) / "psql"
    return home.run(
        [program, "-X", "-q", "-h", home.sockets, "-U", "postgres", "-d", "postgres", "-f", "-"],
        input=sql, env={"PGPASSWORD": known["SUPERUSER_PASSWORD"]},
    )  # fmt: skip


def owner_name():
    return urlsplit(database.url("any", role="owner")).username


def test_a_database_in_use_is_dropped_all_the_same(django_db_setup):
    with database.clone("busy") as name:
        left_open = [psycopg.connect(database.url(name, role=role)) for role in ("app", "owner")]

    for connected in left_open:
        with pytest.raises(psycopg.OperationalError):
            connected.execute("SELECT 1")
        connected.close()
