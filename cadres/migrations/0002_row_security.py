"""The second wall round the registry, its history included."""

from django.db import migrations

from accounts.rowsecurity import RowSecurity

MODELS = ("person", "tenure", "team", "measure")


class Migration(migrations.Migration):
    dependencies = [("cadres", "0001_initial")]

    operations = [
        RowSecurity(f"cadres_{model}{suffix}") for model in MODELS for suffix in ("", "event")
    ]
