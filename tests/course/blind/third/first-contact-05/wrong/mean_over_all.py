# mistake: the mean goes over all entries, so the loss is also divided by the number of classes
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = np.mean(-labels * np.log(p))
    accuracy = np.mean(np.argmax(p, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
