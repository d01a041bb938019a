"""Generated requests, hostile ones among them: no answer breaks, and each has the shape that the description promises."""

import os
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from phanuek.config.wsgi import application
from tests.figures import world as cases
from tests.referrals import world as worlds

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
EXAMPLES = int(os.environ.get("PHANUEK_EXAMPLES", "25"))
ASKED = settings(
    max_examples=EXAMPLES, deadline=None, phases=[Phase.explicit, Phase.generate], derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture
def filled(db: None) -> Iterator[None]:
    worlds.build()
    cases.six_cases()
    # the requests go through WSGI itself, whose end closes the connection that holds the test's transaction;
    # Django's own test client holds this back in the same way
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("filled")
@schema.parametrize()
@ASKED
def test_no_request_breaks_the_api(case: schemathesis.Case) -> None:
    # a code that nothing bears is refused, which no description can say beforehand
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
