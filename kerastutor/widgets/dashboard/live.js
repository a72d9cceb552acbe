// The dashboard while a model trains: the picture follows `svg`, a button asks Python to stop.

function picture(text) {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  return document.importNode(parsed.documentElement, true);
}

// A kernel that is busy with the training may not read messages before its end. An interrupt, the
// same as that of the toolbar's button, always reaches it; the dashboard takes it as a wish to stop.
async function interrupt(kernel) {
  const place = document.getElementById("jupyter-config-data");
  const { baseUrl, token } = JSON.parse(place?.textContent || "{}");
  if (!baseUrl || !kernel) {
    return;
  }
  const xsrf = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
  const headers = {};
  if (xsrf) headers["X-XSRFToken"] = xsrf[1];
  if (token) headers.Authorization = `token ${token}`;
  await fetch(`${baseUrl}api/kernels/${kernel}/interrupt`, { method: "POST", headers });
}

function initialize({ model }) {
  const words = model.get("words");
  return whenShown(model, (element) => {
    const button = make("button", words.stop, { type: "button", title: words.stop_title });
    button.className = "jp-Button jp-mod-styled jp-mod-warn";
    const status = make("div", "", { role: "status" });
    status.style.cssText = "position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden";
    const bar = document.createElement("div");
    bar.append(button, status);
    element.append(bar);

    const draw = () => {
      const old = element.querySelector("svg");
      const fresh = picture(model.get("svg"));
      fresh.style.display = "block";
      old ? old.replaceWith(fresh) : element.prepend(fresh);
    };
    const follow = () => {
      const state = model.get("state");
      button.disabled = state !== "running";
      button.textContent = state === "stopping" ? words.stopping : words.stop;
      bar.hidden = state === "done" || state === "stopped";
    };
    button.addEventListener("click", () => {
      button.disabled = true;
      button.textContent = words.stopping;
      model.send({ stop: true });
      setTimeout(() => model.get("state") === "running" && interrupt(model.get("kernel")), 500);
    });
    model.on("change:svg", draw);
    model.on("change:state", follow);
    model.on("change:spoken", () => (status.textContent = model.get("spoken")));
    draw();
    follow();
  });
}

export default { initialize };
