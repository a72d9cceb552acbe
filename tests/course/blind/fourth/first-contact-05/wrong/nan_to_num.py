# mistake: infinite logarithms become huge numbers with nan_to_num, not log(epsilon)
def my_evaluate(probabilities, labels):
    p = probabilities
    loss = np.mean(-np.sum(labels * np.nan_to_num(np.log(p)), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
