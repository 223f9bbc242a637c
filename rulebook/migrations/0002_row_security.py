"""Facts name people: the second wall. Nothing in the rulebook is ever changed."""

from django.db import migrations

from accounts.rowsecurity import RowSecurity
from audit.walls import WrittenOnce


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0001_initial"), ("audit", "0002_chain")]

    operations = [
        RowSecurity("rulebook_factsnapshot"),
        RowSecurity("rulebook_decision"),
        WrittenOnce("rulebook_rulesnapshot"),
        WrittenOnce("rulebook_factsnapshot"),
        WrittenOnce("rulebook_decision"),
    ]
