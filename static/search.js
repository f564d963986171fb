// Suggestions under the search box (ARIA combobox), and the keys of the page: / j k and the arrows.
"use strict";

const input = document.getElementById("q");
const list = document.getElementById("suggestions");
let chosen = -1;
let waiting = 0;
let asked = null;

function options() {
  return Array.from(list.children);
}

function hide() {
  list.hidden = true;
  list.replaceChildren();
  choose(-1);
  input.setAttribute("aria-expanded", "false");
}

function choose(number) {
  chosen = number;
  options().forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
  if (number < 0) input.removeAttribute("aria-activedescendant");
  else input.setAttribute("aria-activedescendant", options()[number].id);
}

function open(option) {
  location.assign("/concepts/" + encodeURIComponent(option.dataset.concept));
}

function show(suggestions) {
  list.replaceChildren(...suggestions.map((each, at) => {
    const option = document.createElement("li");
    option.id = "suggestion-" + at;
    option.setAttribute("role", "option");
    option.lang = each.lang === "zh" ? "zh-Hans" : each.lang;
    option.dataset.concept = each.concept;
    option.textContent = each.text;
    option.addEventListener("mousedown", (event) => { event.preventDefault(); open(option); });
    return option;
  }));
  choose(-1);
  list.hidden = suggestions.length === 0;
  input.setAttribute("aria-expanded", String(suggestions.length > 0));
}

async function suggest() {
  const text = input.value.trim();
  if (asked) asked.abort();
  if (!text) return hide();
  asked = new AbortController();
  try {
    const answer = await fetch("/api/v1/suggest?limit=8&q=" + encodeURIComponent(text), { signal: asked.signal });
    if (answer.ok && document.activeElement === input) show((await answer.json()).suggestions);
  } catch (error) {
    if (error.name !== "AbortError") hide();
  }
}

function inBox(event) {
  const last = options().length - 1;
  if (event.isComposing) return;
  if (event.key === "ArrowDown" && last < 0) walk(event, 1);
  else if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen < last ? chosen + 1 : -1); }
  else if (event.key === "ArrowUp" && last >= 0) { event.preventDefault(); choose(chosen < 0 ? last : chosen - 1); }
  else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); open(options()[chosen]); }
  else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); hide(); }
}

function walk(event, step) {
  const hits = Array.from(document.querySelectorAll("a.names"));
  const at = hits.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : -1) : at + step;
  if (!hits.length || (at < 0 && next < 0)) return;
  event.preventDefault();
  if (next < 0) input.focus();
  else if (next < hits.length) hits[next].focus();
}

if (input) {
  input.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(suggest, 120);
  });
  input.addEventListener("compositionend", () => { waiting = setTimeout(suggest, 60); });
  input.addEventListener("keydown", inBox);
  input.addEventListener("blur", hide);
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "/" && input) { event.preventDefault(); input.focus(); input.select(); }
  const onHit = event.target.matches("a.names");
  if (event.key === "j" || (event.key === "ArrowDown" && onHit)) walk(event, 1);
  if (event.key === "k" || (event.key === "ArrowUp" && onHit)) walk(event, -1);
});

// On a small screen the filters would push the results down: they wait behind their heading.
if (matchMedia("(max-width: 46rem)").matches) document.querySelector("details.filters")?.removeAttribute("open");
