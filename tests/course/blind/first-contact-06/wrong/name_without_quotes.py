# mistake: B without quotes is a variable that does not exist; the letter is the text "B".
reason = B
fixed_model = Sequential([Dense(32, input_shape=(784,))])
