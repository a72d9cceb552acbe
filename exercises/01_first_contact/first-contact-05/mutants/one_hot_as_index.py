# message: rows_as_index
def my_evaluate(probabilities, labels):
    n = len(probabilities)
    right = probabilities[np.arange(n), labels]
    loss = np.mean(-np.log(np.maximum(right, K.epsilon())))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
