"""The interface against its own description: whatever fits it and whatever does not, thousands of times."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from rathaus.strategy.actions import plans
from rathaus.strategy.api import limits
from rathaus.strategy.models import Strategy
from tests.cases import builders
from tests.strategy.making import BY, figures, indicator, own, unit

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def described(monkeypatch, live_server, scoped):
    """The description, with one of everything that can be asked for."""
    monkeypatch.setattr(limits, "PER_MINUTE", 1_000_000)
    figures(indicator("glasfaser"), "2024", {own(): 12.5, unit("01", "Andernorts"): 40})
    plans.begin(Strategy(title="Morgen", vision="Gut.", first_year=2026, last_year=2030), (), by=BY)
    plans.publish(by=BY)
    builders.service(builders.department())
    return schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json")


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_described_and_none_is_an_error_of_the_house(described, mode):
    statuses = set()
    for operation in (result.ok() for result in described.get_all_operations()):
        if mode is GenerationMode.NEGATIVE and not operation.definition.raw["parameters"]:
            continue  # nothing can be said to it, so nothing wrong either

        @settings(max_examples=40, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def hold(case):
            statuses.add(case.call_and_validate().status_code)
            if "key" in (case.path_parameters or {}):
                # The same of an indicator that there is. Not every text is a period, which no pattern can tell.
                case.path_parameters["key"] = "glasfaser"
                found = case.call()
                case.validate_response(found, excluded_checks=[positive_data_acceptance, negative_data_rejection])
                statuses.add(found.status_code)

        hold()
    assert statuses == {200, 404, 422}
