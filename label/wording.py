"""The sentences of the label's pure modules: a `Reason`, a figure, in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from label.enums import College, Dimension, Outcome
from label.reasons import Reason


def sentence(reason: Reason) -> str:
    """What a reason says to a person."""
    return _SENTENCES[reason.code](dict(reason.values))


def sentences(reasons: Iterable[Reason]) -> list[str]:
    return [sentence(reason) for reason in reasons]


def _codes(values: dict) -> str:
    return ", ".join(values["codes"])


def _quorum(values):
    return (
        ngettext(
            "Le quorum n’est pas atteint : %(present)s membre présent, il en faut %(needed)s "
            "sur %(seats)s places.",
            "Le quorum n’est pas atteint : %(present)s membres présents, il en faut %(needed)s "
            "sur %(seats)s places.",
            values["present"],
        )
        % values
    )


def _few_citizens(values):
    return (
        _(
            "Les habitants doivent être au moins la moitié des présents : "
            "%(citizens)s sur %(needed)s nécessaires."
        )
        % values
    )


def _few_others(values):
    return (
        _(
            "Il faut au moins %(needed)s membres qui ne sont pas du collège des habitants : "
            "%(others)s présents."
        )
        % values
    )


def _few_peers(values):
    return (
        ngettext(
            "Il faut au moins %(needed)s pair présent.",
            "Il faut au moins %(needed)s pairs présents.",
            values["needed"],
        )
        % values
    )


def _college_cap(values):
    return _("Le collège « %(college)s » a %(seats)s places, il peut en avoir %(most)s.") % {
        **values,
        "college": College(values["college"]).label,
    }


def _eliminatory_unmet(values):
    return _("Un critère indispensable n’est pas rempli : %s.") % _codes(values)


def _not_remediable(values):
    return _("Un critère attendu, qui ne se corrige pas par un plan, n’est pas rempli : %s.") % (
        _codes(values)
    )


def _too_many_unmet(values):
    return _(
        "Trop de critères attendus ne sont pas remplis (%(codes)s) : %(most)s réserves au plus."
    ) % {"codes": _codes(values), "most": values["most"]}


def _undecided(values):
    return _("Plus de la moitié du jury ne peut pas juger : %s.") % _codes(values)


def _proof_missing(values):
    return _("Il manque seulement une pièce pour juger : %s.") % _codes(values)


def _reserves(values):
    return _(
        "Tous les critères indispensables sont remplis ; à corriger par un plan daté : %s."
    ) % _codes(values)


def _all_met(_values):
    return _("Tous les critères indispensables et attendus sont remplis.")


def _dimensions_hold(_values):
    return _("Chaque dimension tient au moins la moitié de ses critères de progrès.")


def _dimension_below(values):
    return _(
        "La dimension « %(dimension)s » tient %(held)s de ses %(judged)s critères de progrès, "
        "il en faut %(needed)s."
    ) % {**values, "dimension": Dimension(values["dimension"]).label}


def _beyond_table(_values):
    return _(
        "Aucune ligne de la grille n’accorde ce cas : le refus est proposé par défaut. Le jury "
        "peut s’en écarter sur les critères de progrès, en disant pourquoi."
    )


def _outcome_not_allowed(values):
    label = Outcome(values["outcome"]).label
    if values["codes"]:
        return _(
            "Le jury ne peut pas proposer « %(outcome)s » : %(codes)s. On ne s’écarte de la "
            "grille que sur les critères de progrès."
        ) % {"outcome": label, "codes": _codes(values)}
    return _("Le jury ne peut pas proposer « %s » pour ce dossier.") % label


def _departure_without_reasons(_values):
    return _("Dites pourquoi le jury s’écarte de la proposition de la grille.")


_SENTENCES = {
    "quorum": _quorum,
    "few_citizens": _few_citizens,
    "few_others": _few_others,
    "few_peers": _few_peers,
    "college_cap": _college_cap,
    "eliminatory_unmet": _eliminatory_unmet,
    "not_remediable": _not_remediable,
    "too_many_unmet": _too_many_unmet,
    "undecided": _undecided,
    "proof_missing": _proof_missing,
    "reserves": _reserves,
    "all_met": _all_met,
    "dimensions_hold": _dimensions_hold,
    "dimension_below": _dimension_below,
    "beyond_table": _beyond_table,
    "outcome_not_allowed": _outcome_not_allowed,
    "departure_without_reasons": _departure_without_reasons,
}
