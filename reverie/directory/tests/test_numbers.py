import pytest

from reverie.directory.numbers import taxonomies, wrong_with_npi, wrong_with_taxonomy


@pytest.mark.parametrize("number", ["", "1234567893", "1679576722", "1000000004"])
def test_an_npi_that_is_right(number: str) -> None:
    assert wrong_with_npi(number) == ""


@pytest.mark.parametrize("place", range(10))
def test_one_wrong_digit_is_always_seen(place: int) -> None:
    right = "1234567893"
    for digit in set("0123456789") - {right[place]}:
        assert "last digit" in wrong_with_npi(right[:place] + digit + right[place + 1 :])


@pytest.mark.parametrize(
    "number", ["123456789", "12345678931", "123456789O", "１２３４５６７８９３", " 1234567893"]
)
def test_an_npi_has_ten_digits(number: str) -> None:
    assert "ten digits" in wrong_with_npi(number)


@pytest.mark.parametrize("code", ["", *taxonomies(), "207Q00000X"])
def test_a_taxonomy_code(code: str) -> None:
    assert wrong_with_taxonomy(code) == ""


@pytest.mark.parametrize("code", ["103TC0700", "103TC0700Y", "103tc0700x", "103TC07000X", "psychologist"])
def test_no_taxonomy_code(code: str) -> None:
    assert "ends in X" in wrong_with_taxonomy(code)
