"""The second wall round the list of long work."""

from django.db import migrations

from accounts.rowsecurity import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_registry")]

    operations = [RowSecurity("accounts_work")]
