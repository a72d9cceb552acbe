# message: floor_after_log
def my_evaluate(probabilities, labels):
    logs = np.maximum(np.log(probabilities), K.epsilon())
    loss = -np.mean(np.sum(labels * logs, axis=1))
    return loss, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
