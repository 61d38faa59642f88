"""Pages of draws and sessions."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from label import clock, drawing, roles
from label.desks.due import due
from label.desks.pages import Page, Part
from label.desks.sections import Section, link, moment, said, to
from label.draw_page import college_names, replacement_reason
from label.enums import Role
from label.session import access


def draw_page(draw, user, *, today) -> Page:
    names = college_names(draw.spec["quota"])
    places = [
        (names[college], draw.counts.get(college, 0), quota, *_ranks(draw, college))
        for college, quota in sorted(draw.spec["quota"].items())
        if quota or draw.counts.get(college)
    ]
    published = link(_("la page publique"), reverse("label:draw", args=[draw.reference]))
    return Page(
        f"{draw.reference} – {draw.get_purpose_display()}",
        draw.get_state_display(),
        due(clock.civil_day(draw.randomness_at), today) if draw.state == "committed" else None,
        [
            Section(
                _("Tirage"),
                said(
                    [
                        (_("Objet"), draw.get_purpose_display()),
                        (_("Dossier"), to(draw.case, user=user)),
                        (_("Source de l’aléa"), draw.source),
                        (_("Aléa attendu le"), moment(draw.randomness_at)),
                        (_("Annoncé le"), moment(draw.committed_at)),
                        (_("Annoncé par"), draw.committed_by),
                        (_("Candidats"), sum(draw.counts.values())),
                        (_("Saisi par"), draw.entered_by),
                        (_("Confirmé par"), draw.confirmed_by),
                        (_("Fait le"), moment(draw.drawn_at)),
                        (_("Annulé le"), moment(draw.voided_at)),
                        (_("Raison de l’annulation"), draw.void_reason),
                        (_("Ce que tout le monde peut vérifier"), published),
                        (_("La liste, que vous gardez"), _kept_list(draw, user)),
                    ]
                ),
            ),
            Section(
                _("Places et rangs"),
                head=(_("Collège"), _("Candidats"), _("Places"), _("Tirés"), _("Suppléants")),
                rows=places,
            ),
            Section(
                _("Remplacements"),
                head=(_("Le"), _("Collège"), _("Quitte"), _("Prend la place"), _("Raison")),
                rows=[
                    (moment(datetime.fromisoformat(one["at"])), names[one["college"]], one["out"],
                     one["in"] or _("personne : suppléants épuisés"),
                     replacement_reason(one["reason"]))
                    for one in drawing.replacements([draw])[draw.pk]
                ],
            ),
        ],
        [Part("", draw)],
    )  # fmt: skip


def _ranks(draw, college) -> tuple[str, str]:
    ranks = draw.result.get(college, {"seats": [], "alternates": []})
    return ", ".join(ranks["seats"]), ", ".join(ranks["alternates"])


def _kept_list(draw, user):
    """The list that is not published, for the guarantor alone, to verify the ranks."""
    if not draw.is_pool_hidden or Role.GUARANTOR not in roles.group_roles(user):
        return ""
    return link(_("liste.txt"), reverse("label_desk:draw_list", args=[draw.pk]))


def _named(case) -> str:
    return f"{case} – {case.operator.title}"


def session_page(session, user, *, today) -> Page:
    hearings = session.hearings.select_related(
        "panel__case__operator", "chair__member__person"
    ).order_by("position")
    return Page(
        session.reference,
        session.get_state_display(),
        due(clock.civil_day(session.starts_at), today) if session.state == "planned" else None,
        [
            Section(
                _("Séance"),
                said(
                    [
                        (_("Le"), moment(session.starts_at)),
                        (_("Lieu"), session.place),
                        (_("À distance"), session.remote_url),
                        (_("Animation"), session.facilitator),
                        (_("Convoquée le"), moment(session.convened_at)),
                        (_("Ouverte le"), moment(session.opened_at)),
                        (_("Close le"), moment(session.closed_at)),
                    ]
                ),
            ),
            Section(
                _("Ordre du jour"),
                head=(_("Rang"), _("Dossier"), _("Heure"), _("Présidence"), _("Examen")),
                rows=[
                    (
                        one.position,
                        to(one.panel.case, _named(one.panel.case), user=user),
                        moment(one.planned_for),
                        one.chair.member.person if one.chair else "",
                        _hearing_state(one),
                    )
                    for one in hearings
                ],
            ),
        ],
        [Part("", session)],
        _door(session, user),
    )


def _door(session, user):
    """The session's own page, for who has a place there."""
    if session.state == "cancelled" or not access.TEAM & roles.group_roles(user):
        return None
    leads = session.state != "closed" and Role.FACILITATOR in roles.group_roles(user)
    words = _("Conduire la séance") if leads else _("Suivre la séance")
    return words, reverse("label:session_page", args=[session.reference])


def _hearing_state(hearing) -> str:
    if hearing.closed_at:
        return _("clos")
    return _("ouvert") if hearing.opened_at else _("à venir")
