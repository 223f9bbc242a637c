"""What the county has verified, and how it is corrected: by request, reviewed by somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.answer import Answer, unless
from cadres import identity
from cadres.models import Person
from cadres.rules.registry import VERIFIED

# In the order of the form.
LABELS = {
    "name": "姓名",
    "id_number": "身份证号",
    "party_joined_on": "入党日期",
    "first_job_on": "参加工作日期",
    "education": "学历",
    "degree": "学位",
}


def verified_stands(person: Person, changes: Mapping[str, Any]) -> Answer:
    """Refuse to change by hand what the county has verified (三龄两历认定)."""
    differs = differing(person, changes) if person.verified_on else set()
    touched = "、".join(label for field, label in LABELS.items() if field in differs)
    return unless(
        not touched,
        f"县委组织部已于 {person.verified_on} 核定此档案，{touched}不能直接修改。"
        "确有错误的，请提出更正申请，由县委组织部审核。",
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
        return "".join(str(value).split())
    if field == "id_number":
        return identity.normalise(str(value))
    return value or None
