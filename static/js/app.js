/* Small comforts on top of pages that work without any of them:
   leave-page warning, one submit per click, same place after a save, clickable rows, menus that close, autosave marks,
   a line before the session times out. What is kept in this tab: scroll places and filters, never what was searched for.
   Entry grids are in grid.js. No inline script anywhere: the content security policy forbids it. */
(function () {
  "use strict";

  const stored = (key, value) => {
    try {
      if (value === undefined) { return sessionStorage.getItem(key); }
      if (value === null) { sessionStorage.removeItem(key); } else { sessionStorage.setItem(key, value); }
    } catch (error) { /* storage switched off: the page works, only the comfort is gone */ }
    return null;
  };
  const unnamed = (search) => {                                            // a search may hold somebody's name
    const kept = new URLSearchParams(search);
    kept.delete("q");
    return String(kept) ? "?" + kept : "";
  };
  const here = (url) => url.pathname + unnamed(url.search);

  /* Leave-page warning: a POST form that was touched and not sent. */
  const touched = new Set();
  const guarded = (form) => form && form.method === "post" && !form.hasAttribute("data-no-guard");
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (guarded(field.form) && !field.closest("[data-autosave]")) { touched.add(field.form); }
  });
  document.addEventListener("reset", (event) => touched.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    const open = Array.from(touched).some((form) => document.contains(form));
    if (open) { event.preventDefault(); event.returnValue = ""; }
  });

  /* One submit per click. The browser's own validation comes first, so a refused form stays usable. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) { touched.delete(form); return; }           // htmx sends it
    if (!guarded(form)) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    touched.delete(form);
    stored("return-to", here(location));
    const buttons = Array.from(document.querySelectorAll("button, input[type=submit]"))
      .filter((button) => button.form === form && button.type === "submit" && !button.disabled);
    const free = () => { delete form.dataset.sent; buttons.forEach((button) => { button.disabled = false; }); };
    setTimeout(() => buttons.forEach((button) => { button.disabled = true; }), 0);  // after the button's own value is sent
    setTimeout(free, 15000);                                                 // the answer was a file: the page is still here
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) { return; }
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("button:disabled").forEach((button) => { button.disabled = false; });
    });
  });

  /* Same place after a save that comes back to this page, and after a link marked data-back. */
  window.addEventListener("pagehide", () => stored("place:" + here(location), String(window.scrollY)));
  const summary = document.querySelector("[data-focus]");
  if (stored("return-to") === here(location) && !summary && !location.hash) {
    window.scrollTo(0, Number(stored("place:" + here(location)) || 0));
  }
  stored("return-to", null);
  if (summary) { summary.focus(); }

  document.addEventListener("click", (event) => {
    /* 返回名单: the list as it was left, with its filter and place */
    const back = event.target.closest("a[data-back]");
    if (back) {
      const from = document.referrer ? new URL(document.referrer) : null;
      const came = from && from.origin === location.origin && from.pathname === back.pathname;
      const left = came ? from.search : stored("list:" + back.pathname);
      if (left && !back.search) { back.search = left; }
      stored("return-to", here(back));
    }

    /* A row is as good as the first link in it. */
    const row = event.target.closest("tr[data-href]");
    if (row && !event.target.closest("a, button, input, select, textarea, label, summary") && String(getSelection()) === "") {
      const link = row.querySelector("a[href]");
      if (link) { link.click(); return; }
    }
    const link = event.target.closest("tr[data-href] a");
    if (link && (link.hasAttribute("hx-get") || link.closest("[hx-boost]"))) {
      link.closest("table").querySelectorAll("tr.is-selected").forEach((other) => other.classList.remove("is-selected"));
      link.closest("tr").classList.add("is-selected");
    }

    /* Menus close on a click elsewhere. */
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") { return; }
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
  });
  if (location.search && document.querySelector(".table")) { stored("list:" + location.pathname, unnamed(location.search)); }

  /* Autosave: the quiet mark on the row or field that htmx is sending. */
  const mark = (element, state) => {
    const holder = element && element.closest && element.closest("[data-autosave]");
    if (!holder) { return; }
    holder.classList.remove("is-saving", "is-saved", "is-failed");
    holder.classList.add(state);
  };
  const expired = (xhr) => {
    const logIn = document.body.dataset.logIn;
    return Boolean(logIn && xhr && xhr.responseURL && new URL(xhr.responseURL).pathname === logIn && location.pathname !== logIn);
  };
  document.addEventListener("htmx:beforeRequest", (event) => mark(event.detail.elt, "is-saving"));
  document.addEventListener("htmx:afterRequest", (event) => {
    const done = event.detail.successful && !expired(event.detail.xhr);
    mark(event.detail.elt, done ? "is-saved" : "is-failed");
    if (done) { document.querySelectorAll(".message[data-said]").forEach((item) => item.remove()); }
  });

  /* What htmx could not do is said in words; a log-in page never lands inside another page. */
  function say(words, level) {
    let list = document.querySelector(".messages");
    if (!list) {
      list = document.createElement("ul");
      list.className = "messages";
      list.setAttribute("role", "status");
      const head = document.querySelector(".page-head");
      if (head) { head.after(list); } else { document.querySelector("main").prepend(list); }
    }
    const item = document.createElement("li");
    item.className = "message " + (level || "error");
    item.dataset.said = "1";
    item.textContent = words;
    list.replaceChildren(item);
  }
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!expired(event.detail.xhr)) { return; }
    event.detail.shouldSwap = false;
    say("登录已过期，这一步没有办成。请刷新本页重新登录，登录后会列出暂存的内容");
  });
  document.addEventListener("htmx:responseError", (event) => {
    say(event.detail.xhr.status === 403 ? "当前角色不能办理这一步，没有保存" : "这一步没有办成，没有保存。请刷新后再试");
  });
  document.addEventListener("htmx:sendError", () => say("网络不通，这一步没有保存。请稍后再试"));

  /* A line before the session times out; only what the server sees counts, so nothing here keeps it alive. */
  const idle = Number(document.body.dataset.idle || 0) * 1000;
  const early = Math.min(120000, idle / 2);
  let warning;
  const expect = () => {
    clearTimeout(warning);
    if (idle) { warning = setTimeout(() => say("再过 " + Math.max(1, Math.round(early / 60000)) + " 分钟没有操作就会退出登录，请先保存", "warning"), idle - early); }
  };
  document.addEventListener("htmx:afterRequest", expect);
  expect();

  /* Where the grounds stand below the table (phone, narrow window), a tapped row leads down to them. */
  document.addEventListener("htmx:afterSwap", (event) => {
    const why = event.detail.target.id === "why" && document.getElementById("why");
    if (why && getComputedStyle(why).position !== "sticky") { why.scrollIntoView(); }
  });

  /* A button that prints; without this file the page names the keys. */
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  /* A button that says how many boxes are ticked: [data-ticked="kind"] counts the [data-counted="kind"]. */
  const countTicked = () => document.querySelectorAll("[data-ticked]").forEach((words) => {
    const ticked = document.querySelectorAll('[data-counted="' + words.dataset.ticked + '"]:checked').length;
    words.querySelector("[data-number]").textContent = String(ticked);
    words.hidden = false;
  });
  document.addEventListener("change", countTicked);
  countTicked();

  /* A filter select marked data-send sends its form at once. */
  document.addEventListener("change", (event) => {
    if (event.target.matches("select[data-send]")) { event.target.form.requestSubmit(); }
  });
})();
