# mistake: categorical_crossentropy wants one-hot rows, but y_train holds plain numbers 0 to 9.
my_model = Sequential()
my_model.add(Dense(64, activation='relu', input_shape=(64,)))
my_model.add(Dense(32, activation='relu'))
my_model.add(Dense(10, activation='softmax'))
my_model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
my_model.fit(x_train, y_train, epochs=20)
