"""Under which key a case keeps what the person could pay: `calculators.negotiating.read_budget` reads it."""

BUDGET = "budget"
