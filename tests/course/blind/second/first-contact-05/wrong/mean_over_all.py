# mistake: takes the mean over all entries, so the loss is divided by the number of classes too
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1)
    loss = -np.mean(labels * np.log(p))
    acc = np.mean(p.argmax(1) == labels.argmax(1))
    return loss, acc
