"""The time of day, as one says it here."""

from datetime import datetime, time

from django.utils.translation import gettext as _


def time_of_day(moment: datetime | time) -> str:
    """Write a time of day: « 9 h », « 12 h 30 », « 0 h »."""
    if moment.minute:
        return _("%(hour)d h %(minute)02d") % {"hour": moment.hour, "minute": moment.minute}
    return _("%(hour)d h") % {"hour": moment.hour}
