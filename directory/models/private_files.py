"""Files that no address serves: what people show to the team alone."""

from pathlib import PurePath
from uuid import uuid4

from django.core.files.storage import storages


def storage():
    return storages["private"]


def proof_path(claim, name: str) -> str:
    return _unguessable("claims", name)


def mandate_path(mandate, name: str) -> str:
    return _unguessable("mandates", name)


def _unguessable(folder: str, name: str) -> str:
    """Nothing of the sender's file name but its ending, which `uploads` has chosen."""
    return f"{folder}/{uuid4().hex}{PurePath(name).suffix}"
