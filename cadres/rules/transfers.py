"""Who may ask for a file that is kept elsewhere, and who gives it."""

from __future__ import annotations

from accounts.acting import Acting
from accounts.answer import Answer, only_if, unless
from accounts.models import Division
from accounts.roles import Level, Role
from audit.redaction import redact
from cadres.models import Person, Transfer
from cadres.rules.registry import holds, may_record

# Who decides a request where it lies.
DECIDERS: dict[str, Role] = {
    Transfer.Status.COUNTY: Role.COUNTY_OFFICER,
    Transfer.Status.CITY: Role.CITY_OFFICER,
}
SHORTEST_REASON = 2  # characters


def may_ask_transfer(township: Division, by: Acting) -> Answer:
    """Ask whether he may ask for files in this township's name."""
    return may_record(by) & unless(
        township.level == Level.TOWNSHIP and holds(by, township.path),
        "只能为本乡镇（街道）申请转入。",
    )


def may_decide_transfer(transfer: Transfer, by: Acting) -> Answer:
    """Ask whether this officer decides this request now."""
    return (
        only_if(
            by.has(*DECIDERS.values()),
            f"您现在的角色是“{by.role_label}”，转入申请由县委、市委组织部办理。",
        )
        & only_if(transfer.asked_by != by.username, "申请人不能办理自己的申请，请其他同志办理。")
        & unless(
            transfer.status in Transfer.OPEN,
            f"此申请已于 {transfer.decided_on} 办理过，结果是“{transfer.get_status_display()}”。",
        )
        & unless(
            transfer.status not in DECIDERS or by.has(DECIDERS[transfer.status]),
            f"此申请现在{transfer.get_status_display()}，不在您这一级办理。",
        )
    )


def may_pass_on(transfer: Transfer, *, is_away: bool, by: Acting) -> Answer:
    """Ask whether the county may pass a request on to the city."""
    return (
        may_decide_transfer(transfer, by)
        & only_if(by.has(Role.COUNTY_OFFICER), "由县委组织部报市委组织部办理。")
        & unless(is_away, "这个号码不在外县登记，请直接办理：同意转入，或写明理由答复乡镇。")
    )


def may_transfer(person: Person, to: Division, by: Acting) -> Answer:
    """Ask whether this file may be given into that township's keeping."""
    return (
        only_if(
            by.has(Role.COUNTY_OFFICER, Role.CITY_OFFICER),
            f"您现在的角色是“{by.role_label}”，档案转移由县委、市委组织部办理。",
        )
        & unless(
            to.level == Level.TOWNSHIP and to.last_day is None and holds(by, to.path),
            "转入单位应是本范围内现有的乡镇（街道）。",
        )
        & unless(person.merged_into_id is None, "此档案已并入另一份档案，请办理保留的那一份。")
        & unless(person.unit_id != to.pk, f"档案已由{to.title}管理，不必转入。")
    )


def reason_stands(reason: str) -> Answer:
    """Ask for a reason that can be read later, by people who may not see numbers."""
    return unless(
        len(reason.strip()) >= SHORTEST_REASON, "请写明理由，日后查阅时看得明白。"
    ) & unless(redact(reason) == reason, "理由中请不要写身份证号或手机号的全文，末四位即可。")
