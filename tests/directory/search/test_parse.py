"""What is not understood is said; nothing breaks the search."""

from urllib.parse import urljoin

import pytest
from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory import search
from directory.search.query import PARAMETERS
from tests.directory.search.asking import NOW, ask
from tests.home.test_edition import commit

pytestmark = pytest.mark.usefixtures("sixty")


@pytest.mark.parametrize(
    ("params", "warning"),
    [
        ("type=zzz", "Type de lieu inconnu : « zzz »."),
        ("famille=zzz", "Famille inconnue : « zzz »."),
        ("produit=zzz", "Produit inconnu : « zzz »."),
        ("pays=zzz", "Pays inconnu : « zzz »."),
        ("ou=Paris", "Nous ne connaissons pas de commune « Paris »."),
        ("saison=ete", "Filtre « saison » ignoré : « ete »."),
        ("bio=oui", "Filtre « bio » ignoré : « oui »."),
        ("tri=prix", "Ordre inconnu : « prix »."),
        ("tri=distance", "L’ordre par distance demande un lieu."),
        ("page=zero", "Page inconnue : « zero »."),
        ("page=0", "Page inconnue : « 0 »."),
        ("rayon=5", "La distance est ignorée : dites d’abord près de quel endroit."),
        ("ou=nimes&rayon=500", "Distance ignorée : « 500 » n’est pas entre 1 et 100 km."),
        ("ou=nimes&rayon=NaN", "Distance ignorée : « NaN » n’est pas entre 1 et 100 km."),
        ("lat=43.8", "Position ignorée : il faut une latitude et une longitude en degrés."),
        ("lat=inf&lon=4", "Position ignorée : il faut une latitude et une longitude en degrés."),
        ("lat=95&lon=4", "Position ignorée : il faut une latitude et une longitude en degrés."),
        ("bbox=1,2,3", "Zone ignorée : « 1,2,3 » n’est pas « ouest,sud,est,nord »."),
        ("bbox=5,43,4,44", "Zone ignorée : « 5,43,4,44 » n’est pas « ouest,sud,est,nord »."),
        ("ouvert=demain", "Heure ignorée : « demain » n’est pas « AAAA-MM-JJTHH:MM »."),
        (
            "ouvert=2026-13-40T25:61",
            "Heure ignorée : « 2026-13-40T25:61 » n’est pas « AAAA-MM-JJTHH:MM ».",
        ),
        ("ouvert=2020-01-01T10:00", "Cette heure est passée : elle est ignorée."),
        ("ouvert=2027-01-01T10:00", "Nous ne connaissons pas encore les horaires de ce jour-là."),
        ("ouvert=9999-12-31T23:59", "Nous ne connaissons pas encore les horaires de ce jour-là."),
        ("ou=nimes&ou=uzes", "« ou » est donné plusieurs fois : la première valeur compte."),
        ("q=!!!", "Rien à chercher dans « !!! »."),
        (f"q={'a' * 10_000}", "Un texte trop long a été coupé."),
    ],
)
def test_what_is_not_understood_is_said(params, warning):
    assert flat(ask(params).query.warnings) == [flat([warning])[0]]


def flat(sentences) -> list[str]:
    return [" ".join(str(sentence).split()) for sentence in sentences]


@pytest.mark.parametrize("params", ["utm_source=x", "vue=carte", "q=&ou=&lat=&type=", "csrf=1&x=2"])
def test_what_is_empty_or_not_ours_is_let_pass(params):
    results = ask(params)
    assert (results.total, results.query.warnings) == (60, ())


hostile = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["nan", "inf", "-inf", "1e999", "9" * 400, "\x00", "\ud800", "' OR 1=1 --", "%", "_", "*"]
    ),
    st.sampled_from(["nimes", "tomates", '"', "«", "4,43,5,44", "1,2,3,4,5", ",,,", "maintenant"]),
    st.floats().map(str),
    st.integers().map(str),
    st.datetimes().map(lambda moment: f"{moment:%Y-%m-%dT%H:%M}"),
)
names = st.sampled_from(PARAMETERS)
addresses = st.dictionaries(names, st.lists(hostile, max_size=3), max_size=8)
patient = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@patient
@given(params=addresses)
def test_no_parameter_breaks_the_search(params):
    data = QueryDict(mutable=True)
    for name, values in params.items():
        data.setlist(name, values)
    query = search.parse(data, now=NOW)
    results = search.find(query)
    assert results.total <= 60
    assert len(results.rows) <= 20
    again = search.parse(QueryDict(query.urlencode()), now=NOW)
    assert (again.urlencode(), again.warnings) == (query.urlencode(), ())
    assert search.points(query)["total"] == search.points(again)["total"]


@pytest.mark.parametrize(
    "path",
    ["/ou-acheter/", "/producteurs/", "/ou-acheter/points.geojson", "/ou-acheter/suggestions.json"],
)
@settings(patient, max_examples=25)
@given(params=addresses)
def test_no_address_breaks_a_page(client, path, params):
    commit()  # what every page has is kept from one example to the next
    encoded = urlencode(
        {
            name: [value.encode("utf-8", "surrogatepass") for value in values]
            for name, values in params.items()
        },
        doseq=True,
    )
    assert client.get(urljoin("/ou-acheter/", f"{path}?{encoded}")).status_code == 200


def test_an_answer_is_not_kept_for_a_season_that_its_address_does_not_ask():
    query = search.parse(QueryDict("produit=miel"), now=NOW)
    assert query.but(in_season=True).lasting != query.lasting
