"""Questions about passwords and divisions; pure reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts import passwords
from accounts.acting import Acting
from accounts.answer import Answer, only_if, unless
from accounts.models import Division, User
from accounts.roles import Level, Role


def may_use_password(user: User, new: str) -> Answer:
    """Ask whether this can be the person's new password."""
    try:
        validate_password(new, user)
    except ValidationError as error:
        return Answer(objections=tuple(error.messages))
    return unless(
        not passwords.was_used(user, new),
        f"新密码与最近 {passwords.REFUSED} 次用过的密码之一相同。请换一个密码。",
    )


def is_password_of(user: User, password: str) -> Answer:
    """Ask whether he knows his present password."""
    return unless(user.check_password(password), "现在的密码不对。请重新输入。")


def may_keep_divisions(by: Acting) -> Answer:
    """Ask whether he may keep the list of divisions: its administrator, or an import."""
    return only_if(by.has(Role.SYSTEM_ADMIN) or by.whole, "区划由系统管理员维护。")


def may_succeed(division: Division, *, last_day: date, by: Acting) -> Answer:
    """Ask whether the division can end on that day in favour of another."""
    return (
        may_keep_divisions(by)
        & unless(
            division.level in (Level.TOWNSHIP, Level.VILLAGE),
            f"{division.name}是{Level(division.level).label}单位，只有乡级、村级单位可以撤并。",
        )
        & unless(division.last_day is None, f"{division.title}已于 {division.last_day} 终止。")
        & unless(
            last_day >= division.first_day,
            f"终止日不能早于{division.name}的起始日 {division.first_day}。",
        )
    )


def may_merge(
    divisions: Iterable[Division], *, into: Division, last_day: date, by: Acting
) -> Answer:
    """Ask whether these divisions can end on that day in favour of one that goes on."""
    answer = unless(
        into.last_day is None and into.first_day <= last_day, f"{into.title}不在存续期内。"
    )
    for division in divisions:
        answer &= may_succeed(division, last_day=last_day, by=by) & unless(
            division.level == into.level and division.pk != into.pk,
            f"{division.title}不能并入{into.title}：两者应是同级的不同单位。",
        )
    return answer


def acts_as(by: Acting, *roles: Role) -> Answer:
    """Forbid whoever holds none of these roles."""
    named = "、".join(role.label for role in roles)
    return only_if(by.has(*roles), f"您现在的角色是“{by.role_label}”，这一步由{named}办理。")
