"""Pages of checks, alerts, charters and incidents."""

import rules
from django.utils.translation import gettext as _

from label.desks.due import due
from label.desks.pages import Page, Part, journal
from label.desks.sections import Section, day, moment, said, to
from label.enums import CheckState, ReadObject
from label.models import Reporter


def check_page(check, user, *, today) -> Page:
    findings = list(check.findings.select_related("criterion"))
    for one in findings:
        one.check_made = check
    return Page(
        _("Contrôle de %s") % check.grant.operator.title,
        check.get_state_display(),
        due(_awaited_on(check, findings), today),
        [
            Section(
                _("Contrôle"),
                said(
                    [
                        (_("Label"), to(check.grant)),
                        (_("Origine"), check.get_origin_display()),
                        (_("Signalement"), to(check.alert) if check.alert_id else ""),
                        (_("À faire avant le"), day(check.due_on)),
                        (_("Prévu le"), day(check.planned_for)),
                        (_("Fait par"), check.controller),
                        (_("Fait le"), moment(check.done_at)),
                        (_("Compte rendu"), check.report),
                    ]
                ),
            ),
            Section(
                _("Constats"),
                head=(_("Critère"), _("Gravité"), _("Constat"), _("Avant le"), _("Corrigé le")),
                rows=[
                    (str(one.criterion), one.get_severity_display(), one.text,
                     day(one.action_due_on), day(one.corrected_on) or _("pas encore"))
                    for one in findings
                ],
            ),
            journal.of_object(check, user),
        ],
        [Part("", check), *(Part(str(one), one) for one in findings)],
    )  # fmt: skip


def _awaited_on(check, findings):
    """The day that a check waits for: its own, then that of the first correction to come."""
    if check.state == CheckState.CLOSED:
        return None
    if check.done_at is None:
        return check.planned_for or check.due_on
    return min((one.action_due_on for one in findings if one.awaits), default=None)


def alert_page(alert, user, *, today) -> Page:
    reporter = None
    if rules.has_perm("label.read_reporter", user, alert):
        reporter = Reporter.objects.filter(alert=alert).select_related("person").first()
    who = [reporter.name, reporter.email, reporter.phone, reporter.person] if reporter else []
    return Page(
        alert.reference,
        alert.get_state_display(),
        None,
        [
            Section(
                _("Signalement"),
                said(
                    [
                        (_("Sujet"), alert.get_matter_display()),
                        (_("Au sujet de"), alert.operator),
                        (_("Label"), to(alert.grant)),
                        (_("Ce qui a été vu"), alert.text),
                        (_("Vu le"), day(alert.seen_on)),
                        (_("Où"), alert.seen_at_place),
                        (_("Reçu le"), moment(alert.received_at)),
                        (_("Signalé par"), " – ".join(str(one) for one in who if one)),
                        (_("Transmis à"), alert.forwarded_to),
                        (_("Conclusion"), alert.conclusion),
                        (_("Réponse donnée"), alert.answer),
                    ]
                ),
                notes=[_("Qui signale n’est connu que du secrétariat et du garant.")],
            ),
            Section(
                _("Observations de l’opérateur"),
                head=(_("Jusqu’au"), _("Ce qui lui a été dit"), _("Observations")),
                rows=[
                    (day(one.closes_on), one.grounds, one.observations or _("aucune"))
                    for one in alert.windows.all()
                ],
            ),
            Section(
                _("Contrôles décidés"),
                head=(_("Contrôle"), _("Prévu le")),
                rows=[(to(one), day(one.planned_for)) for one in alert.checks.all()],
            ),
            journal.of_object(alert, user),
        ],
        [Part("", alert)],
        reads=ReadObject.REPORTER if any(who) else "",
    )


def charter_page(charter, user, *, today) -> Page:
    share = charter.local_share
    published = (
        [
            (_("Publié d’ici là : part"), f"{charter.read_share} %"),
            (_("Publié d’ici là : ce qui vient d’ici"), charter.read_declaration),
        ]
        if charter.awaits_reading
        else []
    )
    return Page(
        charter.page.title,
        charter.get_state_display(),
        None,
        [
            Section(
                _("Charte"),
                said(
                    [
                        (_("Part de produits d’ici"), None if share is None else f"{share} %"),
                        (_("Ce qui est proposé d’ici"), charter.declaration),
                        *published,
                        (_("Signée le"), moment(charter.signed_at)),
                        (_("Par"), charter.declared_by),
                        (_("Confirmée le"), day(charter.confirmed_on)),
                        (_("Publiée le"), moment(charter.listed_at)),
                        (_("Vérifiée le"), day(charter.checked_on)),
                        (_("Rappelée le"), day(charter.reminded_on)),
                        (_("Retirée le"), moment(charter.removed_at)),
                        (_("Remarques"), charter.note),
                    ]
                ),
            ),
            journal.of_object(charter, user),
        ],
        [Part("", charter)],
    )


def incident_page(incident, user, *, today) -> Page:
    return Page(
        incident.get_kind_display(),
        _("traité") if incident.resolved_at else _("à traiter"),
        None,
        [
            Section(
                _("Incident"),
                said(
                    [
                        (_("Ce qui s’est passé"), incident.text),
                        (_("Dossier"), to(incident.case)),
                        (_("Label"), to(incident.grant)),
                        (_("Échéance"), day(incident.due_on)),
                        (_("Relevé le"), moment(incident.raised_at)),
                        (_("Suite donnée"), incident.resolution),
                        (_("Par"), incident.resolved_by if incident.resolved_at else ""),
                        (_("Le"), moment(incident.resolved_at)),
                    ]
                ),
                notes=[_("Un incident est de notre fait : il ne nuit jamais à l’opérateur.")],
            )
        ],
        [Part("", incident)],
    )
