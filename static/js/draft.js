/* Drafts: a form marked data-draft keeps what was typed, in this tab only, until it is sent and accepted.
   After a time-out and a new log-in the page offers it back. Never kept: passwords, files, fields marked data-no-draft.
   Bound to the person logged in; log-out and another person's log-in throw every draft away. */
(function () {
  "use strict";

  const user = document.body.dataset.user;
  const store = window.sessionStorage;
  const prefix = "draft:" + user + ":";
  const keys = () => Object.keys(store).filter((key) => key.startsWith("draft:"));
  const keyOf = (form) => prefix + location.pathname + ":" + (form.id || "");
  const kept = (field) => field.name && !["password", "file", "hidden", "submit", "button"].includes(field.type) && !field.hasAttribute("data-no-draft");

  function read(form) {
    const values = {};
    Array.from(form.elements).filter(kept).forEach((field) => {
      const value = field.type === "checkbox" || field.type === "radio" ? (field.checked ? [field.value] : []) :
        field.multiple ? Array.from(field.selectedOptions).map((option) => option.value) : [field.value];
      values[field.name] = (values[field.name] || []).concat(value);
    });
    return values;
  }

  function write(form, values) {
    const used = {};
    Array.from(form.elements).filter(kept).forEach((field) => {
      const all = values[field.name];
      if (!all) { return; }
      if (field.type === "checkbox" || field.type === "radio") { field.checked = all.includes(field.value); }
      else if (field.multiple) { Array.from(field.options).forEach((option) => { option.selected = all.includes(option.value); }); }
      else { used[field.name] = used[field.name] || 0; field.value = all[used[field.name]] || ""; used[field.name] += 1; }
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  function offer(form, draft) {
    const bar = document.createElement("div");
    bar.className = "notice info row no-print";
    const words = document.createElement("span");
    words.textContent = "上次没有交完的内容还在（" + draft.at + "）";
    const button = (label, act) => {
      const one = document.createElement("button");
      one.type = "button";
      one.className = "button small";
      one.textContent = label;
      one.addEventListener("click", () => { bar.remove(); act(); });
      return one;
    };
    bar.append(words, button("取回", () => write(form, draft.values)), button("不要了", () => store.removeItem(keyOf(form))));
    form.before(bar);
  }

  try {
    /* What was sent and did not land on the log-in or an error page was accepted or is shown again by the server. */
    const sent = store.getItem("draft-sent");
    if (sent && !document.body.classList.contains("alone")) { store.removeItem(sent); }
    store.removeItem("draft-sent");
    if (user) { keys().filter((key) => !key.startsWith(prefix)).forEach((key) => store.removeItem(key)); }

    document.addEventListener("submit", (event) => {
      if (event.target.matches("form[data-log-out]")) { keys().forEach((key) => store.removeItem(key)); }
      if (event.target.matches("form[data-draft]") && !event.defaultPrevented) { store.setItem("draft-sent", keyOf(event.target)); }
    });

    if (!user) { return; }
    document.querySelectorAll("form[data-draft]").forEach((form) => {
      const draft = JSON.parse(store.getItem(keyOf(form)) || "null");
      if (draft && !form.querySelector(".error-summary") && JSON.stringify(draft.values) !== JSON.stringify(read(form))) { offer(form, draft); }
      let timer;
      form.addEventListener("input", (event) => {
        if (!event.isTrusted && !event.target.closest("table[data-grid]")) { return; }
        clearTimeout(timer);
        timer = setTimeout(() => {
          const now = new Date();
          const at = String(now.getHours()).padStart(2, "0") + ":" + String(now.getMinutes()).padStart(2, "0");
          store.setItem(keyOf(form), JSON.stringify({ at, values: read(form) }));
        }, 400);
      });
    });
  } catch (error) { /* storage switched off or full: forms work, only the draft is gone */ }
})();
