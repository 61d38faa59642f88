from label.differences import Piece, between, words
from label.models import CriterionException, EvidenceEquivalence
from label.public.referential import criteria_of
from tests.factories import FamilyFactory
from tests.label.published import add_version


def test_words_are_told_apart():
    assert words("à lever sous 6 mois", "à lever sous 9 mois, au plus") == (
        Piece("same", "à lever sous "),
        Piece("gone", "6 mois"),
        Piece("new", "9 mois, au plus"),
    )
    assert words("", "neuf") == (Piece("new", "neuf"),)
    assert words("même", "même") == (Piece("same", "même"),)


def test_criteria_are_compared_by_their_codes(db):
    before = add_version(
        "1.0",
        state="retired",
        criteria=[
            {"code": "ENV-1", "level": "P"},
            {"code": "ENV-2", "title": "Limite les intrants"},
            {"code": "ENV-3", "title": "Protège l’eau"},
        ],
    )
    after = add_version(
        "1.1",
        criteria=[
            {"code": "ENV-2", "title": "Limite les intrants"},
            {"code": "ENV-1", "is_remediable": True},
            {"code": "ENV-4", "title": "Favorise la biodiversité"},
        ],
    )
    changed = after.criteria.get(code="ENV-1")
    CriterionException.objects.create(criterion=changed, nature="craft", reason="matière")
    FamilyFactory(slug="sel", name="Sel et condiments")
    CriterionException.objects.create(criterion=changed, family="sel", reason="Sans saison.")
    EvidenceEquivalence.objects.create(
        criterion=changed, sign_code="ab", sign_name="AB", effect="met", note="en cours"
    )

    found = between(criteria_of(before), criteria_of(after))

    assert [criterion.code for criterion in found.added] == ["ENV-4"]
    assert [criterion.code for criterion in found.removed] == ["ENV-3"]
    assert found.same == 1
    [row] = found.changed
    assert (row.before.version.code, row.after.version.code) == ("1.0", "1.1")
    assert [(change.name, [piece.text for piece in change.pieces]) for change in row.changes] == [
        ("Niveau", ["de progrès", "attendu"]),
        ("Peut devenir une réserve", ["non", "oui"]),
        ("Sans objet pour", ["Sel et condiments (Sans saison) ; artisanat et textile (matière)"]),
        ("Signes reconnus", ["AB : tenu pour rempli (en cours)"]),
    ]


def test_a_version_compared_with_itself_says_nothing(db):
    version = add_version()
    found = between(criteria_of(version), criteria_of(version))
    assert not found
    assert found.same == 1
