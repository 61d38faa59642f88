"""Read an answer as a person does: a space that does not break is a space."""

from bs4 import BeautifulSoup


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(plain(response.content.decode()), "html.parser")
