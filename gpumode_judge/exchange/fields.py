"""What a column can be, and under which names form tools and people write it."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from gpumode_judge.event.text import fold


class What(StrEnum):
    """What a table is imported as."""

    SUBMISSIONS = "submissions"
    JUDGES = "judges"
    ASSIGNMENTS = "assignments"
    BALLOTS = "ballots"


class Field(StrEnum):
    """What a column means. ``PRIZE`` is one prize a row (an export sorted by prize), ``PRIZES`` several in one cell."""

    TITLE = "title"
    TEAM = "team"
    TABLE = "table"
    TRACK = "track"
    PRIZES = "prizes"
    PRIZE = "prize"
    MEMBERS = "members"
    LINK = "link"
    DESCRIPTION = "description"
    EMAIL = "email"
    FIRST = "first-name"
    LAST = "last-name"
    SCREEN = "screen-name"
    STATUS = "status"
    SOURCE = "source"
    WHEN = "when"
    NAME = "name"
    AFFILIATION = "affiliation"
    JUDGE = "judge"
    SUBMISSION = "submission"
    ORDER = "order"
    CRITERION = "criterion"
    MARK = "mark"
    OUTCOME = "outcome"
    REASON = "reason"
    NOTE = "note"


# A column of marks on one criterion is the field "mark:" and the criterion's key.
MARK_OF: Final = "mark:"

F = Field
FIELDS: Final[Mapping[What, tuple[Field, ...]]] = {
    What.SUBMISSIONS: (
        F.TITLE, F.TEAM, F.TABLE, F.TRACK, F.PRIZES, F.PRIZE, F.MEMBERS, F.LINK, F.DESCRIPTION, F.EMAIL,
        F.FIRST, F.LAST, F.SCREEN, F.STATUS, F.SOURCE, F.WHEN,
    ),
    What.JUDGES: (F.NAME, F.FIRST, F.LAST, F.EMAIL, F.AFFILIATION, F.TRACK, F.STATUS),
    What.ASSIGNMENTS: (F.JUDGE, F.SUBMISSION, F.TABLE, F.ORDER),
    What.BALLOTS: (F.JUDGE, F.SUBMISSION, F.TABLE, F.CRITERION, F.MARK, F.OUTCOME, F.REASON, F.NOTE),
}  # fmt: skip

# Fields that several columns may share.
MANY: Final = frozenset({F.TABLE, F.LINK, F.MEMBERS, F.TRACK, F.PRIZES, F.EMAIL, F.NOTE})

_EMAIL: Final = "email|email address|e mail|e mail address|mail|email addresses"
_TABLE: Final = (
    "table number|table|table no|table #|location~90|booth|booth number|desk|station|stand|"
    "team number~80|project number~80|team #~80|project #~80"
)
_TRACKS: Final = "track|tracks|main track|track name|category~80|theme~75|division~75"

# Names as words() gives them, "|" between; "~70" is how sure a match is when it is less than certain.
ALIASES: Final[Mapping[What, Mapping[Field, str]]] = {
    What.SUBMISSIONS: {
        F.TITLE: "project title|submission title|project name|submission name|title|buidl name|hack name|entry name|app name|"
        "name of your project|name of project|project~90|submission~90|entry~85|name~70",
        F.TEAM: "team name|team|group name|group~90|name of your team|name of team|crew~80",
        F.TABLE: _TABLE,
        F.TRACK: _TRACKS,
        F.PRIZES: "opt in prizes|desired prizes|prizes|bounties|challenges|challengelist|challenge list|prize categories|"
        "challenge list comma separated|sponsor prizes|sponsor challenges|bounty~90|challenge~85|categories~75",
        F.PRIZE: "opt in prize|prize",
        F.MEMBERS: "team members|members|member names|team member names|participants|teammates|team mates|member|authors|"
        "names of team members|names of all team members|member 1|member 2|member 3|member 4|member 5",
        F.LINK: "try it out links|try it out|website|video|video demo link|video link|file url|url|link|links|repo|repository|"
        "github|github url|github link|github repository|public git hub repository|git hub|demo|demo link|demo url|demo video|"
        "slides|presentation|trylink|try link|videolink|buidl profile url|buidl demo link|buidl github|image gallery urls|"
        "source code|code~80|project url~90|project link",
        F.DESCRIPTION: "about the project|plain description|description|project description|about|abstract|summary|"
        "short description|elevator pitch|details~85|pitch~80|team description~65|submission tagline~60|tagline~60",
        F.EMAIL: _EMAIL + "|submitter email|contact email|team email|your email",
        F.FIRST: "submitter first name|first name|firstname|given name",
        F.LAST: "submitter last name|last name|lastname|surname|family name",
        F.SCREEN: "submitter screen name|screen name~80|username~70|user name~70",
        F.STATUS: "project status|submission status|status~90|review status|active~80",
        F.SOURCE: "submission url|buidl id|project id|submission id|id~80|#~70",
        F.WHEN: "timestamp|submitted at|completion time|submit date utc|project created at|submission created at|"
        "submission time utc|created at~90|submission time~90|last modified time~60|start time~50",
    },
    What.JUDGES: {
        F.NAME: "name|judge name|full name|judge|your name|reviewer|mentor~70",
        F.FIRST: "first name|firstname|given name",
        F.LAST: "last name|lastname|surname|family name",
        F.EMAIL: _EMAIL + "|judge email|work email",
        F.AFFILIATION: "affiliation|company|organization|organisation|employer|institution|company name|company organization|"
        "university~90|school~80|where do you work|org",
        F.TRACK: _TRACKS,
        F.STATUS: "approval status|attendee status|status~90|active~80",
    },
    What.ASSIGNMENTS: {
        F.JUDGE: "judge|judge name|judge email|reviewer|reviewer name|name~70|email~60",
        F.SUBMISSION: "submission|project|project title|project name|submission title|team|team name|title|entry|"
        "project id~60|submission id~60|submission url~60",
        F.TABLE: _TABLE,
        F.ORDER: "order|position|sequence|visit|slot|visit order|visiting order|stop|#~80|no~70|number~70",
    },
    What.BALLOTS: {
        F.JUDGE: "judge|judge name|judge email|reviewer|reviewer name|scorer|name~70|judge id~60|email~60",
        F.SUBMISSION: "submission|project|project title|project name|submission title|team|team name|title|entry|"
        "project id~60|submission id~60",
        F.TABLE: _TABLE,
        F.CRITERION: "criterion|criteria|criterion name|trait~90|category~80|question~80",
        F.MARK: "mark|score|rating|points|grade|value~80",
        F.OUTCOME: "outcome|state|attendance|status~80",
        F.REASON: "reason|why",
        F.NOTE: "notes comments|notes|note|comment|comments|feedback|remark|remarks",
    },
}

# Longer questions, told by a phrase. The first that is found in words() decides.
PHRASES: Final[Mapping[What, tuple[tuple[Field, str], ...]]] = {
    What.SUBMISSIONS: (
        (F.TABLE, r"\b(table|booth) (number|no|#)( |$)"),
        (F.EMAIL, r"^((your|team|contact|submitter) )*e ?mails?( address(es)?)?( of .{1,30})?$|\bmembers? e ?mails?\b"),
        (F.TRACK, r"^track (# )?\d+$|^(which|what|choose|select|pick|main|primary)\b.*\btracks?\b"),
        (F.PRIZES, r"^(which|what|choose|select|pick)\b.*\b(prizes|challenges|bounties)\b"),
        (
            F.TITLE,
            r"^what (is|s) (the )?(name|title) of your (project|submission|hack)$|^(your )?(project|hack) (name|title)\b",
        ),
        (F.TEAM, r"^what (is|s) (the name of your team|your team (s )?name)$|^(your )?team name\b"),
        (F.MEMBERS, r"\bteam ?mates\b|\bteam members\b|\bmembers of (your|the) team\b"),
        (F.LINK, r"\b(url|links?|repo|repository|git ?hub|video|website|slides)\b"),
        (
            F.DESCRIPTION,
            r"^(describe|tell us about) (your|the) (project|submission|hack)\b|^what (does|did) .*\b(do|build)$",
        ),
    ),
    What.JUDGES: (
        (F.AFFILIATION, r"\b(company|affiliation|employer|organi[sz]ation)\b"),
        (F.TRACK, r"^(which|what|choose|select|pick)\b.*\btracks?\b"),
    ),
    What.ASSIGNMENTS: (),
    What.BALLOTS: ((F.NOTE, r"\bcomments?\b|\bfeedback\b"),),
}

# Questions about a team's schools, counts or feelings mention its members without naming them.
NOT_MEMBERS: Final = re.compile(
    r"universit|college|school|count|how many|number of|fraction|discord|rookie|size|e ?mail|country|countries|first time|github"
)


def words(header: str) -> str:
    """A header reduced to its words: ``"What's your Table Number?"`` is ``"whats your table number"``."""
    plain = re.sub(r"['’`]", "", fold(header)).replace("_", " ").replace("#", " # ")
    return " ".join(re.sub(r"[^\w#]+", " ", plain).split())
