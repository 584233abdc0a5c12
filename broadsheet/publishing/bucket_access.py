"""How the bucket of a target is reached: its address, its credentials, and how often it is tried.

Credentials come from the environment and from the system's own stores, as obstore reads them:
variables, web identity, containers and machines in the cloud. Profiles of the AWS command line are
read here.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from obstore.exceptions import BaseError
from obstore.store import AzureStore, GCSStore, S3Store

from broadsheet.content.publish_settings import BucketTarget
from broadsheet.publishing.aws_profile import names_keys, read_profile
from broadsheet.publishing.bucket_errors import NO_CREDENTIALS
from broadsheet.publishing.target import PublishFailed

if TYPE_CHECKING:
    from obstore.store import AzureConfig, ClientConfig, GCSConfig, RetryConfig, S3Config

Bucket: TypeAlias = S3Store | GCSStore | AzureStore
METADATA_SERVICE = "http://169.254.169.254"
NEEDED: Mapping[str, str] = {  # what to set, where the settings of a kind are not whole
    "s3": "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, or AWS_PROFILE",
    "gcs": "set GOOGLE_APPLICATION_CREDENTIALS in the environment to the path of a key file",
    "azure": "set AZURE_STORAGE_ACCOUNT_NAME in the environment, and AZURE_STORAGE_ACCOUNT_KEY or"
    " AZURE_STORAGE_SAS_TOKEN",
}


def opened_bucket(
    kind: str, place: BucketTarget, environment: Mapping[str, str], retries: int
) -> Bucket:
    """The bucket that the settings of a target of this kind (`s3`, `gcs` or `azure`) describe.

    `environment` says where profiles are; obstore reads the process's own besides. A request is
    tried again so many times, later each time. Nothing is sent yet. Raises PublishFailed.
    """
    if urlsplit(place.endpoint).username:
        raise PublishFailed("endpoint: must not hold a name or password; remove what is before @")
    try:
        return OPENERS[kind](place, environment, _patience(retries))
    except (BaseError, OSError, ValueError):  # whose texts may show what they could not use
        raise PublishFailed(
            f"the {kind} bucket cannot be reached with these settings: {NEEDED[kind]}"
        ) from None


def _s3(place: BucketTarget, environment: Mapping[str, str], patience: RetryConfig) -> Bucket:
    home = Path(environment.get("HOME") or os.path.expanduser("~"))
    profile = read_profile(environment, home)
    if not profile.key and not names_keys(environment) and not _is_in_cloud(environment):
        raise PublishFailed(NO_CREDENTIALS)
    config: S3Config = {"bucket": place.bucket}
    endpoint = place.endpoint or profile.endpoint
    if endpoint:
        config["endpoint"] = endpoint
    named = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION")
    if region := place.region or named or profile.region:
        config["region"] = region
    if profile.key:
        config["access_key_id"] = profile.key
        config["secret_access_key"] = profile.secret
    if profile.token:
        config["session_token"] = profile.token
    return S3Store(
        config=config,
        prefix=_prefix(place),
        client_options=_client(endpoint),
        retry_config=patience,
    )


def _gcs(place: BucketTarget, environment: Mapping[str, str], patience: RetryConfig) -> Bucket:
    config: GCSConfig = {"bucket": place.bucket}
    if place.endpoint:
        config["base_url"] = place.endpoint
    return GCSStore(
        config=config,
        prefix=_prefix(place),
        client_options=_client(place.endpoint),
        retry_config=patience,
    )


def _azure(place: BucketTarget, environment: Mapping[str, str], patience: RetryConfig) -> Bucket:
    config: AzureConfig = {"container_name": place.bucket}
    if place.endpoint:
        config["endpoint"] = place.endpoint
    return AzureStore(
        config=config,
        prefix=_prefix(place),
        client_options=_client(place.endpoint),
        retry_config=patience,
    )


OPENERS: Mapping[str, Callable[[BucketTarget, Mapping[str, str], RetryConfig], Bucket]] = {
    "s3": _s3,
    "gcs": _gcs,
    "azure": _azure,
}


def _is_in_cloud(environment: Mapping[str, str]) -> bool:
    """Whether this machine is one of AWS, which gets its keys from a service beside it.

    To look takes a second at most; to ask there in vain would take a minute.
    """
    if environment.get("AWS_EC2_METADATA_DISABLED", "").casefold() == "true":
        return False
    service = urlsplit(environment.get("AWS_METADATA_ENDPOINT") or METADATA_SERVICE)
    try:
        socket.create_connection((service.hostname or "", service.port or 80), timeout=1).close()
    except OSError:
        return False
    return True


def _prefix(place: BucketTarget) -> str | None:
    return place.prefix.strip("/") or None


def _client(endpoint: str) -> ClientConfig:
    """How connections are made; only an endpoint that says so is spoken to without encryption."""
    return {
        "allow_http": endpoint.startswith("http://"),
        "connect_timeout": timedelta(seconds=5),
        "timeout": timedelta(minutes=2),
        "user_agent": "broadsheet",
    }


def _patience(retries: int) -> RetryConfig:
    """How often a request is sent again after 429, 5xx or a broken connection, and when."""
    return {
        "max_retries": retries,
        "backoff": {
            "init_backoff": timedelta(seconds=0.2),
            "max_backoff": timedelta(seconds=15),
            "base": 2,
        },
        "retry_timeout": timedelta(minutes=2),
    }
