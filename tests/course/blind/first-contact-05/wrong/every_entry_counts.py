# mistake: All entries of the table are compared (binary accuracy), so the many right zeros count too.
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1)
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean((probabilities > 0.5) == (labels > 0.5))
    return loss, accuracy
