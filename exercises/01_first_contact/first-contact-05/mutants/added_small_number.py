# message: wrong_floor
def my_evaluate(probabilities, labels):
    loss = -np.sum(labels * np.log(probabilities + 1e-10), axis=1).mean()
    return loss, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
