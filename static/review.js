// The queue by keyboard: j k walk, a accepts, r rejects, u takes back, e edits, m merges. Without this, its forms do.
"use strict";

const queue = document.querySelector("ol.queue[data-csrf]");
const summary = document.getElementById("status");
const done = []; // cards decided on here, the last one last
let unanswered = 0; // decisions that have not been answered yet
let sent = Promise.resolve(); // decisions go out one after another: an undo must not overtake what it undoes

function cards() {
  return Array.from(queue.children);
}

function current() {
  return queue.querySelector(".card.current");
}

function go(card, scroll = true) {
  if (!card) return;
  cards().forEach((each) => each.classList.toggle("current", each === card));
  card.focus({ preventScroll: true });
  if (scroll) card.scrollIntoView({ block: "nearest" });
}

function step(from, by) {
  const all = cards();
  return all[all.indexOf(from) + by] || null;
}

// Past what is decided already; at the end of the page, on to the next one when everything here is decided.
function onward(from) {
  let next = step(from, 1);
  while (next && next.dataset.status) next = step(next, 1);
  go(next || cards().find((card) => !card.dataset.status) || from);
  if (cards().every((card) => card.dataset.status)) document.querySelector("a[rel=next]")?.focus();
}

function mark(card, action, message) {
  if (action) card.dataset.status = action; else delete card.dataset.status;
  card.classList.toggle("failed", Boolean(message));
  card.querySelector(".outcome").textContent = message || queue.dataset[action] || "";
  card.querySelectorAll("[data-decide] button").forEach((button) => {
    button.hidden = (button.value === "undo") !== Boolean(action);
  });
  const left = Number(summary.dataset.total) - cards().filter((each) => each.dataset.status).length;
  summary.textContent = summary.textContent.replace(/\d+/, String(left));
}

// What somebody else did meanwhile, and who.
function told(change) {
  const names = { approved: queue.dataset.accept, rejected: queue.dataset.reject, merged: queue.dataset.merge };
  return `${change.who}: ${names[change.action] || change.action}`;
}

async function post(card, action, fields) {
  const body = new URLSearchParams({ ...fields, seen: card.querySelector("[name=seen]").value });
  const answer = await fetch(`/concepts/${card.dataset.id}/${action}`, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRF-Token": queue.dataset.csrf },
    body,
  });
  const record = await answer.json();
  if (!answer.ok) throw new Error([record.detail, ...(record.changes || []).map(told)].join(" · "));
  card.querySelectorAll("[name=seen]").forEach((field) => { field.value = record.seen; });
}

function send(card, action, fields, before) {
  unanswered += 1;
  sent = sent.then(() => post(card, action, fields)).catch((error) => {
    const at = done.lastIndexOf(card);
    if (action !== "undo" && at >= 0) done.splice(at, 1);
    mark(card, before, error.message);
    go(card);
  }).finally(() => { unanswered -= 1; });
}

function decide(card, action, fields = {}) {
  if (card.dataset.status) return;
  mark(card, action);
  done.push(card);
  send(card, action, fields, "");
  onward(card);
}

function undo(card) {
  if (!card || !card.dataset.status) return;
  const before = card.dataset.status;
  const at = done.lastIndexOf(card);
  if (at >= 0) done.splice(at, 1);
  mark(card, "");
  send(card, "undo", {}, before);
  go(card);
}

function merging(card) {
  const form = card.querySelector(".merging");
  form.hidden = !form.hidden;
  if (!form.hidden) form.elements.into.focus(); else card.focus();
}

async function complete(field) {
  const list = document.getElementById(field.getAttribute("list"));
  const answer = await fetch("/api/v1/suggest?limit=8&q=" + encodeURIComponent(field.value));
  if (!answer.ok) return;
  const found = (await answer.json()).suggestions;
  const others = found.filter((each) => each.concept !== field.closest(".card").dataset.id);
  list.replaceChildren(...others.map((each) => {
    const option = document.createElement("option");
    option.value = each.concept;
    option.textContent = each.text;
    return option;
  }));
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const card = current();
  if (event.key === "Escape" && event.target.closest(".merging")) return merging(card);
  if (event.target.closest("input, textarea, select") || !card) return;
  const deeds = {
    j: () => go(step(card, 1)),
    k: () => go(step(card, -1)),
    a: () => decide(card, "accept"),
    r: () => decide(card, "reject"),
    e: () => sent.then(() => location.assign(card.querySelector("a[data-edit]").href)),
    m: () => { if (!card.dataset.status) merging(card); },
    u: () => undo(done[done.length - 1]),
  };
  if (!Object.hasOwn(deeds, event.key)) return;
  event.preventDefault();
  deeds[event.key]();
}

function submit(event) {
  const card = event.target.closest(".card");
  if (!card) return;
  event.preventDefault();
  if (event.target.matches("[data-decide]")) {
    const action = event.submitter.value;
    if (action === "undo") undo(card); else decide(card, action);
  } else {
    event.target.closest(".merging")?.setAttribute("hidden", "");
    decide(card, "merge", { into: event.target.elements.into.value });
  }
}

if (queue && queue.dataset.csrf) {
  document.addEventListener("keydown", press);
  addEventListener("beforeunload", (event) => { if (unanswered) event.preventDefault(); });
  queue.addEventListener("submit", submit);
  queue.addEventListener("focusin", (event) => {
    const card = event.target.closest(".card");
    if (card && card !== current()) cards().forEach((each) => each.classList.toggle("current", each === card));
  });
  queue.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-merge]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    merging(link.closest(".card"));
  });
  queue.addEventListener("input", (event) => { if (event.target.matches(".merging input")) complete(event.target); });
  go(cards()[0], false);
}
