// The shape inspector with a kernel: walk through the layers by mouse or keyboard, read the details
// of one, and put a batch size in the place of None.

const NEXT = new Set(["ArrowDown", "ArrowRight"]);
const BEFORE = new Set(["ArrowUp", "ArrowLeft"]);

function initialize({ model }) {
  const words = model.get("words");
  const details = model.get("details");
  return whenShown(model, (element) => {
    const svg = element.querySelector("svg");
    if (!svg) {
      return;
    }
    const steps = [...svg.querySelectorAll("g[data-step]")].sort(
      (a, b) => Number(a.dataset.step) - Number(b.dataset.step),
    );
    const panel = make("div", "", { role: "region", "aria-label": words.details, "aria-live": "polite" });
    panel.style.cssText = "margin: 4px 0 0 12px; min-height: 4.5em; color: var(--jp-ui-font-color1)";
    let chosen = null;
    const batch = { size: "None" };
    const tell = () => chosen && show(panel, chosen, batch);
    element.append(controls(svg, words, batch, tell), panel);
    panel.append(make("span", words.legend));

    const select = (index, focus) => {
      steps.forEach((step, i) => {
        const here = i === index;
        step.setAttribute("tabindex", here ? "0" : "-1");
        step.setAttribute("aria-selected", String(here));
        step.querySelector("rect").style.filter = here
          ? "drop-shadow(0 0 3px var(--jp-brand-color1, #1976d2))"
          : "";
      });
      chosen = details[Number(steps[index].dataset.step)];
      tell();
      if (focus) {
        steps[index].focus();
      }
    };
    svg.setAttribute("role", "listbox");
    steps.forEach((step, index) => {
      const detail = details[Number(step.dataset.step)];
      const said = [detail.title, ...detail.rows.map((row) => row.join(" "))].join("; ");
      step.setAttribute("role", "option");
      step.setAttribute("aria-label", said);
      step.setAttribute("tabindex", index === 0 ? "0" : "-1");
      step.style.cursor = "pointer";
      step.style.outlineOffset = "3px";
      step.addEventListener("click", () => select(index, true));
      step.addEventListener("focus", () => select(index, false));
      step.addEventListener("keydown", (event) => {
        const to = target(event.key, index, steps.length);
        if (to !== null) {
          event.preventDefault();
          event.stopPropagation();
          select(to, true);
        }
      });
    });
  });
}

function target(key, index, count) {
  if (NEXT.has(key)) return Math.min(index + 1, count - 1);
  if (BEFORE.has(key)) return Math.max(index - 1, 0);
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return null;
}

function withBatch(text, batch) {
  return text.replaceAll("(None,", `(${batch.size},`);
}

function show(panel, detail, batch) {
  const list = make("dl", "");
  list.style.cssText = "margin: 2px 0; display: grid; grid-template-columns: max-content 1fr; gap: 0 12px";
  for (const [heading, text] of detail.rows) {
    const value = make("dd", withBatch(text, batch));
    value.style.margin = "0";
    list.append(make("dt", heading), value);
  }
  panel.replaceChildren(make("strong", detail.title), list);
}

function controls(svg, words, batch, tell) {
  const texts = [...svg.querySelectorAll("text")].map((text) => [text, text.textContent]);
  const label = make("label", `${words.batch} `);
  label.style.cssText = "display: block; margin: 4px 0 0 12px; color: var(--jp-ui-font-color2)";
  const field = make("input", "", { type: "number", min: "1", max: "99999", placeholder: "None" });
  field.style.width = "6em";
  field.addEventListener("input", () => {
    batch.size = Number(field.value) > 0 ? String(Number(field.value)) : "None";
    for (const [text, original] of texts) {
      text.textContent = withBatch(original, batch);
    }
    tell();
  });
  field.addEventListener("keydown", (event) => event.stopPropagation());
  label.append(field);
  return label;
}

export default { initialize };
