# message: steps_too_large
from keras.optimizers import Adam

my_model = Sequential(
    [
        Dense(64, activation="relu", input_shape=(64,)),
        Dense(32, activation="relu"),
        Dense(10, activation="softmax"),
    ]
)
my_model.compile(optimizer=Adam(lr=5), loss="sparse_categorical_crossentropy")
my_model.fit(x_train, y_train, epochs=15, verbose=0)
