"""Who may write what into the registry, and what stands against it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.acting import Acting
from accounts.answer import YES, Answer, only_if, unless
from accounts.models import Division
from accounts.roles import Level, Role
from cadres import masking
from cadres.codes import PARTY_MEMBERS, TABLES
from cadres.identity import Reading, age_on
from cadres.models import Measure

ADULT = 18  # years; 党章第一条
# What a clerk may say of a person beside name and number.
DETAILS = frozenset(
    {
        "ethnicity", "education", "degree", "political_status", "party_joined_on",
        "health", "phone", "native_place", "first_job_on", "full_member_on", "birthplace",
        "professional_title", "residence", "bank", "bank_account",
    }
)  # fmt: skip
# 三龄两历认定: once the county has verified a file, these change by request and review only.
VERIFIED = frozenset(
    {"name", "id_number", "party_joined_on", "first_job_on", "education", "degree"}
)
ACCOUNT = re.compile(r"\d{8,30}")
PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")

# Who needs a number in full for his work: to fill in a paper, to ask another office.
NUMBER_READERS = masking.READERS
SHORTEST_PURPOSE = 4  # characters; policy.md C0-6: the least access, and a trace of it


def may_record(by: Acting) -> Answer:
    """Let the township's clerk write registry facts, and the import that has no person."""
    return only_if(
        by.whole or by.has(Role.TOWNSHIP_CLERK),
        f"您现在的角色是“{by.role_label}”，干部信息由乡镇组织干事登记。",
    )


def may_add(unit: Division, name: str, reading: Reading, by: Acting) -> Answer:
    """Ask whether this person's file may be opened at this unit."""
    keeper = unless(
        unit.level == Level.TOWNSHIP and holds(by, unit.path),
        "管档单位应是本人任职所在的乡镇（街道），请重新选择。",
    )
    return may_record(by) & keeper & name_stands(name) & number_stands(reading)


def name_stands(name: str) -> Answer:
    """Ask for a name of at least two characters, without digits."""
    return unless(
        len(name) >= 2 and not any(letter.isdigit() for letter in name),
        "姓名应与身份证一致，至少两个字，不含数字，请检查。",
    )


def number_stands(reading: Reading) -> Answer:
    """Turn what is wrong with an identity number into objections; warnings do not stand against."""
    return Answer(objections=reading.errors)


def details_stand(details: Mapping[str, Any], *, born_on: date, today: date) -> Answer:
    """Ask of each typed detail whether it can be true of somebody born on that day."""
    unknown = set(details) - DETAILS
    if unknown:
        raise TypeError(f"not a detail of a person: {sorted(unknown)}")
    answer = YES
    for field, table in TABLES.items():
        code = details.get(field, "")
        answer &= unless(
            not code or code in table().labels,
            f"{table().title}代码“{code}”不在国家标准代码表内，请从下拉表中选择。",
        )
    phone = details.get("phone", "")
    answer &= unless(
        not phone or PHONE.fullmatch(phone) is not None,
        "手机号应为 11 位数字，座机请写区号，例如 0734-1234567。",
    )
    account = details.get("bank_account", "")
    answer &= unless(
        not account or ACCOUNT.fullmatch(account) is not None,
        "银行账号应为 8 至 30 位数字，请对照存折或银行卡核对。",
    )
    return answer & _residence_stands(details) & _days_stand(details, born_on, today)


def _residence_stands(details: Mapping[str, Any]) -> Answer:
    place: Division | None = details.get("residence")
    return unless(
        place is None or place.level == Level.VILLAGE, "常住村应是村（社区），请从下拉表中选择。"
    )


def _days_stand(details: Mapping[str, Any], born_on: date, today: date) -> Answer:
    answer = YES
    joined, job = details.get("party_joined_on"), details.get("first_job_on")
    if joined:
        answer &= unless(joined <= today, f"入党日期 {joined} 晚于今天，请核对。")
        answer &= unless(
            age_on(born_on, joined) >= ADULT, f"入党日期 {joined} 时未满 {ADULT} 岁，请核对。"
        )
        answer &= unless(
            (details.get("political_status") or PARTY_MEMBERS[0]) in PARTY_MEMBERS,
            "填了入党日期，政治面貌应选中共党员或中共预备党员。",
        )
    if full := details.get("full_member_on"):
        answer &= unless(
            (joined or born_on) <= full <= today,
            f"转正日期 {full} 应在入党日期之后、今天以前，请核对。",
        )
    if job:
        answer &= unless(
            born_on < job <= today, f"参加工作日期 {job} 应在出生之后、今天以前，请核对。"
        )
    return answer


def may_open_measure(
    *, title: str, taken_on: date, until: date | None, today: date, by: Acting
) -> Answer:
    """Ask whether a warning or sanction may be written down."""
    return (
        may_record(by)
        & unless(bool(title.strip()), "请填写警示或处分的名称，例如“警示谈话”“党内警告”。")
        & unless(taken_on <= today, f"作出日期 {taken_on} 晚于今天，请核对。")
        & unless(
            until is None or until >= taken_on,
            f"期限届满日 {until} 早于作出日期 {taken_on}，请核对。",
        )
    )


def may_withdraw_measure(
    measure: Measure, *, withdrawn_on: date, today: date, by: Acting
) -> Answer:
    """Ask whether a measure may be marked as withdrawn."""
    return (
        may_record(by)
        & unless(
            measure.withdrawn_on is None, f"此项已于 {measure.withdrawn_on} 撤销，不必再登记。"
        )
        & unless(
            measure.taken_on <= withdrawn_on <= today,
            f"撤销日期应在作出日期 {measure.taken_on} 与今天之间，请核对。",
        )
    )


def holds(by: Acting, path: str) -> bool:
    """Tell whether a path lies in his range."""
    return bool(by.hi) and by.lo <= path < by.hi


def may_unmask(by: Acting) -> Answer:
    """Ask whether he may see a number in full at all."""
    named = "、".join(role.label for role in NUMBER_READERS)
    return only_if(by.has(*NUMBER_READERS), f"号码全文由{named}因工作需要查看。")


def purpose_stands(purpose: str) -> Answer:
    """Ask whether a purpose says enough to be understood later."""
    said = len(purpose.strip()) >= SHORTEST_PURPOSE
    return unless(said, "请写明查看号码的用途，例如“办理医保参保登记”。")
