# mistake: the mean over all entries divides by the classes too
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = -np.mean(labels * np.log(p))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
