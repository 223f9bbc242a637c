"""Tests: fixed keys, cheap hashes. The database comes from tests/database.py."""

import base64

from config.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-tests-" + "0123456789abcdef" * 3
FIELD_KEYS = {"k1": base64.b64encode(b"field-key-for-tests-only-32-byte").decode()}
FIELD_KEY_ID = "k1"
INDEX_KEY = base64.b64encode(b"index-key-for-tests-only-32-byte").decode()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
DEMO = False
BUSINESS_DAY = None
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
