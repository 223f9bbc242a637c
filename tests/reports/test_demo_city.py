import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from accounts.acting import acting_in
from accounts.answer import Refused
from accounts.factors import NEEDED_BY
from accounts.models import Division, Installation, RoleGrant, User
from accounts.roles import Role
from accounts.session import acting_as
from assessments.models import Entry, Grade, Round
from assessments.queries.board import board
from assessments.services.deciding import decide_round, submit_round
from audit.models import Event
from cadres.models import Batch, BatchStatus, Person
from reports.demo import invariants
from tests.assessments.stage import sitting

pytestmark = pytest.mark.usefixtures("demo_city")


def acting(role: Role, place: Division):
    grants = RoleGrant.objects.filter(role=role, division=place).order_by("pk")
    return acting_in(grants.select_related("user", "division__parent")[0])


def a_round(status: str) -> Round:
    return Round.objects.filter(year=2018, status=status).select_related("township")[0]


def test_a_small_city_is_sound():
    assert invariants.broken(full=False) == []
    assert Installation.objects.get().business_day == date(2018, 12, 20)
    assert Event.objects.filter(name="demo.built").count() == 1


def test_what_stands_is_not_built_again():
    people, said = Person.objects.count(), StringIO()

    call_command("demo", size="small", stdout=said)

    assert "演示城市已建成" in said.getvalue()
    assert "DATA_DIR" in said.getvalue()
    assert Person.objects.count() == people


def test_the_showcase_township_has_rosters_in_two_states():
    written, waiting = Batch.objects.order_by("pk").select_related("township")

    assert (written.status, written.counts["changed"]) == (BatchStatus.CONFIRMED, 8)
    assert (written.counts["refused"], written.counts["hand_over"]) == (0, 0)
    assert (waiting.status, waiting.counts["read"]) == (BatchStatus.CHECKED, 48)
    assert waiting.counts["hand_over"] > 0
    assert {written.township.name, waiting.township.name} == {"新市镇"}
    assert (written.confirmed_on, waiting.sent_on) == (date(2018, 12, 5), date(2018, 12, 19))


def test_everything_written_has_its_history_and_says_who_wrote_it():
    with connection.cursor() as cursor:
        for table in ("cadres_person", "cadres_tenure", "assessments_entry"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            rows = cursor.fetchone()
            cursor.execute(
                f"SELECT count(*) FROM {table}event e JOIN pghistory_context c"
                " ON c.id = e.pgh_context_id WHERE c.metadata->>'user' = '演示建城'"
            )
            assert cursor.fetchone() == rows


def test_the_showcase_explains_a_tie_a_gate_a_warning_and_a_gap():
    shown = board(Round.objects.get(township__name="新市镇", year=2018))

    tags = [tag.label for row in shown.rows for tag in row.tags]

    assert len(shown.tied) == 2
    assert shown.to_choose == 1
    assert tags.count("班子一般，不得优秀") >= 1
    assert tags.count("本年有警示") == 1
    assert shown.missing == 1
    assert shown.pending == 0


def test_the_work_goes_on_where_the_demo_left_it():
    waiting = a_round("submitted")
    head = acting(Role.TOWNSHIP_COMMITTEE, waiting.township)
    shown = board(waiting)
    chosen = [row.entry.pk for row in shown.tied][: shown.to_choose]

    with acting_as(head):
        done = decide_round(round=waiting, chosen=chosen, reason="票决", sitting=sitting(), by=head)

    assert done.status == "decided"
    assert Grade.objects.filter(round=done).count() == done.entries.count()
    missing = Round.objects.get(township__name="新市镇", year=2018)
    clerk = acting(Role.TOWNSHIP_CLERK, missing.township)
    with acting_as(clerk), pytest.raises(Refused, match="目标考核分 1 人"):
        submit_round(round=missing, by=clerk)


def test_a_final_year_stays():
    past = Entry.objects.filter(round__year=2016).first()

    with pytest.raises(Exception, match="not being entered"), transaction.atomic():
        Entry.objects.filter(pk=past.pk).update(months=1)


def test_log_ins_open_with_the_password_that_is_printed():
    out = StringIO()

    call_command("demo_logins", "--json", stdout=out)

    logins = json.loads(out.getvalue())
    assert logins[0]["division"] == "新市镇"
    assert {one["role"] for one in logins} == set(Role.values)
    assert len({one["division_code"][:6] for one in logins if one["role"] == "county_officer"}) > 1
    clerks = [one["division_code"][:6] for one in logins if one["role"] == "township_clerk"]
    assert max(clerks.count(county) for county in clerks) > 1
    assert set(logins[0]) == {
        "user", "password", "role", "role_label", "division", "division_code", "where",
        "totp_secret", "totp_now",
    }  # fmt: skip
    with_factor = {one["role"] for one in logins if one["totp_secret"]}
    assert with_factor == NEEDED_BY
    assert all(len(one["totp_now"]) == 6 for one in logins if one["role"] in NEEDED_BY)
    user = User.objects.get(username=logins[0]["user"])
    assert user.check_password(logins[0]["password"])
    assert not user.must_change_password
    assert user.password_changed_at


def test_somebody_is_clerk_and_committee_of_one_township():
    held = RoleGrant.objects.filter(user__username="zhuhui-jianzhi")

    assert {one.role for one in held} == {Role.TOWNSHIP_CLERK, Role.TOWNSHIP_COMMITTEE}
    assert len({one.division_id for one in held}) == 1
    two = RoleGrant.objects.filter(user__username="zhuhui-liangzhen")
    assert len({one.division_id for one in two}) == 2
