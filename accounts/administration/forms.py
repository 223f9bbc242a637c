"""Forms of the administrators' pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from accounts.administration.models import LONGEST
from accounts.answer import Refused
from accounts.clock import a_year_on, today
from accounts.fields import day_field
from accounts.models import Division, User
from accounts.roles import LEVELS, Role

USERNAME = RegexValidator(
    r"^[a-z][a-z0-9._-]{2,63}$",
    "账号以小写字母开头，3 位以上，只用小写字母、数字和 . _ - 。请改正。",
)


def _username(label: str, **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, max_length=64, widget=widget, **more)


class ActionForm(forms.Form):
    """A form behind which stands one service; what the service refuses is shown on the form."""

    outcome: Any = None

    def carry_out(self, service: Callable[..., Any], **given: Any) -> bool:
        """Call the service if what was typed is in order; tell whether it was done."""
        if not self.is_valid():
            return False
        try:
            self.outcome = service(**given, **self.cleaned_data)
        except Refused as refused:
            self.add_error(None, list(refused.objections))
            return False
        return True


class AccountForm(ActionForm):
    username = _username(
        "账号", validators=[USERNAME], help_text="建议用姓名全拼，一人一号，以后不能改。"
    )
    name = forms.CharField(label="姓名", max_length=64)


class ReasonForm(ActionForm):
    reason = forms.CharField(label="理由", max_length=200)


class RoleForm(forms.Form):
    """Which role it is to be; the units that can have it follow from it."""

    role = forms.ChoiceField(label="角色", choices=Role)


class PlacedForm(ActionForm):
    """A role already chosen, and the unit it is held at."""

    def __init__(self, role: Role, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.role = role
        choices = _places(role)
        if choices:
            self.fields["division"] = forms.ChoiceField(label="单位", choices=choices)
        else:
            del self.fields["division"]
        if role != Role.DEPARTMENT:
            del self.fields["department"]

    def clean(self) -> dict[str, Any]:
        """Give the unit itself, and the names of what the role does not have."""
        given = super().clean() or {}
        chosen = given.get("division")
        given["division"] = (
            Division.objects.select_related("parent").get(pk=chosen) if chosen else None
        )
        given.setdefault("department", "")
        given["role"] = self.role
        return given


class GrantForm(PlacedForm):
    division = forms.ChoiceField()
    department = forms.CharField(label="部门", max_length=40, help_text="如：耒阳市公安局")
    first_day = day_field("起始日")
    last_day = day_field("终止日", help_text="到期自动失效，要继续的到时再提出。")
    ground = forms.CharField(
        label="依据", max_length=200, help_text="任职文件或分工通知，批准人据此核对。"
    )

    def __init__(self, role: Role, data: Any = None) -> None:
        first: date = today()
        super().__init__(role, data, initial={"first_day": first, "last_day": a_year_on(first)})


class OverrideForm(PlacedForm):
    username = _username("给哪个账号")
    division = forms.ChoiceField()
    department = forms.CharField(label="部门", max_length=40)
    hours = forms.IntegerField(
        label="时限（小时）", min_value=1, max_value=LONGEST, initial=4,
        help_text=f"最长 {LONGEST} 小时，到时自动失效。",
    )  # fmt: skip
    reason = forms.CharField(
        label="理由", max_length=200, help_text="为什么等不到按常规提出和批准。全市可查。"
    )

    def clean_username(self) -> str:
        self.holder = User.objects.filter(username=self.cleaned_data["username"]).first()
        if self.holder is None:
            raise ValidationError("没有这个账号。请核对账号名。")
        return str(self.holder.username)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given.pop("username", None)
        given["user"] = getattr(self, "holder", None)
        return given


class AccountFilter(forms.Form):
    STATES = (
        ("active", "启用中"),
        ("no_role", "没有角色"),
        ("closed", "已停用"),
        ("all", "全部"),
    )

    q = forms.CharField(label="查找", required=False, max_length=40)
    state = forms.ChoiceField(label="状态", choices=STATES, required=False)


class FirstRunForm(ActionForm):
    """Three people, none of them twice."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
            self.fields[f"{role}_name"] = forms.CharField(
                label=f"{role.label}：姓名", max_length=64
            )
            self.fields[f"{role}_username"] = _username(
                f"{role.label}：账号", validators=[USERNAME]
            )

    def clean(self) -> dict[str, Any]:
        """Give the three by their role, if all were named."""
        given = super().clean() or {}
        if self.errors:
            return given
        roles = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
        people = {role: (given[f"{role}_username"], given[f"{role}_name"]) for role in roles}
        return {"people": people}


def _places(role: Role) -> list[tuple[str, list[tuple[int, str]]]]:
    """List the units that may have the role, by what they belong to."""
    levels = [level for level in LEVELS[role] if level is not None]
    groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
    units = Division.objects.filter(level__in=levels, last_day=None).select_related("parent")
    for unit in units.order_by("path"):
        groups[unit.parent.name if unit.parent else ""].append((unit.pk, unit.name))
    return list(groups.items())
