# message: rescaled
def my_evaluate(probabilities, labels):
    q = probabilities / probabilities.max(axis=1, keepdims=True)
    loss = -np.mean(np.sum(labels * np.log(np.maximum(q, K.epsilon())), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
