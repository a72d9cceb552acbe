# mistake: K.epsilon is a function and must be called: K.epsilon().
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon)
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(p.argmax(1) == labels.argmax(1))
    return loss, accuracy
