"""Personal information in the registry; see accounts/personal.py."""

from __future__ import annotations

from accounts.personal import Declared, Personal, Sensitivity
from cadres.models import Measure, Person, Team, Tenure

SENSITIVE = Sensitivity.SENSITIVE
IDENTIFY = Personal("识别档案是谁的，排序和查找")
NUMBER = Personal("一人一档，防止重复建档和冒名", level=SENSITIVE)
CONTACT = Personal("通知本人参加会议、谈话、述职")
FIT = Personal("任职条件、年龄结构和干部统计")
HEALTH = Personal("任职条件：能否正常履行职责", level=SENSITIVE)
POLITICAL = Personal("党组织职务的任职条件和干部统计", level=SENSITIVE)
ETHNICITY = Personal("干部统计", level=SENSITIVE)
POSTS = Personal("任免、任期、考核和待遇都以任职经历为准")
MEASURES = Personal("考核等次、任职资格受警示和处分影响", level=SENSITIVE)

DECLARED = (
    Declared(
        Person,
        IDENTIFY.on("name pinyin initials unit")
        | NUMBER.on("id_number id_index")
        | FIT.on("sex born_on education degree native_place first_job_on")
        | POLITICAL.on("political_status party_joined_on")
        | ETHNICITY.on("ethnicity")
        | HEALTH.on("health")
        | CONTACT.on("phone"),
        "id scope_path",
    ),
    Declared(
        Tenure,
        POSTS.on(
            "person village team post began_on began_how ended_on ended_how approved_by source"
        ),
        "id scope_path",
    ),
    Declared(Team, {}, "id village scope_path term first_day last_day"),
    Declared(
        Measure,
        MEASURES.on("person kind title document taken_on until withdrawn_on"),
        "id scope_path",
    ),
)
