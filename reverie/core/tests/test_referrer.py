"""Forms of the site's own pages must arrive: with `no-referrer`, browsers send `Origin: null`."""

from django.test import Client as Browser


def test_pages_let_the_browser_name_the_site_to_itself() -> None:
    assert Browser().get("/help-now/").headers["Referrer-Policy"] == "same-origin"
