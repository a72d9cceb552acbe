# way: divmod, with the truth value of the rest as a number; 注释是中文。
def count_updates(samples, batch_size, epochs):
    整批, 剩余 = divmod(samples, batch_size)
    return (整批 + bool(剩余)) * epochs  # 剩余不为零时多一批
