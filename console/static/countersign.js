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
// What is chosen among more than fits is in sight.
addEventListener("DOMContentLoaded", () => document.querySelectorAll(".filters [aria-current], header.top > div > nav [aria-current]").forEach((one) => one.scrollIntoView({ block: "nearest", inline: "nearest" })));
// Coming back with the browser's arrow: the forms may be sent again.
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; form.removeAttribute("aria-busy"); }));
// What is wrong with a field is seen first, else the reason of a no; the message itself is read out as an alert.
addEventListener("DOMContentLoaded", () => { const field = document.querySelector("[aria-invalid]"), first = field || document.querySelector(".message.bad[role=alert]"); if (first) { first.focus(); first.scrollIntoView({ block: "center" }); } });
// A list that renews itself keeps what was ticked in it.
let ticked = [];
addEventListener("htmx:beforeSwap", (event) => { ticked = [...event.target.querySelectorAll(".tick input:checked")].map((one) => one.value); });
addEventListener("htmx:afterSwap", (event) => event.target.querySelectorAll(".tick input").forEach((one) => { one.checked = ticked.includes(one.value); }));
// A paper is printed by a button where there is JavaScript, else by the browser's own menu.
addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => print()); }));
// Where one is, from the phone itself, when one asks for it; else one types it.
addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-place]").forEach((button) => {
  if (!navigator.geolocation) return;
  const form = button.form, shown = button.parentElement.querySelector("output");
  button.hidden = false;
  button.addEventListener("click", () => navigator.geolocation.getCurrentPosition((found) => {
    const { latitude, longitude } = found.coords;
    form.elements.latitude.value = latitude.toFixed(6); form.elements.longitude.value = longitude.toFixed(6);
    shown.textContent = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  }, () => { shown.textContent = "—"; }));
}));
