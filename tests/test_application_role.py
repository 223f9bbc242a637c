"""The application's role owns nothing, and no setting of a session opens a guard."""

from __future__ import annotations

from collections.abc import Iterator

import pghistory.trigger
import psycopg
import pytest
from django.apps import apps

from accounts.acting import Acting
from accounts.models import Division, User
from tests import database
from tests.assessments import stage


@pytest.fixture
def app(committed_db: str, township: Division, clerk: Acting) -> Iterator[psycopg.Connection]:
    """Give a connection as the application, over the whole city: no scope is in the way."""
    with psycopg.connect(database.url(committed_db), autocommit=True) as connected:
        connected.execute(
            "SELECT set_config('app.lo', '', false), set_config('app.hi', ':', false)"
        )
        yield connected


def test_the_application_owns_nothing_and_may_nothing_special(app):
    owned = app.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE pg_get_userbyid(c.relowner) = current_user AND n.nspname = 'public'"
        " UNION ALL SELECT proname FROM pg_proc WHERE pg_get_userbyid(proowner) = current_user"
        " UNION ALL SELECT n.nspname FROM pg_namespace n"
        " WHERE pg_get_userbyid(n.nspowner) = current_user"
        " UNION ALL SELECT datname FROM pg_database WHERE pg_get_userbyid(datdba) = current_user"
    ).fetchall()
    powers = app.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
        " FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    groups = app.execute(
        "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member"
        " WHERE r.rolname = current_user"
    ).fetchone()

    assert owned == []
    assert powers == (False,) * 5
    assert groups == (0,)


@pytest.mark.parametrize("right", ["TRUNCATE", "TRIGGER", "REFERENCES"])
def test_no_table_gives_the_application_more_than_rows(app, right):
    found = app.execute(
        "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND relkind = 'r'"
        " AND has_table_privilege(current_user, c.oid, %s)",
        [right],
    ).fetchall()

    assert found == []


FORBIDDEN = (
    "TRUNCATE {table}",
    "DROP TABLE {table}",
    "ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} ADD COLUMN planted int",
    "ALTER TABLE {table} OWNER TO CURRENT_USER",
    "CREATE POLICY planted ON {table} USING (true)",
    "CREATE TRIGGER planted BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION"
    " suppress_redundant_updates_trigger()",
)


@pytest.mark.parametrize("sql", FORBIDDEN)
@pytest.mark.parametrize("table", ["cadres_person", "assessments_grade", "audit_event"])
def test_the_application_alters_no_table(app, sql, table):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(sql.format(table=table))


@pytest.mark.parametrize(
    "sql",
    [
        "SET session_replication_role = replica",
        "SET row_security = off; SELECT set_config('app.hi', '', false);"
        " SELECT * FROM cadres_person",
        "SET ROLE {owner}",
        "SET SESSION AUTHORIZATION {owner}",
        "ALTER ROLE CURRENT_USER BYPASSRLS",
        "CREATE TABLE public.planted (id int)",
        "CREATE FUNCTION public.planted() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION public._pgh_attach_context() RETURNS uuid LANGUAGE sql"
        " AS 'SELECT NULL::uuid'",
        "CREATE SCHEMA planted",
    ],
)
def test_the_application_takes_no_other_role_and_makes_nothing(app, sql):
    owner = connection_owner()

    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.SyntaxError)):
        app.execute(sql.format(owner=owner))


def connection_owner() -> str:
    with database.owner_connection() as owner:
        return str(owner.info.user)


IGNORE = "SELECT set_config('pgtrigger.ignore', '{{{}}}', false)"


def guards() -> dict[str, str]:
    """Give the triggers that guard rules, with their tables; history's only keep a record."""
    return {
        trigger.get_pgid(model): model._meta.db_table
        for model in apps.get_models()
        for trigger in getattr(model._meta, "triggers", ())
        if not isinstance(trigger, pghistory.trigger.Event)
    }


def test_no_guard_asks_whether_to_be_ignored(app):
    """A function that reads `pgtrigger.ignore` lets any session switch it off.

    The history's own guard does; the application has no right to change those tables anyway.
    """
    asking = app.execute(
        "SELECT t.tgname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND p.prosrc LIKE '%%_pgtrigger_should_ignore%%'"
    ).fetchall()
    open_to_it = app.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND (has_table_privilege(oid, 'UPDATE') OR has_table_privilege(oid, 'DELETE'))"
    ).fetchall()

    guarding = guards()
    wrong = {(guarding[name], name) for (name,) in asking if name in guarding}
    assert {one for one in wrong if (one[0],) in open_to_it} == set()


def test_asking_to_ignore_a_guard_changes_nothing(app, officer, township, village):
    stage.people(village, 3)
    held = stage.opened(officer, township)
    asked = [f"public.{table}:{name}" for name, table in guards().items()] + list(guards())
    app.execute("SELECT set_config('pgtrigger.ignore', %s, false)", [f"{{{','.join(asked)}}}"])

    for sql in (
        "UPDATE assessments_round SET status = 'final'",
        "UPDATE assessments_round SET attempt = 9",
    ):
        with pytest.raises(psycopg.errors.CheckViolation) as refused:
            app.execute(sql)
        assert refused.value.diag.constraint_name in ("moves_only", "roster_stays")
    held.refresh_from_db()
    assert (held.status, held.attempt) == ("entering", 1)


def test_ignoring_changes_nothing_for_events_and_accounts(app):
    app.execute(IGNORE.format("audit_event:*,accounts_user:*,*"))
    app.execute(
        "INSERT INTO audit_event (name, actor, actor_name, role, place, address, request_id,"
        " object_type, object_id, object_label, scope_path, data)"
        " VALUES ('x.y', 'x', '', '', '', '', '', '', '', '', '', '{}')"
    )
    for sql in ("UPDATE audit_event SET actor = 'y'", "DELETE FROM audit_event"):
        with pytest.raises(psycopg.Error):
            app.execute(sql)


def test_people_have_no_superuser():
    assert not {"is_superuser", "is_staff"} & {field.name for field in User._meta.get_fields()}
