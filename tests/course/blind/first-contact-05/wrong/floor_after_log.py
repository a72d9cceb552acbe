# mistake: The floor is put on the logarithm, not on the probability: every logarithm becomes epsilon.
def my_evaluate(probabilities, labels):
    logs = np.maximum(np.log(probabilities), K.epsilon())
    loss = -np.mean(np.sum(labels * logs, axis=1))
    accuracy = np.mean(probabilities.argmax(1) == labels.argmax(1))
    return loss, accuracy
