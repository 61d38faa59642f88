import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

CONNECT = "/compte/connexion/"
CODE = "/compte/connexion/code/"


@pytest.fixture(autouse=True)
def no_earlier_request():
    """Limits count from zero in each test."""
    cache.clear()


@pytest.fixture
def client_b():
    """Another browser."""
    return Client()


def code_in(message) -> str:
    """The code of a mail, as its reader finds it."""
    return re.search(r"^ +(\d{6})$", message.body, re.MULTILINE).group(1)


def ask(client, email: str, **more):
    return client.post(CONNECT, {"email": email} | more)


def enter(client, email: str, **more):
    """Ask for a code, read the mail, type the code."""
    ask(client, email, **more)
    return client.post(CODE, {"code": code_in(mail.outbox[-1])})


def is_in(client) -> bool:
    return client.get(reverse("account_home")).status_code == 200
