import uuid
from argparse import Namespace

import pytest

from reverie.core import master_key
from reverie.core.models import PracticeKey
from reverie.core.sealing import Place, PracticeScope, keychain
from reverie.home.commands import keys_rotate

pytestmark = pytest.mark.django_db
PLACE = Place("letter", uuid.uuid4(), 1, "sealed")


@pytest.mark.parametrize("what", ["master", "practices", "finish"])
def test_words_open_after_a_rotation(what: str, practice, settings, tmp_path, capsys) -> None:
    settings.MASTER_KEY_FILE = tmp_path / "master.key"
    master_key.create()
    sealed = keychain(PracticeScope(practice.id)).seal("Dear colleague", PLACE)
    assert keys_rotate(Namespace(what=what)) == 0
    assert keychain(PracticeScope(practice.id)).unseal(sealed, PLACE) == "Dear colleague"
    assert "moved" in (said := capsys.readouterr().out) or "recovery sheet" in said
    assert PracticeKey.objects.filter(retired_at=None).get().master_kid == master_key.current()[0]
