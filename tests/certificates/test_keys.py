"""Keys: made once, never overwritten, published for ever, refused when made for play."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command

from certificates import keys
from certificates.enums import KeyPurpose
from certificates.exceptions import KeyExists, KeyMismatch, KeyMissing
from certificates.key_checks import check_keys
from certificates.models import PublicKey
from certificates.services.keeping_keys import publish_current, publish_key, retire_key

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VALMENTAMO_CERTIFICATES_KEY_FOLDER = tmp_path / "keys"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "keys"


@pytest.fixture
def in_production(settings):
    settings.VALMENTAMO_CERTIFICATES_DEVELOPMENT_KEYS = False


def ids():
    return [message.id.rpartition(".")[2] for message in check_keys()]


def test_first_use_in_development_makes_keys_that_only_the_owner_reads(folder):
    assert keys.seal_key().kid.startswith(
        "did:web:valmentamo.example#development-seal-"
    )
    keys.credential_key()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {
        "development-seal.pem": 0o400,
        "development-credential.pem": 0o400,
    }


def test_many_at_once_use_the_one_key_that_was_made():
    with ThreadPoolExecutor(8) as pool:
        kids = set(pool.map(lambda _n: keys.seal_key().kid, range(8)))
    assert len(kids) == 1


def test_development_key_made_anew_has_another_name(folder):
    first = publish_key(key=keys.seal_key())
    (folder / "development-seal.pem").unlink()
    second = publish_key(key=keys.seal_key())
    assert first.kid != second.kid


@pytest.mark.usefixtures("in_production")
def test_public_server_makes_no_key_by_itself(folder):
    for ask in (keys.seal_key, keys.credential_key):
        with pytest.raises(KeyMissing):
            ask()
    assert not folder.exists()


def test_certificate_of_a_seal_names_the_organisation_and_its_only_uses(settings):
    keys.make_key_file(
        KeyPurpose.SEAL, "seal-2027", organisation="Keskus", country="FI"
    )
    settings.VALMENTAMO_CERTIFICATES_SEAL_KEY = "seal-2027"
    certificate = keys.seal_key().certificate
    names = {part.oid: part.value for part in certificate.subject}
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage)
    assert names[NameOID.COUNTRY_NAME] == "FI"
    assert names[NameOID.ORGANIZATION_NAME] == "Keskus"
    assert (usage.critical, usage.value.digital_signature) == (True, True)
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign


def test_key_is_never_overwritten(folder):
    path = keys.make_key_file(KeyPurpose.CREDENTIAL, "a")
    before = path.read_bytes()
    with pytest.raises(KeyExists):
        keys.make_key_file(KeyPurpose.CREDENTIAL, "a")
    assert path.read_bytes() == before
    assert [p.name for p in folder.iterdir()] == ["a.pem"]


@pytest.mark.parametrize("purpose", KeyPurpose)
def test_key_of_the_other_purpose_is_refused(settings, purpose):
    keys.make_key_file(purpose, "a")
    settings.VALMENTAMO_CERTIFICATES_SEAL_KEY = "a"
    settings.VALMENTAMO_CERTIFICATES_CREDENTIAL_KEY = "a"
    ask = keys.credential_key if purpose == KeyPurpose.SEAL else keys.seal_key
    with pytest.raises(KeyMissing, match="a: the key of"):
        ask()


def test_published_key_never_changes(settings, folder):
    keys.make_key_file(KeyPurpose.SEAL, "a")
    settings.VALMENTAMO_CERTIFICATES_SEAL_KEY = "a"
    row = publish_key(key=keys.seal_key())
    (folder / "a.pem").unlink()
    keys.make_key_file(KeyPurpose.SEAL, "a")
    with pytest.raises(KeyMismatch):
        publish_key(key=keys.seal_key())
    row.refresh_from_db()
    assert "PRIVATE" not in row.public
    assert row.public.startswith("-----BEGIN CERTIFICATE-----")


def test_retired_key_stays_published():
    rows = publish_current()
    retire_key(alias=rows[1].alias)
    assert [row.kid for row in PublicKey.objects.in_use()] == [rows[0].kid]
    assert PublicKey.objects.count() == 2
    publish_current()
    assert PublicKey.objects.count() == 2


def test_command_makes_publishes_lists_and_retires(settings, capsys):
    call_command("certificate_keys", "new", "seal", "s1", "--organisation", "Keskus")
    call_command("certificate_keys", "new", "credential", "c1")
    settings.VALMENTAMO_CERTIFICATES_SEAL_KEY = "s1"
    settings.VALMENTAMO_CERTIFICATES_CREDENTIAL_KEY = "c1"
    call_command("certificate_keys", "publish")
    call_command("certificate_keys", "retire", "s1", "--compromised")
    capsys.readouterr()
    call_command("certificate_keys", "list")
    told = capsys.readouterr().out
    assert "#s1  seal  compromised" in told
    assert "#c1  credential  in use" in told
    for verb in (["retire", "nobody"], ["new", "seal", "s1"]):
        with pytest.raises(CommandError):
            call_command("certificate_keys", *verb)


def test_check_shouts_about_keys_that_made_themselves(settings):
    assert ids() == ["E006"]
    keys.make_key_file(KeyPurpose.SEAL, "development-seal")
    settings.VALMENTAMO_CERTIFICATES_SEAL_KEY = "development-seal"
    settings.VALMENTAMO_CERTIFICATES_DEVELOPMENT_KEYS = False
    assert ids() == ["E006", "E007"]


@pytest.mark.usefixtures("in_production")
def test_check_names_missing_keys_and_is_silent_about_good_ones(settings):
    assert ids() == ["E007", "E007"]
    keys.make_key_file(KeyPurpose.SEAL, "s")
    keys.make_key_file(KeyPurpose.CREDENTIAL, "c")
    settings.VALMENTAMO_CERTIFICATES_SEAL_KEY = "s"
    settings.VALMENTAMO_CERTIFICATES_CREDENTIAL_KEY = "c"
    assert ids() == []
    keys.path_of("s").chmod(0o440)
    assert ids() == ["W004"]
    settings.MEDIA_ROOT = str(keys.path_of("s").parent.parent)
    assert ids() == ["W002", "W004"]
    settings.VALMENTAMO_CERTIFICATES_KEY_FOLDER = ""
    assert ids() == ["E005"]
