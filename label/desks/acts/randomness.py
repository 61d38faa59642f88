"""The randomness that a draw announces, as a form asks it; and the yearly draw of checks."""

from datetime import UTC

from django.utils.translation import gettext_lazy as _

from label import check_draws, randomness
from label.desks import fields
from label.desks.acts.declaration import SECRETARIAT, Act
from label.machine import Refused


def randomness_fields() -> dict:
    return {
        "kind": fields.choice(
            _("Aléa public"),
            [("drand", _("Balise publique drand")), ("lottery", _("Loterie nationale"))],
            initial="drand",
        ),
        "at": fields.moment(
            _("Quand l’aléa existera"), help=_("Au moins vingt-quatre heures plus tard.")
        ),
        "lottery": fields.short(_("Nom de la loterie"), required=False, most=80),
        "lottery_day": fields.day(_("Date de son tirage"), required=False),
    }


def randomness_to_come(*, kind, at, lottery="", lottery_day=None) -> dict:
    """`source` and `randomness_at`: the first drand round from a moment, or a dated lottery."""
    if kind == "drand":
        chain = randomness.CHAINS["quicknet"]
        number = chain.first_round_from(at.astimezone(UTC))
        source = randomness.drand_source("quicknet", number)
        return {"source": source, "randomness_at": chain.moment_of(number)}
    if not lottery.strip() or not lottery_day:
        raise Refused(_("Nommez la loterie et la date de son tirage."))
    source = randomness.lottery_source(lottery.strip(), lottery_day)
    return {"source": source, "randomness_at": at}


def draw_checks(team, *, by, **chosen):
    return check_draws.commit(by=by, **randomness_to_come(**chosen))


TEAM_ACTS = (
    Act(
        "annoncer-le-tirage-des-controles",
        _("Annoncer le tirage des contrôles de l’année"),
        SECRETARIAT,
        draw_checks,
        lambda team, by: randomness_fields(),
        help=_("Un dixième des labels en vigueur, par un tirage que chacun peut vérifier."),
    ),
)
