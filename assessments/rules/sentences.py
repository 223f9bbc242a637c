"""What a round's state stands against, in words: moves that are not there, what is closed."""

from __future__ import annotations

from accounts.roles import Role
from assessments.states import RoundStatus

ENTERING, SUBMITTED, DECIDED, NOTICE, FEEDBACK, REPORTED, FINAL = RoundStatus
DONE = "已备案办结，不能再改；确有错误的，由乡镇党委办理等次更正。"
# Why a move is not there, by where the round stands and where it was to go.
NO_MOVE: dict[RoundStatus, dict[RoundStatus, str]] = {
    ENTERING: {
        ENTERING: "还在乡镇录入，没有可退回的等次；要改的内容，请乡镇组织干事直接改。",
        DECIDED: "还没有提交党委会，请乡镇组织干事先提交。",
        NOTICE: "还没有提交党委会，审定以后才能公示。",
        FEEDBACK: "还没有提交党委会，审定、公示以后才能反馈本人。",
        REPORTED: "还没有提交党委会，审定、公示、反馈以后才能报县。",
        FINAL: "还没有提交党委会，乡镇报县以后才能备案。",
    },
    SUBMITTED: {
        SUBMITTED: "已经提交党委会，不用再交。",
        NOTICE: "还没有审定，请等乡镇党委审定以后再公示。",
        FEEDBACK: "还没有审定，审定、公示以后才能反馈本人。",
        REPORTED: "还没有审定，审定、公示、反馈以后才能报县。",
        FINAL: "还没有审定，乡镇审定、公示、反馈并报县以后才能备案。",
    },
    DECIDED: {
        SUBMITTED: "已由党委会审定，不用再交。",
        DECIDED: "已由党委会审定，不用再定。",
        FEEDBACK: "还没有公示，公示期满以后才能反馈本人。",
        REPORTED: "还没有公示，公示期满、告知书送达以后才能报县。",
        FINAL: "还没有报县，请等乡镇公示、反馈并报县以后再备案。",
    },
    NOTICE: {
        SUBMITTED: "已由党委会审定，正在公示，不用再交。",
        DECIDED: "已由党委会审定，正在公示，不用再定。",
        NOTICE: "已经在公示，不用再登记；要重新公示的，请乡镇党委先退回重定。",
        REPORTED: "还在公示，公示期满、告知书送达以后才能报县。",
        FINAL: "还在公示，请等乡镇反馈并报县以后再备案。",
    },
    FEEDBACK: {
        SUBMITTED: "已由党委会审定并公示，不用再交。",
        DECIDED: "已由党委会审定并公示，不用再定。",
        NOTICE: "公示已经期满，不用再公示。",
        FEEDBACK: "告知书已经制发，正在反馈本人，请逐份登记送达。",
        FINAL: "正在反馈本人，请等乡镇报县以后再备案。",
    },
    REPORTED: {
        SUBMITTED: "已经报县，不用再交。",
        DECIDED: "已经报县，不用再定。",
        NOTICE: "已经报县，公示已经期满。",
        FEEDBACK: "已经报县，告知书已全部送达。",
        REPORTED: "已经报县，等待县委组织部备案，不用再报。",
    },
    FINAL: {
        ENTERING: "已备案办结，不能退回，也不能再改；确有错误的，由乡镇党委办理等次更正。",
        SUBMITTED: DONE,
        DECIDED: DONE,
        NOTICE: DONE,
        FEEDBACK: DONE,
        REPORTED: DONE,
        FINAL: "已备案办结，不用再办。",
    },
}
BACK_FIRST = "录入内容不再改动；确需改动的，请乡镇党委先退回。"
# Why nothing is entered any more.
CLOSED: dict[RoundStatus, str] = {
    SUBMITTED: f"已经提交党委会，{BACK_FIRST}",
    DECIDED: f"已由党委会审定，{BACK_FIRST}",
    NOTICE: f"正在公示，{BACK_FIRST}",
    FEEDBACK: f"正在反馈本人，{BACK_FIRST}",
    REPORTED: "已经报县，录入内容不再改动；确需改动的，请县委组织部先退回。",
    FINAL: "已备案办结，录入内容不能再改。",
}
LATER = "现在由乡镇党委退回；报县以后、备案以前，县委组织部可以退回。"
# Before whom a round stands that can be sent back, and what to tell the other of the two.
RETURNS: dict[RoundStatus, tuple[Role, str]] = {
    SUBMITTED: (Role.TOWNSHIP_COMMITTEE, f"还没有审定，{LATER}"),
    DECIDED: (Role.TOWNSHIP_COMMITTEE, f"还没有报县，{LATER}"),
    NOTICE: (Role.TOWNSHIP_COMMITTEE, f"还在公示，{LATER}"),
    FEEDBACK: (Role.TOWNSHIP_COMMITTEE, f"还没有报县，{LATER}"),
    REPORTED: (Role.COUNTY_OFFICER, "已经报县，等待备案；要退回的，请县委组织部办理。"),
}
