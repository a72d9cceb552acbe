def mix(x, y):
    # en: return the samples and their labels in a better order
    # zh: 以更好的顺序返回样本和标签
    ...
