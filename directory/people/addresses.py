"""An e-mail address shown so that its owner recognises it and nobody else learns it."""


def masked(email: str) -> str:
    """« mireille@micocoulier.fr » becomes « m•••@m•••.fr »: same length for all."""
    name, _at, domain = email.rpartition("@")
    host, _dot, end = domain.rpartition(".")
    return f"{name[:1]}•••@{host[:1]}•••.{end}"
