"""Index the last four characters of the numbers that are there already."""

from django.db import migrations

from accounts.encryption import blind_index


def fill(apps, schema_editor):
    people = apps.get_model("cadres", "Person")
    for person in people.objects.filter(tail_index="").only("pk", "id_number").iterator():
        tail = blind_index(person.id_number[-4:], "cadres.person.id_number.tail")
        people.objects.filter(pk=person.pk).update(tail_index=tail)


class Migration(migrations.Migration):
    dependencies = [("cadres", "0005_row_security")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
