# mistake: layers take only their first argument by place in Keras 2.2.4
# way: activations, loss and optimizer as objects instead of strings
import keras

my_model = Sequential(name="digits")
my_model.add(Dense(64, keras.activations.relu, input_shape=(64,)))
my_model.add(Dense(32, keras.activations.relu))
my_model.add(Dense(10, keras.activations.softmax))
my_model.compile(
    optimizer=keras.optimizers.SGD(lr=0.1, momentum=0.9),
    loss=keras.losses.categorical_crossentropy,
    metrics=["acc"],
)
my_model.fit(x=x_train, y=to_categorical(y_train), batch_size=64, epochs=40, verbose=0)
