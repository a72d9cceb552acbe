# way: functions and objects in place of strings, initializers given
import keras
my_model = keras.models.Sequential()
my_model.add(Dense(units=64, activation=keras.activations.relu, kernel_initializer="he_normal", input_shape=[64]))
my_model.add(Dense(units=32, activation=keras.activations.relu, kernel_initializer="he_normal"))
my_model.add(Dense(units=10, activation=keras.activations.softmax))
my_model.compile(loss=keras.losses.categorical_crossentropy, optimizer=keras.optimizers.Adam(lr=0.002))
my_model.fit(x=x_train, y=keras.utils.to_categorical(y_train), epochs=25, shuffle=True, verbose=0)
