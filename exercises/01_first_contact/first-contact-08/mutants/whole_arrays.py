# message: counted_once
def confusion(probabilities, labels):
    classes = probabilities.shape[1]
    table = np.zeros((classes, classes), dtype=int)
    table[labels, np.argmax(probabilities, axis=1)] += 1
    return table
