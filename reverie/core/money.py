"""Amounts in words: whole cents become "$1,230.00" here and nowhere else."""

SIGNS = {"USD": "$", "GBP": "£", "EUR": "€", "CAD": "CA$", "AUD": "A$"}


def money(cents: int, currency: str = "USD") -> str:
    """ "$1,230.00", "−$5.00", "CHF 12.00": for accounts and papers."""
    sign = SIGNS.get(currency, f"{currency} ")
    return f"{'−' if cents < 0 else ''}{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def fee(cents: int, currency: str = "USD") -> str:
    """ "$180", or "$180.50" when there are cents: for reading."""
    return money(cents, currency).removesuffix(".00")
