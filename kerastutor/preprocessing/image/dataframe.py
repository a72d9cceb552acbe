"""Batches of image files that a pandas table lists."""

import os

import numpy as np

from kerastutor.preprocessing.image.directory import ENDINGS, FileIterator, list_images


class DataFrameIterator(FileIterator):
    """Batches of the images of a folder that a table names, with labels or targets from it.

    Files that the table does not name are left out, and so are rows without a file or with a
    missing value. Of rows that name a file twice the first one counts. The images come in the
    order of the folder.

    # Arguments
        dataframe: The pandas table.
        directory: Folder of the images; they may lie in deeper folders too.
        image_data_generator: The `ImageDataGenerator` that changes the images.
        x_col: Name of the column of file names (without folders).
        y_col: Name of the column of classes; for `class_mode='other'` a name, or a list of names,
            of numeric columns.
        has_ext: Whether the file names have their endings (`.png` ...).
        classes: List of the classes, in the order of their labels; None: as they first appear.
        class_mode: As for `DirectoryIterator`, or `'other'`: the values of `y_col`.
        target_size, color_mode, batch_size, shuffle, seed, data_format, save_to_dir, save_prefix,
            save_format, follow_links, subset, interpolation, dtype: As for `DirectoryIterator`.

    # Attributes
        df: The rows that are used, by file name.
        filenames, classes, class_indices, samples, num_classes: As for `DirectoryIterator`.
        data: The targets, for `class_mode='other'`.
    """

    class_modes = ("categorical", "binary", "sparse", "input", "other", None)

    def __init__(self, dataframe, directory, image_data_generator, x_col="filenames",
                 y_col="class", has_ext=True, target_size=(256, 256), color_mode="rgb",
                 classes=None, class_mode="categorical", batch_size=32, shuffle=True, seed=None,
                 data_format=None, save_to_dir=None, save_prefix="", save_format="png",
                 follow_links=False, subset=None, interpolation="nearest", dtype=None):
        super().__init__(directory, image_data_generator, target_size, color_mode, class_mode,
                         data_format, save_to_dir, save_prefix, save_format, subset,
                         interpolation, dtype)
        labelled = class_mode not in ("other", "input", None)
        self._check(dataframe, x_col, has_ext, classes, labelled)
        table = dataframe.drop_duplicates(x_col)
        table = table.set_index(table[x_col].astype(str)).drop(columns=x_col)
        if not classes:
            classes = list(table[y_col].unique()) if labelled else []
        self.num_classes = len(classes)
        self.class_indices = {name: i for i, name in enumerate(classes)}

        paths = {}
        for path in list_images(directory, self.split, follow_links):
            name = os.path.basename(path)
            paths.setdefault(name if has_ext else os.path.splitext(name)[0], path)
        table = table.loc[[name for name in paths if name in table.index]].dropna()
        self.df = table
        self._paths = [paths[name] for name in table.index]
        self.filenames = [os.path.basename(path) for path in self._paths]
        self.classes = np.zeros(0, dtype="int32")
        if labelled:
            unknown = set(table[y_col]) - set(self.class_indices)
            if unknown:
                raise ValueError("DataFrameIterator: classes must name every class of the table, "
                                 f"got none for {sorted(map(str, unknown))}. Add them.")
            self.classes = np.array([self.class_indices[name] for name in table[y_col]])
        elif class_mode == "other":
            self.data = _numbers(table, y_col)
        self._begin(batch_size, shuffle, seed)

    @staticmethod
    def _check(dataframe, x_col, has_ext, classes, labelled):
        if not hasattr(dataframe, "drop_duplicates"):
            raise TypeError("DataFrameIterator: dataframe must be a pandas DataFrame, got "
                            f"{type(dataframe).__name__}. Use pandas.DataFrame(...).")
        if not isinstance(x_col, str):
            raise ValueError("DataFrameIterator: x_col must be the name of a column, got "
                             f"{x_col!r}. Write it as a string.")
        if x_col not in dataframe:
            raise ValueError(f"DataFrameIterator: x_col must be one of the columns "
                             f"{list(dataframe)}, got {x_col!r}. Use one of these.")
        if not isinstance(has_ext, bool):
            raise ValueError("DataFrameIterator: has_ext must be True (file names have endings) "
                             f"or False, got {has_ext!r}. Use one of these.")
        if classes and not labelled:
            raise ValueError("DataFrameIterator: classes must be None where class_mode is "
                             f"'other', 'input' or None, got {classes!r}. Leave it out.")
        if has_ext and len(dataframe) and not str(dataframe[x_col].iloc[0]).endswith(ENDINGS):
            raise ValueError("DataFrameIterator: names in x_col must have an ending for "
                             f"has_ext=True, got {dataframe[x_col].iloc[0]!r}. Pass "
                             "has_ext=False for names without.")

    def _path(self, j):
        return self._paths[j]

    def _with_labels(self, images, rows):
        if self.class_mode == "other":
            return images, self.data[rows]
        return super()._with_labels(images, rows)


def _numbers(table, columns):
    """Values of one or several columns; they must be numbers."""
    values = table[columns].to_numpy()
    if values.dtype.kind not in "biufc":
        raise TypeError(f"DataFrameIterator: y_col must name numeric columns, got {columns!r} of "
                        f"type {values.dtype}. Use class_mode='categorical' for classes.")
    return values
