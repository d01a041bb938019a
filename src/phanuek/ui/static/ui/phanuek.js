// What a page does beyond links and forms. Every page works without it.

// what only works with this file shows itself (.with-script, [data-copy], [data-print])
document.documentElement.classList.add("script");

const thai = document.documentElement.lang !== "en";
const say = (th, en) => (thai ? th : en);

// menu on narrow screens
const menuButton = document.querySelector(".menu-button");
const menu = document.getElementById("site-menu");
function showMenu(open) {
  menu.toggleAttribute("data-open", open);
  menuButton.setAttribute("aria-expanded", String(open));
}
if (menuButton && menu) {
  menuButton.addEventListener("click", () => showMenu(!menu.hasAttribute("data-open")));
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const account = document.querySelector(".account-menu[open]");
  if (account) {
    account.open = false;
    account.querySelector("summary").focus();
  } else if (menu && menu.hasAttribute("data-open")) {
    showMenu(false);
    menuButton.focus();
  }
});
document.addEventListener("click", (event) => {
  const account = document.querySelector(".account-menu[open]");
  if (account && !account.contains(event.target)) account.open = false;
  if (event.target.closest("[data-print]")) window.print();
  const copy = event.target.closest("[data-copy]");
  if (copy) copyFrom(copy);
});
async function copyFrom(button) {
  const source = document.querySelector(button.dataset.copy);
  source.select();
  try {
    await navigator.clipboard.writeText(source.value);
    button.textContent = say("คัดลอกแล้ว ✓", "Copied ✓");
  } catch {
    // no leave to write to the clipboard: the text stays selected, ready to be copied by hand
    button.textContent = say("กด Ctrl+C เพื่อคัดลอก", "Press Ctrl+C to copy");
  }
}

// forms: ask before destroying, send once, warn before leaving what is not saved
const changed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-unsaved]");
  if (form) changed.add(form);
});
window.addEventListener("beforeunload", (event) => {
  for (const form of changed) {
    if (form.isConnected) {
      event.preventDefault();
      return;
    }
  }
});
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const button = event.submitter;
    const question = button?.dataset.confirm || form.dataset.confirm;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (question && !window.confirm(question)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    changed.delete(form);
    if (form.method !== "post" || isHtmx(form)) return;
    // after this turn, so that the button's own name and value are still sent
    setTimeout(() => busy(form, button, true));
  },
  true,
);
function isHtmx(form) {
  return ["hx-post", "hx-get", "hx-put", "hx-patch", "hx-delete"].some((name) => form.hasAttribute(name));
}
function busy(form, button, on) {
  if (on) form.setAttribute("aria-busy", "true");
  else form.removeAttribute("aria-busy");
  const one = button || form.querySelector("button[type=submit]");
  if (!one) return;
  if (on) one.setAttribute("aria-busy", "true");
  else one.removeAttribute("aria-busy");
}
// the back button restores a page as it was left: let its forms be sent again
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) {
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    form.removeAttribute("aria-busy");
  }
});
document.addEventListener("change", (event) => {
  const control = event.target.closest("[data-submit-on-change]");
  if (control && control.form) control.form.requestSubmit();
});

// a work list by keyboard: j k move, x chooses, Enter opens, a chooses the page, / searches
const workList = document.querySelector("[data-work-list]");
if (workList) {
  const rows = [...workList.querySelectorAll("tbody tr")];
  const boxes = rows.map((row) => row.querySelector("input[type=checkbox]"));
  const count = document.querySelector("[data-chosen]");
  let at = -1;
  function tell() {
    const chosen = boxes.filter((box) => box.checked).length;
    if (count) count.textContent = chosen ? say(`เลือกไว้ ${chosen} เรื่อง`, `${chosen} chosen`) : "";
  }
  function go(to) {
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows.forEach((row, i) => row.toggleAttribute("data-here", i === at));
    rows[at].querySelector("a").focus();
    rows[at].scrollIntoView({ block: "nearest" });
  }
  function flip(box) {
    box.checked = !box.checked;
    tell();
  }
  rows.forEach((row, i) => row.addEventListener("focusin", () => { at = i; }));
  workList.addEventListener("change", tell);
  tell();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const box = event.target.matches("input[type=checkbox]");
    if (!box && event.target.closest("input,select,textarea,[contenteditable]")) return;
    const acts = {
      j: () => go(at + 1),
      k: () => go(at - 1),
      x: () => at >= 0 && flip(boxes[at]),
      a: () => {
        const all = boxes.every((one) => one.checked);
        for (const one of boxes) one.checked = !all;
        tell();
      },
      "/": () => document.querySelector("form.filters input[type=search]")?.focus(),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

// htmx
function csrfToken(element) {
  const field = element.closest("form")?.querySelector("input[name=csrfmiddlewaretoken]")
    || document.querySelector("input[name=csrfmiddlewaretoken]");
  return field?.value || document.querySelector("meta[name=csrf-token]")?.content || "";
}
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrfToken(event.detail.elt);
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt.closest("form");
  // a suggestion read while the form is filled in must not hold back its sending
  const reading = event.detail.requestConfig?.verb === "get" && event.detail.elt !== form;
  if (form && !reading) busy(form, event.detail.requestConfig?.triggeringEvent?.submitter, true);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest("form");
  if (!form) return;
  busy(form, null, false);
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const status = event.detail.xhr.status;
  if (new URL(event.detail.xhr.responseURL || location.href).pathname.startsWith("/accounts/")) {
    // signed out meanwhile: the whole page goes to the sign-in, not this piece of it
    event.detail.shouldSwap = false;
    location.reload();
    return;
  }
  const told = event.detail.xhr.getResponseHeader("HX-Retarget");
  // refusals come with words for the reader: a fragment for #notices, or the form with its errors (422)
  if (status === 422 || (status >= 400 && status < 500 && told)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.elt;
  const wanted = target.matches("[data-focus]") ? target : target.querySelector("[data-focus]");
  if (wanted) {
    if (!wanted.hasAttribute("tabindex") && !wanted.matches("a,button,input,select,textarea")) wanted.tabIndex = -1;
    wanted.focus();
  } else if (target.id === "notices") {
    target.scrollIntoView({ block: "nearest" });
  }
});
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, () =>
    notice(say("ส่งข้อมูลไม่สำเร็จ กรุณาตรวจสอบการเชื่อมต่อแล้วลองอีกครั้ง", "This was not sent. Check the connection and try again.")),
  );
}
function notice(text) {
  const box = document.createElement("div");
  box.className = "notice notice-error";
  box.setAttribute("role", "alert");
  const mark = document.createElement("span");
  mark.className = "notice-mark";
  mark.setAttribute("aria-hidden", "true");
  mark.textContent = "!";
  const words = document.createElement("p");
  words.textContent = text;
  box.append(mark, words);
  document.getElementById("notices")?.replaceChildren(box);
}

// what is wrong is read out first
document.querySelector(".error-summary")?.focus();
