# mistake: only the explanation is given, fixed_model stays None
reason = "B"
fixed_model = None
