from django.utils.translation import gettext, ngettext, override, trans_real
from madeingard.language import LocaleMiddleware, read_at_once


def test_sentences_are_the_same_read_at_once():
    slow = {code: trans_real.DjangoTranslation(code) for code in ("fr", "en")}
    LocaleMiddleware(lambda request: None)
    for code, translation in slow.items():
        known = {key for one in translation._catalog._catalogs for key in one}
        assert len(known) > 500
        quick = trans_real.translation(code)
        for sentence in [*(key for key in known if isinstance(key, str)), "inconnu"]:
            assert quick.gettext(sentence) == translation.gettext(sentence)


def test_plurals_keep_their_rule():
    read_at_once(trans_real.translation("en"))
    with override("en"):
        assert gettext("Trouver") == "Find"
        assert [ngettext("%(n)d jour", "%(n)d jours", n) for n in (0, 1, 2)] == [
            "%(n)d jours",
            "%(n)d jour",
            "%(n)d jours",
        ]
