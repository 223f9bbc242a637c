"""Who says whether two files are one person's, and who confirms it."""

from __future__ import annotations

from accounts.acting import Acting
from accounts.answer import Answer, only_if, unless
from accounts.roles import Level, Role
from accounts.scope import SEGMENT
from cadres.models import Duplicate, Person
from cadres.rules.registry import holds

JUDGES = (Role.TOWNSHIP_CLERK, Role.COUNTY_OFFICER, Role.CITY_OFFICER)
REVIEWERS = (Role.COUNTY_OFFICER, Role.CITY_OFFICER)


def may_judge(first: Person, second: Person, *, path: str, by: Acting) -> Answer:
    """Ask whether he may say what these two files are; `path` is the division that holds both."""
    across = len(path) < Level.COUNTY * SEGMENT
    return (
        only_if(
            by.has(*JUDGES) and holds(by, path),
            f"您现在的角色是“{by.role_label}”，疑似重复由乡镇组织干事或组织部门判断。",
        )
        & unless(
            across or not by.has(Role.CITY_OFFICER),
            "同一县市区内的，请由乡镇或县委组织部判断，市委组织部可以复核。",
        )
        & unless(
            first.pk != second.pk and (first.name, first.born_on) == (second.name, second.born_on),
            "两份档案的姓名和出生日期已不相同，不再是疑似重复。",
        )
        & _both_stand(first, second)
    )


def verdict_stands(verdict: str, *, keep: Person | None, first: Person, second: Person) -> Answer:
    """Ask whether a verdict says which file stays, and says so only where one goes."""
    same = verdict == Duplicate.Verdict.SAME
    return unless(
        (keep in (first, second)) if same else keep is None,
        "判断为同一人的，请选定保留哪一份档案。",
    )


def may_review(duplicate: Duplicate, by: Acting) -> Answer:
    """Ask whether he may confirm a verdict or return it."""
    return (
        only_if(
            by.has(*REVIEWERS),
            f"您现在的角色是“{by.role_label}”，由县委组织部或市委组织部复核。",
        )
        & only_if(
            by.user is not None and duplicate.proposed_by_id != by.user.pk,
            "提出人不能复核自己的判断，请其他同志办理。",
        )
        & unless(
            duplicate.status == Duplicate.Status.PROPOSED,
            f"此判断{duplicate.get_status_display()}，不必再办。",
        )
    )


def may_confirm(duplicate: Duplicate, *, has_open_request: bool, by: Acting) -> Answer:
    """Ask whether a verdict can be carried out as it stands."""
    return (
        may_review(duplicate, by)
        & _both_stand(duplicate.first, duplicate.second)
        & unless(
            not has_open_request,
            "要并掉的档案还有更正申请没有审核，请先办结，再复核。",
        )
    )


def _both_stand(first: Person, second: Person) -> Answer:
    return unless(
        first.merged_into_id is None and second.merged_into_id is None,
        "其中一份档案已经并入另一份，不必再判断。",
    )
