"""Where a charter stands, in words, and what comes next."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from home.templatetags.site import civil
from label.enums import CharterState
from label.models import CharterSignature


@dataclass(frozen=True)
class Standing:
    """`is_yours`: whoever tends the place has the next word."""

    where: str
    what: str
    is_yours: bool = False


def stand(charter: CharterSignature | None) -> Standing:
    if charter is None:
        return Standing(
            _("Pas encore signée"),
            _("Lisez les engagements, dites ce que vous proposez d’ici, puis signez."),
            is_yours=True,
        )
    return _WORDS[charter.state](charter)


def _day(value) -> dict:
    return {"day": civil(value)}


def _draft(charter) -> Standing:
    return Standing(
        _("En préparation"),
        _("Finissez quand vous voulez, puis signez. Rien n’est publié avant."),
        is_yours=True,
    )


def _signed(charter) -> Standing:
    return Standing(
        _("Signée le %(day)s") % _day(charter.signed_at),
        _("Le secrétariat la relit, puis la publie. Vous recevez un message ce jour-là."),
    )


def _corrected(charter) -> Standing:
    return Standing(
        _("Corrigée le %(day)s") % _day(charter.confirmed_on),
        _("Le secrétariat relit ce que vous avez corrigé. D’ici là, votre fiche dit comme avant."),
    )


def _listed(charter) -> Standing:
    if charter.awaits_reading:
        return _corrected(charter)
    return Standing(
        _("Publiée le %(day)s") % _day(charter.listed_at),
        _("Votre fiche le dit. Une personne peut venir vérifier. Dans un an, on vous redemande."),
    )


def _checked(charter) -> Standing:
    if charter.checked_on is None:
        return _listed(charter)
    return Standing(
        _("Publiée, vérifiée le %(day)s") % _day(charter.checked_on),
        _("Votre fiche dit que vous avez signé. Si quelque chose change, corrigez et confirmez."),
    )


def _reminded(charter) -> Standing:
    return Standing(
        _("Rappelée le %(day)s : à confirmer") % _day(charter.reminded_on),
        _("Relisez ce que vous déclarez, corrigez si besoin, puis confirmez."),
        is_yours=True,
    )


def _removed(charter) -> Standing:
    return Standing(
        _("Retirée le %(day)s") % _day(charter.removed_at),
        _("Votre fiche n’en parle plus. Vous pouvez en signer une autre."),
        is_yours=True,
    )


_WORDS = {
    CharterState.DRAFT: _draft,
    CharterState.SIGNED: _signed,
    CharterState.LISTED: _listed,
    CharterState.CHECKED: _checked,
    CharterState.REMINDED: _reminded,
    CharterState.REMOVED: _removed,
}
