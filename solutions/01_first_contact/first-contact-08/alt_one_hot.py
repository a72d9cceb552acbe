def confusion(probabilities, labels):
    classes = probabilities.shape[1]
    truth = to_categorical(labels, classes)
    guessed = to_categorical(np.argmax(probabilities, axis=1), classes)
    return truth.T @ guessed
