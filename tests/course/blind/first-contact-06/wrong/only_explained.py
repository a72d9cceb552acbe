# mistake: The question is answered, but no model was made.
reason = "B"
fixed_model = None
