# mistake: The sum is divided by the number of classes (shape[1]) instead of the number of samples.
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1)
    loss = -np.sum(labels * np.log(p)) / probabilities.shape[1]
    accuracy = np.mean(p.argmax(1) == labels.argmax(1))
    return loss, accuracy
