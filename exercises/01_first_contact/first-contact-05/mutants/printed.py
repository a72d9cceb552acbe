# message: returns_nothing
def my_evaluate(probabilities, labels):
    print(-np.sum(labels * np.log(np.clip(probabilities, 1e-7, 1)), axis=1).mean())
