"""Which columns hold personal information: what for, on what legal ground, how sensitive.

Every app says it in its own `personal_fields`; a column that is in no list fails the tests.
History tables hold the columns of the table they track and follow its declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import models

# 《个人信息保护法》; 第三十四条 binds state organs to what their duty needs.
DUTY = "《个人信息保护法》第十三条第一款第三项（履行法定职责）、第三十四条"
SECURITY = "《个人信息保护法》第十三条第一款第三项（履行法定义务）、第五十一条（安全措施）"
NECESSARY = "第二十八条第二款（特定目的、充分必要）"


class Sensitivity(StrEnum):
    ORDINARY = "一般"
    SENSITIVE = "敏感"


@dataclass(frozen=True, slots=True)
class Personal:
    """Why we keep a piece of personal information."""

    purpose: str
    basis: str = DUTY
    level: Sensitivity = Sensitivity.ORDINARY

    @property
    def ground(self) -> str:
        """Give the articles that allow it; what is sensitive needs one more."""
        sensitive = self.level is Sensitivity.SENSITIVE
        return f"{self.basis}；{NECESSARY}" if sensitive else self.basis

    def on(self, names: str) -> dict[str, Personal]:
        """Declare it for these columns of a model."""
        return dict.fromkeys(names.split(), self)


@dataclass(frozen=True, slots=True)
class Declared:
    """What a model's author says of each of its columns."""

    model: type[models.Model]
    personal: Mapping[str, Personal]
    other: str = ""  # columns that say nothing about anybody

    @property
    def names(self) -> list[str]:
        return [*self.personal, *self.other.split()]


def register() -> list[Declared]:
    """Collect what the apps declare, in the order of their layers."""
    found: list[Declared] = []
    for config in reversed(list(apps.get_app_configs())):
        name = f"{config.name}.personal_fields"
        if find_spec(name):
            found += import_module(name).DECLARED
    return found


def faults(model: type[models.Model], declared: list[Declared]) -> list[str]:
    """List what is wrong with a model's declaration; nothing when each column stands there once."""
    tracked = getattr(model, "pgh_tracked_model", None)
    owner = tracked or model
    found = [one for one in declared if one.model is owner]
    if len(found) != 1:
        return [f"{owner._meta.label}: declared {len(found)} times"]
    said = found[0].names
    columns = [one.name for one in model._meta.concrete_fields]
    if tracked:  # what the history adds says nothing about anybody; it may leave columns out
        columns = [name for name in columns if not name.startswith("pgh_")]
    wrong = [f"{model._meta.label}.{name}: undeclared" for name in columns if name not in said]
    if not tracked:
        wrong += [f"{model._meta.label}.{name}: no such column" for name in {*said} - {*columns}]
        wrong += [f"{model._meta.label}.{name}: twice" for name in {*said} if said.count(name) > 1]
    return wrong
