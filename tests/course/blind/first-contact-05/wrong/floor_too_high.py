# mistake: The floor is 0.001 instead of 0.0000001, so very wrong answers cost too little.
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, 0.001, 1)
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(probabilities.argmax(1) == labels.argmax(1))
    return loss, accuracy
