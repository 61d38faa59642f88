"""The randomness that a draw announces, as a form asks it; and the yearly draws."""

from collections import Counter
from datetime import UTC

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from label import check_draws, clock, pool_draws, randomness
from label.desks import fields
from label.desks.acts.declaration import SECRETARIAT, Act
from label.enums import College, PoolState
from label.machine import Refused
from label.models import PoolMember


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


def draw_pool(team, *, by, year, places, **chosen):
    return pool_draws.commit(
        by=by,
        year=int(year),
        places={college: count or 0 for college, count in places.items()},
        **randomness_to_come(**chosen),
    )


def _pool_fields(team, by) -> dict:
    year = clock.civil_day(timezone.now()).year
    waiting = Counter(
        PoolMember.objects.filter(state=PoolState.VOLUNTEER).values_list("college", flat=True)
    )
    places = {
        f"places:{college.value}": fields.number(
            _("Places, %(college)s") % {"college": college.label},
            initial=0,
            high=500,
            help=_("Volontaires qui attendent : %(count)d.") % {"count": waiting[college]},
        )
        for college in College
    }
    years = [(str(one), str(one)) for one in (year, year + 1)]
    free = [one for one, _words in years if not pool_draws.is_announced(int(one))]
    return {
        "year": fields.choice(_("Vivier de l’année"), years, initial=(free or [str(year)])[0]),
        **places,
        **randomness_fields(),
    }


TEAM_ACTS = (
    Act(
        "annoncer-le-tirage-du-vivier",
        _("Annoncer le tirage du vivier"),
        SECRETARIAT,
        draw_pool,
        _pool_fields,
        help=_(
            "Parmi les volontaires, avec la même chance pour tous dans un collège. Les places se "
            "partagent d’avance selon le sexe, l’âge et la commune que chacun a bien voulu dire."
        ),
    ),
    Act(
        "annoncer-le-tirage-des-controles",
        _("Annoncer le tirage des contrôles de l’année"),
        SECRETARIAT,
        draw_checks,
        lambda team, by: randomness_fields(),
        help=_("Un dixième des labels en vigueur, par un tirage que chacun peut vérifier."),
    ),
)
