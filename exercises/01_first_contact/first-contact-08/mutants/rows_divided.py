# message: shares
def confusion(probabilities, labels):
    classes = probabilities.shape[1]
    table = np.zeros((classes, classes))
    for label, guess in zip(labels, np.argmax(probabilities, axis=1)):
        table[label, guess] += 1
    return table / np.maximum(table.sum(axis=1, keepdims=True), 1)
