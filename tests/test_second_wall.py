"""The second wall stands round every table, holds where the first was forgotten, and stays up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from accounts.answer import Refused
from accounts.doors import EVERY_ROLE, door
from accounts.models import Division
from accounts.rowsecurity import RowSecurity
from accounts.scope import ScopedQuerySet, scope_path_field
from accounts.session import acting_as
from cadres import services
from cadres.models import Person, Sex
from config import urls as site
from rulebook.models import FactSnapshot
from tests.cadres.factories import make_person, make_tenure
from tests.test_doors import ADDRESSES

OURS = {"accounts", "assessments", "audit", "cadres", "reports", "rulebook", "supervision"}
# Events name people of every division and of none: who logged in, what was refused. Nobody but
# the audit administrator reads them, who has no division that a policy could ask for; the page
# that verifies produced files asks for events of its reader's own division (reports/verifying.py).
WITHOUT_WALL = {"audit_event"}
NEUTRAL = "此号码已登记，请报县委组织部办理转入。"
WALL = """
    SELECT c.relrowsecurity AND c.relforcerowsecurity, p.permissive, p.cmd, p.qual, p.with_check
    FROM pg_class c LEFT JOIN pg_policies p ON p.tablename = c.relname AND p.policyname = 'in_scope'
      AND p.schemaname = 'public'
    WHERE c.oid = to_regclass('public.' || %s)
"""


# --- every table ---------------------------------------------------------------------------------


def scoped_tables() -> set[str]:
    """Give the tables of every model with a scope path; history models are models too."""
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if any(field.column == "scope_path" for field in model._meta.concrete_fields)
    }


def without_wall(tables: set[str]) -> dict[str, str]:
    """Say which tables stand open, and what is missing."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(WALL, [table])
            row = cursor.fetchone()
            if row is None:
                found[table] = "no table"
            elif not row[0]:
                found[table] = "not enabled and forced"
            elif row[1:3] != ("PERMISSIVE", "ALL") or "app.lo" not in f"{row[3]}":
                found[table] = "no policy in_scope"
            elif row[3] != row[4]:
                found[table] = "reads and writes differ"
    return found


def test_every_model_with_a_scope_path_stands_behind_the_wall(db):
    tables = scoped_tables()

    assert {"cadres_person", "cadres_personevent", "assessments_grade"} <= tables
    assert without_wall(tables - WITHOUT_WALL) == {}
    assert without_wall(tables).keys() == WITHOUT_WALL


def test_every_history_of_a_scoped_model_is_scoped(db):
    tables = scoped_tables()

    for model in apps.get_models():
        tracked = getattr(model, "pgh_tracked_model", None)
        if tracked is not None and tracked._meta.db_table in tables:
            assert model._meta.db_table in tables


def test_no_policy_but_ours_lets_anybody_in(db):
    """Policies are joined by OR: one too many would open the wall."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, policyname, cmd FROM pg_policies WHERE policyname <> 'in_scope'"
        )
        others = cursor.fetchall()

    assert {(name, cmd) for _, name, cmd in others} == {("read_from_above", "SELECT")}
    assert {table for table, _, _ in others} == {
        f"assessments_{model}{suffix}"
        for model in ("plan", "indicator", "votergroup", "ownindicator")
        for suffix in ("", "event")
    }


@pytest.fixture
def planted(committed_db: str, owner_cursor: Any) -> Iterator[type[models.Model]]:
    """Add a scoped model, with a table as a migration that forgot the wall would make it."""

    class Planted(models.Model):  # noqa: DJ008
        scope_path = scope_path_field()

        class Meta:
            app_label = "planted"
            managed = False

    owner_cursor.execute('CREATE TABLE planted_planted (id int, scope_path text COLLATE "C")')
    yield Planted
    apps.all_models.pop("planted")
    apps.clear_cache()


def test_a_planted_model_without_the_wall_is_found(planted, owner_cursor):
    table = planted._meta.db_table
    apps.all_models["cadres"]["planted"] = planted  # as a model of the app would be
    apps.clear_cache()
    try:
        assert table in scoped_tables()
    finally:
        del apps.all_models["cadres"]["planted"]
        apps.clear_cache()

    assert without_wall({table}) == {table: "not enabled and forced"}
    owner_cursor.execute(RowSecurity(table).sql)
    assert without_wall({table}) == {}
    owner_cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    assert without_wall({table}) == {table: "not enabled and forced"}
    owner_cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    owner_cursor.execute(f"DROP POLICY in_scope ON {table}")
    owner_cursor.execute(f"CREATE POLICY in_scope ON {table} USING (true)")
    assert without_wall({table}) == {table: "no policy in_scope"}


def test_events_are_shown_to_the_audit_administrator_only():
    """The reason why their table may stand without a wall; pages that read it are named."""
    doors = {name: ADDRESSES[name].callback.door for name in ADDRESSES}

    for name in ("reports:audit_log", "reports:who_saw", "reports:audit_chain"):
        assert [role.value for role in doors[name].roles] == ["audit_admin"]


# --- a view that forgets the first wall ----------------------------------------------------------


@door(*EVERY_ROLE)
def forgetful(request):
    """Show every person, as a careless author would; `.all()`, joins and counts alike."""
    names = list(Person.objects.all().order_by("pk").values_list("name", flat=True))
    found = Division.objects.filter(pk__in=Person.objects.values("unit")).count()
    return HttpResponse(f"{','.join(names)}|{found}|{Person.objects.count()}")


@door(*EVERY_ROLE, of=lambda acting: Person.objects.all(), methods=("GET", "POST"))
def forgetful_of_one(request, found):
    """Take any id and change the row."""
    if request.method == "POST":
        Person.objects.filter(pk=found.pk).update(name="改了")
    return HttpResponse(found.name)


urlpatterns = [
    path("forgetful/", forgetful),
    path("forgetful/<int:pk>/", forgetful_of_one),
    *site.urlpatterns,
]
handler403, handler404 = site.handler403, site.handler404


@pytest.fixture
def registry(township, sibling, other_township) -> dict[str, Person]:
    """Give a person of the clerk's, one next door, one in another county."""
    return {
        "甲": make_person(township, "甲"),
        "乙": make_person(sibling, "乙"),
        "丙": make_person(other_township, "丙"),
    }


@pytest.mark.urls("tests.test_second_wall")
@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("clerk", "甲"),
        ("committee", "甲"),
        ("neighbour", "乙"),
        ("officer", "甲,乙"),
        ("stranger_officer", "丙"),
        ("city_officer", "甲,乙,丙"),
        ("auditor", "甲,乙,丙"),
        ("department", ""),
        ("system_admin", ""),
        ("security_admin", ""),
        ("audit_admin", ""),
    ],
)
def test_a_view_that_forgets_the_first_wall_shows_no_foreign_row(
    registry, client_of, request, who, seen
):
    browser: Client = client_of(request.getfixturevalue(who))

    response = browser.get("/forgetful/")

    assert response.status_code == 200
    names, units, count = response.content.decode().split("|")
    assert names == seen
    assert int(units) == int(count) == len([name for name in seen.split(",") if name])
    for name, person in registry.items():
        inside = name in seen
        assert browser.get(f"/forgetful/{person.pk}/").status_code == (200 if inside else 404)
        if not inside:
            assert browser.post(f"/forgetful/{person.pk}/").status_code == 404
    assert set(Person.objects.values_list("name", flat=True)) == {"甲", "乙", "丙"}


# --- unique constraints --------------------------------------------------------------------------


@pytest.fixture
def foreign(sibling, sibling_village) -> Person:
    """Give somebody next door, whom the clerk may not see."""
    person = make_person(sibling, "隔壁老王")
    make_tenure(person, sibling_village)
    return person


def test_a_number_registered_elsewhere_is_refused_without_saying_whose(foreign, clerk, township):
    with acting_as(clerk), pytest.raises(Refused) as refusal, transaction.atomic():
        services.add_person(
            unit=township, name="王老五", id_number=foreign.id_number, by=clerk,
        )  # fmt: skip

    assert refusal.value.objections == (NEUTRAL,)
    assert not Person.objects.filter(name="王老五").exists()
    foreign.refresh_from_db()
    assert foreign.name == "隔壁老王"


def same_number(foreign: Person, township: Division) -> Person:
    return Person(
        unit=township, scope_path=township.path, name="王老五", id_number=foreign.id_number,
        id_index=foreign.id_index, sex=Sex.MALE, born_on=foreign.born_on,
    )  # fmt: skip


def test_on_conflict_do_nothing_swallows_no_person_unnoticed(foreign, clerk, township):
    """It gives no error and no row: whoever uses it has to look, and then finds none of his."""
    with acting_as(clerk):
        Person.objects.bulk_create([same_number(foreign, township)], ignore_conflicts=True)

        assert not Person.objects.filter(id_index=foreign.id_index).exists()
    assert Person.objects.get(id_index=foreign.id_index).name == "隔壁老王"


def test_on_conflict_do_update_neither_shows_nor_changes_a_foreign_row(foreign, clerk, township):
    mine = same_number(foreign, township)
    with (
        acting_as(clerk),
        pytest.raises(ProgrammingError, match="row-level security") as refused,
        transaction.atomic(),
    ):
        Person.objects.bulk_create(
            [mine], update_conflicts=True, unique_fields=["id_index"], update_fields=["name"]
        )

    assert "隔壁" not in str(refused.value)
    assert Person.objects.get(id_index=foreign.id_index).name == "隔壁老王"


def test_equal_facts_of_two_townships_are_kept_once_each(clerk, neighbour):
    """Were one row shared, the second township would get it swallowed and read nothing."""
    for acting in (clerk, neighbour, clerk):
        with acting_as(acting):
            FactSnapshot.objects.bulk_create(
                [FactSnapshot(scope_path=acting.lo, sha="0" * 64, body={})], ignore_conflicts=True
            )
            assert FactSnapshot.objects.get(sha="0" * 64).scope_path == acting.lo
    assert FactSnapshot.objects.count() == 2


@pytest.mark.parametrize("model", [FactSnapshot])
def test_who_upserts_does_so_within_his_scope(model):
    """What is inserted with ON CONFLICT is unique within a scope path, or shows nobody."""
    found = [one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]

    assert all("scope_path" in one.fields for one in found)
    assert issubclass(type(model.objects.all()), ScopedQuerySet)
