def my_fit(model, x, y, batch_size, epochs):
    # en: train the model batch by batch, and return the loss of each epoch
    # zh: 一批一批地训练模型，并返回每一轮的损失
    ...
