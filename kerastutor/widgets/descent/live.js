// A slider under the picture shows the path of one batch size at a time.

function initialize({ model }) {
  const lines = model.get("lines");
  return whenShown(model, (element) => {
    const paths = [...element.querySelectorAll("[data-path]")];
    const slider = make("input", "", {
      type: "range", min: "0", max: String(lines.length - 1), step: "1", value: "0",
      "aria-label": model.get("label"),
      "data-lm-suppress-shortcuts": "true", // JupyterLab would take the arrow keys for itself
    });
    const said = make("output", "");
    said.style.marginLeft = "12px";
    const choose = () => {
      const chosen = Number(slider.value);
      paths.forEach((path) => {
        path.style.display = Number(path.dataset.path) === chosen ? "" : "none";
      });
      said.textContent = lines[chosen];
      slider.setAttribute("aria-valuetext", lines[chosen]);
    };
    slider.addEventListener("input", choose);
    slider.addEventListener("keydown", (event) => event.stopPropagation());
    const bar = document.createElement("div");
    bar.append(slider, said);
    element.append(bar);
    choose();
  });
}

export default { initialize };
