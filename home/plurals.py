"""Our sentences are written in French, and French says « 0 lieu » as it says « 1 lieu ».

What is written in the language of the sources has no catalogue; gettext then counts as in English.
"""

from gettext import NullTranslations

from django.utils.translation import trans_real


class FrenchSources(NullTranslations):
    """What no French catalogue has: the sentences as written, plural from two on."""

    def ngettext(self, singular, plural, number):
        return singular if abs(number) < 2 else plural


def count_in_french():
    trans_real.translation("fr").add_fallback(FrenchSources())
