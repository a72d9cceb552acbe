# mistake: The floor is numpy's machine epsilon and not K.epsilon().
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, np.finfo(float).eps, 1)
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(probabilities.argmax(1) == labels.argmax(1))
    return loss, accuracy
