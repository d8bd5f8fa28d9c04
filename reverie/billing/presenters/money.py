"""Amounts in words: cents become "$1,230.00" here and nowhere else."""

SIGNS = {"USD": "$", "GBP": "£", "EUR": "€", "CAD": "CA$", "AUD": "A$"}


def money(cents: int, currency: str = "USD") -> str:
    """ "$1,230.00", "−$5.00", "CHF 12.00"."""
    sign = SIGNS.get(currency, f"{currency} ")
    return f"{'−' if cents < 0 else ''}{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"
