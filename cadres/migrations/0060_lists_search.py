"""Indexes from which a search reads all it needs, and from which a list is walked in order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cadres", "0050_tenures")]

    operations = [
        migrations.RemoveIndex(model_name="person", name="person_by_scope"),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["scope_path", "pinyin", "initials", "name"],
                include=["id", "merged_into"],
                name="person_search",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["pinyin", "id"],
                include=["scope_path", "merged_into", "initials", "name"],
                name="person_by_reading",
            ),
        ),
        migrations.AddIndex(
            model_name="tenure",
            index=models.Index(
                fields=["person", "scope_path", "began_on", "ended_on"],
                name="tenure_by_person",
            ),
        ),
    ]
