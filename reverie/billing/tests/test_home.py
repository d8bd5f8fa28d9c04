"""The page says that nothing is here yet, to those whom it will concern."""

from conftest import member, signed_in
from reverie.accounts.models import Client, Practice


def test_home(practice: Practice, client_person: Client) -> None:
    user = member(practice, "Ana Sol", "biller")
    page = signed_in(user).get("/desk/billing/")
    assert "built here yet" in page.content.decode()
    assert client_person.user is not None
    assert signed_in(client_person.user).get("/desk/billing/").status_code == 404
