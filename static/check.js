// Two columns pasted from a spreadsheet go into both boxes; a file dropped anywhere on the page is checked.
"use strict";

const form = document.querySelector("form.checking");
const { source, target, file } = form.elements;

source.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  if (!text.includes("\t") || source.value.trim()) return;
  event.preventDefault();
  const rows = text.replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
  source.value = rows.map((row) => row[0]).join("\n");
  target.value = rows.map((row) => row[1] || "").join("\n");
});

document.addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  form.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("dropping"); });
document.addEventListener("drop", (event) => {
  form.classList.remove("dropping");
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  file.files = event.dataTransfer.files;
  form.requestSubmit();
});

document.getElementById("check-result")?.focus();
