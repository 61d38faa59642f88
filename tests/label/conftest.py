import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.models import Site

from home.models import SiteSettings
from label.desks import subjects
from tests.label import once
from tests.label import world as play


@once.once
def with_settings():
    """The site's own row is there: the first page that is read does not write it."""
    SiteSettings.for_site(Site.objects.get(is_default_site=True))


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """Build rows once for the tests of a module: `built(make)` gives what `make()` returns.

    Everything is undone at the end of the module; each test undoes its own changes as usual.
    """
    with django_db_blocker.unblock():
        once.start()
        outer = transaction.atomic()
        outer.__enter__()
        with_settings()

    def build(make, *args, **options):
        with django_db_blocker.unblock():
            return make(*args, **options)

    yield build
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture(scope="module")
def full(built):
    """The full procedure, with a team, a pool and a producer."""
    return built(play.make, "full")


@pytest.fixture(scope="module")
def light(built):
    """The light profile: no visit, a named jury of five, one round, no guarantor."""
    return built(play.make, "light")


@pytest.fixture(autouse=True)
def same_hour(request):
    """Each test of a module starts at the hour its rows were built: its own rows are undone."""
    names = {"full", "light"} & set(request.fixturenames)
    worlds = [request.getfixturevalue(name) for name in sorted(names)]
    kept = [(world, dict(vars(world))) for world in worlds]
    yield
    for world, values in kept:
        vars(world).update(values)


@pytest.fixture
def hour(light, monkeypatch):
    """The hour of the light world is that of the site."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: light.now)


@pytest.fixture
def private_root(settings, tmp_path):
    """Private files of a test go with it."""
    settings.PRIVATE_ROOT = tmp_path


@pytest.fixture
def act_as(client):
    """Post an act of the desks as somebody: `act_as(person, obj, "declarer-complet", **values)`."""

    def post(person, obj, act, **values):
        client.force_login(person)
        if obj is None:
            url = reverse("label_desk:team_act", args=[act])
        else:
            key = subjects.BY_MODEL[type(obj)].key
            url = reverse("label_desk:act", args=[key, obj.pk, act])
        response = client.post(url, values)
        if obj is not None and response.status_code == 302:
            obj.refresh_from_db()
        return response

    return post
