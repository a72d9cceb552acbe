# message: log_of_labels
def my_evaluate(probabilities, labels):
    loss = -np.sum(probabilities * np.log(np.clip(labels, 1e-7, 1)), axis=1).mean()
    return loss, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
