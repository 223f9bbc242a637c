"""What the county has verified, and how it is corrected: by request, reviewed by somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.acting import Acting
from accounts.answer import Answer, only_if, unless
from accounts.roles import Role
from cadres import identity
from cadres.cleaning import named
from cadres.codes import PARTY_MEMBERS
from cadres.models import Correction, Person
from cadres.queries.corrections import LABELS
from cadres.queries.numbers import Found, How
from cadres.rules.dossier import file_stands
from cadres.rules.registry import VERIFIED, holds

ASKERS = (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_COMMITTEE)

ONE_AT_A_TIME = "此档案已有一份更正申请在审核，办结或撤回以后才能再提。"


def verified_stands(person: Person, changes: Mapping[str, Any]) -> Answer:
    """Refuse to change by hand what the county has verified (三龄两历认定)."""
    differs = differing(person, changes) if person.verified_on else set()
    touched = "、".join(label for field, label in LABELS.items() if field in differs)
    return unless(
        not touched,
        f"县委组织部已于 {person.verified_on} 核定此档案，{touched}不能直接修改。"
        "确有错误的，请提出更正申请，由县委组织部审核。",
    )


def not_given_up(name: str, found: Found | None) -> Answer:
    """Refuse to open a second file under a number that the same person's file once bore.

    Under another name it may be somebody's own: a slip had put it into the wrong file.
    """
    same = found is not None and found.how is How.FORMER and found.person.name == name
    where = f"{found.person.unit}{found.person.name}" if found else ""
    return unless(
        not same,
        f"此号码是{where}的曾用号码，已更正。请打开其档案，按现用号码办理，不要重复建档。",
    )


def verify_ready(person: Person, *, has_open_request: bool, by: Acting) -> Answer:
    """Ask whether the county may declare this file verified (三龄两历认定)."""
    party = person.political_status not in PARTY_MEMBERS or person.party_joined_on is not None
    return (
        only_if(
            by.has(Role.COUNTY_OFFICER),
            f"您现在的角色是“{by.role_label}”，档案由县委组织部核定。",
        )
        & file_stands(person)
        & unless(
            person.verified_on is None,
            f"此档案已由{person.verified_by}于 {person.verified_on} 核定，不必再办。",
        )
        & unless(bool(person.education), "学历还没有填写，请乡镇补齐后再核定。")
        & unless(party, "是党员而没有入党日期，请乡镇补齐后再核定。")
        & unless(not has_open_request, "此档案还有更正申请没有审核，请先审核，再核定。")
    )


def may_ask_correction(person: Person, *, has_open_request: bool, by: Acting) -> Answer:
    """Ask whether he may ask that facts of this file be corrected."""
    return (
        only_if(
            by.has(*ASKERS) and holds(by, person.scope_path),
            f"您现在的角色是“{by.role_label}”，更正由管档乡镇的组织干事或党委提出。",
        )
        & file_stands(person)
        & unless(not has_open_request, "此档案已有一份更正申请在审核，办结或撤回以后才能再提。")
    )


def may_review_correction(correction: Correction, by: Acting) -> Answer:
    """Ask whether he may approve or refuse a request."""
    return (
        only_if(
            by.has(Role.COUNTY_OFFICER),
            f"您现在的角色是“{by.role_label}”，更正申请由县委组织部审核。",
        )
        & only_if(
            by.user is not None and correction.asked_by_id != by.user.pk,
            "申请人不能审核自己的申请，请其他同志办理。",
        )
        & _is_open(correction)
    )


def may_withdraw_correction(correction: Correction, by: Acting) -> Answer:
    """Ask whether he may take his request back."""
    mine = by.user is not None and correction.asked_by_id == by.user.pk
    return only_if(by.has(*ASKERS) and mine, "更正申请只能由提出人本人撤回。") & _is_open(
        correction
    )


def _is_open(correction: Correction) -> Answer:
    return unless(
        correction.status == Correction.Status.ASKED,
        f"此申请已于 {correction.reviewed_on} 办结（{correction.get_status_display()}）。",
    )


def differing(person: Person, changes: Mapping[str, Any]) -> set[str]:
    """Name the verified fields that these values would change."""
    return {
        field
        for field in VERIFIED & changes.keys()
        if _plain(field, changes[field]) != _plain(field, getattr(person, field))
    }


def _plain(field: str, value: Any) -> Any:
    """Give a value as it is kept: spaces in a name or a number change nothing."""
    if field == "name":
        return named(str(value))
    if field == "id_number":
        return identity.normalise(str(value))
    return value or None
