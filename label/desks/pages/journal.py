"""The journal of an object, in words. What is sealed or kept apart is not in it."""

import rules
from django.utils.translation import gettext as _

from label.desks import journal_words
from label.desks.sections import Section, moment
from label.enums import Role
from label.models import Event

LONGEST = 300


def of_case(case, user) -> Section:
    return _section(Event.objects.filter(case=case), user, case)


def of_object(obj, user) -> Section:
    return _section(Event.objects.filter(machine=obj.machine, object_id=obj.pk), user, obj)


def _section(events, user, obj) -> Section:
    section = Section(_("Journal"), is_folded=True)
    if not rules.has_perm("label.read_journal", user, obj):
        return section
    section.head = (_("Quand"), _("Quoi"), _("Par"))
    section.rows = [
        (moment(one.at), journal_words.said(one), _by(one))
        for one in events.select_related("actor", "payload").order_by("-seq")[:LONGEST]
    ]
    return section


def _by(event) -> str:
    """The role, and the name of whoever acts for the team or the operator."""
    # Not `get_role_display`, which puts every role into words for each line.
    role = str(Role(event.role).label)
    if "on_paper" in event.payload.data:
        return _("%(role)s, sur papier signé (saisi par %(clerk)s)") % {
            "role": role,
            "clerk": event.actor,
        }
    return f"{event.actor} ({role})" if event.actor_id else role
