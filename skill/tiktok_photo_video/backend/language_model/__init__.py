"""An optional language model at an address of the user's choice: it proposes edits as JSON.

It is asked only about what the rules did not understand, is told words and never pictures,
and whatever it answers can become nothing but typed edits that pass the same checks as all
others. Whenever it is absent, slow or wrong, the rules' answer stands.
"""
