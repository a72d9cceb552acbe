# mistake: no lower bound for the probabilities, so a 0 gives an infinite loss or nan
def my_evaluate(probabilities, labels):
    loss = -np.sum(labels * np.log(probabilities), axis=1).mean()
    acc = np.mean(probabilities.argmax(1) == labels.argmax(1))
    return loss, acc
