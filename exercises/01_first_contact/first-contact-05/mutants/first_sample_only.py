# message: one_sample
def my_evaluate(probabilities, labels):
    loss = -np.log(max(np.sum(probabilities[0] * labels[0]), 1e-7))
    return loss, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
