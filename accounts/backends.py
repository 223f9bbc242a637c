"""Log-in by name and password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from accounts.models import User
from accounts.queries import account_with_roles


class PasswordBackend(BaseBackend):
    """Our accounts, without Django's groups and permissions: roles say who may do what."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> User | None:
        """Give the account whose password this is; takes as long for a name nobody bears."""
        if not username or not password:
            return None
        user = User.objects.filter(username=username).first()
        if user is None:
            make_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return account_with_roles(user_id)
