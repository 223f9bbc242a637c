"""Who acts in a management command: `--by USER` or `--by USER:ROLE`, else the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.acting import Acting, acting_in, command_line
from accounts.queries import account_named, grants_in_force
from accounts.roles import Role


def add_by(parser: ArgumentParser) -> None:
    """Add the option to a command."""
    parser.add_argument(
        "--by",
        metavar="账号[:角色]",
        default="",
        help="以谁的名义执行；有几个角色的写明角色，如 wang:county_officer。"
        "不写则为“命令行”：可以读取、导入、提出，不能审定",
    )


def acting_from(options: dict[str, Any]) -> Acting:
    """Give the person named, in a role in force today, or the command line."""
    if not options.get("by"):
        return command_line()
    username, _, role = options["by"].partition(":")
    user = account_named(username)
    if user is None or not user.is_active:
        raise CommandError(f"没有账号“{username}”，或者账号已停用。")
    grants = [grant for grant in grants_in_force(user) if role in ("", grant.role)]
    if not grants:
        raise CommandError(f"账号“{username}”今天没有这样的角色。可用的角色名：{'、'.join(Role)}。")
    if len(grants) > 1:
        names = "、".join(f"{username}:{grant.role}（{grant.where}）" for grant in grants)
        raise CommandError(f"账号“{username}”有几个角色，请写明其中一个：{names}。")
    return acting_in(grants[0])
