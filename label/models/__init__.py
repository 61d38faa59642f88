from label.models.accesses import ReadAccess
from label.models.cases import (
    Answers,
    Case,
    Deferral,
    DeferralQuestion,
    DocumentRequest,
    Endorsement,
    Involvement,
    RequestedItem,
)
from label.models.decisions import Appeal, Decision, DecisionNotice, DecisionPaper
from label.models.draws import Draw, DrawCandidate, DrawExclusion, DrawReplacement
from label.models.events import (
    ChainHead,
    DailyRoot,
    Event,
    EventPayload,
    Incident,
    OutboxMail,
    Unchangeable,
)
from label.models.grants import (
    Grant,
    GrantLine,
    Remedy,
    Reserve,
    SelfDeclaration,
)
from label.models.pages import LabelPage
from label.models.panels import Challenge, InterestDeclaration, Panel, Seat
from label.models.pool import PoolMember, PoolTerm, Unavailability
from label.models.referential import (
    Criterion,
    CriterionException,
    EvidenceEquivalence,
    ReferentialVersion,
)
from label.models.requests import PublicRequest
from label.models.reviews import PanelReview, PanelVote, ReserveReview
from label.models.scope import DeclaredTie, Evidence, ProductLine, ScopeLine, SelfAssessment, Site
from label.models.scoring import CriterionResult, GivenGrade, PanelKey, ScoreSheet
from label.models.sessions import (
    Attendance,
    Ballot,
    ConsentReply,
    ConsentRound,
    Hearing,
    MinutesReply,
    Opinion,
    Session,
)
from label.models.signed_papers import SignedPaper
from label.models.usage_rules import RulesVersion
from label.models.visits import (
    Visit,
    VisitAddendum,
    Visitor,
    VisitPhoto,
    VisitProposal,
    VisitReport,
)
from label.models.watch import AdversarialWindow, Alert, CharterSignature, Check, Finding, Reporter

__all__ = [
    "AdversarialWindow",
    "Alert",
    "Answers",
    "Appeal",
    "Attendance",
    "Ballot",
    "Case",
    "ChainHead",
    "Challenge",
    "CharterSignature",
    "Check",
    "ConsentReply",
    "ConsentRound",
    "Criterion",
    "CriterionException",
    "CriterionResult",
    "DailyRoot",
    "Decision",
    "DecisionNotice",
    "DecisionPaper",
    "DeclaredTie",
    "Deferral",
    "DeferralQuestion",
    "DocumentRequest",
    "Draw",
    "DrawCandidate",
    "DrawExclusion",
    "DrawReplacement",
    "Endorsement",
    "Event",
    "EventPayload",
    "Evidence",
    "EvidenceEquivalence",
    "Finding",
    "GivenGrade",
    "Grant",
    "GrantLine",
    "Hearing",
    "Incident",
    "InterestDeclaration",
    "Involvement",
    "LabelPage",
    "MinutesReply",
    "Opinion",
    "OutboxMail",
    "Panel",
    "PanelKey",
    "PanelReview",
    "PanelVote",
    "PoolMember",
    "PoolTerm",
    "ProductLine",
    "PublicRequest",
    "ReadAccess",
    "ReferentialVersion",
    "Remedy",
    "Reporter",
    "RequestedItem",
    "Reserve",
    "ReserveReview",
    "RulesVersion",
    "ScopeLine",
    "ScoreSheet",
    "Seat",
    "SelfAssessment",
    "SelfDeclaration",
    "Session",
    "SignedPaper",
    "Site",
    "Unavailability",
    "Unchangeable",
    "Visit",
    "VisitAddendum",
    "VisitPhoto",
    "VisitProposal",
    "VisitReport",
    "Visitor",
]
