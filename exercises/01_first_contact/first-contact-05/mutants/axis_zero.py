# message: wrong_axis
def my_evaluate(probabilities, labels):
    loss = -np.sum(labels * np.log(np.clip(probabilities, 1e-7, 1)), axis=1).mean()
    return loss, np.mean(np.argmax(probabilities, axis=0) == np.argmax(labels, axis=0))
