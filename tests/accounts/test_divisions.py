"""The list of divisions: taken over, taken over again, merged and succeeded."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Left, Length

from accounts.answer import Refused
from accounts.divisions import CROSSWALK, LIST, import_divisions
from accounts.models import Division, DivisionCode
from accounts.roles import Level
from accounts.services import merge_divisions, succeed_division
from audit.models import Event

LAST = date(2020, 6, 30)


@pytest.fixture
def imported(db, machine):
    return import_divisions(by=machine)


def of(level):
    return Division.objects.filter(level=level)


def by_code(code, family="nbs"):
    return Division.objects.get(codes__family=family, codes__code=code)


def test_the_whole_city_is_taken_over(imported):
    assert imported.added == 2990
    assert of(Level.PROVINCE).get().name == "湖南省"
    assert of(Level.CITY).get().name == "衡阳市"
    assert of(Level.COUNTY).count() == 12
    assert of(Level.TOWNSHIP).count() == 191
    assert of(Level.VILLAGE).count() == 2785
    assert of(Level.VILLAGE).filter(committee_type="村民委员会").count() == 2265


def test_every_path_lies_under_its_parent(imported):
    below = Division.objects.filter(parent__isnull=False)

    assert below.filter(level=F("parent__level") + 1).count() == below.count() == 2989
    right = below.annotate(above=Left("path", Length("parent__path"))).filter(
        above=F("parent__path")
    )
    assert right.count() == 2989
    lengths = {division.level: len(division.path) for division in Division.objects.all()}
    assert lengths == {level: 4 * level for level in Level}


def test_the_development_zones_are_no_counties_and_their_townships_lie_in_real_ones(imported):
    assert by_code("430473400000").parent.name == "石鼓区"
    assert by_code("430476001000").parent.name == "蒸湘区"
    assert not DivisionCode.objects.filter(Q(code="430473000000") | Q(code="430476000000")).exists()


def test_names_are_short_and_the_full_name_is_kept(imported):
    village = by_code("430473400205")

    assert (village.name, village.official_name) == ("三里村", "三里村委会")
    assert village.title == "松木工业园 · 三里村"


def test_the_two_families_of_codes_are_never_joined_by_code(imported):
    """430481114 is one town for statistics and another for civil affairs."""
    assert by_code("430481114000").name == "大市镇"
    assert by_code("430481114000", "mca").name == "仁义镇"
    assert DivisionCode.objects.filter(family="mca").count() == 184


def test_a_second_import_changes_nothing(imported, machine):
    before = list(Division.objects.values_list("pk", "path", "name"))

    again = import_divisions(by=machine)

    assert (again.added, again.changed, again.codes, again.same) == (0, 0, 0, 2990)
    assert list(Division.objects.values_list("pk", "path", "name")) == before


def test_a_new_list_adds_and_corrects_and_ends_nothing(imported, machine, tmp_path):
    with LIST.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    village = next(row for row in rows if row["code"] == "430473400205")
    village |= {"name": "三里新村委会", "short_name": "三里新村"}
    gone = rows.pop()
    rows.append(village | {"code": "430473400999", "name": "新增村委会", "short_name": "新增村"})
    file = tmp_path / "list.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.DictWriter(target, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    place = by_code("430473400205")

    done = import_divisions(by=machine, file=file)

    assert (done.added, done.changed, done.codes) == (1, 1, 1)
    assert [unit.name for unit in done.missing] == [gone["short_name"]]
    renamed = by_code("430473400205")
    assert (renamed.pk, renamed.path, renamed.name) == (place.pk, place.path, "三里新村")
    assert by_code("430473400999").path > max(
        place.parent.children.exclude(name="新增村").values_list("path", flat=True)
    )


def test_the_command_says_what_it_did(db):
    out = StringIO()

    call_command("import_divisions", stdout=out)

    assert "新增 2990 个单位，更正 0 个，0 个不变；新增代码 3174 个。" in out.getvalue()
    event = Event.objects.get(name="accounts.divisions_imported")
    assert (event.actor, event.data["added"]) == ("命令行", 2990)


def test_a_person_without_the_role_does_not_import(clerk, system_admin):
    with pytest.raises(PermissionDenied):
        call_command("import_divisions", "--by=clerk")
    with pytest.raises(CommandError, match="没有账号"):
        call_command("import_divisions", "--by=no_such")
    with pytest.raises(CommandError, match="没有这样的角色"):
        call_command("import_divisions", "--by=clerk:auditor")


def test_the_crosswalk_is_where_the_readme_says():
    assert CROSSWALK.exists()


def test_one_code_belongs_to_one_division_at_a_time(village, second_village):
    made = {"family": "nbs", "code": "430481001200", "first_day": date(2018, 1, 1)}
    DivisionCode.objects.create(division=village, last_day=LAST, **made)

    with pytest.raises(IntegrityError, match="one_division_per_code"), transaction.atomic():
        DivisionCode.objects.create(division=second_village, **made | {"first_day": LAST})
    DivisionCode.objects.create(division=second_village, **made | {"family": "mca"})
    DivisionCode.objects.create(division=second_village, **made | {"first_day": date(2020, 7, 1)})


def test_a_village_that_becomes_a_community_is_succeeded(village, system_admin):
    DivisionCode.objects.create(
        division=village, family="nbs", code="430481001200", first_day=date(2018, 1, 1)
    )

    community = succeed_division(
        division=village, name="杨仙社区", official_name="杨仙居委会", unit_type="社区",
        committee_type="居民委员会", last_day=LAST, by=system_admin,
    )  # fmt: skip

    village.refresh_from_db()
    assert (village.last_day, village.successor) == (LAST, community)
    assert community.first_day == date(2020, 7, 1)
    assert (community.parent, community.path) == (village.parent, "00430001000100010004")
    assert [code.last_day for code in village.codes.all()] == [LAST]
    assert [code.first_day for code in community.codes.all()] == [date(2020, 7, 1)]
    assert set(Division.objects.on(LAST).filter(pk__in=[village.pk, community.pk])) == {village}


def test_villages_are_merged_into_one_that_goes_on(village, second_village, system_admin):
    merge_divisions(divisions=[second_village], into=village, last_day=LAST, by=system_admin)

    second_village.refresh_from_db()
    assert (second_village.last_day, second_village.successor) == (LAST, village)
    assert Event.objects.get().name == "accounts.divisions_merged"


def test_the_villages_of_a_merged_township_go_on_under_the_other(
    township, sibling, sibling_village, system_admin
):
    merge_divisions(divisions=[sibling], into=township, last_day=LAST, by=system_admin)

    sibling_village.refresh_from_db()
    assert sibling_village.successor.parent == township
    assert sibling_village.successor.name == sibling_village.name
    assert [d.name for d in Division.objects.on(date(2020, 7, 1)).filter(parent=township)] == [
        "杨仙村", "纠陂村", "新市社区", "坛山村", "双泉村",
    ]  # fmt: skip
    assert not Division.objects.on(date(2020, 7, 1)).under(sibling).exists()


def test_what_cannot_be_merged_is_refused_with_the_reason(
    village, township, county, sibling_village, system_admin, clerk
):
    def merge(divisions, into, by=system_admin):
        return merge_divisions(divisions=divisions, into=into, last_day=LAST, by=by)

    with pytest.raises(Refused, match="应是同级的不同单位"):
        merge([village], village)
    with pytest.raises(Refused, match="应是同级的不同单位"):
        merge([village], township)
    with pytest.raises(Refused, match="只有乡级、村级单位可以撤并"):
        merge([county], county)
    with pytest.raises(PermissionDenied):
        merge([village], sibling_village, by=clerk)
    merge([village], sibling_village)
    with pytest.raises(Refused, match="终止"):
        merge([village], sibling_village)
    with pytest.raises(Refused, match="不在存续期内"):
        merge([sibling_village], village)


def test_the_database_wants_an_end_where_there_is_a_successor(village, second_village):
    village.successor = second_village

    with pytest.raises(IntegrityError, match="successor_needs_end"), transaction.atomic():
        village.save()
