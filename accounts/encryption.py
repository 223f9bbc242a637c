"""Personal numbers encrypted at rest, and found again through a keyed index."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

NONCE = 12  # bytes, as GCM wants


@cache
def _cipher(key_id: str) -> AESGCM:
    return AESGCM(base64.b64decode(settings.FIELD_KEYS[key_id]))


def encrypt(plain: str, purpose: str) -> str:
    """Encrypt under the current key; the key's id stands in front, the purpose is authenticated."""
    nonce = os.urandom(NONCE)
    key_id = settings.FIELD_KEY_ID
    sealed = _cipher(key_id).encrypt(nonce, plain.encode(), purpose.encode())
    return f"{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str, purpose: str) -> str:
    """Decrypt with the key whose id stands in front."""
    key_id, _, body = stored.partition(":")
    raw = base64.b64decode(body)
    return _cipher(key_id).decrypt(raw[:NONCE], raw[NONCE:], purpose.encode()).decode()


def blind_index(plain: str, purpose: str) -> str:
    """Give the keyed hash by which an equal value is found; its key never enters the database."""
    key = base64.b64decode(settings.INDEX_KEY)
    return hmac.new(key, f"{purpose}:{plain}".encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that the database only ever holds encrypted."""

    @property
    def purpose(self) -> str:
        """Bind a value to its column, so that a ciphertext moved to another one does not open.

        A history row holds the ciphertext that the trigger copied from the row it tracks.
        """
        owner = getattr(self.model, "pgh_tracked_model", self.model)
        return f"{owner._meta.label_lower}.{self.attname}"

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(value, self.purpose) if value else value

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return decrypt(value, self.purpose) if value else value
