"""How much of a personal number is shown: one function for page, list, export, paper and log.

Whose number it is and what for decide together with who asks. Whatever is not known to be
allowed is masked: a new role, a new purpose, a subject outside the reader's range.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from accounts.acting import Acting
from accounts.roles import Role
from cadres import identity


class Subject(Protocol):
    """Whose number it is: a person's file, or what a list read of it."""

    @property
    def scope_path(self) -> str: ...


class Purpose(StrEnum):
    """What a number is shown for."""

    PAGE = "page"
    LIST = "list"
    EXPORT = "export"
    PAPER = "paper"
    ERROR = "error"
    LOG = "log"


# Who needs a number in full for his work, and where: on a sheet he asked for, saying what for.
READERS = (Role.TOWNSHIP_CLERK, Role.COUNTY_OFFICER)
# Hidden digits that a comparison of two numbers may show; a birth date has eight.
MOST_TOLD = 4
IN_FULL = (Purpose.PAGE, Purpose.EXPORT, Purpose.PAPER)


def may_show(
    *, viewer: Acting, subject: Subject | None, purpose: Purpose, stated: str = ""
) -> bool:
    """Tell whether the subject's numbers may stand there in full.

    `stated` is what the viewer wrote down as his purpose; without it nothing is shown in full.
    """
    return (
        bool(stated.strip())
        and purpose in IN_FULL
        and viewer.has(*READERS)
        and subject is not None
        and bool(viewer.hi)
        and viewer.lo <= subject.scope_path < viewer.hi
    )


def shown(
    field: str,
    value: str,
    *,
    viewer: Acting,
    subject: Subject | None,
    purpose: Purpose,
    stated: str = "",
) -> str:
    """Give a value as this viewer may see it; only fields of MASKS are ever hidden."""
    hide = MASKS.get(field)
    if hide is None or not value:
        return value
    if purpose is Purpose.LOG:
        return "*" * len(value)
    if may_show(viewer=viewer, subject=subject, purpose=purpose, stated=stated):
        return value
    return hide(value)


def mask_phone(number: str) -> str:
    """Show a phone number's network and last four digits."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 11 else "*" * len(number)


def mask_account(number: str) -> str:
    """Show the last four digits of a bank account."""
    return "*" * max(len(number) - 4, 0) + number[-4:] if len(number) > 8 else "*" * len(number)


def told_apart(one: str, other: str) -> tuple[str, str]:
    """Mask two identity numbers alike, leaving the digits in which they differ if these are few.

    Enough to see a slip of the pen; two quite different numbers stay as masked as ever.
    """
    masked = [identity.mask(one), identity.mask(other)]
    if len(one) == len(other) == identity.LENGTH:
        apart = [at for at in range(len(one)) if one[at] != other[at] and masked[0][at] == "*"]
        if len(apart) <= MOST_TOLD:
            masked = [
                "".join(number[at] if at in apart else sign for at, sign in enumerate(hidden))
                for number, hidden in zip((one, other), masked, strict=True)
            ]
    return masked[0], masked[1]


MASKS: dict[str, Callable[[str], str]] = {
    "id_number": identity.mask,
    "phone": mask_phone,
    "bank_account": mask_account,
}

# A number that stands in the wrong column, in a remark or in a sentence about it.
WITHIN = re.compile(r"(?<![0-9A-Za-z.])\d{11,}[Xx]?(?![0-9A-Za-z])")


def masked_text(text: str) -> str:
    """Hide every personal number within a text, whatever it is about."""
    return WITHIN.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    number = found[0]
    if len(number) == identity.LENGTH:
        return identity.mask(number)
    return mask_phone(number) if len(number) == 11 else mask_account(number)
