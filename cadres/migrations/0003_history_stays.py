from django.db import migrations

from audit.walls import WrittenOnce


class Migration(migrations.Migration):
    dependencies = [("cadres", "0002_row_security"), ("audit", "0002_chain")]

    operations = [
        WrittenOnce(f"cadres_{model}event") for model in ("person", "tenure", "team", "measure")
    ]
