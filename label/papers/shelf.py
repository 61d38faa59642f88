"""The papers of a case or of a grant that a person may take, for the screens to link to."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from rules import has_perm

from home.templatetags.site import civil
from label.models import Case, Grant, Hearing, Opinion
from label.papers import logo_rules


@dataclass(frozen=True)
class Paper:
    label: str
    address: str


def of_case(case: Case, user) -> list[Paper]:
    """In the order of the procedure."""
    found = [
        *_one("receipt", case, user, _("Accusé de réception"), case.reference),
        *(one for visit in case.visits.all() for one in _of_visit(case, visit, user)),
    ]
    hearings = Hearing.objects.filter(panel__case=case).select_related("session", "panel__case")
    for hearing in hearings.order_by("pk"):
        found += _of_hearing(case, hearing, user)
    opinions = Opinion.objects.filter(panel__case=case).select_related("panel__case")
    for opinion in opinions.order_by("pk"):
        found += _of_opinion(case, opinion, user)
    decisions = case.decisions.filter(grant=None).select_related("notice", "case")
    for decision in decisions:
        found += _decision(decision, user)
    return found


def of_grant(grant: Grant, user) -> list[Paper]:
    measures = grant.measures.select_related("notice", "case")
    found = [
        *_one("agreement", grant, user, _("Accord d’usage du label"), grant.number),
        *(one for decision in measures for one in _decision(decision, user)),
    ]
    if logo_rules.has_kit(grant) and has_perm("label.take_logo_kit", user, grant):
        address = reverse("label:paper_logo_kit", args=[grant.number])
        found.append(Paper(_("Logos, QR code et panneau (ZIP)"), address))
    return found


def _one(name: str, obj, user, label: str, *arguments) -> list[Paper]:
    if not has_perm(f"label.print_{name}", user, obj):
        return []
    return [Paper(label, reverse(f"label:paper_{name}", args=arguments))]


def _of_visit(case: Case, visit, user) -> list[Paper]:
    label = _("Carnet de visite à imprimer")
    return _one("visit_kit", visit, user, label, case.reference, visit.number)


def _of_hearing(case: Case, hearing: Hearing, user) -> list[Paper]:
    day = {"day": civil(localtime(hearing.session.starts_at))}
    called = _("Convocation du jury, %(day)s") % day
    heard = _("Heure d’audition, %(day)s") % day
    return [
        *_one("convocation", hearing, user, called, case.reference, hearing.pk),
        *_one("hearing_time", hearing, user, heard, case.reference, hearing.pk),
    ]


def _of_opinion(case: Case, opinion: Opinion, user) -> list[Paper]:
    return [
        *_one("minutes", opinion, user, _("Procès-verbal"), case.reference, opinion.pk),
        *_one("opinion", opinion, user, _("Avis du jury"), case.reference, opinion.pk),
    ]


def _decision(decision, user) -> list[Paper]:
    label = _("Décision %(number)s : %(kind)s") % {
        "number": decision.number,
        "kind": decision.get_kind_display(),
    }
    return _one("decision", decision, user, label, decision.number)
