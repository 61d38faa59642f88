"""The table: each regulated word, why, what to write instead, and where the law says so.

rules.md 4.7. Patterns read folded text, lower case without accents; they hold only what Python and
JavaScript understand alike, since js/space-words.js reads the same table.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

ORGANIC = "organic"  # any sign of organic farming, in `Rule.unless`
ANY = "any"  # any quality sign


class Gravity(StrEnum):
    REFUSED = "refused"  # not published as it is
    READ = "read"  # published once a moderator has read it


@dataclass(frozen=True)
class Rule:
    """`pattern` finds the words, but within what `but` matches; who has one of the signs in
    `unless` may write them."""

    key: str
    pattern: str
    gravity: Gravity
    why: str
    instead: str
    source: str
    but: str = ""
    unless: tuple[str, ...] = ()


RULES = (
    Rule(
        "environment",
        r"\b(?:respectueu(?:x|se|ses)|ami(?:e|s|es)?) (?:de |envers )?"
        r"l.?(?:environnement|a nature|a planete)"
        r"|\bbon(?:ne|s|nes)? pour (?:la planete|l.environnement)|\bbiodegradables?\b",
        Gravity.REFUSED,
        _("La loi interdit ces mots sur un produit : ils promettent sans rien prouver."),
        _("Dites ce que vous faites : « pas de désherbant depuis 2019 », « bocaux repris »."),
        _("Code de l’environnement, L541-9-1"),
    ),
    Rule(
        "carbon",
        r"\b(?:neutres? en carbone|neutralite carbone|zero carbone|decarbone(?:e|s|es)?"
        r"|compens(?:e|ee|es|ees) (?:en |a 100 ?% en )?carbone)\b",
        Gravity.REFUSED,
        _("Une annonce de neutralité carbone demande un bilan publié chaque année."),
        _("Dites un fait : « livraison à vélo », « four chauffé aux tailles de vigne »."),
        _("Code de l’environnement, L229-68"),
    ),
    Rule(
        "green",
        r"\b(?:ecologiques?|eco-?responsables?|ecologiquement|zero dechets?|durables?)\b",
        Gravity.READ,
        _("Un mot aussi large sur l’environnement doit pouvoir être prouvé."),
        _("Dites ce que vous faites et depuis quand : c’est plus fort et ça se vérifie."),
        _("Code de la consommation, L121-2"),
        but=r"\bpeche durable\b",
        unless=("peche-durable",),
    ),
    Rule(
        "organic",
        r"\b(?:bio|bios|biologiques?|biologiquement|organic)\b",
        Gravity.REFUSED,
        _("« Bio » est réservé aux produits contrôlés par un organisme certificateur."),
        _(
            "Ajoutez votre signe dans « Produits », avec son numéro. Sinon, dites vos pratiques : "
            "« pas de traitement de synthèse »."
        ),
        _("Règlement (UE) 2018/848, article 30"),
        but=r"\b(?:pas|non|ni|sans etre|pas encore)(?: certifie(?:e|s|es)?)?(?: en)? bio\b"
        r"|\blutte biologique\b|\bcontrole biologique\b",
        unless=(ORGANIC, "ab-conversion"),
    ),
    Rule(
        "certified",
        r"\bcertifi(?:e|ee|es|ees|cation|cations)\b|\blabellis(?:e|ee|es|ees)\b|\bagree par\b",
        Gravity.REFUSED,
        _("« Certifié » dit qu’un organisme indépendant contrôle. Aucun signe n’est déclaré."),
        _("Ajoutez le signe dans « Produits », avec son numéro. Sinon, dites ce que vous faites."),
        _("Code de la consommation, L433-3 à L433-9"),
        but=r"\b(?:pas|non|sans etre|sans)(?: encore)? "
        r"(?:certifie(?:e|s|es)?|certification|labellise(?:e|s|es)?)\b",
        unless=(ANY,),
    ),
    Rule(
        "farmhouse",
        r"\bfermi(?:er|ere|ers|eres)\b|\bproduits? de la ferme\b"
        r"|\b(?:fait|faite|faits|faites|fabrique|fabriquee|fabriques|fabriquees|affine|affines|"
        r"transforme|transformee|transformes|transformees) a la ferme\b",
        Gravity.REFUSED,
        _("« Fermier » est réservé, par produit, à des façons de faire écrites dans des décrets."),
        _("Dites où et par qui : « fromage fait ici, avec le lait de nos chèvres »."),
        _("Code rural, L641-19 ; décrets sur les œufs, les fromages et les volailles"),
        but=r"\b(?:marches?|drives?) fermi(?:er|ers)\b|\bfermi(?:er|ere|ers|eres) depuis\b",
        unless=("fermier",),
    ),
    Rule(
        "origin-sign",
        r"\b(?:aop|aoc|appellations? d.origine(?: protegee| controlee)?)\b",
        Gravity.READ,
        _("Une appellation d’origine se déclare avec son organisme et sa date."),
        _("Ajoutez-la dans « Produits » : elle sera montrée avant tout le reste."),
        _("Règlement (UE) 2024/1143, article 26 ; code rural, L641-5"),
        unless=("aop", "aoc"),
    ),
    Rule(
        "geographical-sign",
        r"\b(?:igp|indications? geographiques? protegees?)\b",
        Gravity.READ,
        _("Une indication géographique se déclare avec son organisme et sa date."),
        _("Ajoutez-la dans « Produits » : elle sera montrée avant tout le reste."),
        _("Règlement (UE) 2024/1143, article 26"),
        unless=("igp",),
    ),
    Rule(
        "red-label",
        r"\blabels? rouges?\b",
        Gravity.READ,
        _("Le Label Rouge se déclare avec son numéro."),
        _("Ajoutez-le dans « Produits »."),
        _("Code rural, L641-1"),
        unless=("label-rouge",),
    ),
    Rule(
        "high-environmental-value",
        r"\bhve\b|\bhautes? valeurs? environnementales?\b",
        Gravity.READ,
        _("La haute valeur environnementale est une certification : elle se prouve."),
        _("Ajoutez-la dans « Produits », avec sa date de fin."),
        _("Code rural, L611-6 et D617-4"),
        unless=("hve",),
    ),
    Rule(
        "mountain",
        r"\bproduits? de montagne\b",
        Gravity.READ,
        _("« Produit de montagne » a ses règles, pour le lieu et pour ce que mangent les bêtes."),
        _("Dites le lieu et l’altitude : « estives du mont Aigoual, à 1 200 m »."),
        _("Règlement (UE) 2024/1143, article 82"),
        unless=("montagne",),
    ),
    Rule(
        "local",
        r"\b(?:produits?|producteurs?|productions?|legumes?|fruits?|viandes?|fromages?|farines?|"
        r"laits?|bles?|oeufs?|miels?|vins?|ingredients?|matieres? premieres?|agriculture|"
        r"alimentation|cuisine|approvisionnements?|circuits?|origine) (?:tres |bien |100 ?% )?"
        r"loca(?:l|le|ux|les)\b|\b(?:100 ?%|tout|ultra|hyper) local\b|\bdu local\b",
        Gravity.READ,
        _("« Local » seul ne dit ni quoi, ni d’où, ni jusqu’où : il peut tromper."),
        _("Dites-le : « blé de Calvisson, moulu à Sommières »."),
        _("Code de la consommation, L121-2"),
    ),
    Rule(
        "pesticides",
        r"\b(?:sans|zero|0) (?:aucun )?(?:pesticides?|produits? chimiques?|chimie|traitements?)\b",
        Gravity.READ,
        _("Une promesse d’absence doit être vraie pour tout, toute l’année, et prouvable."),
        _("Dites ce que vous n’employez pas : « ni désherbant ni insecticide de synthèse »."),
        _("Code de la consommation, L121-2"),
    ),
    Rule(
        "gmo",
        r"\bsans ogm\b|\bnon ogm\b",
        Gravity.READ,
        _("« Sans OGM » a ses seuils et ses mots, différents pour une plante et pour un animal."),
        _("Écrivez la mention exacte : « nourri sans OGM (< 0,9 %) »."),
        _("Décret 2012-128"),
    ),
    Rule(
        "home-made",
        r"\bfaits? maison\b|\bfaites? maison\b",
        Gravity.READ,
        _("« Fait maison » dit, dans un restaurant, cuisiné sur place à partir de produits bruts."),
        _("Dites qui fait quoi : « je cuis mes confitures à la ferme »."),
        _("Code de la consommation, L122-19 à L122-21"),
    ),
    Rule(
        "health",
        r"\b(?:gueri(?:t|r|ssent|son)|anti-?cancer|anti-?cancereu(?:x|se)|"
        r"previen(?:t|nent) (?:le|les|la) (?:maladies?|cancers?|diabete))\b|"
        r"\bsoignent? (?:le|la|les) (?:cancer|diabete|maladies?|"
        r"arthrose|hypertension|cholesterol)\b",
        Gravity.REFUSED,
        _("Aucun aliment ne peut être dit prévenir ou guérir une maladie."),
        _("Dites le goût, l’usage, la saison."),
        _("Règlement (UE) 1169/2011, article 7"),
    ),
    Rule(
        "benefit",
        r"\bbon(?:ne|s|nes)? pour (?:la|votre) sante\b|\bdetox\b|\briches? en (?:vitamines?|omega|"
        r"proteines?|antioxydants?|fibres?)\b|\brenforcent? (?:l.immunite|les defenses)",
        Gravity.READ,
        _("Un bienfait pour la santé s’annonce avec des mots autorisés et une teneur."),
        _("Dites le goût et la façon de le manger."),
        _("Règlement (CE) 1924/2006"),
    ),
    Rule(
        "allergens",
        r"\bsans (?:aucun )?allergenes?\b",
        Gravity.REFUSED,
        _("Personne ne peut promettre l’absence des quatorze allergènes."),
        _("Écrivez « liste des allergènes sur place », et répondez aux questions."),
        _("Règlement (UE) 1169/2011 ; décret 2015-447"),
    ),
    Rule(
        "gluten",
        r"\bsans gluten\b",
        Gravity.READ,
        _("« Sans gluten » demande moins de 20 mg par kilo, vérifiés."),
        _("Dites la recette : « à la farine de châtaigne seule »."),
        _("Règlement (UE) 828/2014"),
    ),
)

APPELLATION = Rule(
    "appellation",
    "",
    Gravity.READ,
    _("Ce nom est protégé : il se déclare avec l’organisme et la date."),
    _("Ajoutez l’appellation dans « Produits », ou dites le produit par son nom commun."),
    _("Règlement (UE) 2024/1143, article 26"),
)
