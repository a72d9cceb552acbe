# message: one_per_place
def my_evaluate(probabilities, labels):
    products = -labels * np.log(np.clip(probabilities, 1e-7, 1))
    return products, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
