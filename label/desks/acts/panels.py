"""Acts around a case: the panel, its seats, challenges and draws."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from label import clock, drawing, panels, review_places, scoring
from label.desks import fields
from label.desks.acts.declaration import SECRETARIAT, Act
from label.desks.acts.pool import in_words, people_of_the_pool
from label.desks.acts.randomness import randomness_fields, randomness_to_come
from label.enums import DrawState, PanelState, Role, SeatState

TEAM_OF_DRAWS = (Role.SECRETARIAT, Role.GUARANTOR, Role.FACILITATOR)


# Panel ----------------------------------------------------------------------


def commit_draw(panel, *, by, **chosen):
    """Name the randomness: the first drand round from a moment, or a dated national lottery."""
    return drawing.commit_panel_draw(panel, by=by, **randomness_to_come(**chosen))


def name_jury(panel, *, by, members):
    return panels.name_jury(panel, list(members), by=by)


def _may_be_drawn(panel) -> bool:
    if panel.state not in {PanelState.FORMING, PanelState.SHORT}:
        lacking = review_places.wanted(panel, on=clock.civil_day(timezone.now()))
        return bool(lacking) and not panel.draws.filter(state=DrawState.COMMITTED).exists()
    return panel.formation == "drawn" and not _has_standing_draw(panel)


def call_off(draw) -> bool:
    return not drawing.too_late_to_void(draw, now=timezone.now())


PANEL_ACTS = (
    Act(
        "annoncer-un-tirage",
        _("Annoncer le tirage au sort"),
        SECRETARIAT,
        commit_draw,
        lambda panel, by: randomness_fields(),
        shown=_may_be_drawn,
        help=_("La liste des candidats se fige et son empreinte est publiée."),
    ),
    Act(
        "nommer-le-jury",
        _("Nommer le jury"),
        (Role.AUTHORITY, Role.SECRETARIAT),
        name_jury,
        lambda panel, by: {
            "members": fields.some_of(
                _("Membres"),
                people_of_the_pool(),
                said=in_words,
                help=_("Autant de personnes que de places dans chaque collège."),
            )
        },
        states=(PanelState.FORMING,),
        shown=lambda panel: panel.formation == "named" and not panel.seats.exists(),
    ),
    Act(
        "informer-operateur",
        _("Donner les noms du jury à l’opérateur"),
        SECRETARIAT,
        panels.notify_operator,
        states=(PanelState.FORMING,),
        help=_("Il a cinq jours pour demander une récusation."),
    ),
    Act(
        "constituer",
        _("Constituer le jury"),
        SECRETARIAT,
        panels.constitute,
        states=(PanelState.FORMING,),
        event="constitute",
    ),
)


def _has_standing_draw(panel) -> bool:
    """Announced and not done, or done while the panel still forms with it."""
    standing = panel.draws.exclude(state=DrawState.VOIDED)
    if panel.state == PanelState.SHORT:
        standing = standing.filter(state=DrawState.COMMITTED)
    return standing.exists()


# Seats ----------------------------------------------------------------------


def _note(label):
    return lambda seat, by: {"note": fields.long(label, most=2000, rows=3)}


def has_left(seat) -> bool:
    """A place of a named jury that somebody else may take: while it forms, or about a measure."""
    if seat.named_by_id is not None and seat.panel.constituted_at:
        day = clock.civil_day(timezone.now())
        if review_places.review_without(seat, on=day) is not None:
            return True
    return (
        seat.state in {"declined", "no_reply", "recused", "excused"}
        and seat.named_by_id is not None
        and seat.panel.state == PanelState.FORMING
        and not hasattr(seat, "replaced_by")
    )


def paper_sheet(seat, *, by, envelope, with_person, grades=None):
    return scoring.submit_paper_sheet(
        seat, grades or {}, envelope=envelope, by=by, with_person=with_person
    )


def _paper_fields(seat, by):
    asked = {
        "envelope": fields.short(_("Numéro de l’enveloppe scellée"), most=40),
        "with_person": fields.one_of(
            _("Seconde personne, présente"),
            fields.people_of(Role.GUARANTOR, Role.FACILITATOR),
        ),
    }
    for one in scoring.criteria_to_score(seat.panel.case):
        asked |= {
            f"grades:{one.code}:grade": fields.choice(str(one), scoring.grades_of(one.level)),
            f"grades:{one.code}:reason": fields.short(
                _("%(code)s : raison") % {"code": one.code}, required=False, most=2000
            ),
        }
    return asked


SEAT_ACTS = (
    Act(
        "a-accepte",
        _("Noter que la personne accepte"),
        SECRETARIAT,
        panels.accept,
        states=(SeatState.INVITED,),
        event="accept",
        help=_("Par téléphone ou par courrier."),
    ),
    Act(
        "a-decline",
        _("Noter que la personne décline"),
        SECRETARIAT,
        panels.decline,
        states=(SeatState.INVITED,),
        event="decline",
    ),
    Act(
        "recuser",
        _("Récuser"),
        (Role.SECRETARIAT, Role.GUARANTOR),
        panels.recuse,
        _note(_("Motifs")),
        states=(SeatState.ACCEPTED, SeatState.SEATED),
        event="recuse",
        help=_("Un lien déclaré, ou une récusation admise. C’est sans retour."),
        grave=True,
    ),
    Act(
        "excuser",
        _("Excuser"),
        SECRETARIAT,
        panels.excuse,
        _note(_("Empêchement")),
        states=(SeatState.SEATED,),
        event="excuse",
    ),
    Act(
        "remplacer",
        _("Nommer une personne à cette place"),
        (Role.AUTHORITY, Role.SECRETARIAT),
        panels.name_replacement,
        lambda seat, by: {
            "member": fields.one_of(
                _("Personne du vivier"), people_of_the_pool(college=seat.college), said=in_words
            )
        },
        shown=has_left,
    ),
    Act(
        "feuille-sur-papier",
        _("Saisir une feuille reçue sur papier"),
        SECRETARIAT,
        paper_sheet,
        _paper_fields,
        states=(SeatState.SEATED,),
        shown=lambda seat: seat.panel.kind == "first" and seat.panel.case.state == "scoring",
        help=_("Deux personnes ouvrent l’enveloppe. Une fois rendue, la feuille est scellée."),
        grave=True,
    ),
)


def _decider(wanted):
    return lambda challenge: (
        (Role.GUARANTOR if challenge.seat.case.procedure.guarantor else Role.AUTHORITY) == wanted
    )


def _decide_fields(challenge, by):
    return {
        "upheld": fields.yes_or_no(_("Récusation"), _("Admise"), _("Rejetée")),
        "reasons": fields.long(
            _("Motifs"), most=4000, help=_("L’opérateur écrit : %s") % challenge.grounds
        ),
    }


CHALLENGE_ACTS = tuple(
    Act(
        name,
        _("Trancher la récusation"),
        (role,),
        panels.decide_challenge,
        _decide_fields,
        states=("open",),
        shown=_decider(role),
        grave=True,
    )
    for name, role in (("trancher", Role.GUARANTOR), ("trancher-sans-garant", Role.AUTHORITY))
)


# Draws ----------------------------------------------------------------------


def _value(draw, by):
    return {
        "value": fields.short(
            _("Aléa"),
            most=600,
            help=_(
                "Les chiffres hexadécimaux de la balise, ou les numéros de la loterie dans l’ordre "
                "publié."
            ),
        )
    }


DRAW_ACTS = (
    Act(
        "saisir-alea",
        _("Saisir l’aléa"),
        TEAM_OF_DRAWS,
        drawing.enter_randomness,
        _value,
        states=(DrawState.COMMITTED,),
        help=_("Une autre personne le saisira de nouveau pour confirmer."),
    ),
    Act(
        "confirmer-alea",
        _("Confirmer l’aléa et tirer"),
        TEAM_OF_DRAWS,
        drawing.confirm_randomness,
        _value,
        states=(DrawState.COMMITTED,),
        shown=lambda draw: bool(draw.randomness),
        help=_(
            "Saisissez-le vous-même : les deux saisies sont comparées. Les personnes tirées sont "
            "prévenues."
        ),
        grave=True,
    ),
    Act(
        "annuler-tirage",
        _("Annuler le tirage"),
        (Role.GUARANTOR,),
        drawing.void,
        lambda draw, by: {"reason": fields.long(_("Raison, qui sera publiée"), most=2000, rows=3)},
        states=(DrawState.COMMITTED, DrawState.DRAWN),
        shown=call_off,
        grave=True,
    ),
)
