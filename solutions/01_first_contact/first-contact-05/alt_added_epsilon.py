def my_evaluate(p, y):
    picked = p[np.arange(len(p)), y.argmax(axis=-1)]
    loss = -np.log(picked + 1e-7).sum() / p.shape[0]
    acc = np.equal(p.argmax(-1), y.argmax(-1)).astype("float32").mean()
    return np.array([loss, acc])
