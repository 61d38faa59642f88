"""The devices where a person is signed in: listed, named in words, closed from afar."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from madeingard.users.models import SharedCount, User

# The first that is found in what a browser says of itself; the order matters.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"),
    ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
SEEN_EVERY = timedelta(minutes=15)


def of(user: User, request: HttpRequest) -> list[UserSession]:
    """The open sessions of a person, this one first, then the last used."""
    UserSession.objects.create_from_request(request)
    found = UserSession.objects.filter(user=user, session_key__in=_alive())
    return sorted(found, key=lambda session: (not session.is_current(), -_age(session)))


def close(user: User, number: str) -> bool:
    """Sign a device out, at once; False if it is not the number of one of this person's."""
    own = {str(session.pk): session for session in UserSession.objects.filter(user=user)}
    if number not in own:
        return False
    own[number].end()
    return True


def close_all(user: User, *, but: str = "") -> int:
    """Sign out every device of a person, except the session of that key, and give their number."""
    found = UserSession.objects.filter(user=user).exclude(session_key=but)
    for session in found:
        session.end()
    return len(found)


def purge() -> int:
    """Forget devices whose session is over, and what limits no longer count."""
    SharedCount.objects.filter(expires__lt=timezone.now()).delete()
    number, _by_model = UserSession.objects.exclude(session_key__in=_alive()).delete()
    return number


def name(user_agent: str) -> str:
    """A device in words: « Firefox sur Android »."""
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s sur %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Appareil inconnu")


class LastSeenMiddleware:
    """Remember when a session was last used, a few times an hour at most.

    It looks only at sessions that the page itself has read: other answers stay the same for all.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session, user = getattr(request, "session", None), getattr(request, "_cached_user", None)
        if session and session.session_key and user and user.is_authenticated:
            key = f"seen:{session.session_key}"
            if cache.add(key, True, SEEN_EVERY.total_seconds()):
                seen = UserSession.objects.filter(session_key=session.session_key, user=user)
                seen.update(last_seen_at=timezone.now())
        return response


def _alive():
    return Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")


def _first(names, text: str) -> str:
    return next((said for found, said in names if found in text), "")


def _age(session: UserSession) -> float:
    return session.last_seen_at.timestamp()
