"""Generated requests, hostile ones among them: no answer breaks, and each has the shape that the description promises."""

import os

import pytest
import schemathesis
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
def filled(db: None) -> None:
    worlds.build()
    cases.six_cases()


@pytest.mark.usefixtures("filled")
@schema.parametrize()
@ASKED
def test_no_request_breaks_the_api(case: schemathesis.Case) -> None:
    # a code that nothing bears is refused, which no description can say beforehand
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
