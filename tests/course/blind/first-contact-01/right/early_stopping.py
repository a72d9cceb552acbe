# way: A validation split, early stopping, and function objects in place of strings.
import keras
from keras import activations, losses, optimizers
from keras.callbacks import EarlyStopping

my_model = keras.Sequential(name="tiefes_netz")
my_model.add(keras.layers.Dense(units=64, activation=activations.relu, input_shape=[64]))
my_model.add(keras.layers.Dense(units=32, activation=activations.relu))
my_model.add(keras.layers.Dense(units=10, activation=activations.softmax))
my_model.compile(
    optimizer=optimizers.Adam(lr=0.005),
    loss=losses.categorical_crossentropy,
    metrics=[keras.metrics.categorical_accuracy],
)
stop = EarlyStopping(monitor="val_loss", patience=5)
my_model.fit(
    x_train,
    to_categorical(y_train, num_classes=10),
    validation_split=0.1,
    epochs=200,
    callbacks=[stop],
    verbose=0,
)
print(my_model.evaluate(x_test, to_categorical(y_test), verbose=0))
