# message: not_two
def my_evaluate(probabilities, labels):
    return -np.sum(labels * np.log(np.clip(probabilities, 1e-7, 1)), axis=1).mean()
