# way: No input shape is given: the model is built by the first fit. One-hot labels from np.eye.
import numpy as np

my_model = Sequential([
    Dense(64, activation='relu'), Dense(32, activation='relu'), Dense(10, activation='softmax'),
])
my_model.compile(loss='categorical_crossentropy', optimizer='nadam')
my_model.fit(x_train, np.eye(10)[y_train], epochs=40, verbose=0)
