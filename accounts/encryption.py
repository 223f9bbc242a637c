"""Personal numbers encrypted at rest, and found again through a keyed index."""

from __future__ import annotations

import base64
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
    key = _decoded(settings.INDEX_KEY)
    return hmac.digest(key, f"{purpose}:{plain}".encode(), "sha256").hex()


@cache
def _decoded(key: str) -> bytes:
    return base64.b64decode(key)


def encrypt_bytes(plain: bytes, purpose: str) -> bytes:
    """Encrypt a file's content as `encrypt` does a text."""
    nonce = os.urandom(NONCE)
    key_id = settings.FIELD_KEY_ID
    return f"{key_id}:".encode() + nonce + _cipher(key_id).encrypt(nonce, plain, purpose.encode())


def decrypt_bytes(stored: bytes, purpose: str) -> bytes:
    """Decrypt a file's content with the key whose id stands in front."""
    key_id, _, raw = bytes(stored).partition(b":")
    return _cipher(key_id.decode()).decrypt(raw[:NONCE], raw[NONCE:], purpose.encode())


class Sealed:
    """A column that the database only ever holds encrypted."""

    @property
    def purpose(self) -> str:
        """Bind a value to its column, so that a ciphertext moved to another one does not open.

        A history row holds the ciphertext that the trigger copied from the row it tracks.
        """
        model = self.model  # type: ignore[attr-defined]
        owner = getattr(model, "pgh_tracked_model", model)
        return f"{owner._meta.label_lower}.{self.attname}"  # type: ignore[attr-defined]


class EncryptedBytesField(Sealed, models.BinaryField):  # type: ignore[type-arg]
    """A file's content, encrypted at rest."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        sealed = encrypt_bytes(bytes(value), self.purpose) if value is not None else None
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: Any, *_: Any) -> bytes | None:
        return decrypt_bytes(value, self.purpose) if value is not None else None


class EncryptedTextField(Sealed, models.TextField):  # type: ignore[type-arg]
    """Text that the database only ever holds encrypted."""

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(value, self.purpose) if value else value

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return decrypt(value, self.purpose) if value else value
