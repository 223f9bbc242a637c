"""List every decision kind and its dated versions; an old version stays for ever."""

from collections.abc import Callable, Mapping
from typing import Any

from policy.finding import Finding
from policy.procedures.annual_grade import annual_grade_2016
from policy.procedures.appraisal import democratic_appraisal_2016
from policy.procedures.attendance import attendance_2016
from policy.procedures.deadlines import deadline_2016
from policy.procedures.grade_change import grade_change_2016
from policy.procedures.performance_pay import performance_pay_2016
from policy.procedures.plan_check import plan_check_2016
from policy.procedures.qualification import qualification_2016
from policy.procedures.recall import recall_motion_2016, recall_vote_2016
from policy.procedures.removal_route import removal_route_2016
from policy.procedures.reserve_age import reserve_age_2016
from policy.procedures.three_excellent import three_excellent_2016
from policy.procedures.warning_period import warning_period_2016

Procedure = Callable[[Mapping[str, Any], Mapping[str, Any]], tuple[dict[str, Any], list[Finding]]]
START = "2016-01-01"

# name: {first day: function}; a change of code that moves a stored answer is a new line here
PROCEDURES: dict[str, dict[str, Procedure]] = {
    "annual_grade": {START: annual_grade_2016},
    "grade_change": {START: grade_change_2016},
    "plan_check": {START: plan_check_2016},
    "performance_pay": {START: performance_pay_2016},
    "warning_period": {START: warning_period_2016},
    "removal_route": {START: removal_route_2016},
    "three_excellent": {START: three_excellent_2016},
    "reserve_age": {START: reserve_age_2016},
    "deadline": {START: deadline_2016},
    "recall_motion": {START: recall_motion_2016},
    "recall_vote": {START: recall_vote_2016},
    "attendance": {START: attendance_2016},
    "qualification": {START: qualification_2016},
    "democratic_appraisal": {START: democratic_appraisal_2016},
}
