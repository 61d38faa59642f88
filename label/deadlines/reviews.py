"""Deadlines of jurors called after a grant: reminded before, and what lacks said after."""

from datetime import timedelta

from django.utils.translation import gettext as _

from label import review_places, reviews
from label.deadlines.tools import Day, missed
from label.enums import IN_REGISTER
from label.models import PanelReview, PanelVote, ReserveReview

REMINDER_DAYS = 3


def remind(day: Day) -> int:
    """Whoever has not answered is told once more, some days before."""
    last = day.today + timedelta(days=REMINDER_DAYS)
    votes = PanelVote.objects.awaited().filter(
        review__given_at=None, review__closes_on__range=(day.today, last),
        called_at__lt=day.now - timedelta(days=1),
    )  # fmt: skip
    done = 0
    for one in votes.select_related("review__grant__case__rules", "seat__member__person"):
        again = f":{one.review.closes_on}"
        done += review_places.tell_of_measure(one.review, one.seat, now=day.now, again=again)
    calls = ReserveReview.objects.awaited().filter(
        reserve__lifted_on=None, reserve__proved_at__isnull=False,
        reserve__grant__state__in=reviews.WITH_RESERVES,
    )  # fmt: skip
    for one in calls.select_related("reserve__grant__case__rules", "seat__member__person"):
        if day.today <= one.reserve.review_due_on <= last:
            done += reviews.tell_of_proof(one, one.reserve, day.now, again=":again")
    return done


def watch_measures(day: Day) -> int:
    """The jurors' time is over and the opinion is not given: ours to close, or to call others."""
    late = PanelReview.objects.filter(
        given_at=None, closes_on__lt=day.today, grant__state__in=IN_REGISTER
    )
    return sum(
        missed(
            day,
            _("Avis du jury sur une mesure, label %(grant)s") % {"grant": one.grant},
            key=f"panel_review:{one.pk}",
            due_on=one.closes_on,
            case=one.grant.case,
            grant=one.grant,
        )
        for one in late.select_related("grant__case__rules")
    )
