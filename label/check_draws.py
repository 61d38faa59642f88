"""The yearly draw of checks: a share of the labels in force, by the same public rule (2.5, 1.4).

Candidates are the numbers of the register, which everybody may read: nothing is hidden. The two
people who type the randomness are those of any draw (`label.drawing`).
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from label import clock, draw_commitment, roles, versions
from label import draw as lot
from label.enums import CheckOrigin, DrawPurpose, Role
from label.machine import Refused
from label.models import Draw, Grant

COLLEGE = "label"


@transaction.atomic
def commit(*, by, source: str, randomness_at: datetime, now: datetime | None = None) -> Draw:
    """Publish which labels may be drawn this year and from which randomness to come."""
    now = now or timezone.now()
    if Role.SECRETARIAT not in roles.group_roles(by):
        raise Refused(_("C’est au secrétariat d’annoncer un tirage."))
    _referential, rules = versions.current()
    figures, today = rules.procedure, clock.civil_day(now)
    key = f"checks:{today:%Y}"
    if Draw.objects.standing().filter(key=key).exists():
        raise Refused(_("Les contrôles de cette année sont déjà tirés."))
    draw_commitment.check(source, randomness_at, now=now, hours=figures.draw_delay_hours)
    grants = candidates()
    drawn = lot.share(len(grants), figures.random_checks_percent)
    if not drawn:
        raise Refused(_("Aucun label en vigueur n’est à contrôler."))
    lines = [lot.Candidate(grant.number, COLLEGE) for grant in grants]
    spec = lot.make_spec(
        f"CONTROLES-{today:%Y}",
        quota={COLLEGE: drawn},
        alternates={COLLEGE: 0},
        source=source,
        purpose=DrawPurpose.CHECKS,
    )
    return draw_commitment.publish(
        spec,
        lines,
        key=key,
        purpose=DrawPurpose.CHECKS,
        randomness_at=randomness_at,
        by=by,
        now=now,
    )


def candidates() -> list[Grant]:
    """Labels in the register that no open check looks at already, by number."""
    busy = Grant.objects.in_register().filter(
        checks__origin=CheckOrigin.DRAWN, checks__closed_at=None
    )
    return list(Grant.objects.in_register().exclude(pk__in=busy).order_by("number"))


def open_checks(draw: Draw, *, now: datetime) -> list:
    """A check of each label drawn, to be done within the year; one that ended since is left."""
    from label import watch

    numbers = draw.result[COLLEGE]["seats"]
    due: date = clock.civil_day(now) + timedelta(days=365)
    return [
        watch.open_check(grant, origin=CheckOrigin.DRAWN, draw=draw, due_on=due, now=now)
        for grant in Grant.objects.in_register().filter(number__in=numbers).order_by("number")
    ]
