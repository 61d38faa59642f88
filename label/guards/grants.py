"""Guards of grants (G02–G18)."""

from datetime import timedelta

from django.utils.translation import gettext as _

from label import clock, outbox, signed_papers
from label.enums import AlertState, CheckState, DecisionKind, Severity
from label.guards.deciding import window_faults
from label.models import Case, Finding
from label.models.cases import RUNNING


def operator_has_signed(grant, attempt):
    if grant.operator_signed_at is None:
        return [_("L’opérateur n’a pas signé la convention.")]
    return []


def no_reserve_is_open(grant, attempt):
    if grant.open_reserves.exists():
        return [_("Des réserves sont ouvertes.")]
    return []


def a_reserve_is_open(grant, attempt):
    if not grant.open_reserves.exists():
        return [_("Aucune réserve n’est ouverte.")]
    return []


def plan_is_signed(grant, attempt):
    if grant.plan_signed_at is None:
        return [_("Le plan de progrès n’est pas signé.")]
    return []


def lines_are_free(grant, attempt):
    """At most one grant in force per line (I-22): only the one being renewed may give way."""
    lines = grant.lines.values("line")
    others = (
        type(grant)
        .objects.in_register()
        .filter(lines__line__in=lines, lines__is_in_force=True)
        .exclude(pk=grant.pk)
    )
    allowed = {grant.case.renewed_grant_id} | set(grant.case.grants.values_list("pk", flat=True))
    if any(other.pk not in allowed for other in others.distinct()):
        return [_("Une de ces gammes a déjà un label en vigueur.")]
    return []


def signature_time_is_over(grant, attempt):
    if grant.operator_signed_at:
        return [_("L’opérateur a signé : c’est à l’autorité de signer.")]
    if attempt.today <= signed_papers.awaited_until(grant.case, grant.sign_before):
        return [_("Le délai de signature court encore.")]
    if outbox.was_told("signature_reminder", grant.case, key=grant.number) is None:
        return [_("Le rappel n’a pas été envoyé.")]
    return []


def every_reserve_is_proved(grant, attempt):
    """Each open reserve has its proof, found sufficient by three jurors of the panel."""
    needed = grant.procedure.reserve_review_jurors
    reasons = []
    for reserve in grant.open_reserves.select_related("criterion"):
        code = reserve.criterion.code
        if reserve.proved_at is None:
            reasons.append(_("%(code)s : la preuve n’est pas arrivée.") % {"code": code})
        elif reserve.reviews.given().filter(is_proved=True).count() < needed:
            reasons.append(
                _("%(code)s : %(needed)s jurés doivent trouver la preuve suffisante.")
                % {"code": code, "needed": needed}
            )
    return reasons


def plan_is_overdue(grant, attempt):
    late = grant.open_reserves.filter(due_on__lt=attempt.today).first()
    if late is None:
        return [_("Aucune date du plan n’est passée.")]
    reminded = outbox.was_told("plan_overdue", grant.case, key=f"{grant.number}:{late.pk}")
    days = timedelta(days=grant.procedure.plan_reminder_days)
    if reminded is None or attempt.now < reminded.created_at + days:
        return [_("La relance est trop récente.")]
    return []


def measure_is_written(grant, attempt):
    reasons = []
    if not str(attempt.data.get("text") or "").strip():
        reasons.append(_("Écrivez les motifs."))
    if not str(attempt.data.get("competence_ref") or "").strip():
        reasons.append(_("Indiquez la délégation qui vous donne compétence."))
    return reasons


def major_finding_is_reported(grant, attempt):
    found = Finding.objects.filter(
        check_made__grant=grant,
        check_made__state__in=[CheckState.FINDINGS, CheckState.CLOSED],
        severity__in=[Severity.MAJOR, Severity.CRITICAL],
        corrected_on=None,
    )
    if found.exists() or grant.alerts.filter(state=AlertState.FOUNDED).exists():
        return []
    return [_("Ni constat majeur ni signalement fondé.")]


def operator_was_heard(measure: DecisionKind):
    """The adversarial window for that measure has lasted fifteen days and is over (I-19)."""

    def operator_was_heard(grant, attempt):
        windows = list(grant.windows.filter(measure=measure))
        return window_faults(windows, attempt.today, grant.procedure.adversarial_days)

    return operator_was_heard


def panel_gave_its_opinion(measure: DecisionKind):
    def panel_gave_its_opinion(grant, attempt):
        since = grant.windows.filter(measure=measure).order_by("-opened_on").first()
        reviews = grant.panel_reviews.filter(measure=measure, given_at__isnull=False)
        if since is not None:
            reviews = reviews.filter(given_at__gte=clock.start_of(since.opened_on))
        if not reviews.exists():
            return [_("Le jury n’a pas donné son avis sur cette mesure.")]
        return []

    return panel_gave_its_opinion


def remedy_is_verified(grant, attempt):
    if not str(attempt.data.get("proof") or "").strip():
        return [_("Dites quelle preuve a été vérifiée.")]
    return []


def new_plan_is_dated(grant, attempt):
    reserves = list(grant.open_reserves)
    if not reserves:
        return [_("Le nouveau plan n’a pas de réserve.")]
    if any(one.due_on <= attempt.today for one in reserves):
        return [_("Chaque réserve du nouveau plan a une date à venir.")]
    return []


def notice_is_over(grant, attempt):
    last = grant.notice_until
    if last is None or attempt.today <= signed_papers.awaited_until(grant.case, last):
        return [_("Le délai de la mise en demeure court encore.")]
    return []


def emergency_is_named(grant, attempt):
    if attempt.data.get("danger") not in {"health", "fraud"}:
        return [_("L’urgence tient à un danger pour la santé ou à une fraude évidente.")]
    return []


def suspension_may_end(grant, attempt):
    """The authority verified the remedy; the calendar ends an emergency nobody confirmed."""
    if attempt.by is not None:
        return remedy_is_verified(grant, attempt) + measure_is_written(grant, attempt)
    if grant.confirm_by is None or grant.is_emergency_confirmed:
        return [_("Cette suspension ne prend pas fin d’elle-même.")]
    if attempt.today <= grant.confirm_by:
        return [_("L’urgence peut encore être confirmée.")]
    return []


def renunciation_is_written(grant, attempt):
    if not str(attempt.data.get("text") or "").strip():
        return [_("Écrivez que vous renoncez.")]
    return []


def validity_is_over(grant, attempt):
    if grant.valid_to is None or attempt.today <= grant.valid_to:
        return [_("Le label est encore valable.")]
    return []


def renewal_is_complete_in_time(grant, attempt):
    """A renewal declared complete sixty days before the end, and still running."""
    days = timedelta(days=grant.procedure.renewal_complete_days)
    complete = [
        case
        for case in Case.objects.filter(
            renewed_grant=grant, state__in=RUNNING, declared_complete_at__isnull=False
        )
        if case.complete_on <= grant.valid_to - days
    ]
    if not complete:
        return [_("Aucun renouvellement n’était complet assez tôt avant la fin.")]
    return []


def no_extension_is_due(grant, attempt):
    if not not_extended_yet(grant, attempt) and not renewal_is_complete_in_time(grant, attempt):
        return [_("Un renouvellement complet prolonge ce label.")]
    return []


def not_extended_yet(grant, attempt):
    if grant.was_extended:
        return [_("Le label a déjà été prolongé.")]
    return []


def end_is_near(grant, attempt):
    """The extension is decided at the end of the validity, when the renewal is still running."""
    if attempt.today < grant.valid_to:
        return [_("La validité court encore.")]
    return []


def successor_is_active(grant, attempt):
    successor = attempt.data.get("successor")
    if successor is None or not successor.is_in_register:
        return [_("Aucun nouveau label pour les mêmes gammes.")]
    return []


def annulment_has_a_ground(grant, attempt):
    """A court, an appeal, or an illegality of less than four months with its adversarial phase."""
    ground = attempt.data.get("ground")
    if ground in {"court", "appeal"}:
        return []
    if ground != "illegal":
        return [_("Un label s’annule par un juge, un recours, ou pour illégalité.")]
    signed = clock.civil_day(grant.decision.signed_at)
    if attempt.today > clock.add_months(signed, grant.procedure.retract_months):
        return [_("La décision est trop ancienne : elle ne peut plus être retirée.")]
    windows = list(grant.windows.filter(measure=DecisionKind.ANNULLED))
    return window_faults(windows, attempt.today, grant.procedure.adversarial_days)
