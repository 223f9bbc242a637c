/* Entry grids (table[data-grid]): arrows and Enter move, a block copied from Excel fills the cells from the current one,
   Ctrl+Z takes the last paste back. Single cells keep the browser's own undo. Without this file the grid is a plain form. */
(function () {
  "use strict";

  const control = "input:not([type=hidden]):not([disabled]):not([readonly]), select:not([disabled])";
  const cells = (row) => Array.from(row.querySelectorAll(control));
  const rows = (grid) => Array.from(grid.tBodies).flatMap((body) => Array.from(body.rows)).filter((row) => cells(row).length);
  const column = (field) => field.closest("td, th").cellIndex;
  const inColumn = (row, index) => cells(row).find((field) => column(field) === index);

  function go(field) {
    if (!field) { return; }
    field.focus();
    if (field.select && field.type !== "checkbox") { field.select(); }
  }

  function tell(field) {
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* Full-width digits and thousands marks come out of Excel and of Chinese input methods. */
  const plain = (text) => text.replace(/[\uff10-\uff19]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/\uff0e/g, ".").trim();

  function put(field, text) {
    const before = field.type === "checkbox" ? field.checked : field.value;
    if (field.type === "checkbox") {
      field.checked = /^(1|是|有|√|✓|y|yes|true)$/i.test(text.trim());
    } else if (field.tagName === "SELECT") {
      const wanted = text.trim();
      const option = Array.from(field.options).find((one) => one.value === wanted || one.text.trim() === wanted);
      if (!option) { return null; }
      field.value = option.value;
    } else {
      const numeric = field.type === "number" || ["decimal", "numeric"].includes(field.inputMode);
      field.value = numeric ? plain(text).replace(/(\d)[,，](?=\d{3})/g, "$1") : text.trim();
    }
    const after = field.type === "checkbox" ? field.checked : field.value;
    return before === after ? null : { field, before };
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

  let lastPaste = null;

  document.addEventListener("paste", (event) => {
    const grid = event.target.closest && event.target.closest("table[data-grid]");
    if (!grid || !event.target.matches(control)) { return; }
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.replace(/\r?\n$/, ""))) { return; }              // one value: the browser pastes it
    event.preventDefault();
    const all = rows(grid);
    const top = all.indexOf(event.target.closest("tr"));
    const left = cells(all[top]).indexOf(event.target);
    const changed = [];
    block(text).forEach((line, down) => {
      const row = all[top + down];
      if (!row) { return; }
      const fields = cells(row);
      line.forEach((value, right) => {
        const field = fields[left + right];
        const change = field && put(field, value);
        if (change) { changed.push(change); }
      });
    });
    lastPaste = changed.length ? changed : null;
    changed.forEach((change) => tell(change.field));
  });

  document.addEventListener("input", (event) => { if (event.isTrusted) { lastPaste = null; } });

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    const grid = field.closest && field.closest("table[data-grid]");
    if (!grid || !field.matches(control)) { return; }

    if ((event.ctrlKey || event.metaKey) && event.key === "z" && lastPaste) {
      event.preventDefault();
      lastPaste.forEach(({ field: one, before }) => {
        if (one.type === "checkbox") { one.checked = before; } else { one.value = before; }
        tell(one);
      });
      lastPaste = null;
      return;
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
    const isText = !isSelect && field.type !== "checkbox";
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
    }
  });
})();
