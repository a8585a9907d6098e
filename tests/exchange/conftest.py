"""The catalogue that ships, an office with its key, and a stranger with another."""

from datetime import date

import pytest

from creditdesk.catalog.catalogue import Catalogue
from creditdesk.catalog.load import load
from creditdesk.exchange.certificates import OfficeCertificate, make_certificate
from creditdesk.paths import forms
from tests.exchange.outgoing import OFFICE


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(forms())


@pytest.fixture(scope="session")
def signer() -> OfficeCertificate:
    return make_certificate(OFFICE, date(2026, 2, 12))


@pytest.fixture(scope="session")
def stranger() -> OfficeCertificate:
    return make_certificate("另一家示例中心", date(2026, 2, 12))
