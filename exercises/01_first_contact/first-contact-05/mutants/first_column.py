# message: looks_like
def my_evaluate(probabilities, labels):
    loss = -np.mean(np.log(np.maximum(probabilities[:, 0], K.epsilon())))
    return loss, np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
