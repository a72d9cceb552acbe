# message: always_one
def my_evaluate(probabilities, labels):
    loss = -np.mean(np.log(np.maximum(np.sum(probabilities * labels, axis=1), K.epsilon())))
    accuracy = float(np.any(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1)))
    return loss, accuracy
