# message: classes_missing
def confusion(probabilities, labels):
    guesses = np.argmax(probabilities, axis=1)
    classes = max(labels.max(), guesses.max()) + 1
    table = np.zeros((classes, classes), dtype=int)
    for label, guess in zip(labels, guesses):
        table[label, guess] += 1
    return table
