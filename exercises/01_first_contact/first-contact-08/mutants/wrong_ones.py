# message: only_errors
def confusion(probabilities, labels):
    classes = probabilities.shape[1]
    table = np.zeros((classes, classes), dtype=int)
    for label, guess in zip(labels, np.argmax(probabilities, axis=1)):
        if label != guess:
            table[label, guess] += 1
    return table
