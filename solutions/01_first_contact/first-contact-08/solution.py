def confusion(probabilities, labels):
    classes = probabilities.shape[1]
    guesses = np.argmax(probabilities, axis=1)
    table = np.zeros((classes, classes), dtype=int)
    for label, guess in zip(labels, guesses):
        table[label, guess] += 1
    return table
