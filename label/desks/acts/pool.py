"""Acts on the pool: volunteers examined, terms, training, absences."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import ProducerPage
from label import clock, pool
from label.desks import fields
from label.desks.acts.declaration import SECRETARIAT, Act
from label.enums import College, PoolState
from label.models import PoolMember

P = PoolState


def today():
    return clock.civil_day(timezone.now())


def next_term(member):
    last = member.terms.order_by("-ends_on").first()
    return max(last.ends_on, today()) if last else today()


def in_words(member: PoolMember) -> str:
    return f"{member.person} – {member.get_college_display()}"


def people_of_the_pool(**only):
    members = PoolMember.objects.filter(state="member", **only).select_related("person")
    return members.order_by("college", "pk")


ACTS = (
    Act(
        "accueillir",
        _("Accueillir au vivier"),
        SECRETARIAT,
        pool.admit,
        lambda member, by: {
            "college": fields.choice(_("Collège"), College.choices, initial=member.college),
            "starts_on": fields.day(_("Mandat à partir du"), initial=today()),
            "operator": fields.one_of(
                _("Exploitation ou atelier (pairs)"),
                ProducerPage.objects.order_by("title"),
                required=False,
                initial=member.operator_id,
            ),
        },
        states=(P.VOLUNTEER, P.NOT_DRAWN),
    ),
    Act(
        "ne-pas-retenir",
        _("Ne pas retenir cette année"),
        SECRETARIAT,
        pool.turn_down,
        states=(P.VOLUNTEER,),
        help=_("Ses données sont effacées trois mois plus tard."),
    ),
    Act(
        "renouveler",
        _("Renouveler le mandat"),
        SECRETARIAT,
        pool.renew,
        lambda member, by: {"starts_on": fields.day(_("À partir du"), initial=next_term(member))},
        states=(P.MEMBER, P.LEFT),
    ),
    Act(
        "formation",
        _("Noter une formation"),
        SECRETARIAT,
        pool.note_training,
        lambda member, by: {
            "trained_on": fields.day(
                _("Formation suivie le"), required=False, initial=member.trained_on
            ),
            "shadowed_on": fields.day(
                _("Séance observée le"), required=False, initial=member.shadowed_on
            ),
        },
        states=(P.MEMBER,),
    ),
    Act(
        "absence",
        _("Noter une indisponibilité"),
        SECRETARIAT,
        pool.note_absence,
        lambda member, by: {
            "starts_on": fields.day(_("Du")),
            "ends_on": fields.day(_("Au")),
        },
        states=(P.MEMBER,),
    ),
    Act(
        "sortir",
        _("Sortir du vivier"),
        SECRETARIAT,
        pool.let_go,
        states=(P.MEMBER,),
        help=_("Tirée au sort il y a quelques jours, elle laisse sa place au rang suivant."),
        grave=True,
    ),
)
