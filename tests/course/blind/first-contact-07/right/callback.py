# way: A callback gathers the losses; fit's return value is not used; 注释是中文。
import keras


class 记录(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.损失 = []

    def on_epoch_end(self, epoch, logs=None):
        self.损失.append(logs["val_loss"])


note_model = Sequential()
note_model.add(Dense(units=32, activation='relu', input_dim=64))
note_model.add(Dense(units=10, activation='softmax'))
# 标签要变成 one-hot，还要有 accuracy 指标
note_model.compile(
    optimizer=keras.optimizers.SGD(lr=0.1), loss='categorical_crossentropy', metrics=['accuracy'])
本子 = 记录()
note_model.fit(
    x_train, to_categorical(y_train), epochs=5, validation_split=0.2, verbose=0, callbacks=[本子])
val_losses = 本子.损失
score = note_model.evaluate(x_test, to_categorical(y_test), verbose=0)
