# mistake: The loss uses the largest probability, not the one of the right answer.
def my_evaluate(probabilities, labels):
    loss = np.mean(-np.log(np.maximum(probabilities.max(axis=1), K.epsilon())))
    accuracy = np.mean(probabilities.argmax(1) == labels.argmax(1))
    return loss, accuracy
