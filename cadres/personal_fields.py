"""Personal information in the registry; see accounts/personal.py."""

from __future__ import annotations

from accounts.personal import Declared, Personal, Sensitivity
from cadres.models import (
    Batch,
    BatchRow,
    ColumnMemory,
    Correction,
    Document,
    Duplicate,
    Education,
    Experience,
    FormerNumber,
    Measure,
    Person,
    Relative,
    Reward,
    StoredFile,
    Team,
    Tenure,
    Transfer,
)

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
PAY = Personal("发放报酬和补助", level=SENSITIVE)
CAREER = Personal("任免审批表和任职条件：学习、工作经历")
FAMILY = Personal("任职回避：近亲属任职情况", level=SENSITIVE)
REWARDS = Personal("考核、推荐和任免审批表")
PAPERS = Personal("一人一档：证明上述各项的材料", level=SENSITIVE)
MOVES = Personal("档案转入、更正、查重由谁提出、由谁审核")
ROSTER = Personal("花名册导入：逐行核对、写入来源可查、可以撤回", level=SENSITIVE)

DECLARED = (
    Declared(
        Person,
        IDENTIFY.on("name pinyin initials unit")
        | NUMBER.on("id_number id_index tail_index merged_into")
        | FIT.on(
            "sex born_on education degree native_place first_job_on birthplace"
            " professional_title residence photo verified_on verified_by"
        )
        | POLITICAL.on("political_status party_joined_on full_member_on")
        | ETHNICITY.on("ethnicity")
        | HEALTH.on("health")
        | CONTACT.on("phone")
        | PAY.on("bank bank_account"),
        "id scope_path",
    ),
    Declared(
        FormerNumber, NUMBER.on("person id_number id_index replaced_on reason"), "id scope_path"
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
    Declared(
        Education,
        CAREER.on("person mode level degree school major began_on graduated_on"),
        "id scope_path",
    ),
    Declared(Experience, CAREER.on("person began_on ended_on text"), "id scope_path"),
    Declared(
        Relative,
        FAMILY.on("person relation title name born_on political_status work holds_office cadre"),
        "id scope_path",
    ),
    Declared(
        Reward, REWARDS.on("person title level granted_by granted_on document"), "id scope_path"
    ),
    Declared(
        Document,
        PAPERS.on(
            "person dossier_class title dated_on file added_by added_on withdrawn_on"
            " withdrawn_by withdrawn_why"
        ),
        "id scope_path",
    ),
    Declared(StoredFile, PAPERS.on("name body sha256"), "id scope_path kind size stored_at"),
    Declared(
        Transfer,
        MOVES.on("name id_number id_index asked_by asked_on person decided_by decided_on reason"),
        "id scope_path township status",
    ),
    Declared(
        Duplicate,
        MOVES.on(
            "first second verdict keep reason proposed_by proposed_on reviewed_by reviewed_on"
            " review"
        ),
        "id scope_path status",
    ),
    Declared(
        Correction,
        MOVES.on("person changes reason evidence asked_by asked_on reviewed_by reviewed_on review"),
        "id scope_path status",
    ),
    Declared(
        Batch,
        ROSTER.on("file sent_by sent_on confirmed_by confirmed_on undone_by undone_on undone_why"),
        "id scope_path township sheet sheets heads head_rows columns status counts",
    ),
    Declared(
        BatchRow,
        ROSTER.on("payload person wrote"),
        "id batch scope_path sheet_row outcome refused tolerated warned hands_over",
    ),
    Declared(ColumnMemory, MOVES.on("by at"), "id township scope_path signature columns"),
)
