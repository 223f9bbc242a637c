"""A form that arrives while somebody else still writes, on a connection of its own."""

from __future__ import annotations

import time
from threading import Thread

import pytest
from django.db import connection


class Late:
    """A form sent by a thread of its own; it waits for a lock, and then for its answer."""

    def __init__(self, browser, address, sent):
        self.status, self.page = 0, ""
        self.thread = Thread(target=self._send, args=(browser, address, sent))
        self.thread.start()

    def _send(self, browser, address, sent):
        try:
            response = browser.post(address, sent)
            self.status, self.page = response.status_code, response.content.decode()
        finally:
            connection.close()

    def wait_for_the_lock(self):
        ask = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        for _ in range(200):
            with connection.cursor() as cursor:
                cursor.execute(ask)
                if cursor.fetchone()[0]:
                    return
            time.sleep(0.05)
        pytest.fail("the form waited for nothing")

    def answer(self):
        self.thread.join(30)
        return self.status
