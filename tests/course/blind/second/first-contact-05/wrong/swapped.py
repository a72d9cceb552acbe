# mistake: returns the accuracy first and the loss second
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    acc = np.mean(p.argmax(axis=1) == labels.argmax(axis=1))
    return acc, loss
