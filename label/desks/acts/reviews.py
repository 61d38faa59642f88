"""Acts on a grant that call jurors again: for the proof of a reserve, for a measure."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from label import clock, review_places, reviews, signed_papers
from label.desks import fields
from label.desks.acts.declaration import SECRETARIAT, Act
from label.enums import DecisionKind, GrantState, Role
from label.models import AdversarialWindow, PanelReview, ReserveReview

G = GrantState
MEASURED = (G.ACTIVE, G.ACTIVE_WITH_RESERVES, G.FORMAL_NOTICE, G.SUSPENDED)


def with_proofs(grants):
    """Grants with proofs of open reserves, counted with who was called and what they said."""
    standing = Q(reserves__reviews__withdrew_at=None)
    proved = grants.filter(reserves__lifted_on=None, reserves__proved_at__isnull=False)
    return proved.annotate(
        proofs=Count("reserves", distinct=True),
        called=Count("reserves__reviews", filter=standing, distinct=True),
        satisfied=Count(
            "reserves__reviews",
            filter=standing & Q(reserves__reviews__is_proved=True),
            distinct=True,
        ),
    )


def lacks_jurors(grant) -> bool:
    return grant.called < grant.proofs * grant.procedure.reserve_review_jurors


def is_satisfied(grant) -> bool:
    return grant.satisfied >= grant.proofs * grant.procedure.reserve_review_jurors


def _lacks_jurors(grant) -> bool:
    found = with_proofs(type(grant).objects.filter(pk=grant.pk)).first()
    return found is not None and lacks_jurors(found)


def _silent(grant):
    return ReserveReview.objects.awaited().filter(reserve__grant=grant, reserve__lifted_on=None)


def _open(grant):
    return PanelReview.objects.filter(grant=grant, given_at=None)


def replace(grant, *, by, review):
    return reviews.replace_reviewer(review, by=by)


def close(grant, *, by, review):
    return reviews.close_panel_review(review, by=by)


def complete(grant, *, by, review):
    return reviews.call_for_measure(review, by=by)


def _short(grant) -> PanelReview | None:
    """The measure on which a place of the jury says nothing."""
    today = clock.civil_day(timezone.now())
    return next((one for one in _open(grant) if review_places.vacant(one, on=today)), None)


def lacks_voices(grant) -> bool:
    """Whether those who answered, or may still, could not give the opinion."""
    review = _short(grant)
    if review is None:
        return False
    called = review.called_seats.filter(state__in=review_places.COMING)
    still = review.ballots.standing()
    if review.closes_on < clock.civil_day(timezone.now()):
        still = still.filter(given_at__isnull=False)
    voices = [*(one.seat for one in still.select_related("seat")), *called]
    return bool(reviews.presence_faults(review, voices))


def _measure_in_words(review) -> str:
    return str(review.get_measure_display()).capitalize()


def _in_words(review) -> str:
    return f"{review.reserve.criterion.code} – {review.seat.pseudonym}"


ACTS = (
    Act(
        "appeler-des-jures",
        _("Appeler les jurés qui regardent une preuve"),
        SECRETARIAT,
        reviews.call_reviewers,
        states=reviews.WITH_RESERVES,
        shown=_lacks_jurors,
        help=_("Les premiers rangs du jury du dossier, sans choix. Chacun répond seul."),
    ),
    Act(
        "remplacer-un-jure",
        _("Remplacer un juré qui ne répond pas sur une preuve"),
        SECRETARIAT,
        replace,
        lambda grant, by: {
            "review": fields.one_of(
                _("Juré"),
                _silent(grant).select_related("reserve__criterion", "seat__candidate"),
                said=_in_words,
            )
        },
        states=reviews.WITH_RESERVES,
        shown=lambda grant: _silent(grant).exists(),
        help=_("Le rang suivant est appelé. Qui a répondu n’est pas remplacé."),
    ),
    Act(
        "interroger-le-jury",
        _("Interroger le jury sur une mesure"),
        (Role.SECRETARIAT, Role.AUTHORITY),
        reviews.open_panel_review,
        lambda grant, by: {
            "measure": fields.choice(
                _("Mesure envisagée"),
                [(one, DecisionKind(one).label) for one in reviews.MEASURES],
            )
        },
        states=MEASURED,
        shown=lambda grant: grant.windows.filter(measure__in=reviews.MEASURES).exists(),
        help=_("Une fois passé le délai donné à l’opérateur. Chaque juré répond seul."),
    ),
    Act(
        "completer-le-jury-interroge",
        _("Appeler les rangs suivants pour une mesure"),
        SECRETARIAT,
        complete,
        lambda grant, by: {
            "review": fields.one_of(
                _("Mesure"), _open(grant), initial=_short(grant), said=_measure_in_words
            )
        },
        states=MEASURED,
        shown=lambda grant: grant.procedure.is_drawn and _short(grant) is not None,
        help=_(
            "À chaque place dont le juré est parti, ou n’a pas répondu à temps : il n’est plus "
            "attendu. Qui a répondu n’est pas remplacé."
        ),
    ),
    Act(
        "clore-l-avis-du-jury",
        _("Clore l’avis du jury sur une mesure"),
        SECRETARIAT,
        close,
        lambda grant, by: {
            "review": fields.one_of(
                _("Mesure"),
                _open(grant),
                initial=_open(grant).first(),
                said=_measure_in_words,
            )
        },
        states=MEASURED,
        shown=lambda grant: _open(grant).exists(),
        help=_("Quand tous ont répondu, ou le délai passé, avec le quorum d’une seconde séance."),
    ),
)


def reviews_to_close(today):
    """Measures on which every juror answered, or whose delay has passed."""
    waiting = Q(ballots__given_at=None, ballots__withdrew_at=None)
    return (
        PanelReview.objects.filter(given_at=None)
        .annotate(silent=Count("ballots", filter=waiting))
        .filter(Q(silent=0) | Q(closes_on__lt=today))
    )


def was_heard(grant) -> bool:
    """Whether the operator's time is over for a measure, even by post."""
    today = clock.civil_day(timezone.now())
    windows = grant.windows.filter(measure__in=reviews.MEASURES)
    return any(signed_papers.is_over(one, today) for one in windows)


def panel_to_ask(today) -> Q:
    """Labels on which a measure is considered, the operator had their time, and nobody asked."""
    asked = PanelReview.objects.filter(
        grant=OuterRef("grant"),
        measure=OuterRef("measure"),
        opened_at__date__gte=OuterRef("opened_on"),
    )
    over = AdversarialWindow.objects.filter(
        ~Exists(asked), grant=OuterRef("pk"), measure__in=reviews.MEASURES, closes_on__lt=today
    )
    return Q(Exists(over), state__in=[G.FORMAL_NOTICE, G.SUSPENDED])
