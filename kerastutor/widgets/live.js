// Makes static pictures live. Python displays a picture whose element carries the id of its widget;
// while there is a kernel, this finds the element and hands it over. Without one the picture stays.

const ATTRIBUTE = "data-kerastutor-view";

function whenShown(model, bringToLife) {
  const selector = `[${ATTRIBUTE}="${CSS.escape(model.get("view_id"))}"]`;
  const seen = new WeakSet();
  let waiting = false;
  const look = () => {
    waiting = false;
    for (const element of document.querySelectorAll(selector)) {
      if (!seen.has(element)) {
        seen.add(element);
        bringToLife(element);
      }
    }
  };
  const observer = new MutationObserver(() => {
    if (!waiting) {
      waiting = true;
      setTimeout(look, 50);
    }
  });
  observer.observe(document.body, { childList: true, subtree: true });
  look();
  return () => observer.disconnect();
}

function make(name, text, attributes = {}) {
  const element = document.createElement(name);
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  return element;
}
