"""Mergers and conversions carry people over: posts, teams, files, and nothing is lost half way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.answer import Refused
from accounts.session import acting_as
from cadres import services
from cadres.models import Began, Document, DossierClass, Ended, FileKind, StoredFile, Team, Tenure
from cadres.posts import Post
from cadres.queries.carrying import lines, waiting
from cadres.queries.inherited import inherited_by, inherited_in
from cadres.queries.seats import village_on
from cadres.queries.terms import current_teams, lengths, term_of
from tests.cadres import cases
from tests.cadres.factories import make_person, make_team, make_tenure
from tests.cadres.mergers import LAST, NEXT, carry, carry_all, convert, merge

SECRETARY, DIRECTOR, MEMBER = Post.PARTY_SECRETARY, Post.VC_DIRECTOR, Post.VC_MEMBER


@pytest.fixture
def person(township):
    return make_person(township, "任永胜")


@pytest.fixture
def other(township):
    return make_person(township, "缪志强")


def left(by, day):
    with acting_as(by):
        return [(one.division.name, one.posts, one.files) for one in waiting(by, day)]


def seats_on(by, village, day):
    with acting_as(by):
        seen = village_on(village, day, by)
        return {
            seat.post: [one.name for one in seat.holders] for seat in seen.seats if seat.holders
        }


# ---------------------------------------------------------------- a village becomes a community


def test_a_conversion_keeps_everybody_in_his_post(day, system_admin, clerk, person, village):
    make_tenure(person, village, SECRETARY)
    make_tenure(person, village, DIRECTOR)
    community = convert(system_admin, village)
    assert left(clerk, day) == [("杨仙村", 2, 0)]

    carried = carry_all(clerk, village, day)

    assert {one.post for one in carried} == {SECRETARY, DIRECTOR}
    assert {(one.village, one.began_on, one.began_how) for one in carried} == {
        (community, NEXT, Began.CARRIED)
    }
    before = Tenure.objects.filter(village=village)
    assert set(before.values_list("ended_on", "ended_how")) == {(LAST, Ended.CARRIED)}
    assert left(clerk, day) == []


def test_the_line_is_not_broken_by_a_day(day, system_admin, clerk, person, village):
    make_tenure(person, village, SECRETARY)
    community = convert(system_admin, village)
    carry_all(clerk, village, day)

    for asked in (date(2017, 6, 30), LAST - timedelta(days=1), LAST, NEXT, day):
        assert seats_on(clerk, community, asked) == {SECRETARY: ["任永胜"]}
    assert seats_on(clerk, community, date(2017, 4, 30)) == {}


def test_the_day_before_today_is_the_last_that_can_have_ended(
    day, settings, system_admin, clerk, person, village
):
    make_tenure(person, village, SECRETARY)
    convert(system_admin, village)
    for today, waits in ((LAST, []), (NEXT, [("杨仙村", 1, 0)])):
        settings.BUSINESS_DAY = today
        assert left(clerk, today) == waits

    settings.BUSINESS_DAY = LAST
    with pytest.raises(Refused, match="次日起才能办理接续"), acting_as(clerk):
        services.carry_over(division=village, choices={}, by=clerk)


def test_the_team_goes_on_and_its_term_still_runs_from_its_first_day(
    day, system_admin, clerk, person, village
):
    make_tenure(person, village, SECRETARY)
    make_team(village, date(2017, 5, 1))
    community = convert(system_admin, village)

    (carried,) = carry_all(clerk, village, day)

    team = Team.objects.get(village=community)
    assert (team.term, team.first_day, carried.team) == ("第十届", NEXT, team)
    assert Team.objects.get(village=village).last_day == LAST
    with acting_as(clerk):
        current = current_teams(clerk, day).get()
        assert term_of(current, lengths(day), day).due_on == date(2020, 4, 30)


# ---------------------------------------------------------------- two villages into one


@pytest.fixture
def two_secretaries(day, system_admin, person, other, village, second_village, community):
    """Merge two villages, each with a secretary, into a third without one."""
    first = make_tenure(person, village, SECRETARY)
    second = make_tenure(other, second_village, SECRETARY)
    merge(system_admin, community, village, second_village)
    return first, second


def test_of_two_secretaries_none_is_proposed(two_secretaries, clerk, village, day):
    with acting_as(clerk):
        (line,) = lines(village, clerk, day)

    assert line.proposal is None
    assert "有 2 人可接续，只能留一人" in line.contested


def test_one_is_chosen_and_the_other_takes_another_post(
    two_secretaries, clerk, village, second_village, community, day
):
    first, second = two_secretaries

    carry(clerk, village, {first: SECRETARY})
    with acting_as(clerk):
        (line,) = lines(second_village, clerk, day)
    carry(clerk, second_village, {second: Post.PARTY_DEPUTY})

    assert line.contested == "新市社区书记已由任永胜担任"
    assert SECRETARY not in line.posts
    assert seats_on(clerk, community, day) == {
        SECRETARY: ["任永胜"], Post.PARTY_DEPUTY: ["缪志强"],
    }  # fmt: skip


def test_one_is_chosen_and_the_other_leaves(two_secretaries, clerk, village, second_village):
    first, second = two_secretaries

    assert carry(clerk, village, {first: SECRETARY})
    assert carry(clerk, second_village, {second: None}) == []

    second.refresh_from_db()
    assert (second.ended_on, second.ended_how) == (LAST, Ended.CARRIED)


def test_a_second_secretary_is_refused_and_stays_on_the_list(
    two_secretaries, clerk, village, second_village, day
):
    first, second = two_secretaries
    carry(clerk, village, {first: SECRETARY})

    with pytest.raises(Refused, match="由任永胜担任，同一时间只能有一人"):
        carry(clerk, second_village, {second: SECRETARY})

    second.refresh_from_db()
    assert second.ended_on is None
    assert left(clerk, day) == [("纠陂村", 1, 0)]


def test_what_is_not_chosen_goes_on_waiting(day, system_admin, clerk, township, village, community):
    tenures = [make_tenure(make_person(township), village, MEMBER) for _ in range(3)]
    merge(system_admin, community, village)

    carry(clerk, village, {tenures[0]: MEMBER})

    assert left(clerk, day) == [("杨仙村", 2, 0)]


def test_carrying_twice_writes_once(day, system_admin, clerk, person, village, community):
    tenure = make_tenure(person, village, SECRETARY)
    merge(system_admin, community, village)
    carry(clerk, village, {tenure: SECRETARY})

    with pytest.raises(Refused, match="没有重复写入"):
        carry(clerk, village, {tenure: SECRETARY})
    assert Tenure.objects.count() == 2


def test_a_departure_written_down_late_is_split_at_the_merger(
    day, system_admin, clerk, person, village, community
):
    tenure = make_tenure(
        person, village, SECRETARY, ended_on=date(2018, 9, 1), ended_how=Ended.RESIGNATION
    )
    merge(system_admin, community, village)

    (following,) = carry(clerk, village, {tenure: SECRETARY})

    tenure.refresh_from_db()
    assert (tenure.ended_on, tenure.ended_how) == (LAST, Ended.CARRIED)
    assert (following.ended_on, following.ended_how) == (date(2018, 9, 1), Ended.RESIGNATION)


def test_a_post_taken_after_the_village_had_ended_is_put_into_the_next(
    day, system_admin, clerk, person, village, community
):
    tenure = make_tenure(person, village, SECRETARY, began_on=date(2018, 8, 1))
    merge(system_admin, community, village)

    with pytest.raises(Refused, match="应接续到新市社区"):
        carry(clerk, village, {tenure: None})
    carry(clerk, village, {tenure: SECRETARY})

    tenure.refresh_from_db()
    assert (tenure.village, tenure.scope_path) == (community, community.path)


def test_nobody_leaves_an_ended_village_later_than_it_ended(
    day, system_admin, clerk, person, village, community
):
    tenure = make_tenure(person, village, SECRETARY)
    merge(system_admin, community, village)

    with pytest.raises(Refused, match="先在“建制调整”办理接续"), acting_as(clerk):
        services.end_tenure(tenure=tenure, ended_on=NEXT, ended_how=Ended.DIED, by=clerk)
    with acting_as(clerk):
        services.end_tenure(tenure=tenure, ended_on=LAST, ended_how=Ended.DIED, by=clerk)
    assert left(clerk, day) == []


# ---------------------------------------------------------------- two townships


@pytest.fixture
def merged_township(day, system_admin, person, other, township, village, sibling):
    """Merge the clerk's township into its sibling: one in post, one who left long ago."""
    make_tenure(person, village, SECRETARY, team=make_team(village))
    paper = StoredFile.objects.create(
        scope_path=township.path, name="履历", kind=FileKind.PDF, size=1, sha256="0" * 64, body=b"x"
    )
    Document.objects.create(
        person=person, scope_path=township.path, dossier_class=DossierClass.CAREER, title="履历表",
        file=paper, added_by="clerk", added_on=date(2018, 1, 1),
    )  # fmt: skip
    merge(system_admin, sibling, township)
    village.refresh_from_db()
    return township


def test_the_county_carries_a_township_over_with_its_files(
    merged_township, officer, neighbour, person, other, sibling, village, day
):
    assert left(officer, day) == [("新市镇", 1, 2)]

    carry_all(officer, merged_township, day)

    person.refresh_from_db()
    assert (person.unit, person.scope_path) == (sibling, sibling.path)
    assert StoredFile.objects.get().scope_path == sibling.path
    assert left(officer, day) == [("新市镇", 0, 1)]
    with acting_as(officer):
        assert services.carry_files(township=merged_township, by=officer) == 1
    other.refresh_from_db()
    assert other.unit == sibling
    assert left(officer, day) == []
    successor = village.successor
    assert seats_on(neighbour, successor, day) == {SECRETARY: ["任永胜"]}
    for asked in (date(2017, 6, 30), LAST, NEXT):
        assert seats_on(officer, successor, asked) == {SECRETARY: ["任永胜"]}


@pytest.fixture
def carried(merged_township, officer, day):
    """Carry everybody over, and give the files along."""
    carry_all(officer, merged_township, day)
    with acting_as(officer):
        services.carry_files(township=merged_township, by=officer)


def test_the_successors_clerk_reads_one_unbroken_line(
    carried, neighbour, client_of, person, village, day
):
    for asked in (date(2017, 6, 30), LAST, NEXT):
        assert seats_on(neighbour, village.successor, asked) == {SECRETARY: ["任永胜"]}
    page = client_of(neighbour).get(f"/cadres/{person.pk}/").content.decode()
    assert "新市镇 · 杨仙村" in page
    assert "遥田镇 · 杨仙村" in page
    assert f"/cadres/villages/{village.pk}/" not in page


@pytest.mark.parametrize("who", ["stranger", "stranger_officer", "department", "system_admin"])
def test_nobody_else_reads_what_was_inherited(carried, person, request, who):
    with acting_as(request.getfixturevalue(who)):
        assert inherited_by([person.pk]) == []


def test_a_standing_unit_gives_nothing_up(day, neighbour, officer, person, village, other_village):
    make_tenure(person, village, SECRETARY)

    for by in (neighbour, officer):
        with acting_as(by):
            assert inherited_in([village, other_village]) == []


def test_facts_stay_in_the_township_they_happened_in(merged_township, officer, village, day):
    carry_all(officer, merged_township, day)

    assert Tenure.objects.get(village=village).scope_path == village.path


@pytest.mark.parametrize("who", ["clerk", "neighbour", "committee"])
def test_what_crosses_townships_is_not_a_townships(merged_township, village, day, request, who):
    by = request.getfixturevalue(who)
    with acting_as(by), pytest.raises(PermissionDenied, match="由县委组织部办理"):
        services.carry_over(division=merged_township, choices={}, by=by)
    with acting_as(by), pytest.raises(PermissionDenied):
        services.carry_files(township=merged_township, by=by)


def test_another_county_sees_and_carries_nothing(merged_township, stranger_officer, day):
    assert left(stranger_officer, day) == []
    with acting_as(stranger_officer), pytest.raises(PermissionDenied, match="不都在您的辖区内"):
        services.carry_over(division=merged_township, choices={}, by=stranger_officer)


def test_the_county_leaves_what_is_the_clerks_to_the_clerk(
    day, system_admin, officer, person, village, community
):
    tenure = make_tenure(person, village, SECRETARY)
    merge(system_admin, community, village)

    with pytest.raises(PermissionDenied, match="由乡镇组织干事办理"):
        carry(officer, village, {tenure: SECRETARY})


# ---------------------------------------------------------------- pages


def test_until_then_they_are_shown_where_they_were_and_marked(
    day, system_admin, clerk, client_of, person, village
):
    make_tenure(person, village, SECRETARY)
    community = convert(system_admin, village)
    browser = client_of(clerk)

    rows = {row.village.name: row for row in browser.get("/cadres/sheet/").context["rows"]}
    page = browser.get(f"/cadres/villages/{community.pk}/").content.decode()

    assert rows["杨仙村"].is_ended
    assert rows["杨仙村"].seats[0].holders[0].name == "任永胜"
    assert "待接续" in page
    carry_all(clerk, village, day)
    rows = {row.village.name: row for row in browser.get("/cadres/sheet/").context["rows"]}
    assert "杨仙村" not in rows
    assert rows["杨仙社区"].seats[0].holders[0].name == "任永胜"


def test_the_page_proposes_and_writes(day, system_admin, clerk, client_of, person, village):
    tenure = make_tenure(person, village, SECRETARY)
    community = convert(system_admin, village)
    browser, url = client_of(clerk), f"/cadres/carry-over/{village.pk}/"

    page = browser.get(url).content.decode()
    empty = browser.post(url, {f"post-{tenure.pk}": ""}).content.decode()
    done = browser.post(url, {f"post-{tenure.pk}": SECRETARY.value}, follow=True)

    assert f'value="{SECRETARY.value}" selected' in page
    assert "没有选定任何一项" in empty
    assert "1 项任职的接续已登记" in done.content.decode()
    assert Tenure.objects.get(village=community).person == person


def test_the_list_costs_the_same_for_many(
    day, system_admin, officer, client_of, township, village, second_village, community,
    django_assert_max_num_queries,
):  # fmt: skip
    for place in (village, second_village):
        for _ in range(6):
            make_tenure(make_person(township), place, MEMBER)
    merge(system_admin, community, village, second_village)
    browser = client_of(officer)

    with django_assert_max_num_queries(30):
        page = browser.get("/cadres/carry-over/").content.decode()
    assert "由乡镇组织干事办理" in page


def test_a_file_takes_along_what_was_merged_into_it_and_what_was_said_of_pairs(
    pair, system_admin, officer, clerk, sibling, village, sibling_village, day
):
    kept, merged = pair
    third = cases.twin(kept.unit, 905)
    for one in (kept, third):
        make_tenure(one, village, MEMBER)
    cases.confirm(officer, cases.judge(clerk, pair, keep=kept))
    said = cases.judge(clerk, (kept, third))

    merge(system_admin, sibling_village, village)
    carry_all(officer, village, day)

    for one in (kept, merged, third, said):
        one.refresh_from_db()
    assert {one.unit for one in (kept, merged, third)} == {sibling}
    assert said.scope_path == sibling.path
