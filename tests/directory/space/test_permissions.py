"""Who may enter each address of the space: the whole matrix, roles × addresses × verbs.

A new address is one line of TABLE. `town` makes the people and their listings; a line that needs
more than the listing's number makes it itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import connection
from django.shortcuts import resolve_url
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from wagtail.models import Revision

from directory import site_tree
from directory.models import Mandate
from directory.people import invitations
from tests.directory.space import town as towns
from tests.directory.space.town import Town
from tests.home.test_edition import commit

pytestmark = pytest.mark.django_db
ROLES = ("anonymous", "stranger", "editor", "owner", "moderator", "admin")

# What each role meets: IN (served, or its own refusal of bad input), SIGN_IN, or a status.
IN, SIGN_IN, HIDDEN, REFUSED = "in", "sign in", 404, 403


def who(*let_in: str, anonymous=SIGN_IN, others=HIDDEN, **exceptions) -> dict:
    """The outcome of each role: those let in, visitors sent to sign in, the others told nothing."""
    outcomes = {role: IN if role in let_in else others for role in ROLES}
    return outcomes | ({} if "anonymous" in let_in else {"anonymous": anonymous}) | exceptions


EVERYONE = who(*ROLES)
ANYONE_SIGNED_IN = who(*ROLES[1:])  # each sees their own
MANAGERS = who("editor", "owner")
OWNERS = who("owner", editor=REFUSED)


def of_page(town: Town) -> dict:
    return {"pk": town.page.pk}


def of_place(town: Town) -> dict:
    return {"pk": town.place.pk}


def of_member(town: Town) -> dict:
    return of_page(town) | {"member": town.page.memberships.get(role="editor").pk}


def invitation_of(page):
    return invitations.invite(
        page,
        "jeanne@exemple.fr",
        role="editor",
        by=page.memberships.get(role="owner").user,
        now=timezone.now(),
    )


def of_invitation(town: Town) -> dict:
    return of_page(town) | {"invitation": invitation_of(town.page).pk}


def of_token(town: Town) -> dict:
    return {"token": invitations.token_of(invitation_of(town.page))}


def report_on(page):
    return page.error_reports.create(subject="horaires", created_at=timezone.now())


def of_report(town: Town) -> dict:
    return of_page(town) | {"report_pk": report_on(town.page).pk}


def of_poster(town: Town) -> dict:
    return of_page(town) | {"paper": "a6"}


def of_product(town: Town) -> dict:
    return {"pk": town.page.pk, "key": f"{town.page.offers.get().product_id}-1"}


@dataclass(frozen=True)
class Line:
    """An address: who may enter, with which verbs, and the arguments that lead to the listing.

    `posts` where not everybody who reads may write.
    """

    outcomes: dict = field(default_factory=lambda: MANAGERS)
    verbs: str = "GET POST"
    args: Callable[[Town], dict] = of_page
    posts: dict | None = None

    def expected(self, role: str, verb: str):
        outcomes = self.posts if verb == "POST" and self.posts else self.outcomes
        return outcomes[role]


TABLE = {
    "espace_home": Line(ANYONE_SIGNED_IN, "GET", args=lambda town: {}),
    "espace_find": Line(ANYONE_SIGNED_IN, "GET", args=lambda town: {}),
    "espace_listing": Line(verbs="GET"),
    "espace_confirm": Line(verbs="POST"),
    "espace_identity": Line(),
    "espace_story": Line(),
    "espace_place": Line(),
    "espace_contacts": Line(),
    "espace_access": Line(args=of_place),
    "espace_professionals": Line(),
    "espace_practices": Line(),
    "espace_begin": Line(ANYONE_SIGNED_IN, args=lambda town: {}),
    "espace_begin_contacts": Line(),
    "espace_begin_identity": Line(),
    "espace_changes": Line(verbs="GET"),
    "espace_send": Line(verbs="POST"),
    "espace_give_up": Line(verbs="POST"),
    "espace_preview": Line(verbs="GET"),
    "espace_hours": Line(args=of_place),
    "espace_day_apart": Line(args=of_place),
    "espace_day_apart_remove": Line(verbs="POST", args=of_place),
    "espace_close_week": Line(args=of_place),
    "espace_places": Line(),
    "espace_offers": Line(),
    "espace_product_add": Line(),
    "espace_product": Line(args=of_product),
    "espace_photos": Line(),
    "espace_photos_add": Line(verbs="POST"),
    "espace_people": Line(posts=OWNERS),
    "espace_member": Line(OWNERS, args=of_member),
    "espace_withdraw": Line(OWNERS, "POST", args=of_invitation),
    "espace_leave": Line(),
    "espace_invitation": Line(EVERYONE, args=of_token, posts=ANYONE_SIGNED_IN),
    "espace_claim": Line(EVERYONE, posts=ANYONE_SIGNED_IN),
    "espace_record": Line(who()),
    "espace_record_sheet": Line(verbs="GET"),
    "espace_reports": Line(verbs="GET"),
    "espace_report_answer": Line(args=of_report),
    "espace_gifts": Line(verbs="GET"),
    "espace_poster": Line(verbs="GET", args=of_poster),
    "espace_card": Line(verbs="GET"),
    "espace_qr": Line(verbs="GET"),
    "espace_visits": Line(verbs="GET"),
    "espace_mails": Line(ANYONE_SIGNED_IN, args=lambda town: {}),
    "espace_data": Line(ANYONE_SIGNED_IN, "GET", args=lambda town: {}),
    "espace_data_json": Line(ANYONE_SIGNED_IN, "GET", args=lambda town: {}),
    "espace_data_pdf": Line(ANYONE_SIGNED_IN, "GET", args=lambda town: {}),
    "espace_erase_account": Line(ANYONE_SIGNED_IN, args=lambda town: {}),
    "espace_erase_listing": Line(OWNERS),
}
# Numbers of what belongs to another listing, behind one's own: an owner finds nothing there.
FOREIGN = {
    "espace_member": lambda town: {"member": town.other.memberships.get().pk},
    "espace_withdraw": lambda town: {"invitation": invitation_of(town.other).pk},
    "espace_report_answer": lambda town: {"report_pk": report_on(town.other).pk},
}


@pytest.fixture(scope="module")
def town(module_rows) -> Town:
    """Made once: what a line does to it is undone after its test."""
    town = towns.build(site_tree.ensure())
    commit()  # parts of pages are kept from one request to the next, as in production
    return town


def names_of_the_space(patterns=None) -> Iterator[str]:
    patterns = get_resolver().url_patterns if patterns is None else patterns
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if (pattern.name or "").startswith("espace_"):
                yield pattern.name
        else:
            yield from names_of_the_space(pattern.url_patterns)


def test_every_address_of_the_space_is_in_the_table():
    assert set(names_of_the_space()) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_matrix(name, town):
    line = TABLE[name]
    args = line.args(town)
    url = reverse(f"directory:{name}", kwargs=args)
    check_guessed_numbers(name, args, town)
    # Those who are refused come first: nothing has moved when they try.
    roles = sorted(ROLES, key=lambda role: line.expected(role, "POST") == IN)
    met = {}
    for role in roles:
        for verb in ("GET", "POST"):
            before = traces()
            met[role, verb] = outcome(town.people[role], verb, url)
            if verb == "GET" or line.expected(role, verb) != IN or verb not in line.verbs:
                assert traces() == before, f"{role} {verb} left a trace"
    assert met == {
        (role, verb): line.expected(role, verb) if verb in line.verbs else met[role, verb]
        for role, verb in met
    }
    refused = {met[role, verb] for role, verb in met if verb not in line.verbs}
    assert refused <= {405, SIGN_IN}


def test_the_team_enters_under_a_mandate_where_editors_do_and_nowhere_else(town):
    for page in (town.page, town.place):
        Mandate.objects.create(
            page=page, person="Jeanne Roux", means="phone", recorded_by=town.people["admin"]
        )
    urls, expected = {}, {}
    for name, line in TABLE.items():
        if line.outcomes in (EVERYONE, ANYONE_SIGNED_IN):
            continue
        url = reverse(f"directory:{name}", kwargs=line.args(town))
        for verb in line.verbs.split():
            urls[name, verb] = url
            expected[name, verb] = UNDER_MANDATE.get(name, line.expected("editor", verb))
    assert all_outcomes(town.people["moderator"], urls) == expected
    commit()
    assert all_outcomes(town.people["stranger"], urls) == dict.fromkeys(urls, HIDDEN)


# Where the team writing for somebody does not meet what an editor of the listing meets.
UNDER_MANDATE = {
    "espace_record": IN,  # hands over what was written
    "espace_leave": REFUSED,  # tends nothing
}


def check_guessed_numbers(name, args, town):
    if "pk" not in args:
        return
    url = reverse(f"directory:{name}", kwargs=args | {"pk": 4_000_000})
    for role in ROLES[1:]:
        for verb in TABLE[name].verbs.split():
            assert outcome(town.people[role], verb, url) == HIDDEN
    if name in FOREIGN:
        url = reverse(f"directory:{name}", kwargs=args | FOREIGN[name](town))
        for verb in TABLE[name].verbs.split():
            assert outcome(town.people["owner"], verb, url) == HIDDEN


def all_outcomes(user, urls: dict) -> dict:
    return {(name, verb): outcome(user, verb, url) for (name, verb), url in urls.items()}


def outcome(user, verb: str, url: str):
    response = towns.browser_of(user).generic(verb, url)
    if response.status_code in (403, 404, 405):
        return response.status_code
    sign_in = resolve_url(settings.LOGIN_URL)
    if response.status_code == 302 and response.url.startswith(sign_in):
        return SIGN_IN
    assert response.status_code < 500
    return IN


def traces() -> list[int]:
    """How many rows each table of the directory has, and what else may move."""
    models = [*apps.get_app_config("directory").get_models(), Revision]
    counts = (f"(SELECT COUNT(*) FROM {model._meta.db_table})" for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}")
        return [*cursor.fetchone(), len(mail.outbox)]
