# message: smallest_place
def my_evaluate(probabilities, labels):
    loss = -np.sum(labels * np.log(np.clip(probabilities, 1e-7, 1)), axis=1).mean()
    return loss, np.mean(np.argmin(probabilities, 1) == np.argmax(labels, 1))
