"""Who may put a file forward, and who may say yes to it; pure questions."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.acting import Acting
from accounts.answer import Answer, only_if, unless
from accounts.roles import Role
from policy.faults import Fault
from rulebook.models import RuleFile

OWN_COUNTY_ONLY = "县委组织部只能提出本县的规定，全市的规则由市委组织部提出。"


def may_propose(*, where: str, own_county: str, faults: Iterable[Fault], by: Acting) -> Answer:
    """City officers propose for the city and any county, county officers for their own."""
    right = by.has(Role.CITY_OFFICER) or (
        by.has(Role.COUNTY_OFFICER) and bool(where) and where == own_county
    )
    sentence = OWN_COUNTY_ONLY if by.has(Role.COUNTY_OFFICER) else _not_for(by, "提出")
    return only_if(right, sentence) & Answer(objections=tuple(str(fault) for fault in faults))


def may_rule(file: RuleFile, *, is_ruled: bool, faults: Iterable[Fault], by: Acting) -> Answer:
    """Another city officer than the proposer decides, once."""
    return (
        only_if(by.has(Role.CITY_OFFICER), _not_for(by, "批准"))
        & only_if(
            by.user is not None and by.user.pk != file.proposed_by_id,
            "提出人不能批准自己提出的文件，请由市委组织部另一位同志办理。",
        )
        & unless(not is_ruled, "这份文件已经办理过。")
        & Answer(objections=tuple(str(fault) for fault in faults))
    )


def may_try(*, by: Acting) -> Answer:
    """Officers of county and city try other figures, within their own division."""
    return only_if(by.has(Role.COUNTY_OFFICER, Role.CITY_OFFICER), _not_for(by, "推演"))


def _not_for(by: Acting, what: str) -> str:
    return f"您现在的角色是“{by.role_label}”，{what}由市委组织部或县委组织部办理。"
