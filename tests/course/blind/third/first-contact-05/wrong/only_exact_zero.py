# mistake: replaces only exact zeros; probabilities between 0 and epsilon stay as they are
def my_evaluate(probabilities, labels):
    p = np.where(probabilities == 0, K.epsilon(), probabilities)
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.argmax(p, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
