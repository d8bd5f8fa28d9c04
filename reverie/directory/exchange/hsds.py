"""Profiles as Open Referral's HSDS 3: the practice as an organization, each therapist as a service of it.

HSDS has no clinician; the therapist is the contact of the service. Codes stand as attributes with a term.
"""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from reverie.core import json_text
from reverie.directory.exchange.entry import (
    LISTS,
    MOST,
    PLAIN,
    TICKS,
    CannotRead,
    Entry,
    Place,
    json_of,
    rows_in,
    text_in,
)

KIND, ENDING = "json", "json"
COSTS = {"fee_first": "First consultation", "fee": "Session", "sliding_from": "Sliding scale, from",
         "sliding_to": "Sliding scale, to"}  # fmt: skip
TAXONOMY = "reverie:"
"""Before the name of a field, as the taxonomy of an attribute."""
ELSEWHERE = {"statement", "languages", "accessibility", "places", *COSTS}
VALUES = [name for name in (*PLAIN, *TICKS) if name not in ELSEWHERE]
AGES = {"children": (0, 12), "teens": (13, 17), "adults": (18, 65), "older": (65, 120)}


def write(entries: list[Entry], place: Place) -> str:
    """The practice as an organization with its services."""
    organization = {
        "id": place.id,
        "name": place.name,
        "description": _("A practice for psychodynamic therapy."),
        "website": place.site,
        "phones": [{"id": _id(place.id, "phone"), "number": place.phone, "type": "voice"}]
        if place.phone
        else [],
        "locations": [_location(place)],
        "services": [_service(entry, place) for entry in entries],
    }
    return json.dumps(organization, ensure_ascii=False, indent=1)


def _id(*parts: str) -> str:
    return str(uuid5(NAMESPACE_URL, "urn:reverie:" + ":".join(parts)))


def _location(place: Place) -> dict[str, Any]:
    return {
        "id": _id(place.id, "location"),
        "location_type": "physical",
        "name": place.name,
        "addresses": [
            {
                "id": _id(place.id, "address"), "address_1": place.address, "city": "", "state_province": "",
                "postal_code": "", "country": "", "address_type": "physical",
            }
        ],
    }  # fmt: skip


def _service(entry: Entry, place: Place) -> dict[str, Any]:
    ages = [AGES[code] for code in entry.cells.get("ages", []) if code in AGES]
    row: dict[str, Any] = {
        "id": entry.id,
        "name": _("Psychodynamic therapy with {name}").format(name=entry.name),
        "description": entry.cells.get("statement", ""),
        "url": f"{place.site}{entry.address}",
        "status": "active",
        "assured_date": entry.confirmed_on,
        "licenses": json.dumps([*entry.licences], ensure_ascii=False),
        "languages": [{"id": _id(entry.id, "l", word), "name": word} for word in entry.listed("languages")],
        "contacts": [{"id": _id(entry.id, "contact"), "name": entry.name, "title": entry.title}],
        "cost_options": [_cost(entry, name, place) for name in COSTS if entry.cells.get(name)],
        "attributes": _attributes(entry),
        "service_at_locations": [_at(entry, place)] if "office" in entry.cells.get("places", []) else [],
    }
    if ages:
        row |= {"minimum_age": min(low for low, _h in ages), "maximum_age": max(high for _l, high in ages)}
    return row


def _at(entry: Entry, place: Place) -> dict[str, Any]:
    reach = [
        {"id": _id(entry.id, "a", code), "description": code} for code in entry.cells.get("accessibility", [])
    ]
    location = {"id": _id(place.id, "location"), "location_type": "physical", "accessibility": reach}
    return {"id": _id(entry.id, "at"), "location": location}


def _cost(entry: Entry, name: str, place: Place) -> dict[str, Any]:
    return {
        "id": _id(entry.id, name), "option": COSTS[name], "currency": place.currency,
        "amount": float(entry.cells[name]), "amount_description": _("for one hour"),
    }  # fmt: skip


def _attributes(entry: Entry) -> list[dict[str, Any]]:
    pairs = [(name, code) for name in LISTS for code in entry.cells.get(name, [])]
    pairs += [(name, str(entry.cells[name])) for name in VALUES if entry.cells.get(name)]
    return [
        {
            "id": _id(entry.id, name, code), "link_type": name, "link_entity": "service", "value": code,
            "taxonomy_term": {
                "id": _id(name, code), "code": code[:60], "name": code[:60], "description": name,
                "taxonomy": TAXONOMY + name,
            },
        }
        for name, code in pairs
    ]  # fmt: skip


def document(content: bytes) -> Any:
    """The JSON of a file. Raises CannotRead."""
    return json_of(content)


def read(content: bytes) -> list[Entry]:
    """The entries of an HSDS file. Raises CannotRead."""
    return entries(document(content))


def entries(document: Any) -> list[Entry]:
    """The services of an organization, of a single service, or of a list of either, as entries."""
    found = document if isinstance(document, list) else [document]
    services = [one for row in found for one in _services_of(row)]
    if not services:
        raise CannotRead(_("This file has no service with a name; it is no HSDS organization or service."))
    if len(services) > MOST:
        raise CannotRead(_("The file has more than {n} therapists; divide it.").format(n=MOST))
    return [_entry(number, row) for number, row in enumerate(services, 1)]


def _services_of(row: Any) -> list[dict[str, Any]]:
    if rows_in(row, "services"):
        return rows_in(row, "services")
    return [row] if text_in(row, "name") and text_in(row, "status") else []


def _entry(number: int, row: dict[str, Any]) -> Entry:
    contacts = rows_in(row, "contacts")
    contact = contacts[0] if contacts else {}
    return Entry(
        where=_("Service {n}").format(n=number),
        name=text_in(contact, "name") or text_in(row, "name"),
        title=text_in(contact, "title"),
        email=text_in(contact, "email"),
        cells=_cells(row),
        licences=_licences(text_in(row, "licenses")),
        columns={"statement": "description", "fee": "cost_options", "fee_first": "cost_options"},
    )


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    cells: dict[str, Any] = dict.fromkeys((*PLAIN, *TICKS), "") | {name: [] for name in LISTS}
    cells["statement"] = text_in(row, "description")
    cells["languages"] = ", ".join(text_in(one, "name") for one in rows_in(row, "languages"))
    costs = {text_in(one, "option"): _amount(one.get("amount")) for one in rows_in(row, "cost_options")}
    cells |= {name: costs.get(option, "") for name, option in COSTS.items()}
    for one in rows_in(row, "attributes"):
        taxonomy = text_in(one.get("taxonomy_term"), "taxonomy")
        name, value = taxonomy.removeprefix(TAXONOMY), text_in(one, "value")
        if name in LISTS:
            cells[name].append(value)
        elif name in VALUES:
            cells[name] = value
    return cells


def _amount(value: Any) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{value:.2f}" if is_number else str(value or "")[:40]


def _licences(words: str) -> tuple[dict[str, str], ...]:
    try:
        rows = json_text.loads(words)
    except ValueError:
        return ()
    if not isinstance(rows, list):
        return ()
    return tuple({key: str(value) for key, value in row.items()} for row in rows if isinstance(row, dict))
