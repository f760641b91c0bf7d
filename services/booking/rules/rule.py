# SPDX-License-Identifier: MPL-2.0
"""What all rules share: what happens when the rule is not met. Each kind adds its name as `rule`."""

from pydantic import BaseModel, ConfigDict

from services.booking.model import Effect


class Rule(BaseModel):
    """Parameters of one rule in a policy. Unknown parameters are refused, so that a typo is seen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    effect: Effect = Effect.REFUSE
