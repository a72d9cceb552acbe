# mistake: labels and probabilities change places in the cross-entropy
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = np.mean(-np.sum(probabilities * np.log(np.maximum(labels, K.epsilon())), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
