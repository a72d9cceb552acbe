def confusion(probabilities, labels):
    classes = probabilities.shape[-1]
    table = np.zeros((classes, classes))
    np.add.at(table, (labels, probabilities.argmax(-1)), 1)
    return table
