"""Words in addresses."""

from django.urls.converters import StringConverter


class Key(StringConverter):
    """What a row is asked for by: without the NUL that PostgreSQL refuses."""

    regex = r"[^/\x00]+"
