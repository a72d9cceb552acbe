# mistake: the losses are summed over the samples and not averaged
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = -np.sum(labels * np.log(p))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
