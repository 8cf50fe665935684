"""American English spells months out: March 2, 2026."""

DATE_FORMAT = "F j, Y"
SHORT_DATE_FORMAT = "M j, Y"
