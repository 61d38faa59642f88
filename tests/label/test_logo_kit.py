"""The logo of a grant: its number, its code, never on a pack that the law forbids (I-23)."""

import io
import re
import zipfile

import pytest
from django.urls import reverse
from wagtail.models import Site

from directory.enums import PackLogo
from home.models import SiteSettings
from label.models import Grant
from label.papers import logo_kit, logo_rules
from tests.directory.test_printing import assert_is_accessible
from tests.label import world as play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def grant(light, built):
    def make():
        case = play.granted(light)
        play.notified(light, case)
        return play.signed(light, case)

    return built(make)


def names(content: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(content)).namelist())


PICTURES = {
    f"logo{color}.{kind}" for color in ("", "-une-couleur") for kind in ("svg", "png", "pdf")
}
COMMON = {f"sur-place/{name}" for name in PICTURES} | {
    "sur-place/panneau-a4.pdf", "qr-code.svg", "qr-code.png", "LISEZ-MOI.txt"
}  # fmt: skip


def test_kit_is_the_same_twice_and_reads_as_files(grant):
    content = logo_kit.archive(grant)
    assert names(content) == COMMON | {f"emballage/{name}" for name in PICTURES}
    assert content == logo_kit.archive(grant)
    kit = zipfile.ZipFile(io.BytesIO(content))
    assert kit.read("sur-place/logo.png").startswith(b"\x89PNG")
    assert kit.read("qr-code.png").startswith(b"\x89PNG")
    title = f"Made in Gard : {grant.operator.title}"
    assert_is_accessible(kit.read("sur-place/panneau-a4.pdf"), title)
    read_me = kit.read("LISEZ-MOI.txt").decode()
    assert grant.number in read_me
    assert logo_kit.short_address(grant) in read_me


def test_family_looked_at_alone_does_not_wait_with_the_wider_one(grant):
    line = logo_rules.lines_of(grant)[0]
    line.family.parent = type(line.family)(name="Fruits", logo_on_pack=PackLogo.ASK_COUNSEL)
    assert logo_rules.allowed_on_pack(line)
    line.family.logo_on_pack = PackLogo.ASK_COUNSEL
    assert not logo_rules.allowed_on_pack(line)


@pytest.mark.parametrize("rule", [PackLogo.FORBIDDEN, PackLogo.ASK_COUNSEL])
def test_forbidden_family_never_gets_a_pack_logo(grant, rule, monkeypatch):
    monkeypatch.setattr(logo_kit, "_compile", lambda *args, **options: b"")
    family = grant.lines.get().line.family
    family.logo_on_pack = rule
    family.save()
    content = logo_kit.archive(Grant.objects.get(pk=grant.pk))
    assert names(content) == COMMON
    read_me = zipfile.ZipFile(io.BytesIO(content)).read("LISEZ-MOI.txt").decode()
    assert "Jamais sur l’emballage ni l’étiquette de :" in read_me


def test_wider_family_forbids_too(grant, monkeypatch):
    family = grant.lines.get().line.family
    family.parent = type(family).objects.create(
        name="Vins", slug="vins", logo_on_pack=PackLogo.FORBIDDEN
    )
    family.save()
    assert not logo_rules.allowed_on_pack(logo_rules.lines_of(grant)[0])


def test_drawing_bears_scheme_number_and_code(grant):
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.name = "Goûts d’ici & d’ailleurs, tout près"
    settings.save()
    svg = logo_kit.drawing(grant)
    assert "GOÛTS D’ICI &amp; D’AILLEURS, TOUT PRÈS" in svg
    assert f"N° {grant.number}" in svg
    assert f"/l/{grant.code}" in svg
    assert "MADE IN GARD" not in svg


def test_named_jury_is_not_said_to_be_drawn(grant):
    assert grant.procedure.is_drawn is False
    assert "TIRÉS AU SORT" not in logo_kit.drawing(grant)


def test_code_leads_to_the_short_address_without_parameters(grant):
    assert re.fullmatch(r"https?://[^/?]+/l/[a-z2-9]{8}", logo_kit.short_address(grant))


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("pending_signature", 404),
        ("active", 200),
        ("active_with_reserves", 200),
        ("formal_notice", 200),
        ("suspended", 404),
        ("withdrawn", 404),
        ("renounced", 404),
        ("expired", 404),
        ("superseded", 404),
        ("annulled", 404),
    ],
)
def test_kit_is_given_while_the_grant_gives_the_logo(grant, client, monkeypatch, state, status):
    monkeypatch.setattr(logo_kit, "archive", lambda grant: b"PK")
    Grant.objects.filter(pk=grant.pk).update(state=state)
    client.force_login(grant.case.applicant)
    address = reverse("label:paper_logo_kit", args=[grant.number])
    assert client.get(address).status_code == status


def test_only_the_operator_takes_the_kit(grant, light, client):
    address = reverse("label:paper_logo_kit", args=[grant.number])
    assert client.get(address).status_code == 302
    for role in ("secretary", "authority", "auditor", "stranger"):
        client.force_login(light.people[role])
        assert client.get(address).status_code == 404
