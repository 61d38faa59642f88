"""The table of regulated words, line by line."""

import pytest

from directory.regulated_words import RULES, Signs, find, protected_names, table

NAMES = protected_names(
    [
        ("Pélardon", "fromages-de-chevre"),
        ("Fraises de Nîmes", "fraises-petits-fruits"),
        ("Huile d’olive de Nîmes", "huiles"),
        ("Sel de Camargue ou Fleur de Sel de Camargue", "sel-condiments"),
        ("Gard", "vins"),
    ]
)


def keys(typed, *codes, appellations=()):
    signs = Signs(frozenset(codes), frozenset(appellations), NAMES)
    return [finding.rule.key for finding in find(typed, signs)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Une agriculture respectueuse de l’environnement.", ["environment"]),
        ("Des sachets biodégradables, amis de la nature", ["environment", "environment"]),
        ("Livraison NEUTRE EN CARBONE", ["carbon"]),
        ("une ferme éco-responsable et durable", ["green", "green"]),
        ("Légumes bio, cultivés ici", ["organic"]),
        ("issu de l’agriculture\nbiologique", ["organic"]),
        ("Biodiversité, biodynamie, biotope", []),
        ("Pas bio, mais sans engrais. Ni bio ni conventionnel.", []),
        ("lutte biologique contre les pucerons", []),
        ("Producteur certifié", ["certified"]),
        ("nous ne sommes pas certifiés", []),
        ("Fromage fermier et œufs fermiers", ["farmhouse", "farmhouse"]),
        ("Confitures faites à la ferme", ["farmhouse"]),
        ("Vente à la ferme, au marché fermier ; fermier depuis 1982", []),
        ("AOP et Label rouge", ["origin-sign", "red-label"]),
        ("IGP, HVE", ["geographical-sign", "high-environmental-value"]),
        ("Des produits locaux, du local, 100 % local", ["local"] * 3),
        ("Notre local est au fond de la cour", []),
        ("Blé de Calvisson, moulu à Sommières", []),
        ("sans pesticides, sans OGM, sans gluten", ["pesticides", "gmo", "gluten"]),
        ("sans allergènes", ["allergens"]),
        ("fait maison", ["home-made"]),
        ("Le miel guérit la toux ; bon pour la santé", ["health", "benefit"]),
        ("produits de montagne", ["mountain"]),
        ("Des pélardons et des fraises de Nîmes", ["appellation", "appellation"]),
        ("Huile d'olive de Nîmes, fleur de sel de Camargue", ["appellation", "appellation"]),
        ("Nous sommes dans le Gard, à Nîmes", []),
        ("", []),
    ],
)
def test_table(typed, found):
    assert keys(typed) == found


@pytest.mark.parametrize(
    ("typed", "codes", "found"),
    [
        ("Légumes bio", ["ab", "organic"], []),
        ("Légumes bio", ["hve"], ["organic"]),
        ("Certifié par un organisme", ["hve"], []),
        ("Fromage fermier", ["fermier"], []),
        ("Riz IGP", ["igp"], []),
        ("Riz IGP", ["aop"], ["geographical-sign"]),
        ("En conversion bio", ["ab-conversion"], []),
    ],
)
def test_who_holds_the_sign_may_say_so(typed, codes, found):
    assert keys(typed, *codes) == found


def test_who_holds_the_appellation_may_name_it_and_no_other():
    typed = "Pélardon et fraises de Nîmes"
    assert keys(typed, "aop", appellations=["Pélardon"]) == ["appellation"]


def test_words_are_told_as_they_were_typed_with_what_to_write_instead():
    [finding] = find("Des œufs de poules, BIÔ vraiment", Signs())
    assert finding.words == "BIÔ"
    assert finding.sentence == f"«\u00a0BIÔ\u00a0»\u00a0: {finding.rule.why} {finding.rule.instead}"


def test_the_same_word_is_told_once():
    assert keys("Bio. Bio ! bio ?") == ["organic"]


def test_every_rule_says_why_what_to_write_and_the_law():
    assert len({rule.key for rule in RULES}) == len(RULES)
    assert all(rule.why and rule.instead and rule.source for rule in RULES)
    assert all("(?<" not in rule.pattern + rule.but for rule in RULES)  # old browsers


def test_the_script_reads_the_rules_that_hold():
    with_sign = table(Signs(frozenset({"ab", "organic"})))
    assert len(table(Signs())) - len(with_sign) == 2  # « bio », « certifié »


@pytest.mark.parametrize("hostile", ["bio" * 20_000, "respectueux " * 5_000, "\x00é\u0301" * 9_000])
def test_long_text_is_read_in_little_time(hostile):
    assert len(find(hostile, Signs())) <= 2
