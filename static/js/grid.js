/* Entry grids (table[data-grid]): arrows and Enter move, a block copied from Excel fills the cells from the current one,
   Ctrl+Z takes steps back and Ctrl+Y takes them again, a paste being one step. A grid with data-save sends what was changed
   there by itself, one request at a time. Without this file the grid is a plain form with its save button. */
(function () {
  "use strict";

  const control = "input:not([type=hidden]):not([disabled]):not([readonly]), select:not([disabled])";
  const cells = (row) => Array.from(row.querySelectorAll(control));
  const rows = (grid) => Array.from(grid.tBodies).flatMap((body) => Array.from(body.rows)).filter((row) => cells(row).length);
  const column = (field) => field.closest("td, th").cellIndex;
  const inColumn = (row, index) => cells(row).find((field) => column(field) === index);
  const gridOf = (field) => field.closest && field.matches(control) && field.closest("table[data-grid]");
  const isBox = (field) => field.type === "checkbox";
  const textOf = (field) => isBox(field) ? field.checked : field.value;
  const give = (field, value) => { if (isBox(field)) { field.checked = value; } else { field.value = value; } };

  function go(field) {
    if (!field) { return; }
    field.focus();
    if (field.select && !isBox(field)) { field.select(); }
  }

  /* Full-width digits and thousands marks come out of Excel and of Chinese input methods. */
  const plain = (text) => text.replace(/[\uff10-\uff19]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/\uff0e/g, ".").trim();

  function wanted(field, text) {
    if (isBox(field)) { return /^(1|是|有|√|✓|y|yes|true)$/i.test(text.trim()); }
    if (field.tagName === "SELECT") {
      const option = Array.from(field.options).find((one) => one.value === text.trim() || one.text.trim() === text.trim());
      return option ? option.value : field.value;
    }
    const numeric = field.type === "number" || ["decimal", "numeric"].includes(field.inputMode);
    return numeric ? plain(text).replace(/(\d)[,，](?=\d{3})/g, "$1") : text.trim();
  }

  /* Rows of a copied block; quoted cells may hold tabs, line breaks and doubled quotes. */
  function block(text) {
    const lines = [[]];
    let at = 0;
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    while (at <= source.length) {
      let cell = "";
      if (source[at] === '"') {
        at += 1;
        while (at < source.length && !(source[at] === '"' && source[at + 1] !== '"')) {
          if (source[at] === '"') { at += 1; }
          cell += source[at];
          at += 1;
        }
        at += 1;
      } else {
        while (at < source.length && source[at] !== "\t" && source[at] !== "\n") { cell += source[at]; at += 1; }
      }
      lines[lines.length - 1].push(cell);
      if (source[at] === "\n") { lines.push([]); }
      at += 1;
    }
    return lines;
  }

  /* 去补分, 缺 3 人: the first cell that is still empty. What must be corrected comes before it. */
  function goToMissing() {
    if (location.hash !== "#missing" || document.querySelector("[data-focus]")) { return; }
    const fields = Array.from(document.querySelectorAll("#missing input, #missing select")).filter((field) => field.matches(control));
    go(fields.find((field) => field.value === ""));
  }
  window.addEventListener("load", goToMissing);                              // not before: the browser's own jump takes the focus away
  window.addEventListener("hashchange", goToMissing);

  /* Steps back and forth. A step is what changed together: one cell typed, or a whole paste. */
  const stood = new WeakMap();                                               // what a cell held after the last step
  const done = [];
  const undone = [];
  const stoodAt = (field) => stood.has(field) ? stood.get(field) : isBox(field) ? field.defaultChecked : atFirst(field);
  const atFirst = (field) => {
    if (field.tagName !== "SELECT") { return field.defaultValue; }
    const option = Array.from(field.options).find((one) => one.defaultSelected);
    return option ? option.value : field.options.length ? field.options[0].value : "";
  };

  function take(changes, how) {
    const step = changes.filter((one) => one.before !== one.after);
    if (!step.length) { return; }
    step.forEach((one) => { give(one.field, one.after); stood.set(one.field, one.after); });
    if (how !== "undo" && how !== "redo") { done.push(step); undone.length = 0; }
    step.forEach((one) => {
      one.field.dispatchEvent(new Event("input", { bubbles: true }));
      if (how !== "typed") { one.field.dispatchEvent(new Event("change", { bubbles: true })); }
    });
    save(step.map((one) => one.field), how);
  }

  const put = (pairs, how) => take(pairs.map(([field, after]) => ({ field, before: stoodAt(field), after })), how);

  function back() {
    const step = done.pop();
    if (!step) { return; }
    undone.push(step);
    take(step.map((one) => ({ field: one.field, before: textOf(one.field), after: one.before })), "undo");
    go(step[0].field);
  }

  function again() {
    const step = undone.pop();
    if (!step) { return; }
    done.push(step);
    take(step.map((one) => ({ field: one.field, before: textOf(one.field), after: one.after })), "redo");
    go(step[0].field);
  }

  document.addEventListener("change", (event) => {
    if (gridOf(event.target)) { put([[event.target, textOf(event.target)]], "typed"); }
  });

  document.addEventListener("paste", (event) => {
    const grid = gridOf(event.target);
    if (!grid) { return; }
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.replace(/\r?\n$/, ""))) { return; }              // one value: the browser pastes it
    event.preventDefault();
    const all = rows(grid);
    const top = all.indexOf(event.target.closest("tr"));
    const left = cells(all[top]).indexOf(event.target);
    const pairs = [];
    block(text).forEach((line, down) => {
      const fields = all[top + down] ? cells(all[top + down]) : [];
      line.forEach((value, right) => {
        const field = fields[left + right];
        if (field) { pairs.push([field, wanted(field, value)]); }
      });
    });
    put(pairs, "paste");
  });

  /* Buttons that fill empty cells: [data-fill="performance"] puts each cell's own data-offer where nothing stands. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-fill]");
    if (!button) { return; }
    const offers = Array.from(document.querySelectorAll("table[data-grid] [data-offer]")).filter((field) => field.matches(control) && field.value === "");
    put(offers.map((field) => [field, field.dataset.offer]), button.dataset.fill);
    const said = document.querySelector("[data-filled]");
    if (said) { said.textContent = offers.length ? "填了 " + offers.length + " 格，可以照常修改，按 Ctrl+Z 退回。" : "没有可填的空格。"; }
  });
  document.querySelectorAll("button[data-fill]").forEach((button) => { button.hidden = false; });

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    const grid = gridOf(field);
    if (!grid) { return; }

    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      const key = event.key.toLowerCase();
      if (key === "z" && !event.shiftKey) {
        event.preventDefault();
        if (textOf(field) !== stoodAt(field)) { give(field, stoodAt(field)); go(field); } else { back(); }
        return;
      }
      if (key === "y" || (key === "z" && event.shiftKey)) { event.preventDefault(); again(); return; }
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }

    const isSelect = field.tagName === "SELECT";
    const all = rows(grid);
    const row = field.closest("tr");
    const at = all.indexOf(row);
    const next = (step) => {
      for (let to = at + step; all[to]; to += step) {
        const found = inColumn(all[to], column(field));
        if (found) { return found; }
      }
      return null;
    };
    const beside = (step) => cells(row)[cells(row).indexOf(field) + step];
    const isText = !isSelect && !isBox(field);
    let caretFirst = true;
    let caretLast = true;
    if (isText && field.type !== "number" && field.selectionStart !== null) {
      const whole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
      caretFirst = whole || field.selectionEnd === 0;
      caretLast = whole || field.selectionStart === field.value.length;
    }

    let target;
    if (event.key === "Enter") { target = next(event.shiftKey ? -1 : 1) || field; }
    else if (event.key === "ArrowDown" && !isSelect) { target = next(1) || field; }
    else if (event.key === "ArrowUp" && !isSelect) { target = next(-1) || field; }
    else if (event.key === "ArrowLeft" && caretFirst) { target = beside(-1); }
    else if (event.key === "ArrowRight" && caretLast) { target = beside(1); }
    if (target) {
      event.preventDefault();                                                // Enter must not send the form
      if (target !== field) { go(target); }
      else if (textOf(field) !== stoodAt(field)) { put([[field, textOf(field)]], "typed"); }
    }
  });

  /* Autosave. What the server holds of a cell is known from the row's hidden field; a cell that differs from it waits. */
  const grid = document.querySelector("table[data-grid][data-save]");
  const form = grid && grid.closest("form");
  const state = document.querySelector("[data-save-state]");
  const held = new Map();                                                    // what the server holds, by the cell's name
  const refused = new Map();                                                 // what it would not take, with the value
  let waiting = new Set();
  let how = "";
  let sending = false;
  let sends = false;                                                         // the button was pressed while cells were on their way
  let retry = 0;

  const said = (words, level) => { if (state) { state.textContent = words; state.className = "savestate" + (level ? " is-" + level : ""); } };
  const was = (row) => row.querySelector('input[type=hidden][name^="was-"]');
  const mark = (field, level, sentence) => {
    const cell = field.closest("td");
    cell.classList.remove("is-saving", "is-saved", "has-error");
    if (level) { cell.classList.add(level); }
    cell.classList.toggle("is-empty", textOf(field) === "");
    if (sentence) { field.setAttribute("aria-invalid", "true"); } else { field.removeAttribute("aria-invalid"); }
    let message = cell.querySelector(".cell-message");
    if (sentence && !message) { message = document.createElement("span"); message.className = "cell-message"; cell.append(message); }
    if (message) { if (sentence) { message.textContent = sentence; } else { message.remove(); } }
  };

  function save(fields, manner) {
    if (!grid) { return; }
    fields.filter((field) => grid.contains(field)).forEach((field) => {
      refused.delete(field.name);
      if (textOf(field) === held.get(field.name)) { waiting.delete(field); mark(field, ""); return; }
      waiting.add(field);
      mark(field, "is-saving");
    });
    how = how && how !== manner ? "typed" : manner;
    clearTimeout(retry);
    retry = setTimeout(start, 0);                                            // what changed together goes together
  }

  function start() { retry = 0; if (!sending) { send(); } }

  async function send() {
    if (!waiting.size) { sum(); submit(); return; }
    sending = true;
    const batch = Array.from(waiting);
    const sent = new Map(batch.map((field) => [field, textOf(field)]));
    waiting = new Set();
    const body = new URLSearchParams();
    batch.forEach((field) => { body.append(field.name, sent.get(field)); body.append("w" + field.name, held.get(field.name)); });
    body.append("how", how);
    how = "";
    said("正在保存 " + batch.length + " 格");
    let answer = null;
    let trouble = "";
    try {
      const response = await fetch(grid.dataset.save, {
        method: "POST", body, credentials: "same-origin",
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "X-Requested-With": "fetch" },
      });
      const isOurs = (response.headers.get("Content-Type") || "").startsWith("application/json");
      if (response.ok && isOurs) { answer = await response.json(); }
      else if (response.redirected || response.status === 403) { trouble = "登录已过期或角色已变，没有保存。录入的内容还在本页，请按下面的保存按钮，重新登录后可再次提交"; }
      else { trouble = "没有保存，请刷新本页再试"; }
    } catch (error) {
      trouble = "网络不通，录入的内容留在本页，接通后自动保存";
      sends = false;                                                         // a page of no network would take the place of what was typed
      retry = setTimeout(start, 5000);
    }
    sending = false;
    document.dispatchEvent(new CustomEvent("htmx:afterRequest", { detail: { elt: null, successful: Boolean(answer), xhr: null } }));
    if (!answer) {
      batch.forEach((field) => { waiting.add(field); mark(field, "has-error"); });
      said(trouble, "failed");
      submit();
      return;
    }
    batch.forEach((field) => settle(field, sent.get(field), answer));
    Object.entries(answer.sums).forEach(([pk, words]) => show(pk, words));
    if (waiting.size) { send(); } else { sum(answer.said); submit(); }
  }

  /* The form goes after the cells: two requests at once would both find an expired session, and the second lose its draft. */
  function submit() { if (sends) { sends = false; form.requestSubmit(); } }

  function settle(field, value, answer) {
    const name = field.name;
    if (name in answer.held) { held.set(name, answer.held[name]); }
    keep(field.closest("tr"));
    if (textOf(field) !== value) { return; }                                 // typed over meanwhile: it waits already
    if (name in answer.refused) { refused.set(name, field); mark(field, "has-error", answer.refused[name]); return; }
    if (!isBox(field)) { field.value = held.get(name); stood.set(field, field.value); }
    mark(field, "is-saved");
  }

  const keep = (row) => { was(row).value = cells(row).map((field) => held.get(field.name)).join("|"); };

  function show(pk, words) {
    const hidden = form.elements["was-" + pk];
    const row = hidden && hidden.closest("tr");
    if (!row) { return; }
    document.querySelectorAll("[data-sum-page]").forEach((place) => {
      if (place.dataset.sumPage in words) { place.textContent = words[place.dataset.sumPage]; place.hidden = !place.textContent; }
    });
    row.querySelectorAll("[data-sum]").forEach((place) => {
      if (place.dataset.sum in words) { place.textContent = words[place.dataset.sum]; }
      if (place.dataset.level) { place.classList.toggle("doubt", words[place.dataset.level] === "doubt"); }
    });
  }

  function sum(words) {
    if (refused.size) { said(refused.size + " 格没有保存，见标红的格", "failed"); }
    else { said(words || "都已保存", "saved"); }
  }

  if (grid && form) {
    rows(grid).forEach((row) => {
      const texts = was(row).value.split("|");
      cells(row).forEach((field, index) => {
        held.set(field.name, texts[index]);
        stood.set(field, textOf(field));
        if (textOf(field) !== texts[index]) { waiting.add(field); }          // a page that came back with corrections to make
      });
    });
    if (rows(grid).length) { said("改动随填随存"); }
    window.addEventListener("online", () => { if (!sending && waiting.size) { send(); } });
    let leaving = false;
    form.addEventListener("submit", (event) => {
      if (sending || retry) { event.preventDefault(); sends = true; } else { leaving = true; }
    });
    window.addEventListener("beforeunload", (event) => {
      const typed = document.activeElement && gridOf(document.activeElement) && textOf(document.activeElement) !== stoodAt(document.activeElement);
      if (!leaving && (waiting.size || sending || typed)) { event.preventDefault(); event.returnValue = ""; }
    });
  }
})();
