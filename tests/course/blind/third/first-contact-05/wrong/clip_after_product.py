# mistake: clips after the product with the labels, so every wrong class adds -log(epsilon)
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities * labels, K.epsilon())
    loss = np.mean(np.sum(-np.log(p), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
