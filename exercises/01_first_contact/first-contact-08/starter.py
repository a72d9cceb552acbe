def confusion(probabilities, labels):
    # en: count here how many samples of each class get each guess
    # zh: 在这里统计：每个类别的样本各有多少个被猜成哪一类
    ...
