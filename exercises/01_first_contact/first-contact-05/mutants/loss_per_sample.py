# message: one_per_sample
def my_evaluate(probabilities, labels):
    losses = -np.sum(labels * np.log(np.clip(probabilities, 1e-7, 1)), axis=1)
    return losses, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
