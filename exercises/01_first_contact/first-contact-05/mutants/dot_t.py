# message: all_pairs
def my_evaluate(probabilities, labels):
    loss = -np.mean(np.dot(labels, np.log(np.maximum(probabilities, K.epsilon())).T))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
