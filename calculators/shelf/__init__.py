"""The calculators that anyone may use without a case, all in one frame.

A calculator is a form, a computation and words: GET only, so that its address carries the numbers and can be kept or
sent; nothing is stored. The page recalculates as one types (static/js/recalculate.js) and works the same without.

To add one, write a module here and name it in `registry.py`:

    class TheForm(CalculatorForm):                  # forms.py; fields of calculators/inputs.py
        owed = ReadField("money", label=_("What you owe"), required=True)
        sections = (Section(("owed",)), Section(("fees",), _("More"), folded=True))

    def compute(given: Given) -> Result:            # calculator.py; the form's cleaned data and `as_of`, the day
        return Result(Text("You owe {amount}.", {...}), lines=(Line(...), ...))

    CALCULATOR = Calculator("the-slug", _("Title"), TheForm, compute, lead=…, description=…, example={"owed": "10,000"})

Computing is pure: no request, no clock, no database; the arithmetic and the law behind it belong to
calculators/consequences and calculators/law, and the module here only joins them to a form. What the form takes must
never make `compute` fail: faults between fields are for the form's `clean`, which names the field (`add_error`).

`facts` turns the numbers into the facts of a case (the JSON contract): with it, the page offers "Start a case with
these numbers". `template` is for a result that needs more than sentence, lines and picture: it extends
calculators/result.html and fills its block `more`. Where what it draws (`Result.more`) has an `as_json`, the API
(calculators/api) tells it too; the rest of a calculator is in the API by itself.
"""
