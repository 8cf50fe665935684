"""The JSON API: what the command line answers, and every calculator of the shelf, over HTTP.

`operations.py` names everything that can be asked, each with what it takes, what it answers (`contract/`) and the
function that does it. The addresses (`urls.py`), the OpenAPI document (`document.py`) and the page for people
(`page.py`) are all made from that list, so none of them can say anything else. `views.py` serves every operation:
methods, sizes, limits, faults. A calculator that is added to the shelf's registry is here by itself.

The engine makes the answers and words the faults; nothing here does either. It is plain Django with pydantic's own JSON
Schema, which OpenAPI 3.1 takes as it is. Nothing that is sent is kept or logged.
"""
