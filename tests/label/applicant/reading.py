"""Read a screen as a person does."""

from django.urls import reverse

from tests.reading import soup


def address(name, *args):
    return reverse(f"label:{name}", args=args)


def read(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status, url
    return soup(response)


def text(html, selector="main"):
    return " ".join(html.select_one(selector).get_text(" ").split())


def link(html, words):
    """The address of the link that says these words."""
    return next(a["href"] for a in html.find_all("a") if a.get_text(strip=True) == words)


def facts(html):
    """The first definitions of a screen: term → words."""
    rows = html.select_one("main dl.facts")
    terms = [dt.get_text(" ", strip=True) for dt in rows.find_all("dt")]
    words = [" ".join(dd.get_text(" ").split()) for dd in rows.find_all("dd")]
    return dict(zip(terms, words, strict=True))


def acts(html):
    """What can be done, as the list says it."""
    return [a.get_text(strip=True) for a in html.select("[aria-labelledby=actes] a")]


def case_page(client, case):
    return read(client, address("case", case.reference))


def follows(client, url, **typed):
    """Send a form that goes on; where it leads."""
    response = client.post(url, typed)
    assert response.status_code == 302, response.content.decode()[:3000]
    return response.url
