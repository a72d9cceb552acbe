# message: mean_over_classes
def my_evaluate(probabilities, labels):
    loss = np.mean(labels * np.log(np.clip(probabilities, 1e-7, 1)))
    return loss, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
