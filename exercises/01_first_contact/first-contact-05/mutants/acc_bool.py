# message: true_or_false
def my_evaluate(probabilities, labels):
    loss = -np.mean(np.log(np.maximum(np.sum(probabilities * labels, axis=1), K.epsilon())))
    accuracy = np.all(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
