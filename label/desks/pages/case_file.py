"""The case page: what was asked for, with its evidence."""

import rules as permissions
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from label import application, signed_papers
from label.desks.due import due
from label.desks.sections import Section, day, link, moment, said, to, yes
from label.enums import ApplicationPart, Channel, Confidence, EvidenceKind, Level, ScanState

HIDDEN = "••••"


def summary(case, today) -> Section:
    keyed_in = case.channel == Channel.PAPER or signed_papers.comes_by_post(case)
    entry = reverse("label:case", args=[case.reference]) if keyed_in else ""
    clock_words = ""
    if case.has_silence_clock and case.implicit_decision_on:
        left = due(case.implicit_decision_on, today)
        clock_words = f"{left.day} ({left.words})" if case.is_running else left.day
    return Section(
        _("L’essentiel"),
        said(
            [
                (_("Opérateur"), link(case.operator.title, case.operator.url)),
                (_("Personne qui demande"), case.applicant),
                (_("Voie"), case.get_channel_display()),
                (_("Mandat"), case.paper_mandate),
                (_("Papier arrivé le"), day(case.paper_arrived_on)),
                (
                    _("Saisie"),
                    link(_("saisir ce qu’il a signé"), entry) if entry else "",
                ),
                (_("Suivi par"), case.secretary or _("personne encore")),
                (_("Déposé le"), moment(case.submitted_at)),
                (_("Dernière pièce reçue le"), day(case.complete_on)),
                (_("Date légale : le silence décide le"), clock_words),
                (_("Régime du silence"), case.get_legal_regime_display()),
                (_("Référentiel"), to(case.referential)),
                (_("Règlement d’usage"), to(case.rules)),
                (_("Dossier ouvert au jury le"), day(case.file_opened_on)),
                (_("Observations demandées le"), day(case.hearing_opened_on)),
                (_("Préavis de caducité du"), day(case.visit_notice_on)),
                (_("Plan de progrès accepté le"), moment(case.plan_accepted_at)),
                (_("Décidé le"), moment(case.decided_at)),
                (_("Notifié le"), day(case.notified_on)),
                (_("Renouvelle"), to(case.renewed_grant)),
            ]
        ),
    )


def application_sections(case, user) -> list[Section]:
    sees_all = permissions.has_perm("label.read_confidential", user, case)
    return [
        _parts(case, sees_all),
        _scope(case),
        _ties(case),
        _assessment(case),
        _evidence(case, sees_all),
        _documents(case),
        _signed_papers(case, sees_all),
        *_deferrals(case),
    ]


def _parts(case, sees_all) -> Section:
    section = Section(_("Demande"), is_folded=True)
    answers = {row.part: row.values for row in case.answers.all()}
    for part, questions in application.QUESTIONS.items():
        values = answers.get(part, {})
        for one in questions:
            if (value := values.get(one.name)) in (None, ""):
                continue
            name = f"{ApplicationPart(part).label} – {one.label}"
            hidden = one.confidential and not sees_all
            section.facts.append((name, HIDDEN if hidden else _answer(one, value)))
    return section


def _answer(question, value):
    if isinstance(value, bool):
        return yes(value)
    return dict(question.choices).get(value, value)


def _scope(case) -> Section:
    rows = case.scope_lines.select_related("line__site__commune", "line__family")
    return Section(
        _("Gammes demandées"),
        head=(_("Gamme"), _("Lieu"), _("Famille"), _("Origine déclarée"), _("Étapes"), _("Part")),
        rows=[
            (
                row.line.name,
                f"{row.line.site} ({row.line.site.commune})",
                f"{row.line.family}, {row.line.get_nature_display()}",
                row.origin or _("non dite"),
                row.steps or _("non dites"),
                _("%d %%") % row.local_share if row.local_share is not None else _("non dite"),
            )
            for row in rows
        ],
    )


def _ties(case) -> Section:
    return Section(
        _("Liens déclarés par l’opérateur"),
        head=(_("Personne"), _("Lien")),
        rows=[(tie.name, tie.relation) for tie in case.ties.all()],
    )


def _assessment(case) -> Section:
    rows = case.assessments.select_related("criterion").prefetch_related("evidence")
    return Section(
        _("Auto-évaluation"),
        head=(_("Critère"), _("Niveau"), _("Réponse"), _("En quelques mots"), _("Pièces")),
        rows=[
            (
                str(row.criterion),
                Level(row.criterion.level).label,
                Confidence(row.answer).label if row.answer else _("sans réponse"),
                row.explanation,
                format_html_join(", ", "{}", ((one.title,) for one in row.evidence.all()))
                or (_("aucune, dit l’opérateur") if row.has_no_evidence else ""),
            )
            for row in rows
        ],
        is_folded=True,
    )


def _evidence(case, sees_all) -> Section:
    rows = []
    unsent = Q(kind=EvidenceKind.REMEDY, remedies=None)  # the operator still writes around it
    for one in case.evidence.filter(removed_at=None).exclude(unsent):
        may_open = (sees_all or not one.is_confidential) and one.scan != ScanState.INFECTED
        url = reverse("label_desk:evidence", args=[one.pk]) if may_open else ""
        rows.append(
            (
                link(one.title, url),
                one.get_kind_display(),
                _("confidentiel") if one.is_confidential else "",
                day(one.expires_on),
                one.get_scan_display(),
                moment(one.added_at),
            )
        )
    head = (
        _("Pièce"), _("Sorte"), _("Accès"), _("Valable jusqu’au"), _("Antivirus"), _("Ajoutée le"),
    )  # fmt: skip
    return Section(_("Pièces"), head=head, rows=rows)


def _documents(case) -> Section:
    rows = []
    for request in case.document_requests.prefetch_related("items__evidence"):
        for item in request.items.all():
            given = item.evidence.title if item.evidence else item.explanation
            rows.append(
                (item.label, day(request.asked_on), day(request.due_on), given or _("attendue"))
            )
    head = (_("Pièce demandée"), _("Le"), _("Avant le"), _("Réponse"))
    return Section(_("Pièces demandées"), head=head, rows=rows)


def _signed_papers(case, sees_all) -> Section:
    """What somebody without an account signed, and who typed it."""
    rows = []
    for one in case.papers.select_related("typed_by"):
        may_open = sees_all and one.scan != ScanState.INFECTED
        url = reverse("label_desk:paper", args=[one.pk]) if may_open else ""
        rows.append(
            (
                link(one.get_act_display(), url),
                one.signed_by if sees_all else HIDDEN,
                day(one.signed_on),
                day(one.sent_on),
                day(one.received_on),
                one.typed_by,
                moment(one.typed_at),
            )
        )
    head = (
        *(_("Papier signé"), _("Par"), _("Daté du"), _("Envoyé le"), _("Arrivé le")),
        *(_("Saisi par"), _("Le")),
    )
    return Section(_("Papiers signés"), head=head, rows=rows)


def _deferrals(case) -> list[Section]:
    return [
        Section(
            _("Ajournement %(number)s") % {"number": row.number},
            said(
                [
                    (_("Questions posées le"), moment(row.asked_at)),
                    (_("Réponse avant le"), day(row.answer_due_on)),
                    (_("Répondu le"), moment(row.answered_at) or _("pas encore")),
                ]
            ),
            (_("Question"), _("Réponse")),
            [(one.text, one.answer) for one in row.questions.all()],
            [row.answer] if row.answer else [],
        )
        for row in case.deferral_rows.prefetch_related("questions")
    ]
