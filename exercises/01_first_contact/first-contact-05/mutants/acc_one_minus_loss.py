# message: one_minus_loss
def my_evaluate(probabilities, labels):
    loss = -np.mean(np.log(np.maximum(np.sum(probabilities * labels, axis=1), K.epsilon())))
    accuracy = 1 - loss
    return loss, accuracy
