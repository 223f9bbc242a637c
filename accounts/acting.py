"""Who acts, in which role, for which division: the one thing every service asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from accounts.roles import READERS, Role

if TYPE_CHECKING:
    from accounts.models import Division, RoleGrant, User

AFTER_DIGITS = ":"  # the character that follows "9": closes the range of a subtree


@dataclass(frozen=True, slots=True)
class Acting:
    """A person in a role at a division, or the command line, which may read and propose only.

    `lo` and `hi` bound the scope paths he may see: `lo <= scope_path < hi`; both empty: nothing.
    """

    user: User | None = None
    role: Role | None = None
    division: Division | None = None
    grant_id: int | None = None
    address: str = ""
    whole: bool = False  # the command line and the demo builder: every division
    name: str = ""
    request_id: str = field(default_factory=lambda: uuid4().hex)

    def __bool__(self) -> bool:
        """False for whoever has not logged in or acts in no role; templates ask."""
        return self.role is not None or self.whole

    @property
    def pk(self) -> int | None:
        return self.grant_id

    @property
    def lo(self) -> str:
        return self.division.path if self.division and self.reads else ""

    @property
    def hi(self) -> str:
        if self.whole:
            return AFTER_DIGITS
        return self.lo + AFTER_DIGITS if self.lo else ""

    @property
    def reads(self) -> bool:
        """True for roles that see the business rows of their division."""
        return self.role in READERS

    @property
    def role_label(self) -> str:
        return self.role.label if self.role else self.name

    @property
    def where(self) -> str:
        return self.division.title if self.division else ""

    @property
    def username(self) -> str:
        return self.user.username if self.user else self.name

    @property
    def person_name(self) -> str:
        return self.user.name if self.user else self.name

    def has(self, *roles: Role) -> bool:
        """True when the acting role is one of these."""
        return self.role in roles


def acting_in(grant: RoleGrant, *, address: str = "", request_id: str = "") -> Acting:
    """Give the actor that this grant makes of its holder."""
    return Acting(
        user=grant.user,
        role=grant.role_of,
        division=grant.division,
        grant_id=grant.pk,
        address=address,
        request_id=request_id or uuid4().hex,
    )


def command_line(name: str = "命令行") -> Acting:
    """Give the actor of a command without `--by`: reads, imports and proposes, never decides."""
    return Acting(whole=True, name=name)
