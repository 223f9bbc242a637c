"""`manage.py first_run`: the first three administrators of an empty installation."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from accounts.acting import command_line
from accounts.administration import first_run
from accounts.administration.first_run import OFFICES, First
from accounts.administration.forms import FirstRunForm
from accounts.answer import Answer, Refused
from accounts.roles import Role
from accounts.session import acting_as


class Command(BaseCommand):
    help = (
        "首次设置：在还没有账号的系统里建立三名管理员，一次性密码只显示一次；或给出网页设置的地址"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        for role in OFFICES:
            name = role.replace("_", "-")
            parser.add_argument(f"--{name}", metavar="账号:姓名", help=f"{role.label}，不写则询问")
        parser.add_argument("--link", action="store_true", help="只给出网页设置的地址，一小时有效")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *_: Any, **options: Any) -> None:
        """Ask what was not given, make the three in one transaction, print once."""
        with acting_as(command_line(), reason="first_run"):
            _or_stop(first_run.may_set_up())
        if options["link"]:
            self.stdout.write(f"{reverse('accounts:first_run')}?token={first_run.token()}")
            return
        people = {role: _person(role, options[role]) for role in OFFICES}
        form = FirstRunForm(_typed(people))
        if not form.is_valid():
            raise CommandError(
                " ".join(str(text) for said in form.errors.values() for text in said)
            )
        try:
            with acting_as(command_line(), reason="first_run"):
                made = first_run.set_up(people=people)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(_as_json(made) if options["json"] else _as_text(made))


def _person(role: Role, given: str | None) -> tuple[str, str]:
    if given:
        username, _, name = given.partition(":")
        return username.strip(), name.strip()
    name = input(f"{role.label}的姓名：").strip()
    return input(f"{role.label}的账号（如姓名全拼）：").strip(), name


def _typed(people: dict[Role, tuple[str, str]]) -> dict[str, str]:
    usernames = {f"{role}_username": username for role, (username, _) in people.items()}
    return usernames | {f"{role}_name": name for role, (_, name) in people.items()}


def _or_stop(answer: Answer) -> None:
    if not answer:
        raise CommandError(" ".join(answer.reasons))


def _as_json(made: list[First]) -> str:
    rows = [
        {"role": one.role, "user": one.user.username, "name": one.user.name,
         "password": one.password}
        for one in made
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _as_text(made: list[First]) -> str:
    lines = [
        f"{one.role.label}\t{one.user.name}\t{one.user.username}\t{one.password}" for one in made
    ]
    head = "三员已建立。密码只显示这一次，请分别当面交给本人；首次登录须改。"
    return "\n".join([head, *lines])
