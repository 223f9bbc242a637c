"""What a password must be, said in Chinese, and when it has to be changed."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils import timezone
from pypinyin import lazy_pinyin

from accounts.credentials import OldPassword
from accounts.models import Installation, User

SHORTEST = 10
CLASSES = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())
NEEDED = 3
REFUSED = 5  # of the last passwords, the present one among them
LASTS = timedelta(days=90)
FAVOURITES = Path(__file__).with_name("favourites.txt")
# What people write instead of letters.
DISGUISES = str.maketrans("@4310$5!7", "aaeiossit")
AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class LongEnough:
    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse fewer than ten characters."""
        if len(password) < SHORTEST:
            raise ValidationError(
                f"密码只有 {len(password)} 位，至少要 {SHORTEST} 位。", code="too_short"
            )

    def get_help_text(self) -> str:
        return f"至少 {SHORTEST} 位。"


class MixedEnough:
    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse fewer than three of: small letters, capitals, digits, other signs."""
        found = sum(any(is_in(sign) for sign in password) for is_in in CLASSES)
        if found < NEEDED:
            raise ValidationError(
                f"密码只用了 {found} 类字符。{self.get_help_text()}", code="too_plain"
            )

    def get_help_text(self) -> str:
        return f"小写字母、大写字母、数字、符号四类中至少要有 {NEEDED} 类。"


class NotTheName:
    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse what contains the account's name, or the person's, in characters or pinyin."""
        username, name = getattr(user, "username", ""), getattr(user, "name", "")
        if username and username.lower() in password.lower():
            raise ValidationError("密码中不能含有账号。请换一个密码。", code="contains_name")
        spelt = "".join(lazy_pinyin(name))
        if name and (name in password or (len(spelt) > 3 and spelt in _letters(password))):
            raise ValidationError("密码中不能含有姓名。请换一个密码。", code="contains_name")

    def get_help_text(self) -> str:
        return "不能含有账号或姓名。"


class NotAFavourite:
    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse what is a favourite of offices with digits and signs around it."""
        favourites = set(FAVOURITES.read_text(encoding="utf-8").split())
        plain, inner = password.lower(), AROUND.sub("", password.lower())
        if {_letters(plain), _letters(inner.translate(DISGUISES)), _bare(plain)} & favourites:
            raise ValidationError(
                "密码太常见：只是常用词、地名或键盘顺序加数字。请换一个别人想不到的。",
                code="favourite",
            )

    def get_help_text(self) -> str:
        return "不能是常用词、地名、键盘顺序加数字。"


def must_change(user: User) -> bool:
    """True for a password that somebody else chose, and for one older than 90 days."""
    return user.must_change_password or is_too_old(user)


def is_too_old(user: User) -> bool:
    """True after 90 days of real time; the demo's published password does not age."""
    since = user.password_changed_at
    if since is not None and timezone.now() - since < LASTS:
        return False
    return not Installation.objects.filter(is_demo=True).exists()


def was_used(user: User, password: str) -> bool:
    """True for the present password and those before it, five in all."""
    hashes = [user.password, *_old(user)]
    return any(check_password(password, hashed) for hashed in hashes)


def remember(user: User) -> None:
    """Keep the hash that is about to be replaced, and no more of them than are asked for."""
    OldPassword.objects.create(user=user, hashed=user.password, replaced_at=timezone.now())
    kept = OldPassword.objects.filter(user=user).order_by("-pk")[: REFUSED - 1]
    OldPassword.objects.filter(user=user).exclude(pk__in=[old.pk for old in kept]).delete()


def _old(user: User) -> list[str]:
    newest = OldPassword.objects.filter(user=user).order_by("-pk")
    return list(newest.values_list("hashed", flat=True)[: REFUSED - 1])


def _letters(password: str) -> str:
    return re.sub(r"[^a-z]", "", password.lower())


def _bare(password: str) -> str:
    return re.sub(r"[^a-z0-9]", "", password)
