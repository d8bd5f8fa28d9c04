"""Diagnoses: given under a code that is exact enough, ended on a day. A treatment needs none to begin."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from reverie.accounts.models import Client
from reverie.core import audit
from reverie.core.policy import Actor
from reverie.treatment.models import Diagnosis, Treatment
from reverie.treatment.queries.codes import Code, find_code, release


class CannotDiagnose(Exception):
    """One plain sentence for the user: why this code cannot stand, or this diagnosis not end."""


def checked_code(text: str) -> Code:
    """The line of the code list for what somebody typed. Raises CannotDiagnose when it cannot stand."""
    found = find_code(text)
    if found is None:
        raise CannotDiagnose(
            _("“%(code)s” is not in the list of %(release)s. Search by a word of the diagnosis.")
            % {"code": text.strip()[:12], "release": release()}
        )
    if not found.is_billable:
        raise CannotDiagnose(
            _("%(code)s is a heading: %(description)s. Choose one of the exact codes under it.")
            % {"code": found.code, "description": found.description}
        )
    return found


@transaction.atomic
def give_diagnosis(*, treatment: Treatment, code: str, on: date, remark: str = "", by: Actor) -> Diagnosis:
    """Give a diagnosis from `on`. Raises CannotDiagnose for an unknown or inexact code, or a double."""
    found = checked_code(code)
    client = Client.objects.select_for_update().get(pk=treatment.client_id)
    chain = treatment.chain()
    open_ones = client.diagnoses.filter(ended_on=None)
    if any(row.words(chain)["code"] == found.code for row in open_ones):
        raise CannotDiagnose(_("This diagnosis is given already."))
    last = client.diagnoses.aggregate(last=Max("number"))["last"] or 0
    assert by.user_id is not None
    row = Diagnosis(client=client, number=last + 1, release=release(), given_on=on, given_by=by.user_id)
    words = {"code": found.code, "description": found.description, "remark": remark.strip()}
    row.seal_words(chain, words)
    row.save(force_insert=True)
    audit.record(by=by, verb="give_diagnosis", on=row, client=client.pk, detail={"words": row.digest()})
    return row


@transaction.atomic
def end_diagnosis(*, diagnosis: Diagnosis, on: date, by: Actor) -> Diagnosis:
    """The diagnosis no longer stands from `on`; it stays in the record. Raises CannotDiagnose."""
    row = Diagnosis.objects.select_related("client").select_for_update(of=("self",)).get(pk=diagnosis.pk)
    if row.ended_on is not None:
        raise CannotDiagnose(_("This diagnosis has ended already."))
    if on < row.given_on:
        raise CannotDiagnose(_("A diagnosis cannot end before it was given."))
    row.ended_on, row.ended_by = on, by.user_id
    row.save(update_fields=["ended_on", "ended_by"])
    audit.record(by=by, verb="end_diagnosis", on=row, client=row.client_id)
    return row
