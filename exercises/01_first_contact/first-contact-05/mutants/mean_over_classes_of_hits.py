# message: balanced
def my_evaluate(probabilities, labels):
    right = np.maximum(np.sum(probabilities * labels, axis=1), K.epsilon())
    classes = np.argmax(labels, axis=1)
    hits = np.argmax(probabilities, axis=1) == classes
    return -np.mean(np.log(right)), np.mean([hits[classes == c].mean() for c in set(classes)])
