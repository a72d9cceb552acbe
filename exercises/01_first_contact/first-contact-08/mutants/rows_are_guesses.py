# message: array_transposed
def confusion(probabilities, labels):
    classes = probabilities.shape[1]
    table = np.zeros((classes, classes), dtype=int)
    for label, guess in zip(labels, np.argmax(probabilities, axis=1)):
        table[guess, label] += 1
    return table
