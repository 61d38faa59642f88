"""The pool's door: somebody volunteers, and leaves when they want (label.md 2.6)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from madeingard.users import people
from madeingard.users.models import User

from directory.models import Commune, ProducerPage
from label import clock, pool_draws
from label.enums import College, PoolState
from label.machine import Refused
from label.models import PoolMember, Unavailability

STRATA = ("age_band", "sex")


@transaction.atomic
def enter(typed: dict, email: str, *, now: datetime) -> PoolMember:
    """Make a volunteer of who has proved an address; Refused if they are in the pool already.

    Whoever left may come back: the terms they served stay, and the secretariat counts them.
    """
    person = User.objects.select_for_update().get(pk=people.join(email).pk)
    if not person.is_active:
        raise Refused(_("Ce compte est fermé : appelez-nous."))
    member = PoolMember.objects.select_for_update(of=("self",)).filter(person=person).first()
    if member is not None and member.state in (PoolState.MEMBER, PoolState.VOLUNTEER):
        raise Refused(_("Vous êtes déjà au vivier, ou déjà volontaire."))
    member = member or PoolMember(person=person)
    for name in ("college", "activity", "motivation", "phone", "needs", *STRATA):
        setattr(member, name, typed[name])
    member.commune = Commune.objects.filter(pk=typed["commune"]).first()
    member.operator = _farm_of(person) if member.college == College.PEER else None
    member.state, member.volunteered_at, member.left_on = PoolState.VOLUNTEER, now, None
    member.may_be_named = typed["may_be_named"]
    member.may_be_named_at = now if member.may_be_named else None
    member.save()
    if typed["away_from"] and typed["away_to"]:
        Unavailability.objects.create(
            member=member,
            starts_on=date.fromisoformat(typed["away_from"]),
            ends_on=date.fromisoformat(typed["away_to"]),
        )
    if not person.get_full_name():
        person.first_name, person.last_name = typed["first_name"], typed["last_name"]
        person.save(update_fields=["first_name", "last_name"])
    return member


@transaction.atomic
def leave(member: PoolMember, *, now: datetime) -> None:
    """Out of the pool at once: drawn for nothing any more. Seats already taken are answered there.

    What was said of oneself for balance alone is forgotten.
    """
    pool_draws.hold(member)
    member = PoolMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if member.state == PoolState.LEFT:
        return
    today = clock.civil_day(now)
    member.terms.filter(starts_on__lt=today, ends_on__gt=today).update(ends_on=today)
    member.terms.filter(starts_on__gte=today).delete()
    member.state, member.left_on = PoolState.LEFT, today
    member.age_band = member.sex = member.motivation = member.needs = ""
    member.may_be_named, member.may_be_named_at = False, None
    member.save()
    pool_draws.fill_the_place(member, now=now)
    pool_draws.forget_line(member)


def sits_now(member: PoolMember) -> bool:
    """Whether a case still counts on them: leaving the pool does not leave that seat."""
    return member.seats.holding().exists()


def _farm_of(person) -> ProducerPage | None:
    """The first farm that a peer tends: a direct competitor never sits (label.md 3.3)."""
    return ProducerPage.objects.filter(memberships__user=person).order_by("pk").first()
