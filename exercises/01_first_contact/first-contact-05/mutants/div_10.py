# message: wrong_divisor
def my_evaluate(probabilities, labels):
    loss = -np.sum(labels * np.log(np.maximum(probabilities, K.epsilon()))) / 10
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
