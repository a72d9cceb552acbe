# way: Keras 1 argument names (output_dim, init), as old forum code has them.
my_model = Sequential()
my_model.add(Dense(output_dim=64, input_dim=64, init='glorot_uniform', activation='relu'))
my_model.add(Dense(output_dim=32, init='glorot_uniform', activation='relu'))
my_model.add(Dense(output_dim=10, init='glorot_uniform', activation='softmax'))
my_model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
my_model.fit(x_train, to_categorical(y_train), nb_epoch=30, batch_size=16, verbose=0)
score = my_model.evaluate(x_test, to_categorical(y_test), verbose=0)
print('accuracy', score[1])
