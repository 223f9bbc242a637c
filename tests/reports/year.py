"""A township's year for the tests of its papers: two groups of voters, grades, letters."""

from __future__ import annotations

from datetime import date

from accounts.acting import Acting
from assessments.models import Letter, Meeting, Round, Tally, Turnout, VoterGroup
from assessments.views.rows import rounds
from reports.papers.assessment.catalogue import BY_KEY, file_of
from reports.papers.assessment.matter import Matter
from reports.papers.document import File
from tests.assessments import stage

GROUPS = (("党员", "60", 30), ("村民代表", "40", 20))


def voted(found: Round) -> None:
    """Count in every village: 29 and 19 ballots on each cadre, one of each 基本称职."""
    path = found.scope_path
    asked = [(one, expected) for one, (_, _, expected) in zip(groups(found), GROUPS, strict=True)]
    for village in {one.village for one in stage.roster(found)}:
        meeting = Meeting.objects.create(
            round=found, scope_path=path, village=village, held_on=date(2018, 12, 28)
        )
        for group, expected in asked:
            Turnout.objects.create(
                round=found, scope_path=path, meeting=meeting, group=group, expected=expected,
                present=expected - 1, handed_out=expected - 1, returned=expected - 1,
            )  # fmt: skip
    for entry in stage.roster(found):
        for group, expected in asked:
            Tally.objects.create(
                round=found, scope_path=path, entry=entry, group=group,
                excellent=expected - 2, competent=0, basic=1, incompetent=0,
            )  # fmt: skip


def groups(found: Round) -> list[VoterGroup]:
    """Part the plan's voters into the two groups, once for all its rounds."""
    plan = found.plan
    if plan.voter_groups.count() != len(GROUPS):
        plan.voter_groups.all().delete()
        for name, weight, _ in GROUPS:
            VoterGroup.objects.create(
                plan=plan, scope_path=plan.scope_path, name=name, weight=weight
            )
    return list(plan.voter_groups.all())


def told(found: Round) -> Round:
    """Have the notice over and every cadre's letter issued."""
    Round.objects.filter(pk=found.pk).update(
        noticed_on=date(2019, 1, 2), notice_until=date(2019, 1, 8), notice_place="村务公开栏",
        feedback_on=date(2019, 1, 9),
    )  # fmt: skip
    for at, entry in enumerate(stage.roster(found), 1):
        Letter.objects.create(
            round=found, scope_path=found.scope_path, entry=entry, attempt=found.attempt,
            number=f"新考告〔2018〕{at} 号", issued_on=date(2019, 1, 9),
        )  # fmt: skip
    found.refresh_from_db()
    return found


def matter_of(found: Round, by: Acting) -> Matter:
    """Load the round as the pages do."""
    return Matter(rounds(by).get(pk=found.pk), by)


def drawn(key: str, found: Round, by: Acting, only: int | None = None) -> File:
    """Draw a kind's papers as they would be handed out now."""
    return file_of(BY_KEY[key], matter_of(found, by), only)
