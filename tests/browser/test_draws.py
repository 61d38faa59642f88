"""A stranger verifies a draw in the browser; the label's public pages are clean for everybody."""

import json

import pytest
from playwright.sync_api import expect

from label import draw, draw_file
from label.draw import Candidate
from label.enums import DrawState
from tests.browser.conftest import axe_violations, violations_in_both_themes
from tests.label.published import add_draw, add_version
from tests.label.test_draw import GOLDEN_RANDOM, GOLDEN_SEED
from tests.label.test_draw_file import COMMITTED_AT, RANDOMNESS_AT, golden_document, replacement
from tests.label.test_label_pages import CRITERIA

STEPS = ["spec", "pool", "dates", "seed", "ranks", "replacements"]
ALL_EXACT = "Tout est exact : ce tirage est celui que donnent la liste, la règle et le hasard."
MISMATCH = "Quelque chose ne correspond pas : voyez l’étape marquée."


@pytest.fixture(scope="module", autouse=True)
def published(stage):
    add_version("0.9", state="retired", criteria=[{"explanation": "Avant."}])
    add_version(criteria=CRITERIA)
    add_draw("T-1")
    add_draw("T-2", state=DrawState.COMMITTED)
    result = golden_document()["result"]
    result["peer"]["seats"].reverse()
    add_draw("T-3", result=result)


def marks(page) -> list[str]:
    return [page.locator(f'[data-step="{step}"]').inner_text() for step in STEPS]


def test_a_reader_runs_a_draw_again_by_keyboard(browse, stage):
    page = browse(width=390)
    page.goto(f"{stage.url}/label/tirages/")
    page.get_by_role("link", name="T-1").click()
    page.get_by_role("button", name="Refaire le calcul").press("Enter")
    expect(page.get_by_role("status")).to_have_text(ALL_EXACT)
    assert marks(page) == ["exact"] * 6
    computed = page.locator("[data-ranks] tr").first
    expect(computed).to_have_text("Habitantes et habitantsC006 C007 C001 C020 C013C015 C019 C011")

    page.goto(f"{stage.url}/label/tirages/T-2/")
    page.get_by_role("button", name="Refaire le calcul").click()
    expect(page.get_by_role("status")).to_contain_text("Ce qui est publié est exact")
    assert marks(page) == ["exact"] * 2 + ["pas encore publié"] * 4

    page.goto(f"{stage.url}/label/tirages/T-3/")
    page.get_by_role("button", name="Refaire le calcul").click()
    expect(page.get_by_role("status")).to_have_text(MISMATCH)
    assert marks(page) == ["exact"] * 4 + ["ne correspond pas", "pas vérifié"]


def test_a_file_kept_for_years_is_verified_without_being_sent(browse, stage):
    page = browse()
    page.goto(f"{stage.url}/label/tirages/verifier/")
    field = page.get_by_label("Le fichier JSON d’un tirage")
    page.wait_for_load_state("networkidle")
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    for content, said in (
        (golden_document(replacements=[replacement("C006", "C015")]), ALL_EXACT),
        (golden_document(seed="00" * 32), MISMATCH),
        ({"draws": [golden_document(), golden_document(counts={})]}, f"TEST-0001 : {MISMATCH}"),
        ("rien", "Ce fichier ne se lit pas comme un tirage."),
    ):
        text = content if isinstance(content, str) else json.dumps(content)
        field.set_input_files(
            {"name": "tirage.json", "mimeType": "application/json", "buffer": text.encode()}
        )
        expect(page.get_by_role("status")).to_have_text(said)
    assert sent == []


def test_a_tampered_file_says_what_does_not_match(browse, stage):
    """The file published with a draw, then one name changed, one date, one rank."""
    page = browse(width=390)
    page.goto(f"{stage.url}/label/tirages/T-1/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Le fichier, en JSON").click()
    published = json.loads(download.value.path().read_text())
    page.goto(f"{stage.url}/label/tirages/verifier/")
    ranks = {**published["result"], "trade": {"seats": ["T004"], "alternates": ["T003"]}}
    for changes, wrong, unchecked in (
        ({}, [], []),
        ({"pool": published["pool"].replace("C006", "C021")}, ["pool"], ["ranks", "replacements"]),
        ({"randomness_at": published["committed_at"]}, ["dates"], []),
        ({"result": ranks}, ["ranks"], ["replacements"]),
        ({"seed": "00" * 32}, ["seed"], ["ranks", "replacements"]),
    ):
        text = json.dumps(published | changes)
        page.get_by_label("Le fichier JSON d’un tirage").set_input_files(
            {"name": "tirage.json", "mimeType": "application/json", "buffer": text.encode()}
        )
        expect(page.get_by_role("status")).to_have_text(MISMATCH if wrong else ALL_EXACT)
        said = dict(zip(STEPS, marks(page), strict=True))
        assert [step for step in STEPS if said[step] == "ne correspond pas"] == wrong
        assert [step for step in STEPS if said[step] == "pas vérifié"] == unchecked
        assert axe_violations(page) == []
    broken = {"name": "tirage.json", "mimeType": "application/json", "buffer": b"{"}
    page.get_by_label("Le fichier JSON d’un tirage").set_input_files(broken)
    expect(page.get_by_role("status")).to_have_text("Ce fichier ne se lit pas comme un tirage.")
    assert page.locator("[data-step]:visible").count() == 0


def test_without_javascript_the_page_says_how_to_verify(browse, stage):
    page = browse(javascript=False)
    page.goto(f"{stage.url}/label/tirages/T-1/")
    expect(page.get_by_role("button", name="Refaire le calcul")).to_be_hidden()
    expect(page.locator("#verifier li")).to_have_count(6)
    expect(page.locator("#verifier code")).to_have_text(
        "python -m label.draw verify tirage-T-1.json"
    )


def documents():
    """Draws with parity, a hidden list, and one of each fault, as Python verifies them."""
    pool = [Candidate(f"C{n:02}", "citizen", "fm"[n % 7 == 0]) for n in range(1, 30)]
    pool += [Candidate(f"P{n:02}", "peer") for n in range(1, 9)]
    spec = draw.make_spec(
        "Été « 2026 »",
        quota={"citizen": 5, "peer": 2},
        alternates={"citizen": 3},
        source="drand:quicknet:33000000",
        purpose="panel",
        parity={"citizen": 2},
    )
    announced = draw_file.commitment(pool, spec, committed_at=COMMITTED_AT)
    late = {"randomness_at": "2026-12-31T00:00:00+00:00"}
    done = draw_file.result(announced, GOLDEN_RANDOM, **late)
    golden = golden_document()
    yield announced
    yield done
    yield done | {"randomness_at": RANDOMNESS_AT}
    yield golden
    yield golden | {"pool": None}
    for key in ("spec_hash", "pool_hash", "seed", "randomness", "committed_at", "counts"):
        yield golden | {key: "00" * 32}
    yield golden | {"numbers": "1 2 3"}
    yield golden | {"signature": "0011"}
    yield golden | {"pool": golden["pool"].replace("C001", "C002")}
    yield golden | {"replacements": [replacement("C006", "C019")]}
    yield golden | {"replacements": [replacement("C006", "C015"), replacement("C001", "C019")]}
    yield golden | {"result": golden["result"] | {"trade": {"seats": [], "alternates": []}}}
    yield golden | {"replacements": [replacement("C003", "C015", out_draw="TIR-1")]}
    yield golden | {"replacements": [replacement("C003", "C015", out_draw="")]}
    yield golden | {"result": {}}


def test_the_browser_and_python_say_the_same(browse, stage):
    page = browse()
    page.goto(f"{stage.url}/label/tirages/verifier/")
    program = """async (published) => {
        const { check, verdict } = await import("/static/js/draw/check.js");
        return verdict((await check(published)).results);
    }"""
    for number, document in enumerate(documents()):
        document = json.loads(json.dumps(document))
        said = page.evaluate(program, document)
        reasons = draw_file.verify(document)
        hidden = reasons == [draw_file.POOL_KEPT]
        assert (number, said == "wrong") == (number, bool(reasons) and not hidden)
        if said == "exact":
            assert document["seed"] in (GOLDEN_SEED, document["seed"])


@pytest.mark.parametrize(
    "address",
    [
        "/label/",
        "/label/criteres/",
        "/label/criteres/differences/",
        "/label/tirages/T-1/",
        "/transparence/algorithmes/",
    ],
)
def test_pages_are_clean_and_fit_a_phone(browse, stage, address):
    page = browse(width=390)
    page.goto(stage.url + address)
    assert violations_in_both_themes(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
