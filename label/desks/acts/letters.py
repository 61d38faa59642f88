"""Acts on a letter to somebody without an account."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from label import clock, letters
from label.desks import fields
from label.desks.acts.declaration import SECRETARIAT, Act
from label.enums import MailState, PostedHow


def _posting(mail, by):
    asked = {
        "on": fields.day(_("Postée ou remise le"), initial=clock.civil_day(timezone.now())),
        "how": fields.choice(_("Comment"), PostedHow.choices),
    }
    if letters.decision_of(mail) is not None:
        asked["received_on"] = fields.day(
            _("Reçue le"),
            required=False,
            help=_(
                "Date de l’avis de réception : elle notifie la décision, et les délais de recours "
                "partent de ce jour. Si elle n’est pas connue, notez-la plus tard sur le dossier."
            ),
        )
    return asked


ACTS = (
    Act(
        "postee",
        _("Noter que la lettre est partie"),
        SECRETARIAT,
        letters.post,
        _posting,
        states=(MailState.READY,),
    ),
    Act(
        "ne-pas-poster",
        _("Ne pas l’envoyer"),
        SECRETARIAT,
        letters.set_aside,
        lambda mail, by: {
            "reasons": fields.long(
                _("Pourquoi"),
                most=2000,
                rows=3,
                help=_("Par exemple : dit de vive voix et confirmé, ou ce n’est plus attendu."),
            )
        },
        states=(MailState.READY,),
        grave=True,
    ),
)
