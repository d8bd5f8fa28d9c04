"""A list of clients from another system: which column is what, and what each row says or gets wrong. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reverie.core.tables import Row, Table, is_formula

FIELDS = {
    "name": gettext_lazy("Whole name"),
    "first": gettext_lazy("First name"),
    "middle": gettext_lazy("Middle name"),
    "last": gettext_lazy("Last name"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Telephone"),
    "born_on": gettext_lazy("Date of birth"),
    "pronouns": gettext_lazy("Pronouns"),
    "clinician": gettext_lazy("Therapist"),
    "status": gettext_lazy("Active, archived or prospect"),
    "state": gettext_lazy("State"),
    "postal_code": gettext_lazy("ZIP"),
}
"""What a column can be. Every other column is kept beside the client as it came."""

KNOWN_HEADS = {
    "name": "name fullname clientname patientname client",
    "first": "firstname fname first givenname",
    "middle": "middlename mname middle middleinitial",
    "last": "lastname lname last surname familyname",
    "email": "email emailaddress mail",
    "phone": "phone phonecell mobile mobilephone cell cellphone phonenumber telephone",
    "born_on": "dateofbirth dob birthdate born birthday",
    "pronouns": "pronouns",
    "clinician": "primaryclinician clinician therapist provider primarytherapist",
    "status": "status clientstatus",
    "state": "state",
    "postal_code": "zip zipcode postalcode postal",
}
STATUSES = {"active": "active", "current": "active", "archived": "archived", "inactive": "archived"}
STATUSES |= {"discharged": "archived", "prospect": "prospect", "inquiry": "prospect", "new": "prospect"}
WITH_LEADING_ZERO = frozenset(["CT", "MA", "ME", "NH", "NJ", "PR", "RI", "VT", "VI"])
FIRST_YEAR = 1900


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell: the column as its file calls it (empty: the whole row), and a sentence."""

    column: str
    sentence: str


@dataclass
class ClientLine:
    """One row: what it says, what is wrong with it, what was mended, and what has no field of its own."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    born_on: date | None = None
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    beside: dict[str, str] = field(default_factory=dict)
    double_of: str = ""

    @property
    def name(self) -> str:
        """The name in one piece."""
        return self.values.get("name", "")


def guess_columns(head: tuple[str, ...]) -> dict[str, str]:
    """Field -> column, where the head says so plainly; each column and each field once."""
    found: dict[str, str] = {}
    for column in head:
        plain = re.sub(r"[^a-z]", "", column.casefold())
        for name, words in KNOWN_HEADS.items():
            if plain in words.split() and name not in found:
                found[name] = column
                break
    if "status" in found and "deceased_date" in head:  # there `status` is the marital one
        del found["status"]
    return found


def read_lines(table: Table, columns: Mapping[str, str], today: date) -> list[ClientLine]:
    """What each row says, under `columns` (field -> column)."""
    lines = [_line(table, row, columns, today) for row in table.rows]
    _mark_doubles(lines)
    return lines


def _line(table: Table, row: Row, columns: Mapping[str, str], today: date) -> ClientLine:
    line = ClientLine(row.line)
    if row.cells is None:
        line.faults.append(Fault("", _("The row has more cells than the head; a comma may need quotes.")))
        return line
    cells = dict(zip(table.head, row.cells, strict=True))
    taken = {name: cells[column] for name, column in columns.items() if column in cells}
    line.beside = {key: cell for key, cell in cells.items() if cell and key not in columns.values()}
    for name, cell in taken.items():
        if is_formula(cell):
            line.faults.append(Fault(columns[name], _("The cell is a formula, not a word.")))
    line.values = {key: value for key, value in taken.items() if value}
    _put_name(line, columns)
    _put_email(line, columns)
    _put_phone(line, columns)
    _put_birth(line, columns, today)
    _put_status(line)
    _put_postal_code(line, columns)
    return line


def _put_name(line: ClientLine, columns: Mapping[str, str]) -> None:
    parts = [line.values.pop(part, "") for part in ("first", "middle", "last")]
    whole = line.values.get("name") or " ".join(part for part in parts if part)
    whole = re.sub(r"\s+", " ", whole)
    column = columns.get("name") or columns.get("last") or columns.get("first") or ""
    if not whole:
        line.faults.append(Fault(column, _("There is no name.")))
    elif len(whole) > 120:
        line.faults.append(Fault(column, _("The name is longer than 120 characters.")))
    elif "&" in whole:
        line.notes.append(_("A card of two people: it becomes one client; add the second by hand."))
    line.values["name"] = whole


def _put_email(line: ClientLine, columns: Mapping[str, str]) -> None:
    email = line.values.get("email", "").lower()
    if not email:
        return
    line.values["email"] = email
    try:
        validate_email(email)
    except ValidationError:
        line.faults.append(Fault(columns["email"], _("This is no e-mail address.")))


def _put_phone(line: ClientLine, columns: Mapping[str, str]) -> None:
    phone = line.values.get("phone", "")
    digits = sum(sign.isdigit() for sign in phone)
    if phone and (not 7 <= digits <= 15 or len(phone) > 40):
        line.faults.append(Fault(columns["phone"], _("This is no telephone number.")))


def _put_birth(line: ClientLine, columns: Mapping[str, str], today: date) -> None:
    cell = line.values.pop("born_on", "")
    if not cell:
        return
    found = read_day(cell, today)
    if found is None:
        line.faults.append(
            Fault(columns["born_on"], _("There is no such day; write it as 1988-11-02 or 11/2/1988."))
        )
    elif not found.year >= FIRST_YEAR or found > today:
        line.faults.append(Fault(columns["born_on"], _("Nobody was born on that day.")))
    else:
        line.born_on = found
        if re.fullmatch(r"\d{1,2}\D\d{1,2}\D\d{2}", cell):
            line.notes.append(
                _("The year of birth has two digits; it was read as {year}.").format(year=found.year)
            )


def read_day(cell: str, today: date) -> date | None:
    """A day written year first, or month first with slashes, dots or dashes; two digits mean a past year."""
    numbers = re.fullmatch(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})", cell.strip())
    if numbers is None:
        return None
    one, two, three = numbers.groups()
    if len(one) == 4 and len(three) <= 2:
        year, month, day = int(one), int(two), int(three)
    elif len(one) <= 2 and len(three) in (2, 4):
        month, day, year = int(one), int(two), int(three)
        if len(three) == 2:
            year += 2000 if year <= today.year % 100 else 1900
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _put_status(line: ClientLine) -> None:
    cell = line.values.pop("status", "")
    if not cell:
        return
    known = STATUSES.get(cell.casefold())
    if known is None:
        line.notes.append(_("“{word}” is taken for active.").format(word=cell[:30]))
    line.values["status"] = known or "active"


def _put_postal_code(line: ClientLine, columns: Mapping[str, str]) -> None:
    """Spreadsheets take ZIP codes for numbers; in nine states that costs the zero in front."""
    code, state = line.values.pop("postal_code", ""), line.values.pop("state", "")
    if re.fullmatch(r"\d{4}", code) and state.upper() in WITH_LEADING_ZERO:
        code = f"0{code}"
        line.notes.append(_("The ZIP had lost its first zero: {code}.").format(code=code))
    for name, value in (("state", state), ("postal_code", code)):
        if value:
            line.beside[columns[name]] = value


def _mark_doubles(lines: list[ClientLine]) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for line in lines:
        if line.faults:
            continue
        for key in keys_of(line.name, line.values.get("email", ""), line.born_on):
            if key in seen and not line.double_of:
                line.double_of = _("the same person as in line {n}").format(n=seen[key])
            seen.setdefault(key, line.line)


def keys_of(name: str, email: str, born_on: date | None) -> list[tuple[object, ...]]:
    """By what two rows are taken for one person: the address in small letters, or name with day of birth."""
    keys: list[tuple[object, ...]] = [("email", email.lower())] if email else []
    folded = " ".join(name.casefold().split())
    if folded and (born_on is not None or not email):
        keys.append(("name", folded, born_on))
    return keys
