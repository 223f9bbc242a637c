"""Say in a sentence what the database refuses when two people press at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, transaction

from accounts.answer import Refused

P = ParamSpec("P")
R = TypeVar("R")

SENTENCES = {
    "accounts_user_username_key": "这个账号刚刚被别人建立。请另取一个。",
    "grant_one_hat_an_administrator": "此人在这段时间已有别的角色，管理员不得兼任。请核对后再办。",
    "override_acknowledged_by_a_third": "申请、确认或使用紧急授权的人不得知悉。",
    "override_confirmed_by_another": "申请人和使用人不得确认紧急授权。",
}


def as_refusals(service: Callable[P, R]) -> Callable[P, R]:
    """Turn a constraint that only a race can meet into a refusal; put it inside `atomic`."""

    @wraps(service)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with transaction.atomic():
                return service(*args, **kwargs)
        except IntegrityError as error:
            for constraint, sentence in SENTENCES.items():
                if constraint in str(error):
                    raise Refused(sentence) from error
            raise

    return asked
