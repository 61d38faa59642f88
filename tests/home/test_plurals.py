"""French counts nothing as one: « 0 lieu », « 2 lieux »."""

import pytest
from django.template import engines
from django.utils.translation import ngettext, ngettext_lazy, override

COUNTED = (
    "{% load i18n %}{% blocktranslate count counter=number %}{{ counter }} lieu"
    "{% plural %}{{ counter }} lieux{% endblocktranslate %}"
)
LAZY = ngettext_lazy("%(n)d lieu", "%(n)d lieux", "n")


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("fr", 0, "0 lieu"),
        ("fr", 1, "1 lieu"),
        ("fr", 2, "2 lieux"),
        ("en", 0, "0 places"),
        ("en", 1, "1 place"),
    ],
)
def test_counts_agree_with_their_language(language, number, said):
    with override(language):
        assert engines["django"].from_string(COUNTED).render({"number": number}) == said
        if language == "fr":
            assert ngettext("%d lieu", "%d lieux", number) % number == said
            assert LAZY % {"n": number} == said
