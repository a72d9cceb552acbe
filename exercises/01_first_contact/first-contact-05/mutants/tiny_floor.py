# message: wrong_floor
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, 1e-15)
    loss = -np.sum(labels * np.log(p), axis=1).mean()
    return loss, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
