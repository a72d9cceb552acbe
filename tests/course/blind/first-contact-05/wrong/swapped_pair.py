# mistake: The pair is returned the wrong way round: accuracy first.
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1)
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(p.argmax(1) == labels.argmax(1))
    return accuracy, loss
