# message: log_of_mean
def my_evaluate(probabilities, labels):
    loss = -np.log(np.mean(probabilities[labels == 1]))
    return loss, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
