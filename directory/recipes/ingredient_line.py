"""Read a line as an editor types it, and propose the row of an ingredient, to be confirmed."""

import re
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import text
from directory.enums import Unit
from directory.recipes import numerals, quantities
from directory.recipes.food_index import FoodIndex
from directory.recipes.ingredients import FoodFacts

LONGEST_LINE = 160
MOSTLY_WASTE = 0.5  # edible share under which the cook must say what was weighed

_UNITS = [
    (
        Unit.TABLESPOON,
        r"(?:c|cuil)\.?\s*[àa]\.?\s*s(?:oupe\b|\.|\b)|cuill[eè]r(?:e|ée)s?\s+à\s+soupe|"
        r"c[àa]s\b|cs\b|c\.\s?s\.",
    ),
    (
        Unit.TEASPOON,
        r"(?:c|cuil)\.?\s*[àa]\.?\s*(?:caf[ée]\b|c\.|c\b|th[ée]\b)|"
        r"cuill[eè]r(?:e|ée)s?\s+à\s+(?:café|thé)|c[àa]c\b|cc\b|c\.\s?c\.",
    ),
    (Unit.KILOGRAM, r"kilogrammes?\b|kilos?\b|kg\b"),
    (Unit.GRAM, r"grammes?\b|grs?\b|g\b\.?"),
    (Unit.MILLILITRE, r"millilitres?\b|ml\b"),
    (Unit.CENTILITRE, r"centilitres?\b|cl\b"),
    (Unit.LITRE, r"litres?\b|l\b"),
    (Unit.PINCH, r"pincées?\b|pointes?\s+de\s+couteau\b"),
    (Unit.BUNCH, r"(?:petite?s?\s+|grosse?s?\s+|gros\s+)?(?:bottes?|bouquets?)\b"),
]
_UNIT = [(unit, re.compile(rf"\s*(?:{pattern})", re.IGNORECASE)) for unit, pattern in _UNITS]
# One piece of these is what `Food.piece_g` weighs; the food follows them.
_PIECES = re.compile(
    r"\s*(?:(?:petite?s?|gros(?:se)?s?|belles?|beaux?|fines?)\s+)*(?:gousses?|brins?|branches?|"
    r"feuilles?|tranches?|sachets?|blancs?|filets?|cosses?|tiges?|boules?)\s+(?=de\s|d[’'])",
    re.IGNORECASE,
)
# Measures that weigh whatever they hold: the food is known, not the weight.
_VAGUE = re.compile(
    r"\s*(?:verres?|tasses?|poignées?|filets?|noix|noisettes?|pots?|louches?|têtes?|morceaux?|"
    r"traits?|gouttes?|doigts?|bols?)\s+(?=de\s|d[’'])",
    re.IGNORECASE,
)
_OWN_WEIGHT = re.compile(
    rf"(?:\bde|\()\s*(?:environ\s+)?({numerals.FIGURE})\s*(kg|g)\b", re.IGNORECASE
)
_NET_PARTICIPLES = (
    *("écossé", "dénoyauté", "épluché", "pelé", "nettoyé", "décortiqué", "désossé", "effeuillé"),
    *("haché", "mondé", "équeuté"),
)
_NET = re.compile(
    "|".join(_NET_PARTICIPLES) + r"|"
    r"cerneaux|\bnets?\b|sans\s+(?:os|peau|noyau)|entières\s+avec\s+leur\s+peau",
    re.IGNORECASE,
)
_NET_WORD = re.compile("|".join(text.fold(part) for part in _NET_PARTICIPLES))
_LATER = re.compile(r"\bà\s+(?:écosser|éplucher|peler|dénoyauter|nettoyer|décortiquer)\b")
_OPTIONAL = re.compile(r"\b(?:facultati(?:f|ve)s?|si vous en avez|au choix)\b", re.IGNORECASE)
_OR = re.compile(r"ou\s+", re.IGNORECASE)
_PREFIX = re.compile(
    r"(?:(?:environ|env\.|à peu près|soit)\s+)|(?:l[ea]s?|du|de la|de l[’']|des|quelques)\s+|l[’']",
    re.IGNORECASE,
)
# Words that say nothing of which food it is.
_SIZES = frozenset(
    text.words(
        "gros grosse petit petite beau belle moyen moyenne grand grande bon bonne joli bien mûr "
        "mûre frais fraîche entier entière bio fermier fermière fin fine bouquet botte jeune demi "
        "environ cru crue ferme tendre ras rase bombée"
    )
)
_LARGE_OR_SMALL = re.compile(r"\b(?:gros(?:se)?s?|petite?s?|grande?s?)\b", re.IGNORECASE)


class Confidence(TextChoices):
    HIGH = "high", gettext_lazy("sûr")
    MEDIUM = "medium", gettext_lazy("à vérifier")
    LOW = "low", gettext_lazy("peu sûr")
    NONE = "none", gettext_lazy("aliment inconnu")


_WORSE = [Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW, Confidence.NONE]


@dataclass(frozen=True)
class Proposal:
    """A row to confirm; the reasons say how it was understood, in French."""

    text: str
    quantity: float | None = None
    unit: str = Unit.NONE
    food: FoodFacts | None = None
    grams: float | None = None
    note: str = ""
    is_optional: bool = False
    is_alternative: bool = False
    confidence: Confidence = Confidence.NONE
    reasons: tuple[str, ...] = ()

    def but(self, reason: str, confidence: Confidence = Confidence.HIGH, **changes) -> "Proposal":
        worst = max(self.confidence, confidence, key=_WORSE.index)
        return replace(self, reasons=(*self.reasons, reason), confidence=worst, **changes)


def parse(typed: str, foods: FoodIndex) -> Proposal:
    """The row that a line means, and how sure that is."""
    typed = " ".join(typed.split())[:LONGEST_LINE]
    proposal = Proposal(text=typed, confidence=Confidence.HIGH)
    line = typed
    if found := _OR.match(line):
        line = line[found.end() :]
        proposal = proposal.but(_("« ou » : au lieu de la ligne au-dessus"), is_alternative=True)
    words, note = _apart(line)
    if _OPTIONAL.search(line):
        proposal = proposal.but(_("facultatif, non compté"), is_optional=True)
    proposal, rest = _quantity(replace(proposal, note=note), words)
    proposal = _food(proposal, rest, foods)
    return _weighed(proposal, line)


def _apart(line: str) -> tuple[str, str]:
    """The words before a comma or a bracket, and the note after."""
    found = re.search(r",\s|\s?\(", line)  # « 1,5 kg » is a number
    if not found:
        return line, ""
    return line[: found.start()], line[found.end() :].strip(" ()").replace(")", "")


def _quantity(proposal: Proposal, words: str) -> tuple[Proposal, str]:
    """Take the quantity and its unit away from the beginning of the words."""
    head = ""
    start = _PREFIX.match(words)
    if start and (juice := re.match(r"(?:jus|zestes?)\s+(?:de\s+|d[’'])", words[start.end() :])):
        head, words = f"{juice[0]} ", words[start.end() + juice.end() :]  # « le jus d’un citron »
    elif start:
        words = words[start.end() :]
    numeral = numerals.read(words)
    if numeral is None:
        measure, rest = _unit(words)
        if measure == Unit.PINCH or measure == Unit.BUNCH:
            return proposal.but(_("une, sans le dire"), quantity=1, unit=measure), rest
        return proposal.but(_("sans quantité, pas de poids"), Confidence.MEDIUM), words
    rest = words[numeral.end :]
    quantity = numeral.value
    if numeral.is_range:
        proposal = proposal.but(_("le milieu de la fourchette"), Confidence.MEDIUM)
    if pound := re.match(r"\s*livres?\b(?=\s+d)", rest):
        proposal = proposal.but(_("une livre : 500 g"), quantity=quantity * 500, unit=Unit.GRAM)
        return proposal, head + rest[pound.end() :]
    if decilitres := re.match(r"\s*(?:dl|décilitres?)\b", rest):
        proposal = replace(proposal, quantity=quantity * 10, unit=Unit.CENTILITRE)
        return proposal, head + rest[decilitres.end() :]
    unit, rest = _unit(rest)
    return replace(proposal, quantity=quantity, unit=unit), head + rest


def _unit(words: str) -> tuple[str, str]:
    for unit, pattern in _UNIT:
        if found := pattern.match(words):
            return unit, words[found.end() :]
    return Unit.PIECE, words


def _food(proposal: Proposal, rest: str, foods: FoodIndex) -> Proposal:
    vague = proposal.unit == Unit.PIECE and proposal.quantity is not None and _VAGUE.match(rest)
    bare = rest
    if vague:
        bare = rest[vague.end() :]
    elif piece := _PIECES.match(rest):
        # « feuille de laurier » is a food; « feuille de sauge » is a piece of sauge
        whole, _left = foods.find(text.words(_OWN_WEIGHT.sub(" ", rest)))
        alone, _left = foods.find(text.words(rest[piece.end() :]))
        bare = rest if whole and not alone else rest[piece.end() :]
    words = [w for w in text.words(_OWN_WEIGHT.sub(" ", bare)) if not w.isdigit()]
    food, left = foods.find(words)
    if food is None:
        food = foods.find_typo(words)
        if food is None:
            return proposal.but(_("aliment inconnu : choisissez-le"), Confidence.NONE)
        proposal = proposal.but(_("à une lettre près"), Confidence.LOW)
        left = []
    proposal = replace(proposal, food=food)
    if others := [w for w in left if w not in _SIZES and not _NET_WORD.match(w)]:
        words = _("compris « %(food)s », sans %(words)s")
        words = words % {"food": food.name, "words": ", ".join(others)}
        proposal = proposal.but(words, Confidence.MEDIUM)
    if vague:
        measure = vague[0].strip()
        words = _("« %s » n’a pas de poids connu") % measure
        proposal = proposal.but(words, Confidence.LOW, unit=Unit.NONE)
    return proposal


def _weighed(proposal: Proposal, line: str) -> Proposal:
    food, quantity = proposal.food, proposal.quantity
    if quantity is None:
        return replace(proposal, unit=Unit.NONE)
    if food is None or proposal.unit == Unit.NONE:
        return proposal
    is_net = bool(_NET.search(line)) and not _LATER.search(line)
    if proposal.unit == Unit.PIECE and (own := _OWN_WEIGHT.search(line)):
        each = numerals.read(own[1]).value
        unit = Unit.KILOGRAM if own[2].lower() == "kg" else Unit.GRAM
        weight = quantities.net_grams(quantity * each, unit, food, is_net=is_net)
        return proposal.but(_("poids écrit dans la ligne"), grams=_tidy(weight.grams))
    weight = quantities.net_grams(quantity, proposal.unit, food, is_net=is_net)
    if weight.grams is None:
        return proposal.but(weight.reason, Confidence.LOW)
    if proposal.unit in quantities.GRAMS and food.edible_share <= MOSTLY_WASTE and not is_net:
        shelled = _("pesé tel qu’acheté ? Écrivez « écossé », « décortiqué »… si ce ne l’est pas")
        proposal = proposal.but(shelled, Confidence.MEDIUM)
    if proposal.unit == Unit.PIECE and _LARGE_OR_SMALL.search(line):
        size = _("grosseur : le poids proposé est celui d’une pièce moyenne")
        proposal = proposal.but(size, Confidence.MEDIUM)
    return proposal.but(weight.reason, grams=_tidy(weight.grams))


def _tidy(grams: float) -> float:
    return round(grams, 1)
