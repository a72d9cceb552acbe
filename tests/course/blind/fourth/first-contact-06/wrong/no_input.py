# mistake: nobody says what the inputs look like
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(32))
