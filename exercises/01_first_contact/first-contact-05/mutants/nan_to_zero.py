# message: zeros_left_out
def my_evaluate(probabilities, labels):
    logs = np.nan_to_num(np.log(probabilities), neginf=0)
    loss = -np.sum(labels * logs, axis=1).mean()
    return loss, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
