# message: sum_over_samples
def my_evaluate(probabilities, labels):
    loss = -np.sum(labels * np.log(np.clip(probabilities, 1e-7, 1)))
    return loss, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
