"""Files and rulings are written once; a trial names people: the second wall."""

from django.db import migrations

from accounts.rowsecurity import RowSecurity
from audit.walls import WrittenOnce


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0010_publishing"), ("audit", "0002_chain")]

    operations = [
        RowSecurity("rulebook_whatif"),
        WrittenOnce("rulebook_rulefile"),
        WrittenOnce("rulebook_ruling"),
    ]
