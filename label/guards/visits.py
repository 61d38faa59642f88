"""Guards of visits (V02–V09)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from label import eligibility, signed_papers
from label.enums import VisitorKind

MANDATORY = {
    "circumstances": gettext_lazy("le déroulement"),
    "strong_points": gettext_lazy("les points forts"),
    "weak_points": gettext_lazy("les points à améliorer"),
    "lot_exercise": gettext_lazy("l’exercice de traçabilité"),
}


def team_is_complete(visit, attempt):
    """At least one peer and one resident, none with an interest (label.md 1.4)."""
    reasons = nobody_is_missing(visit, attempt)
    for one in visit.visitors.select_related("member"):
        reasons += eligibility.visitor_faults(visit, one.member, on=attempt.today)
    return reasons


def nobody_is_missing(visit, attempt):
    """A pair went: somebody may have left once the date was fixed."""
    visitors = list(visit.visitors.all())
    reasons = []
    if len(visitors) < visit.procedure.visitors:
        reasons.append(
            _("Il faut %(needed)s personnes pour la visite.") % {"needed": visit.procedure.visitors}
        )
    kinds = {one.kind for one in visitors}
    if VisitorKind.PEER not in kinds:
        reasons.append(_("Il faut un pair."))
    if VisitorKind.RESIDENT not in kinds:
        reasons.append(_("Il faut une habitante ou un habitant du vivier."))
    return reasons


def date_is_given(visit, attempt):
    moment = attempt.data.get("scheduled_for")
    if moment is None or moment <= attempt.now:
        return [_("Donnez une date à venir.")]
    return []


def not_postponed_yet(visit, attempt):
    return [_("La visite a déjà été reportée une fois.")] if visit.was_postponed else []


def visit_day_has_come(visit, attempt):
    if visit.scheduled_for is None or attempt.now < visit.scheduled_for:
        return [_("La visite n’a pas encore eu lieu.")]
    return []


def report_is_complete(visit, attempt):
    """All mandatory fields, and facts for each criterion seen on a visit (label.md 6.3)."""
    report = getattr(visit, "report", None)
    if report is None:
        return [_("Le compte rendu est vide.")]
    lacking = [word for name, word in MANDATORY.items() if not getattr(report, name).strip()]
    if lacking:
        return [_("Il manque : %(what)s.") % {"what": ", ".join(map(str, lacking))}]
    seen = [one for one in visit.case.criteria() if "V" in one.verification]
    empty = [one.title for one in seen if not str(report.facts.get(one.code, "")).strip()]
    if empty:
        return [_("Dites ce que vous avez vu pour : %(titles)s.") % {"titles": " ; ".join(empty)}]
    return []


def every_visitor_has_signed(visit, attempt):
    waiting = visit.visitors.filter(signed_at=None).count()
    if waiting:
        return [_("Toutes les personnes de la visite signent le compte rendu.")]
    return []


def reply_is_given_in_time(visit, attempt):
    if signed_papers.told_on(attempt.by, attempt.now) > visit.reply_until:
        return [_("Le délai de réponse est passé.")]
    if not str(attempt.data.get("reply") or "").strip():
        return [_("Écrivez votre réponse.")]
    return []


def reply_time_is_over(visit, attempt):
    if visit.reply_until is None or attempt.today <= signed_papers.awaited_until(
        visit.case, visit.reply_until
    ):
        return [_("L’opérateur peut encore répondre.")]
    return []
