// What the pages do a little better where there is JavaScript; all of them work without it.
"use strict";
// A no or a return needs its reason before it is sent; nothing is sent twice.
document.addEventListener("submit", (event) => {
  const form = event.target, button = event.submitter;
  const needed = button && button.dataset.needs && form.elements[button.dataset.needs];
  if (needed && !needed.value.trim()) {
    event.preventDefault();
    needed.setCustomValidity(needed.dataset.missing || form.dataset.missing || "!");
    needed.reportValidity();
    needed.addEventListener("input", () => needed.setCustomValidity(""), { once: true });
    return;
  }
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post") { form.dataset.sent = "1"; form.setAttribute("aria-busy", "true"); }
}, true);
// Coming back with the browser's arrow: the forms may be sent again.
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; form.removeAttribute("aria-busy"); }));
// The reason of a no is read out and seen first.
addEventListener("DOMContentLoaded", () => { const told = document.querySelector(".tell.bad[role=alert]"); if (told) { told.focus(); told.scrollIntoView({ block: "center" }); } });
// A list that renews itself keeps what was ticked in it.
let ticked = [];
addEventListener("htmx:beforeSwap", (event) => { ticked = [...event.target.querySelectorAll(".tick input:checked")].map((one) => one.value); });
addEventListener("htmx:afterSwap", (event) => event.target.querySelectorAll(".tick input").forEach((one) => { one.checked = ticked.includes(one.value); }));
