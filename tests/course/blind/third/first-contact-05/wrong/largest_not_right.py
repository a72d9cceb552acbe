# mistake: takes the largest probability instead of that of the right class
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = np.mean(-np.log(p.max(axis=1)))
    accuracy = np.mean(np.argmax(p, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
