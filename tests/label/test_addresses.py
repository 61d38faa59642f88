"""What no address of the label takes."""

import pytest
from django.urls import get_resolver
from django.urls.converters import StringConverter
from django.urls.exceptions import Resolver404


def converters():
    rows = get_resolver("label.urls").reverse_dict.values()
    return {name: one for *_about, known in rows for name, one in known.items()}


def test_no_part_of_an_address_holds_what_a_database_refuses():
    loose = {name for name, one in converters().items() if type(one) is StringConverter}
    assert loose == set()


@pytest.mark.parametrize(
    "path",
    [
        "/espace/label/DOS\x00/",
        "/label/registre/L\x00/",
        "/l/a\x00",
        "/label/papiers/logos/L\x00.zip",
    ],
)
def test_an_address_with_a_nul_leads_nowhere(path):
    resolver = get_resolver("label.urls")
    assert resolver.resolve(path.replace("\x00", "")).url_name
    with pytest.raises(Resolver404):
        resolver.resolve(path)
