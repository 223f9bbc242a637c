"""The second wall. A county's plan is also read by the townships below it."""

from django.db import migrations

from accounts.rowsecurity import RowSecurity
from audit.walls import WrittenOnce

INHERITED = ("plan", "planevent", "indicator", "indicatorevent")
OWN = ("round", "roundevent", "entry", "entryevent", "teamresult", "teamresultevent")
ONCE = ("proposal", "grade")
HISTORY = ("planevent", "indicatorevent", "roundevent", "entryevent", "teamresultevent")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial"), ("audit", "0002_chain")]

    operations = [
        *(RowSecurity(f"assessments_{name}", inherited=True) for name in INHERITED),
        *(RowSecurity(f"assessments_{name}") for name in (*OWN, *ONCE)),
        *(WrittenOnce(f"assessments_{name}") for name in (*HISTORY, *ONCE)),
    ]
