"""Profiles as files: what goes out comes back, and what is wrong in a file is said with its place."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from conftest import actor_for, signed_in
from reverie.accounts.models import Practice, Therapist, User
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.directory.actions import list_profile, save_profile
from reverie.directory.actions.exchange import Brought, CannotBring, bring_own_profile, bring_profiles
from reverie.directory.exchange import SHAPES, CannotRead, read
from reverie.directory.forms.exchange import checked
from reverie.directory.models import Credential, Profile
from reverie.directory.queries.entries import entries_of, listed_entries, place_of
from reverie.directory.tests.conftest import FIELDS

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent / "data"
FULL: dict[str, Any] = {
    "training": ["PsyD, Alder College, 2011", "Training, 2017"],
    "formats": ["individual", "couple"],
    "ages": ["adults", "older"],
    "accessibility": ["step-free", "sign"],
    "statement": "=SUM(A1)\n\nI listen; \"slowly\", 'so'.",
    "sliding_from_cents": 9000,
    "sliding_to_cents": 14050,
    "sliding_open": 2,
    "waiting_weeks": 5,
    "npi": "1234567893",
    "taxonomy": "103TC0700X",
}
HEAD = (
    "name,statement,licence_kind,approaches,formats,ages,places,languages,fee_first,fee,consultation_minutes"
)
ROW = "Hanna Lindqvist,I listen.,Psychologist,relational,individual,adults,office,English,210,180,50"


@pytest.fixture
def full(profile: Profile, as_therapist: Actor) -> Profile:
    return save_profile(therapist=profile.therapist, fields=FULL, by=as_therapist)


@pytest.mark.parametrize("shape", SHAPES)
def test_what_goes_out_comes_back(full: Profile, shape: str) -> None:
    (before,) = entries_of([full])
    content = SHAPES[shape].write([before], place_of(full.practice)).encode()
    (after,) = read(content)
    assert (after.name, after.title) == (before.name, before.title)
    assert after.cells == before.cells
    assert after.licences == before.licences
    (brought,) = checked([after]).brought
    assert brought.fields["sliding_to_cents"] == 14050
    assert brought.fields["statement"] == FULL["statement"]


def test_plan_net_has_the_shape_of_plan_net(full: Profile) -> None:
    bundle = json.loads(SHAPES["plan-net"].write(listed_entries(full.practice), place_of(full.practice)))
    rows = {one["resource"]["resourceType"]: one["resource"] for one in bundle["entry"]}
    assert set(rows) == {"Organization", "Practitioner", "PractitionerRole", "HealthcareService"}
    (number,) = rows["Practitioner"]["identifier"]
    assert number == {"system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893"}
    (coding,) = rows["PractitionerRole"]["specialty"][0]["coding"]
    assert (coding["system"], coding["code"]) == ("http://nucc.org/provider-taxonomy", "103TC0700X")
    new = rows["PractitionerRole"]["extension"][0]
    assert new["url"].endswith("/newpatients") and "newpt" in json.dumps(new)
    references = {
        f"{row['resourceType']}/{row['id']}" for row in (one["resource"] for one in bundle["entry"])
    }
    assert rows["PractitionerRole"]["practitioner"]["reference"] in references


def test_hsds_has_the_shape_of_hsds(full: Profile) -> None:
    example = json.loads((DATA / "organization_full.json").read_text())
    ours = json.loads(SHAPES["hsds"].write(listed_entries(full.practice), place_of(full.practice)))
    assert set(ours) <= set(example)
    service, shape = ours["services"][0], json.loads((DATA / "service_full.json").read_text())
    assert set(service) <= set(shape)
    for part in ("languages", "contacts", "cost_options", "attributes", "service_at_locations"):
        assert set(service[part][0]) <= set(shape[part][0])
    assert (service["minimum_age"], service["maximum_age"]) == (18, 120)


@pytest.mark.parametrize("name", ["organization_full.json", "service_full.json"])
def test_a_directory_of_others_is_read_and_what_it_lacks_is_said(name: str) -> None:
    entries = read((DATA / name).read_bytes())
    found = checked(entries)
    assert entries[0].name == "Ann Persona"
    assert not found.brought
    assert {"description", "cost_options"} & {one.column for one in found.wrongs} or found.wrongs


def test_only_who_is_shown_stands_in_the_file_of_the_practice(full: Profile, as_therapist: Actor) -> None:
    assert [one.name for one in listed_entries(full.practice)] == ["Hanna Lindqvist"]
    list_profile(profile=full, is_listed=False, by=as_therapist)
    assert listed_entries(full.practice) == []


def test_a_spreadsheet_runs_nothing_of_the_table(full: Profile) -> None:
    text = SHAPES["csv"].write(listed_entries(full.practice), place_of(full.practice))
    assert "'=SUM(A1)" in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "file is empty"),
        (b"name,statement\r\n", "no rows"),
        (b"name,wages\r\nA,1", "Line 1, column 2: “wages” is no column"),
        (b"name,fee,fee\r\nA,1,2", "the second is column 3"),
        (b"statement\r\nI listen", "needs a column “name”"),
        (b"name,fee\r\nA,1,2,3", "Line 2 has more cells"),
        (b'name,fee\r\n"A,1', "Line 2 cannot be read"),
        (b"name\r\n\xff\xfeA", "Line 2 is not in UTF-8"),
        (b"name\r\nA\0B", "not a table"),
        (b"name,has_room\r\nA,maybe", "Line 2, column 2 (has_room): write yes or no"),
        (b"name\r\n" + b"A" * 20_001, "Line 2 cannot be read"),
        (b"name\r\n" + b"A\r\n" * 2_001, "more than 2000 rows"),
        (b"{", "Line 1, column 2"),
        (b'{\n "a": tru}', "Line 2, column 7"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": NaN}', "NaN stands in this file"),
        (b"{}", "no service with a name"),
        (b"[1, null, []]", "no service with a name"),
        (b'{"resourceType": "Patient"}', "no bundle"),
        (b'{"resourceType": "Bundle", "entry": [7, {"resource": []}]}', "no practitioner in a role"),
        (b'{"a": "\xff"}', "not in UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_where_and_why(content: bytes, words: str) -> None:
    with pytest.raises(CannotRead) as refusal:
        read(content)
    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("npi", "1234567890", "does not fit the others"),
        ("taxonomy", "103TC0700Y", "ends in X"),
        ("fee", "much", "Enter a number."),
        ("approaches", "relational; astrology", "astrology is not one of"),
        ("places", "mars", "mars is not one of"),
        ("licenses", "Oregon|psychologist||tomorrow", "License 1, Number: This field is required."),
    ],
)
def test_each_wrong_cell_is_named_with_line_and_column(column: str, cell: str, words: str) -> None:
    head = HEAD.split(",")
    row = dict(zip(head, ROW.split(","), strict=True)) | {column: cell}
    text = f"{','.join(row)}\r\n{ROW if column not in head else ''}\r\n{','.join(row.values())}\r\n"
    wrong = checked(read(text.encode())).wrongs[0]
    assert wrong.where.startswith("Line ")
    assert (f"column {[*row].index(column) + 1} ({column})", True) == (wrong.column, words in wrong.words)


def test_another_code_of_the_set_is_taken() -> None:
    text = f"{HEAD},taxonomy\r\n{ROW},207Q00000X\r\n"
    assert checked(read(text.encode())).brought[0].fields["taxonomy"] == "207Q00000X"


ROLE = {"resourceType": "PractitionerRole"}
HOSTILE: list[Any] = [
    {"resourceType": "Bundle", "entry": [{"resource": ROLE | {"practitioner": 3}}]},
    {"resourceType": "Bundle", "entry": [{"resource": ROLE | {"extension": [{"url": 1, "extension": "x"}]}}]},
    {"resourceType": "Bundle", "entry": [{"resource": ROLE | {"specialty": [{"coding": {}}]}}]},
    {"services": [{"name": [], "contacts": {"a": 1}, "attributes": [{"taxonomy_term": 4}]}]},
    [{"name": "A", "status": "active", "licenses": "[[[[1]]]]", "cost_options": [{"option": {}}]}],
]


@pytest.mark.parametrize("document", HOSTILE)
def test_a_document_of_another_form_is_refused_in_words(document: Any) -> None:
    found = checked(read(json.dumps(document).encode()))
    assert found.wrongs and not found.brought


def upload(browser: Browser, url: str, text: str) -> Any:
    return browser.post(url, {"file": SimpleUploadedFile("p.csv", text.encode())}, follow=True)


def test_practice_profiles(owner: User, therapist: Therapist) -> None:
    browser = signed_in(owner)
    answer = upload(
        browser, "/desk/practice/profiles/", f"{HEAD},licenses\r\n{ROW},Oregon|psychologist|1|2099-01-01\r\n"
    )
    assert "1 pages were begun" in answer.content.decode()
    row = Profile.objects.get()
    assert (row.therapist, row.is_listed, row.fee_cents) == (therapist, False, 18000)
    assert Credential.objects.get().verified_at is None


def test_a_page_that_its_owner_wrote_is_left_alone(owner: User, profile: Profile) -> None:
    answer = upload(signed_in(owner), "/desk/practice/profiles/", f"{HEAD}\r\n{ROW}\r\n")
    assert "Left as their owners wrote them: Hanna Lindqvist." in answer.content.decode()
    assert Profile.objects.get().statement == FIELDS["statement"]


def test_one_wrong_row_keeps_nothing_of_the_file(owner: User, therapist: Therapist) -> None:
    answer = upload(
        signed_in(owner), "/desk/practice/profiles/", f"{HEAD}\r\n{ROW}\r\n{ROW.replace('180', 'x')}\r\n"
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Line 3" in page and "column 10 (fee)" in page
    assert not Profile.objects.exists()


def test_somebody_of_no_practice_keeps_nothing_of_the_file(owner: User, practice: Practice) -> None:
    answer = upload(signed_in(owner), "/desk/practice/profiles/", f"{HEAD}\r\n{ROW}\r\n")
    assert "Nobody in this practice" in answer.content.decode()
    assert not Profile.objects.exists()


def test_profile_bring(profile: Profile, as_therapist: Actor) -> None:
    ours = {"most_clients": 30, "is_intake": True}
    save_profile(therapist=profile.therapist, fields=ours, by=as_therapist)
    browser = signed_in(profile.therapist.user)
    assert upload(browser, "/desk/profile/file/", f"{HEAD}\r\n{ROW}\r\n").status_code == 200
    row = Profile.objects.get()
    assert (row.statement, row.is_listed) == ("I listen.", True)
    assert (row.most_clients, row.is_intake) == (30, True)


def test_a_file_without_me_changes_nothing(profile: Profile) -> None:
    browser = signed_in(profile.therapist.user)
    answer = upload(browser, "/desk/profile/file/", f"{HEAD}\r\n{ROW.replace('Hanna', 'Ruth')}\r\n")
    assert "You stand in this file 0 times" in answer.content.decode()
    assert Profile.objects.get().statement == FIELDS["statement"]


@pytest.mark.parametrize("shape", SHAPES)
def test_files_are_saved_and_not_shown(full: Profile, owner: User, shape: str) -> None:
    for browser, url in (
        (signed_in(full.therapist.user), f"/desk/profile/file/{shape}/"),
        (signed_in(owner), f"/desk/practice/profiles/{shape}/"),
    ):
        answer = browser.get(url)
        assert answer["Content-Disposition"].startswith("attachment")
        assert "Hanna Lindqvist" in answer.content.decode()
        assert browser.get(url.replace(shape, "odd")).status_code == 404


@pytest.mark.parametrize("act", ["practice", "own"])
def test_without_its_audit_link_nothing_is_brought(
    therapist: Therapist, owner: User, as_therapist: Actor, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    brought = [Brought("Hanna Lindqvist", "", FIELDS, [])]
    monkeypatch.setattr(audit, "record", lambda **_all: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        if act == "practice":
            bring_profiles(practice=therapist.practice, profiles=brought, by=actor_for(owner))
        else:
            bring_own_profile(therapist=therapist, profiles=brought, by=as_therapist)
    assert not Profile.objects.exists()


def test_two_of_one_name_need_an_e_mail(therapist: Therapist, colleague: Therapist, owner: User) -> None:
    Therapist.objects.update(name="Hanna Lindqvist")
    brought = Brought("Hanna Lindqvist", "", FIELDS, [])
    with pytest.raises(CannotBring, match="more than one"):
        bring_profiles(practice=therapist.practice, profiles=[brought], by=actor_for(owner))
    by_mail = Brought("Hanna Lindqvist", therapist.user.email, FIELDS, [])
    bring_profiles(practice=therapist.practice, profiles=[by_mail], by=actor_for(owner))
    assert Profile.objects.get().therapist == therapist
