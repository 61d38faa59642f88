"""E-mail addresses as people type them."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _


def clean_address(email: str) -> str:
    """The same address, or a ValidationError that shows what one looks like."""
    try:
        validate_email(email)
    except ValidationError as error:
        words = _("Ce n’est pas une adresse e-mail. Exemple : odile@exemple.fr")
        raise ValidationError(words) from error
    return email
