"""Personal information in daily management; see accounts/personal.py."""

from __future__ import annotations

from accounts.personal import Declared
from supervision.appraisal_fields import APPRAISALS

DECLARED: tuple[Declared, ...] = (*APPRAISALS,)
