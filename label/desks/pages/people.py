"""Pages of the pool, of the referential and of the rules of use."""

import dataclasses

from django.utils.translation import gettext as _

from label import versions
from label.desks.pages import Page, Part, journal
from label.desks.sections import Section, day, moment, said, to, yes
from label.procedure import Procedure


def member_page(member, user, *, today) -> Page:
    return Page(
        str(member.person),
        member.get_state_display(),
        None,
        [
            Section(
                _("Membre du vivier"),
                said(
                    [
                        (_("Collège"), member.get_college_display()),
                        (_("Commune"), member.commune),
                        (_("Exploitation ou atelier"), member.operator),
                        (_("Activité"), member.activity),
                        (_("Pourquoi"), member.motivation),
                        (_("Adresse e-mail"), member.person.email),
                        (_("Téléphone"), member.phone),
                        (_("Besoins d’accessibilité"), member.needs),
                        (_("Volontaire depuis"), moment(member.volunteered_at)),
                        (_("Formation suivie le"), day(member.trained_on)),
                        (_("Séance observée le"), day(member.shadowed_on)),
                        (_("Prêt à juger"), yes(member.is_ready_to_judge)),
                        (_("Nom publiable après la décision"), yes(member.may_be_named)),
                        (_("Sorti le"), day(member.left_on)),
                    ]
                ),
            ),
            Section(
                _("Mandats et indisponibilités"),
                head=(_("Sorte"), _("Du"), _("Au")),
                rows=[
                    *((_("mandat"), day(t.starts_on), day(t.ends_on)) for t in member.terms.all()),
                    *((_("indisponible"), day(t.starts_on), day(t.ends_on))
                      for t in member.unavailable.all()),
                ],
            ),
            Section(
                _("Jurys"),
                head=(_("Dossier"), _("État")),
                rows=[
                    (to(seat.panel.case), seat.get_state_display())
                    for seat in member.seats.select_related("panel__case")
                ],
            ),
            journal.of_object(member, user),
        ],
        [Part("", member)],
    )  # fmt: skip


def _life(version) -> list:
    return said(
        [
            (_("Ce qui change"), version.about),
            (_("Consultation ouverte le"), day(version.consultation_opened_on)),
            (_("Consultation close le"), day(version.consultation_closes_on)),
            (_("Délibération"), version.deliberation_ref),
            (_("Adoptée le"), day(version.adopted_on)),
            (_("En vigueur le"), day(version.in_force_on)),
            (_("Remplacée le"), day(version.retired_on)),
            (_("Date limite pour les titulaires"), day(version.transition_until)),
        ]
    )


def referential_page(version, user, *, today) -> Page:
    criteria = list(version.criteria.order_by("position"))
    for one in criteria:
        one.version = version
    former = type(version).objects.in_force().exclude(pk=version.pk).first()
    changes = versions.differences(former, version) if former else {}
    return Page(
        str(version),
        version.get_state_display(),
        None,
        [
            Section(_("Version"), _life(version)),
            Section(
                _("Ce qui diffère de la version en vigueur"),
                said(
                    [
                        (_("Ajoutés"), ", ".join(changes.get("added", []))),
                        (_("Retirés"), ", ".join(changes.get("removed", []))),
                        (_("Changés"), ", ".join(code for code, _n in changes.get("changed", []))),
                    ]
                ),
            ),
            Section(
                _("Critères"),
                head=(_("Critère"), _("Dimension"), _("Niveau"), _("Réserve"), _("Vérification")),
                rows=[
                    (str(one), one.get_dimension_display(), one.get_level_display(),
                     yes(one.is_remediable), ", ".join(one.verification_labels))
                    for one in criteria
                ],
            ),
            journal.of_object(version, user),
        ],
        [Part("", version), *(Part(str(one), one, _("Les critères")) for one in criteria)],
    )  # fmt: skip


def rules_page(version, user, *, today) -> Page:
    known, default = version.procedure.values(), Procedure().values()
    rows = []
    for item in dataclasses.fields(Procedure):
        value, usual = known[item.name], default[item.name]
        if item.name == "perimeter":
            continue
        rows.append(
            (
                item.metadata["label"],
                _figure(item, value),
                "" if value == usual else _figure(item, usual),
            )
        )
    return Page(
        str(version),
        version.get_state_display(),
        None,
        [
            Section(
                _("Version"),
                [*_life(version), *said([(_("Dépôt à l’INPI"), version.filing_ref)])],
            ),
            Section(
                _("Réglages"),
                head=(_("Réglage"), _("Valeur"), _("Procédure complète, si autre")),
                rows=rows,
            ),
            journal.of_object(version, user),
        ],
        [Part("", version)],
    )


def _figure(item, value):
    if "choices" in item.metadata:
        return item.metadata["choices"](value).label
    if isinstance(value, bool):
        return yes(value)
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
