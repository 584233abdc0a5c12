"""No key of a bucket is told: not in messages, not in traces, also when a service repeats it."""

import logging
import os
import traceback
from pathlib import Path

import pytest

from broadsheet.content.publish_settings import BucketTarget
from broadsheet.publishing.aws_profile import read_profile
from broadsheet.publishing.bucket_access import opened_bucket
from broadsheet.publishing.target import PublishFailed
from tests.publishing.bucket_place import KEY, SECRET, Place
from tests.publishing.bucket_servers import Answer
from tests.publishing.small_sites import small_site

TOKEN = "planted-token-of-the-test"


def told(error: BaseException) -> str:
    """All that a terminal may show of a failure, with its trace."""
    return "".join(traceback.format_exception(error)) + str(error) + repr(error)


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (403, "SignatureDoesNotMatch", "does not know this key, or its secret is another"),
        (403, "InvalidAccessKeyId", "does not know this key"),
        (403, "AccessDenied", "may not do that"),
        (403, "RequestTimeTooSkewed", "the clock of this machine is wrong"),
        (403, "ExpiredToken", "have expired"),
        (404, "NoSuchBucket", "there is no such bucket"),
        (301, "PermanentRedirect", "is in another region; set region"),
        (400, SECRET, "the service answers with 400"),
        (418, KEY, "the service answers with 418"),
        (503, "SlowDown", "is busy; publish again later"),
    ],
)
def test_refusal_is_told_without_the_words_of_the_service(
    place: Place, caplog: pytest.LogCaptureFixture, status: int, code: str, said: str
) -> None:
    caplog.set_level(logging.DEBUG)
    text = f"<Error><Code>{code}</Code><Message>{KEY} {SECRET}</Message></Error>"
    place.proxy.begin_again(lambda _: Answer(status, text))
    with pytest.raises(PublishFailed, match=said) as error:
        place.publish(small_site(1))
    shown = told(error.value) + caplog.text
    assert KEY not in shown and SECRET not in shown


@pytest.mark.parametrize("status", [400, 403, 500])
def test_key_is_not_told_while_files_are_sent(place: Place, status: int) -> None:
    text = f"<Error><Code>X</Code><Message>{KEY} {SECRET}</Message></Error>"
    place.proxy.begin_again(lambda it: Answer(status, text) if it.number > 5 else None)
    with pytest.raises(PublishFailed) as error:
        place.publish(small_site(1))
    assert KEY not in told(error.value) and SECRET not in told(error.value)


def test_secret_is_not_sent_or_stored(place: Place) -> None:
    place.publish(small_site(1))
    assert SECRET not in repr(place.proxy.seen)
    assert all(SECRET.encode() not in (place.read(path) or b"") for path in place.paths())
    kept = [it for it in (place.root / "site/.broadsheet").rglob("*") if it.is_file()]
    assert all(SECRET.encode() not in it.read_bytes() for it in kept)


def test_endpoint_with_a_password_is_refused_and_not_told() -> None:
    place = BucketTarget("news", endpoint=f"https://me:{TOKEN}@s3.example")
    with pytest.raises(PublishFailed, match="must not hold a name or password") as error:
        opened_bucket("s3", place, {}, 0)
    assert TOKEN not in told(error.value)


def test_azure_token_in_addresses_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [it for it in os.environ if it.startswith("AZURE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", "news")
    monkeypatch.setenv("AZURE_STORAGE_SAS_TOKEN", f"?sv=2022-11-02&sig={TOKEN}")
    from broadsheet.publishing.guarded_writes import GuardedWrites

    bucket = opened_bucket("azure", BucketTarget("web", endpoint="http://127.0.0.1:1"), {}, 0)
    with pytest.raises(PublishFailed, match="cannot be reached") as error:
        GuardedWrites(bucket, "live").read("index.html", 100)
    assert TOKEN not in told(error.value)


@pytest.mark.parametrize("kind", ["gcs", "azure"])
def test_missing_credentials_are_named(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [it for it in os.environ if it.startswith(("AZURE_", "GOOGLE_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", f"/none/{TOKEN}.json")
    with pytest.raises(PublishFailed, match=r"set (AZURE|GOOGLE)_\w+ in the environment") as error:
        opened_bucket(kind, BucketTarget("news"), {}, 0)
    assert TOKEN not in told(error.value)


def test_missing_keys_are_named_at_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_METADATA_ENDPOINT", "http://127.0.0.1:1")
    with pytest.raises(PublishFailed, match="no credentials were found; set those"):
        place.publish(small_site(1))


def test_keys_come_from_the_profile_of_the_aws_command_line(tmp_path: Path) -> None:
    (tmp_path / ".aws").mkdir()
    keys = f"[default]\naws_access_key_id=a\n[news]\naws_access_key_id = {KEY}\n"
    keys += f"aws_secret_access_key = {SECRET}%x\naws_session_token = {TOKEN}\n"
    (tmp_path / ".aws/credentials").write_text(keys)
    config = "[profile news]\nregion = eu-north-1\nendpoint_url = https://s3.example\n"
    (tmp_path / ".aws/config").write_text(config)
    found = read_profile({"AWS_PROFILE": "news"}, tmp_path)
    assert (found.key, found.secret, found.token) == (KEY, f"{SECRET}%x", TOKEN)
    assert (found.region, found.endpoint) == ("eu-north-1", "https://s3.example")
    assert KEY not in repr(found)
    assert read_profile({}, tmp_path).key == "a"
    assert read_profile({"AWS_ACCESS_KEY_ID": "of the environment"}, tmp_path).key == ""
    assert read_profile({}, tmp_path / "none").key == ""


def test_profile_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PublishFailed, match="names the profile 'news', which"):
        read_profile({"AWS_PROFILE": "news"}, tmp_path)


def test_profile_whose_keys_are_elsewhere_is_told_how_to_get_them(tmp_path: Path) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/config").write_text("[profile news]\nrole_arn = arn:aws:iam::1:role/x\n")
    with pytest.raises(PublishFailed, match="export-credentials --profile news --format env"):
        read_profile({"AWS_PROFILE": "news"}, tmp_path)


def test_broken_profile_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/credentials").write_text(f"aws_secret_access_key = {SECRET}\n")
    with pytest.raises(PublishFailed, match="cannot be read as a file of AWS profiles") as error:
        read_profile({}, tmp_path)
    assert SECRET not in told(error.value)


def test_site_is_published_with_the_keys_of_a_profile(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    (place.root / ".aws").mkdir()
    keys = f"[default]\naws_access_key_id = OFPROFILE\naws_secret_access_key = {SECRET}\n"
    (place.root / ".aws/credentials").write_text(keys)
    place.publish(small_site(1))
    assert all("Credential=OFPROFILE/" in it.headers["authorization"] for it in place.proxy.seen)
