# mistake: // cuts the accuracy to 0 or 1
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = np.mean(-np.sum(labels * np.log(p), axis=1))
    right = sum(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    accuracy = right // len(labels)
    return loss, accuracy
