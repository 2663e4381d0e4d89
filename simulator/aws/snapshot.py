"""All objects of the local AWS as bytes, for another process.

A backend of moto (one per service, account and region) is not written itself. moto makes it in the other process,
because moto keeps lists of the backends it has made. The backend then gets the attributes that were written.
"""

import importlib
import io
import pickle
import sys
from collections.abc import Iterator
from typing import Any, get_args

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes, PublicKeyTypes
from moto.core.base_backend import BackendDict, BaseBackend

from simulator.aws.base import SURROUNDINGS
from simulator.aws.installation import MOTO_VERSION, install

_PEM = serialization.Encoding.PEM

Place = tuple[str, ...]
"""Where a backend is found: module, name of its service's dictionary, account, region. Dictionaries have shorter ones.
"""


class SnapshotError(ValueError):
    """The local AWS holds an object that cannot be written, or a snapshot is of another moto."""


def dump() -> bytes:
    """All objects and the surroundings. Nothing may change meanwhile. Raises SnapshotError."""
    places = dict(_places())
    # By id, because some of moto's dictionaries compare by content.
    known = {id(what): place for place, what in places.items()}
    backends = {place: vars(what) for place, what in places.items() if isinstance(what, BaseBackend)}
    written = io.BytesIO()
    try:
        _Writer(written, known).dump((MOTO_VERSION, backends, SURROUNDINGS.to_dict()))
    except (TypeError, AttributeError, pickle.PicklingError) as error:
        raise SnapshotError(f"An object of the local AWS cannot be written into a snapshot: {error}.") from error
    return written.getvalue()


def load(snapshot: bytes) -> None:
    """Replace the objects of this process with those of a snapshot. Raises SnapshotError.

    A snapshot is code: load only your own.
    """
    install()
    moto_version, backends, surroundings = _Reader(io.BytesIO(snapshot)).load()
    if moto_version != MOTO_VERSION:
        raise SnapshotError(f"The snapshot is of moto {moto_version}, not of moto {MOTO_VERSION}. Make a new snapshot.")
    for place, attributes in backends.items():
        backend = _at(place)
        vars(backend).clear()
        vars(backend).update(attributes)
    vars(SURROUNDINGS).update(surroundings)


class _Writer(pickle.Pickler):
    """Writes backends and their dictionaries as their places, and keys and certificates as PEM."""

    def __init__(self, file: io.BytesIO, places: dict[int, Place]) -> None:
        super().__init__(file, protocol=5)
        self._places = places

    def persistent_id(self, what: Any) -> Place | None:
        return self._places.get(id(what))

    def reducer_override(self, what: Any) -> Any:
        if isinstance(what, get_args(PrivateKeyTypes)):
            form, unencrypted = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            return _private_key, (what.private_bytes(_PEM, form, unencrypted),)
        if isinstance(what, get_args(PublicKeyTypes)):
            return _public_key, (what.public_bytes(_PEM, serialization.PublicFormat.SubjectPublicKeyInfo),)
        if isinstance(what, x509.Certificate):
            return _certificate, (what.public_bytes(_PEM),)
        return NotImplemented


class _Reader(pickle.Unpickler):
    def persistent_load(self, place: Place) -> Any:
        return _at(place)


# These are functions of this module, because pickle does not find those of cryptography by their names.


def _private_key(pem: bytes) -> PrivateKeyTypes:
    return serialization.load_pem_private_key(pem, None)


def _public_key(pem: bytes) -> PublicKeyTypes:
    return serialization.load_pem_public_key(pem)


def _certificate(pem: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem)


def _places() -> Iterator[tuple[Place, Any]]:
    """Every service that was used, its accounts, and their backends by region."""
    services: list[BackendDict[BaseBackend]] = vars(BackendDict)["_instances"]
    for service in services:
        module = sys.modules[service.backend.__module__]
        name = next(name for name, value in vars(module).items() if value is service)
        yield (module.__name__, name), service
        for account, regions in service.items():
            yield (module.__name__, name, account), regions
            for region, backend in regions.items():
                yield (module.__name__, name, account, region), backend


def _at(place: Place) -> Any:
    """The backend or dictionary at a place. moto makes a missing one."""
    module, name, *keys = place
    found = getattr(importlib.import_module(module), name)
    for key in keys:
        found = found[key]
    return found
