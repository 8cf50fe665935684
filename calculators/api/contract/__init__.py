"""The shape of every answer, as the API's document describes it.

The engine makes the answers (`as_json` of an assessment and of its parts); these classes only describe them, field by
field. They are never used to check or change an answer while it is served: the tests hold every answer against them,
and fail on a key that is not described here. A line below a field becomes its description. Fields may be added to an
answer, so the schemas leave room for more; none is taken away or changes its meaning within a version.
"""
