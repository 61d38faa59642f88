"""Guards of checks, alerts, appeals, versions and charters."""

from django.utils.translation import gettext as _

from label import roles
from label.enums import PanelKind, PanelState, Role, Severity
from label.guards.deciding import window_faults


def day_is_planned(check, attempt):
    if check.planned_for is None and attempt.data.get("planned_for") is None:
        return [_("Donnez la date du contrôle.")]
    return []


def report_is_written(check, attempt):
    if not str(attempt.data.get("report") or "").strip():
        return [_("Écrivez ce qui a été contrôlé.")]
    return []


def findings_are_listed(check, attempt):
    if not check.findings.exists():
        return [_("Aucun constat n’est écrit.")]
    return []


def findings_have_their_follow_up(check, attempt):
    """Minor ones are corrected, major ones have led to a notice, critical ones to a suspension."""
    waiting = check.findings.filter(severity=Severity.MINOR, corrected_on=None)
    if waiting.exists():
        return [_("Un écart mineur n’est pas corrigé.")]
    serious = check.findings.filter(
        severity__in=[Severity.MAJOR, Severity.CRITICAL], corrected_on=None
    )
    measures = check.grant.measures.filter(signed_at__gte=check.done_at)
    if serious.exists() and not measures.exists():
        return [_("Un écart majeur ou critique attend une mesure.")]
    return []


def alert_names_a_grant(alert, attempt):
    return [] if alert.grant_id else [_("Ce signalement ne vise aucun label en vigueur.")]


def service_is_named(alert, attempt):
    if not str(attempt.data.get("forwarded_to") or "").strip():
        return [_("Dites à quel service vous transmettez.")]
    return []


def conclusion_is_written(alert, attempt):
    if not str(attempt.data.get("conclusion") or "").strip():
        return [_("Écrivez la conclusion.")]
    return []


def operator_could_answer(alert, attempt):
    days = alert.grant.procedure.adversarial_days
    return window_faults(list(alert.windows.all()), attempt.today, days)


def reporter_has_an_answer(alert, attempt):
    if not str(attempt.data.get("answer") or "").strip():
        return [_("Écrivez la réponse à la personne qui a signalé.")]
    return []


def reasons_are_given(obj, attempt):
    if not str(attempt.data.get("reasons") or "").strip():
        return [_("Écrivez les motifs.")]
    return []


def appeal_panel_is_new(appeal, attempt):
    """Seven people, none of the first instance (I-20)."""
    panel = appeal.case.appeal_panel
    if panel is None or panel.state not in {PanelState.CONSTITUTED, PanelState.IN_SESSION}:
        return [_("Le jury de recours n’est pas constitué.")]
    first = set(
        appeal.case.panels.filter(kind=PanelKind.FIRST).values_list(
            "seats__member__person", flat=True
        )
    )
    people = set(panel.seats.effective().values_list("member__person", flat=True))
    if first & people:
        return [_("Une personne du premier jury siège au jury de recours.")]
    return []


def advice_is_given(appeal, attempt):
    if not appeal.advice or not appeal.advice_reasons.strip():
        return [_("L’avis n’est pas écrit.")]
    return []


def consultation_is_over(version, attempt):
    closes = version.consultation_closes_on
    if closes is None or attempt.today <= closes:
        return [_("La consultation publique court encore.")]
    return []


def deliberation_is_named(version, attempt):
    if not str(attempt.data.get("deliberation_ref") or "").strip():
        return [_("Indiquez la référence de la délibération.")]
    return []


def version_is_complete(version, attempt):
    """A referential has criteria in its five dimensions; rules have figures that hold together."""
    version.clean_fields()
    if hasattr(version, "criteria"):
        dimensions = set(version.criteria.values_list("dimension", flat=True))
        return [] if len(dimensions) == 5 else [_("Les cinq dimensions ont des critères.")]
    from label.procedure import errors_in

    return errors_in(version.figures)


def charter_is_filled(charter, attempt):
    """As it stands, or as it is corrected."""
    share = attempt.data.get("local_share", charter.local_share)
    words = attempt.data.get("declaration", charter.declaration)
    if share is None or not words.strip():
        return [_("Dites ce que vous proposez d’ici, et pour quelle part.")]
    return []


def an_owner_commits_the_place(charter, attempt):
    """An editor fills in, an owner signs; the secretariat keys in what was signed on paper."""
    if attempt.role == Role.OPERATOR and not roles.binds(attempt.by, charter):
        return [_("C’est à une personne propriétaire de la fiche de signer.")]
    return []


def charter_is_of_another(charter, attempt):
    """Nobody of the team publishes or checks the charter of a place that they tend."""
    if roles.is_operator(attempt.by, charter):
        return [_("Cette fiche est la vôtre : une autre personne publie ou vérifie sa charte.")]
    return []
