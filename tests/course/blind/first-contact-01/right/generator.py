# way: Trained with fit_generator from an endless generator; comments in Chinese.
import numpy as np


def 批次(大小=64):
    # 每次随机取一批
    while True:
        i = np.random.randint(0, len(x_train), 大小)
        yield x_train[i], to_categorical(y_train[i], 10)


my_model = Sequential()
# 第一层：64 个输入，64 个单元
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(optimizer="adam", loss="categorical_crossentropy")
my_model.fit_generator(批次(), steps_per_epoch=25, epochs=40, verbose=0)
