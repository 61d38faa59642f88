"""The visit kit: what to print before going, with room to write and what to look at."""

from django.utils.translation import gettext as _

from directory.enums import Nature
from label.enums import Verification
from label.models import Visit
from label.papers.letter import (
    Letter,
    Section,
    choices,
    facts,
    hour,
    items,
    lines,
    signatures,
    subtitle,
    text,
    together,
)

ROOM = 4  # lines for each criterion


def visit_kit(visit: Visit) -> Letter:
    case = visit.case
    return Letter(
        title=_("Carnet de visite"),
        about=[case.reference, hour(visit.scheduled_for) if visit.scheduled_for else ""],
        lead=case.operator.title,
        sections=[
            Section(_("Où et quoi"), [facts(_places(case)), items(_lines(case))]),
            Section(_("Sur place"), [items(_advice(visit))]),
            Section(_("Déroulement"), [facts(_sheet()), lines(4)]),
            Section(
                _("Exercice de traçabilité"),
                [
                    text(_("Choisissez un produit du stand ou du stock. Remontez avec l’opérateur "
                           "jusqu’à la parcelle ou au fournisseur, en trente minutes.")),
                    facts([(_("Produit choisi"), _DOTS), (_("Durée"), _DOTS)]),
                    lines(3),
                ],
            ),
            Section(_("Critères à regarder"), _criteria(case)),
            Section(_("Points forts"), [lines(4)]),
            Section(_("Points à améliorer"), [lines(4)]),
            Section(_("Signatures"), [_signatures(visit)]),
        ],
    )  # fmt: skip


_DOTS = "…" * 18


def _places(case):
    sites = {row.line.site for row in case.scope_lines.select_related("line__site__commune")}
    for site in sorted(sites, key=lambda one: one.pk):
        yield site.name, ", ".join(filter(None, [site.address, str(site.commune), site.activity]))


def _lines(case) -> list[str]:
    rows = case.scope_lines.select_related("line__family")
    return [f"{row.line.name} ({row.line.family}, {row.line.get_nature_display()})" for row in rows]


def _advice(visit: Visit) -> list[str]:
    return [
        _("Notez des faits : ce que vous voyez, mesurez, lisez. Pas de note, pas d’avis."),
        _("Photographiez les lieux et les choses, jamais une personne ni un prix d’achat."),
        _("Ce que l’opérateur ne peut pas montrer s’écrit tel quel : « non vu »."),
        _("Le compte rendu, signé de chacun, est à déposer sous %s jours.")
        % visit.procedure.report_days,
    ]


def _sheet():
    yield _("Date et heures"), _DOTS
    yield _("Personnes rencontrées (qualité)"), _DOTS


def _criteria(case) -> list[dict]:
    natures = sorted({row.line.nature for row in case.scope_lines.select_related("line")})
    found = []
    for one in case.criteria():
        if Verification.VISIT not in one.verification:
            continue
        found.append(
            together(
                subtitle(f"{one.code} {one.title}"),
                text(one.explanation),
                facts(_seen(one, natures)),
                choices([_("vu"), _("non vu"), _("sans objet ici")]),
                lines(ROOM),
            )
        )
    return found


def _seen(criterion, natures):
    yield _("Niveau"), criterion.get_level_display()
    for nature in natures:
        yield str(Nature(nature).label).capitalize(), criterion.variant(nature)
    yield _("Preuves"), criterion.evidence


def _signatures(visit: Visit) -> dict:
    return signatures(
        *[
            (str(visitor.get_kind_display()).capitalize(), _("Date et signature"))
            for visitor in visit.visitors.all()
        ],
        (_("L’opérateur, présent"), _("Date et signature")),
    )
