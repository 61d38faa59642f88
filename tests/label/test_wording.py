import pytest

from label import wording
from label.outcome import may_choose
from label.quorum import composition_faults, constitution_faults, vote_faults
from label.reasons import Reason
from tests.label.test_outcome import NO_ECO, NO_ENV, propose


@pytest.mark.parametrize(
    ("reasons", "sentences"),
    [
        (
            vote_faults({"citizen": 3, "peer": 1, "trade": 1}, seats=9),
            [
                "Le quorum n’est pas atteint : 5 membres présents, il en faut 6 sur 9 places.",
            ],
        ),
        (
            vote_faults({"citizen": 1}, seats=9),
            [
                "Le quorum n’est pas atteint : 1 membre présent, il en faut 6 sur 9 places.",
                "Il faut au moins 2 membres qui ne sont pas du collège des habitants : 0 présents.",
                "Il faut au moins 1 pair présent.",
            ],
        ),
        (
            composition_faults({"citizen": 3, "peer": 2, "trade": 2}),
            ["Les habitants doivent être au moins la moitié des présents : 3 sur 4 nécessaires."],
        ),
        (
            constitution_faults({"citizen": 6, "peer": 2, "trade": 1}),
            ["Le collège « habitantes et habitants » a 6 places, il peut en avoir 5."],
        ),
        (
            propose().reasons,
            [
                "Tous les critères indispensables et attendus sont remplis.",
                "Chaque dimension tient au moins la moitié de ses critères de progrès.",
            ],
        ),
        (
            propose({"SAN-1": "unmet", "CUL-1": "partial"}).reasons,
            [
                "Un critère indispensable n’est pas rempli : SAN-1.",
                "Un critère attendu, qui ne se corrige pas par un plan, n’est pas rempli : CUL-1.",
            ],
        ),
        (
            propose({"ENV-1": "unmet", "ENV-2": "unmet", "SAN-2": "unmet"}).reasons,
            [
                "Trop de critères attendus ne sont pas remplis (ENV-1, ENV-2, SAN-2) : "
                "2 réserves au plus."
            ],
        ),
        (
            propose({"SAN-1": "cannot", "ECO-1": "unmet"}, missing_proof={"ECO-1"}).reasons,
            [
                "Il manque seulement une pièce pour juger : ECO-1.",
                "Plus de la moitié du jury ne peut pas juger : SAN-1.",
            ],
        ),
        (
            propose(NO_ENV | NO_ECO | {"SAN-2": "partial"}).reasons,
            [
                "Tous les critères indispensables sont remplis ; à corriger par un plan daté : "
                "SAN-2.",
                "La dimension « Environnementale » tient 1 de ses 4 critères de progrès, "
                "il en faut 2.",
                "La dimension « Économique et d’usage » tient 0 de ses 2 critères de progrès, "
                "il en faut 1.",
                "Aucune ligne de la grille n’accorde ce cas : le refus est proposé par défaut. "
                "Le jury peut s’en écarter sur les critères de progrès, en disant pourquoi.",
            ],
        ),
        (
            may_choose(propose({"SAN-1": "unmet"}), "grant", reasons=""),
            [
                "Le jury ne peut pas proposer « accorder » : SAN-1. On ne s’écarte de la grille "
                "que sur les critères de progrès."
            ],
        ),
        (
            may_choose(propose(), "grant_with_reserves", reasons="Oui."),
            ["Le jury ne peut pas proposer « accorder avec réserves » pour ce dossier."],
        ),
        (
            may_choose(propose(NO_ENV), "grant", reasons=""),
            ["Dites pourquoi le jury s’écarte de la proposition de la grille."],
        ),
    ],
)
def test_every_reason_is_a_sentence(reasons, sentences):
    assert wording.sentences(reasons) == sentences


def test_a_code_without_sentence_is_a_mistake_that_is_seen():
    with pytest.raises(KeyError):
        wording.sentence(Reason("unknown"))
