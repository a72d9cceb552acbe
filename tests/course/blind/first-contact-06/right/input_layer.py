# way: An InputLayer of its own before the Dense layer; 注释是中文。
from keras.layers import InputLayer

# 32 已经是 units
reason = str("B")
fixed_model = Sequential()
fixed_model.add(InputLayer(input_shape=(784,)))  # 每个样本 784 个数
fixed_model.add(Dense(32))
