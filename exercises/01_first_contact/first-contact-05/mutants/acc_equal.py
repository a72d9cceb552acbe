# message: always_zero
def my_evaluate(probabilities, labels):
    loss = -np.mean(np.log(np.maximum(np.sum(probabilities * labels, axis=1), K.epsilon())))
    accuracy = np.mean(probabilities == labels)
    return loss, accuracy
