"""Guards from a draft to a complete application (C02–C08). Each gives its reasons to refuse."""

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from label import application, clock, outbox, signed_papers
from label.enums import ApplicationPart, Channel, DecisionKind, GrantState, Role
from label.models import Case, Decision, Grant, ReferentialVersion, RulesVersion


def paper_only_for_the_secretariat(case, attempt):
    if attempt.role == Role.SECRETARIAT and case.channel != Channel.PAPER:
        return [_("Le secrétariat dépose seulement une demande reçue sur papier.")]
    if case.channel == Channel.PAPER and not case.paper_mandate:
        return [_("Indiquez la référence du mandat signé.")]
    return []


def versions_in_force(case, attempt):
    reasons = []
    if not ReferentialVersion.objects.in_force().exists():
        reasons.append(_("Aucun référentiel n’est en vigueur."))
    if not RulesVersion.objects.in_force().exists():
        reasons.append(_("Aucun règlement d’usage n’est en vigueur."))
    return reasons


def every_part_is_given(case, attempt):
    return [
        _("%(part)s : il manque %(what)s.")
        % {"part": ApplicationPart(part).label, "what": ", ".join(words)}
        for part, words in application.missing(case, on=attempt.today).items()
    ]


def lines_are_free(case, attempt):
    """A line is in one running case at a time, unless this case renews its grant."""
    lines = case.scope_lines.values("line")
    others = Case.objects.running().filter(scope_lines__line__in=lines).exclude(pk=case.pk)
    if others.exists():
        return [_("Une de ces gammes a déjà un dossier en cours.")]
    granted = Grant.objects.in_register().filter(lines__line__in=lines, lines__is_in_force=True)
    if granted.exclude(pk=case.renewed_grant_id).exists():
        return [_("Une de ces gammes a déjà un label : demandez son renouvellement.")]
    return []


def waiting_time_is_over(case, attempt):
    """Three months after a refusal, twelve after a withdrawal (label.md 7.3, G13)."""
    figures = case.procedure
    refused = (
        Decision.objects.filter(
            case__operator=case.operator_id, kind=DecisionKind.REFUSED, superseded_by=None
        )
        .exclude(case=case)
        .order_by("-signed_at")
        .first()
    )
    reasons = []
    if refused and not refused.case.may_refile_at_once:
        until = clock.add_months(clock.civil_day(refused.signed_at), figures.refiling_months)
        if attempt.today < until:
            reasons.append(
                _("Une nouvelle demande sera possible le %(day)s.") % {"day": _day(until)}
            )
    withdrawn = (
        Grant.objects.filter(operator=case.operator_id, state=GrantState.WITHDRAWN)
        .order_by("-ended_on")
        .first()
    )
    if withdrawn:
        until = clock.add_months(withdrawn.ended_on, figures.reapplication_months)
        if attempt.today < until:
            reasons.append(
                _("Après un retrait, une demande sera possible le %(day)s.") % {"day": _day(until)}
            )
    return reasons


def draft_is_forgotten(case, attempt):
    since = clock.civil_day(case.changed_at)
    if attempt.today < clock.add_months(since, case.procedure.draft_months):
        return [_("Ce brouillon a été modifié il y a peu.")]
    reminded = outbox.was_told("draft_expiring", case)
    needed = timedelta(days=case.procedure.draft_reminder_days)
    if reminded is None or attempt.now < reminded.created_at + needed:
        return [_("Le rappel est trop récent.")]
    return []


def items_are_listed(case, attempt):
    items = [str(item).strip() for item in attempt.data.get("items") or ()]
    if not items or not all(items):
        return [_("Dites quelles pièces manquent.")]
    return []


def within_examination_time(case, attempt):
    """Pieces are asked within fifteen days of the last submission; later, it would move T0 late."""
    last = case.complete_on + timedelta(days=case.procedure.completeness_days)
    if attempt.today > last:
        return [
            ngettext(
                "Les pièces se demandent dans le %(days)s jour qui suit le dépôt.",
                "Les pièces se demandent dans les %(days)s jours qui suivent le dépôt.",
                case.procedure.completeness_days,
            )
            % {"days": case.procedure.completeness_days}
        ]
    return []


def items_are_answered(case, attempt):
    request = case.document_requests.filter(answered_on=None).order_by("-pk").first()
    waiting = (
        [item.label for item in request.items.all() if not item.is_answered] if request else []
    )
    return [
        _("Il manque encore : %(what)s, ou une explication.") % {"what": label} for label in waiting
    ]


def documents_are_overdue(case, attempt):
    request = case.document_requests.filter(answered_on=None).order_by("-pk").first()
    if request is None or attempt.today <= signed_papers.awaited_until(case, request.due_on):
        return [_("Le délai pour compléter le dossier court encore.")]
    reminded = outbox.was_told("documents_reminder", case, key=str(request.pk))
    needed = timedelta(days=case.procedure.documents_reminder_days)
    if reminded is None or attempt.now < reminded.created_at + needed:
        return [_("Le rappel est trop récent.")]
    return []


def rule_is_named(case, attempt):
    if not case.inadmissible_rule or not (attempt.data.get("text") or "").strip():
        return [_("Indiquez la règle d’éligibilité et les motifs.")]
    return []


def operator_was_heard_on_admissibility(case, attempt):
    window = case.windows.filter(grant=None, measure=DecisionKind.INADMISSIBLE).first()
    if case.hearing_opened_on is None or window is None:
        return [_("Demandez d’abord ses observations à l’opérateur.")]
    if not signed_papers.is_over(window, attempt.today):
        return [_("L’opérateur a encore le temps de donner ses observations.")]
    return []


def mandatory_pieces_are_there(case, attempt):
    """Nothing asked is still waiting, and every part still holds."""
    reasons = every_part_is_given(case, attempt)
    if case.document_requests.filter(answered_on=None).exists():
        reasons.append(_("Des pièces demandées ne sont pas arrivées."))
    return reasons


def _day(day) -> str:
    return date_format(day, "DATE_FORMAT")
