def my_evaluate(probabilities, labels):
    # en: return the loss and the accuracy
    # zh: 返回损失和准确率
    ...
