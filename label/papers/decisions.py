"""The decision with its reasons, routes of appeal and algorithm mention; the agreement to sign."""

from datetime import date

from django.utils.translation import gettext as _

from label.models import Decision, Grant
from label.papers import logo_rules
from label.papers.letter import (
    Letter,
    Section,
    day,
    facts,
    items,
    notice,
    signatures,
    signed,
    table,
    text,
)


def decision(decision: Decision) -> Letter:
    """Only what the decision holds: the paper does not change when the world does."""
    return Letter(
        title=_("Décision : %s") % decision.get_kind_display(),
        about=[
            decision.number,
            decision.case.reference,
            _("Signée le %s") % day(decision.signed_at),
        ],
        lead=_subject(decision),
        sections=[
            Section(_("Motifs"), _reasons(decision)),
            *_conditions(decision),
            *_departure(decision),
            Section(_("Vu"), [facts(_seen(decision))]),
            Section(_("Voies et délais de recours"), [notice(decision.appeal_routes)]),
            Section(_("Traitements algorithmiques"), [text(decision.algorithm_mention)]),
            Section("", [signatures((_signatory(decision), signed(decision.signed_at)))]),
        ],
    )  # fmt: skip


def _subject(decision: Decision) -> str:
    if decision.grant_id:
        return _("Au sujet du label %(number)s, de « %(name)s ».") % {
            "number": decision.grant.number,
            "name": decision.grant.operator.title,
        }
    return _("Sur la demande de label de « %s ».") % decision.case.operator.title


def _reasons(decision: Decision) -> list[dict]:
    found = [text(decision.text)]
    if decision.reasons:
        titles = dict(decision.referential.criteria.values_list("code", "title"))
        rows = [
            (f"{code} {titles.get(code, '')}", reason)
            for code, reason in sorted(decision.reasons.items())
        ]
        found.append(table([_("Critère"), _("Pourquoi")], rows, widths=[2, 3]))
    return found


def _conditions(decision: Decision) -> list[Section]:
    found = []
    if decision.reserves:
        rows = [
            (one["criterion"], one["action"], one["proof"], day(_date(one["due_on"])))
            for one in decision.reserves
        ]
        head = [_("Critère"), _("À faire"), _("Preuve attendue"), _("Avant le")]
        found.append(
            Section(_("Réserves et plan de progrès"), [table(head, rows, widths=[1, 3, 2, 2])])
        )
    if decision.commitment:
        found.append(Section(_("Engagement de progrès"), [text(decision.commitment)]))
    if decision.road_map:
        found.append(Section(_("Pour une nouvelle demande"), [text(decision.road_map)]))
    return found


def _departure(decision: Decision) -> list[Section]:
    found = []
    if decision.departure_reasons:
        words = text(decision.departure_reasons)
        found.append(Section(_("Pourquoi l’autorité s’écarte de l’avis du jury"), [words]))
    if decision.second_reading_reasons:
        words = text(decision.second_reading_reasons)
        found.append(Section(_("Pourquoi une seconde lecture a été demandée"), [words]))
    return found


def _seen(decision: Decision):
    opinion = decision.opinion
    yield _("Référentiel"), decision.referential.code
    yield _("Règlement d’usage"), decision.rules.code
    if opinion:
        adopted = _(", adopté le %s") % day(opinion.adopted_at) if opinion.adopted_at else ""
        yield _("Avis du jury"), f"{opinion.get_outcome_display()}{adopted}"
    if hasattr(decision, "resulting_grant"):
        yield _("Label donné"), decision.resulting_grant.number
    if decision.supersedes_id:
        yield _("Remplace la décision"), decision.supersedes.number
    if decision.is_implicit:
        yield _("Reconnaît"), _("la décision implicite née du silence de l’autorité")
    yield _("Compétence"), decision.competence_ref


def _signatory(decision: Decision) -> str:
    return decision.signatory.get_full_name() or _("L’autorité signataire")


def _date(written: str) -> date:
    return date.fromisoformat(written)


# The agreement ----------------------------------------------------------------------


def agreement(grant: Grant) -> Letter:
    """What both sides sign before the label is in force (G01–G03)."""
    figures = grant.procedure
    return Letter(
        title=_("Accord d’usage du label"),
        about=[grant.number, grant.case.reference, _("Décision %s") % grant.decision.number],
        lead=_("Entre l’autorité propriétaire du label et « %s ».") % grant.operator.title,
        sections=[
            Section(_("Ce que couvre le label"), [_lines(grant)]),
            Section(_("Durée"), [text(_length(grant))]),
            Section(
                _("Le titulaire s’engage"),
                [
                    items(
                        [
                            _("à n’employer le logo que pour les gammes ci-dessus, avec le numéro "
                              "%s et son QR code ;") % grant.number,
                            _("à tenir sa fiche publique à jour, et à dire tout changement de ce "
                              "que couvre le label ;"),
                            _("à remplir chaque année la déclaration de dix minutes, et à ouvrir "
                              "ses portes aux contrôles, annoncés ou non ;"),
                            _("à cesser d’employer le logo au plus tard %(end)s jours après la fin "
                              "du label, et %(stop)s jours après une suspension.")
                            % {"end": figures.end_logo_days,
                               "stop": figures.suspension_logo_days},
                        ]
                    )
                ],
            ),
            Section(
                _("L’autorité s’engage"),
                [
                    items(
                        [
                            _("à fournir le logo et le QR code, et à publier le label au "
                              "registre ;"),
                            _("à entendre le titulaire, au moins %s jours, avant toute mesure, "
                              "sauf danger ;") % figures.adversarial_days,
                            _("à motiver chaque décision, et à dire comment la contester."),
                        ]
                    )
                ],
            ),
            *_plan(grant),
            Section(
                _("Si un engagement n’est pas tenu"), [text(_sanctions(grant))], keeps_next=True
            ),
            Section(_("Signatures"), [_both(grant)]),
        ],
    )  # fmt: skip


def _lines(grant: Grant) -> dict:
    rows = [
        (line.name, f"{line.site.name} ({line.site.commune})", logo_rules.words(line))
        for line in logo_rules.lines_of(grant)
    ]
    return table([_("Gamme"), _("Lieu"), _("Logo sur l’emballage")], rows, widths=[3, 3, 2])


def _length(grant: Grant) -> str:
    if grant.valid_from:
        words = {"start": day(grant.valid_from), "end": day(grant.valid_to)}
        return _("Du %(start)s au %(end)s.") % words
    words = {"months": grant.procedure.validity_months, "day": day(grant.sign_before)}
    return (
        _(
            "%(months)s mois à partir de la signature de l’autorité. À signer par le titulaire "
            "avant le %(day)s."
        )
        % words
    )


def _plan(grant: Grant) -> list[Section]:
    found = []
    reserves = grant.reserves.select_related("criterion")
    if reserves:
        rows = [
            (f"{one.criterion.code} {one.criterion.title}", one.action, one.proof, day(one.due_on))
            for one in reserves
        ]
        head = [_("Critère"), _("Action"), _("Preuve"), _("Avant le")]
        found.append(Section(_("Plan de progrès"), [table(head, rows, widths=[2, 3, 2, 2])]))
    if grant.commitment:
        found.append(Section(_("Engagement de progrès"), [text(grant.commitment)]))
    return found


def _sanctions(grant: Grant) -> str:
    return _(
        "L’autorité peut mettre en demeure (%(notice)s jours), suspendre (%(months)s mois au plus) "
        "ou retirer le label, après avoir entendu le titulaire et pris l’avis du jury. En cas de "
        "danger pour la santé ou de fraude évidente, elle suspend aussitôt ; cette suspension "
        "prend fin d’elle-même si elle n’est pas confirmée en %(review)s jours."
    ) % {
        "notice": grant.procedure.notice_days,
        "months": grant.procedure.suspension_months,
        "review": grant.procedure.emergency_review_days,
    }


def _both(grant: Grant) -> dict:
    return signatures(
        (_("Le titulaire"), signed(grant.operator_signed_at)),
        (_("L’autorité"), signed(grant.authority_signed_at)),
    )
