"""What people of the demonstration write: answers, facts of a visit, reasons. All invented."""

from zlib import crc32

from directory.models import ProducerPage

DECISION = {
    "text": "Vu l’avis motivé du jury, le dossier et le règlement d’usage. Les critères "
    "indispensables et attendus ont été examinés un à un ; la décision suit l’avis.",
    "competence_ref": "Délibération 2025-114, délégation du 12 mars (démonstration)",
}
# By the verb of the measure: what was seen, and what is asked.
MEASURES = {
    "give_notice": "Au contrôle, deux produits achetés étaient présentés comme de la ferme. "
    "Séparez-les à l’étal, dites d’où ils viennent, et montrez-le au secrétariat avant la date "
    "dite.",
    "suspend": "Les produits achetés sont toujours présentés comme de la ferme, un mois après la "
    "mise en demeure. Le label est suspendu jusqu’à ce que l’étal soit en règle.",
}
ANSWERS = {
    "identity": {"legal_form": "sole_trader", "contact_phone": "04 65 71 00 12"},
    "sites": {"note": "Tout se fait sur place, à portée de vue de la route."},
    "activity": {"since": "2009", "people": "deux, et une saisonnière l’été"},
    "scope": {"excluded": "Un peu de revente au printemps, affichée comme telle."},
    "sales_points": {
        "places": "Au lieu de production, et le samedi au marché.",
        "hours": "Mercredi et samedi, 9 h – 12 h 30.",
    },
    "signs": {"signs": ""},
    "legal": {
        "declarations": "Déclaration d’activité à jour, registre tenu sur place.",
        "last_check": "Contrôle d’hygiène l’an dernier, sans suite.",
        "no_sanction": True,
    },
    "assessment": {"overview": "Nos clients savent d’où vient chaque produit : ils y passent."},
    "suppliers": {"suppliers": "Semences : maison Pradier. Bocaux : verrerie voisine."},
    "prices": {
        "prices": "Coût de revient de l’année, plus une marge qui paie nos heures.",
        "costs": "Environ 60 % de charges, deux salaires au SMIC.",
    },
    "interests": {"has_no_tie": True},
    "commitments": {"commitments": "Planter une haie de chaque côté du chemin d’ici deux ans."},
    "publication": {"name_in_agenda": True, "visit_summary": True, "photos": True},
    "assistance": {"support": "none", "needs": ""},
    "signature": {"charter": True, "rules": True, "true": True},
}
EXPLANATIONS = (
    "Nous le faisons depuis plusieurs saisons ; venez voir.",
    "Le cahier est tenu chaque semaine, il est joint.",
    "C’est affiché à l’étal et sur notre fiche.",
    "Nous y travaillons avec nos voisins.",
)
SEEN = (
    "Vu sur place, avec les documents correspondants.",
    "Montré sans qu’on le demande ; conforme à ce qui est écrit dans le dossier.",
    "Observé pendant la visite ; deux questions posées, réponses précises.",
)
REASONS = {
    "partial": "C’est commencé, mais pas encore sur toutes les parcelles.",
    "unmet": "Les pièces ne le montrent pas, et la visite non plus.",
    "absent": "Rien n’est engagé à ce jour.",
    "exemplary": "Bien au-delà de ce qui est demandé : à montrer aux autres.",
    "cannot": "Je n’ai pas trouvé de quoi me prononcer dans le dossier.",
}


def answers(page: ProducerPage, name: str) -> dict[str, dict]:
    """The fifteen parts, as this producer would fill them."""
    given = {part: dict(values) for part, values in ANSWERS.items()}
    given["identity"] |= {
        "legal_name": page.title,
        "siret": siret(page.title),
        "contact_name": name,
        "contact_email": page.email,
        "postal_address": f"{page.postcode} {page.commune}",
    }
    given["activity"]["activity"] = page.summary or page.title
    given["signature"]["signed_name"] = name
    return given


def siret(name: str) -> str:
    """Fourteen digits with a right check digit, of nobody: no SIREN starts with 00."""
    digits = f"00{crc32(name.encode()) % 10**11:011d}"
    return digits + str(-_luhn(digits + "0") % 10)


def _luhn(digits: str) -> int:
    doubled = [int(one) * (2 if rank % 2 else 1) for rank, one in enumerate(reversed(digits))]
    return sum(one - 9 if one > 9 else one for one in doubled)


def report(codes: list[str]) -> dict:
    """A whole visit report on the criteria that a visit verifies."""
    return {
        "facts": {code: SEEN[rank % len(SEEN)] for rank, code in enumerate(codes)},
        "strong_points": "Sols couverts, outils partagés, prix affichés lisibles.",
        "weak_points": "Peu de haies ; l’accès en fauteuil n’est pas signalé.",
        "circumstances": "Visite de deux heures, l’opérateur présent du début à la fin.",
        "lot_exercise": "D’un produit de l’étal à sa parcelle en quatorze minutes.",
        "public_summary": "Une exploitation qui ouvre ses portes et tient ses cahiers.",
    }
