"""What the desks show and act upon: where each kind of object is read, and by whom."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from label import models as m
from label import roles, rules
from label.enums import Role

TEAM = rules.TEAM
WITH_CONTROL = (*TEAM, Role.CONTROLLER)
WITH_SESSIONS = (*TEAM, Role.FACILITATOR)
EVERYBODY = (*TEAM, Role.CONTROLLER, Role.FACILITATOR)
DECLARATIONS = (Role.SECRETARIAT, Role.GUARANTOR)
POOL = (Role.SECRETARIAT, Role.GUARANTOR, Role.ARCHIVIST, Role.AUDITOR)


def _itself(obj):
    return obj


@dataclass(frozen=True)
class Subject:
    """`page` is the key of the subject on whose page an object is shown; `shown_on` gives that
    object from this one."""

    key: str
    model: type[Model]
    label: str
    readers: tuple[str, ...]
    with_: tuple[str, ...] = ()
    page: str = ""
    shown_on: Callable = _itself
    only: dict = field(default_factory=dict)  # rows of the model that are of this subject

    def rows(self) -> QuerySet:
        return self.model.objects.filter(**self.only).select_related(*self.with_)

    def may_read(self, user, obj=None) -> bool:
        """Whether somebody of the team reads this kind, and this one: a draft is its author's, and
        a case is nobody's who has another part in it."""
        shown = self.shown_on(obj) if obj is not None else None
        if not set(self.readers) & roles.held_for(user, shown):
            return False
        case = getattr(shown, "case", None)
        return case is None or rules.is_handed_in(user, case)


def _of_case(key, model, label, case, *with_) -> Subject:
    return Subject(key, model, label, TEAM, with_, page="dossier", shown_on=case)


SUBJECTS = {
    one.key: one
    for one in (
        Subject(
            "dossier",
            m.Case,
            _("dossier"),
            TEAM,
            ("operator", "referential", "rules", "secretary", "applicant"),
            page="dossier",
        ),
        _of_case("decision", m.Decision, _("décision"), lambda o: o.case, "case", "notice"),
        _of_case("recours", m.Appeal, _("recours"), lambda o: o.case, "case__rules"),
        _of_case(
            "contradictoire",
            m.AdversarialWindow,
            _("procédure contradictoire"),
            lambda o: o.case,
            "case",
        ),
        _of_case("visite", m.Visit, _("visite"), lambda o: o.case, "case__rules"),
        _of_case("visiteur", m.Visitor, _("visite"), lambda o: o.visit.case, "visit__case"),
        _of_case("proposition", m.VisitProposal, _("date"), lambda o: o.visit.case, "visit__case"),
        _of_case("jury", m.Panel, _("jury"), lambda o: o.case, "case__rules"),
        _of_case(
            "siege", m.Seat, _("siège"), lambda o: o.panel.case, "panel__case", "member__person"
        ),
        _of_case(
            "recusation",
            m.Challenge,
            _("récusation"),
            lambda o: o.seat.panel.case,
            "seat__panel__case__rules",
            "seat__member__person",
        ),
        Subject(
            "lien",
            m.InterestDeclaration,
            _("déclaration d’intérêts"),
            DECLARATIONS,
            ("case__operator", "person"),
            page="dossier",
            shown_on=lambda o: o.case,
        ),
        _of_case("avis", m.Opinion, _("avis"), lambda o: o.panel.case, "panel__case__rules"),
        Subject(
            "tirage",
            m.Draw,
            _("tirage"),
            WITH_SESSIONS,
            ("case", "panel", "entered_by", "confirmed_by", "committed_by"),
            page="tirage",
        ),
        Subject("seance", m.Session, _("séance"), WITH_SESSIONS, ("facilitator",), page="seance"),
        Subject(
            "label",
            m.Grant,
            _("label accordé"),
            WITH_CONTROL,
            ("case__rules", "case__referential", "operator", "decision"),
            page="label",
        ),
        Subject(
            "controle",
            m.Check,
            _("contrôle"),
            WITH_CONTROL,
            ("grant__case__rules", "grant__case__referential", "grant__operator", "controller"),
            page="controle",
        ),
        Subject(
            "constat",
            m.Finding,
            _("constat"),
            WITH_CONTROL,
            ("check_made__grant__case", "criterion"),
            page="controle",
            shown_on=lambda o: o.check_made,
        ),
        Subject(
            "signalement",
            m.Alert,
            _("signalement"),
            WITH_CONTROL,
            ("grant__case__rules", "operator"),
            page="signalement",
        ),
        Subject("charte", m.CharterSignature, _("charte"), WITH_CONTROL, ("page",), page="charte"),
        Subject(
            "lettre",
            m.OutboxMail,
            _("lettre"),
            (Role.SECRETARIAT,),
            ("case__operator", "case__rules", "posted_by"),
            page="lettre",
            only={"is_letter": True},
        ),
        Subject(
            "vivier",
            m.PoolMember,
            _("membre du vivier"),
            POOL,
            ("person", "commune", "operator"),
            page="vivier",
        ),
        Subject(
            "referentiel", m.ReferentialVersion, _("référentiel"), EVERYBODY, page="referentiel"
        ),
        Subject(
            "critere",
            m.Criterion,
            _("critère"),
            EVERYBODY,
            ("version",),
            page="referentiel",
            shown_on=lambda o: o.version,
        ),
        Subject("reglement", m.RulesVersion, _("règlement d’usage"), EVERYBODY, page="reglement"),
        Subject("incident", m.Incident, _("incident"), TEAM, ("case", "grant"), page="incident"),
    )
}
BY_MODEL = {one.model: one for one in SUBJECTS.values()}


def page_url(obj) -> str:
    """Where an object is read in the desks; empty: nowhere of its own."""
    subject = BY_MODEL.get(type(obj))
    if subject is None:
        return ""
    return reverse("label_desk:page", args=[subject.page, subject.shown_on(obj).pk])


def act_url(obj, act, *, key: str = "") -> str:
    if obj is None:
        return reverse("label_desk:team_act", args=[act.name])
    subject = key or BY_MODEL[type(obj)].key
    return reverse("label_desk:act", args=[subject, obj.pk, act.name])
