// Search in the terms of terms.js: everything happens on this page, nothing is asked of any server.
"use strict";

const TEXTS = {
  ask: ["Search in Chinese, English, pinyin or by acronym", "以中文、英文、拼音或缩写检索"],
  all: ["all categories", "所有类别"],
  total: ["{n} concepts", "{n} 个概念"],
  found: ["{n} found", "找到 {n} 个"],
  more: ["Show more", "显示更多"],
  nothing: ["Nothing found: try fewer characters, pinyin or an acronym.", "未找到。可减少字数，或改用拼音、缩写。"],
  about: [
    "Made {date} by glossary. terms.csv holds the same terms for a spreadsheet, terms.db for `glossary --db terms.db serve`.",
    "由 glossary 生成（{date}）。terms.csv 为同样术语的表格，terms.db 供 `glossary --db terms.db serve` 使用。",
  ],
  no_name: ["no name known", "名称不详"],
  subject: ["subject", "领域"],
  definition: ["definition", "定义"],
  relation: ["relation", "关系"],
  note: ["note", "注"],
  unit: ["unit", "单位"], post: ["post", "职位"], mission: ["mission", "特派团"], body: ["body", "机构"],
  programme: ["programme", "方案"], symbol: ["symbol", "文号"], document: ["document", "文件"],
  concept: ["concept", "概念"], proposed: ["proposed", "待审"], approved: ["approved", "已核准"],
  rejected: ["rejected", "已驳回"], preferred: ["preferred", "首选"], admitted: ["admitted", "许用"],
  deprecated: ["not to be used", "不用"], superseded: ["superseded", "旧称"], full_form: ["full form", "全称"],
  short_form: ["short form", "简称"], acronym: ["acronym", "缩写"], variant: ["variant", "异名"],
};
const PAGE = 50;
const [ID, CATEGORY, STATUS, TERMS_OF, KEYS, PINYIN, INITIALS, FACTS] = [0, 1, 2, 3, 4, 5, 6, 7];
const [TEXT, LANG, KIND, TERM_STATUS, EVIDENCE] = [0, 1, 2, 3, 4];
const FOLD = new Map(Array.from(GLOSSARY.fold[0]).map((char, at) => [char, Array.from(GLOSSARY.fold[1])[at]]));
const UNUSED = new Set(["deprecated", "superseded"]);
const byId = (id) => document.getElementById(id);

let chinese = navigator.language.startsWith("zh");
let hits = [];
let shown = 0;

function say(name, values = {}) {
  const text = (TEXTS[name] || [name, name])[chinese ? 1 : 0];
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// As the program compares names: no case, width, accents, punctuation, simplified or traditional characters.
function key(text) {
  const folded = Array.from(text.normalize("NFKC").toLowerCase(), (char) => FOLD.get(char) || char).join("");
  const words = folded.normalize("NFD").replace(/\p{M}+/gu, "").normalize("NFC").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  return words.replace(/ (?=\p{Script=Han})|(?<=\p{Script=Han}) /gu, "");
}

// 0 is the same name, 1 a beginning, 2 a part, 3 all words, 4 to 6 pinyin; null is none of them.
function rank(concept, query, words, typed) {
  let best = null;
  for (const name of concept[KEYS]) {
    if (name === query) return 0;
    if (name.startsWith(query)) best = 1;
    else if (best === null && name.includes(query)) best = 2;
  }
  if (best !== null) return best;
  if (words.length > 1 && concept[KEYS].some((name) => words.every((word) => name.includes(word)))) return 3;
  if (!typed) return null;
  if (concept[PINYIN].some((name) => name.startsWith(typed))) return 4;
  if (concept[INITIALS].some((name) => name.startsWith(typed))) return 5;
  return typed.length > 3 && concept[PINYIN].some((name) => name.includes(typed)) ? 6 : null;
}

function find(text, category) {
  const query = key(text);
  const words = query.split(" ");
  const typed = /^[a-zü' ]+$/i.test(text.trim()) ? text.toLowerCase().replace(/ü/g, "v").replace(/[^a-z]/g, "") : "";
  const found = [];
  for (const concept of GLOSSARY.terms) {
    if (category && concept[CATEGORY] !== category) continue;
    const place = query ? rank(concept, query, words, typed) : 0;
    if (place !== null) found.push([place, query ? concept[KEYS][0].length : 0, concept]);
  }
  if (query) found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return found.map((each) => each[2]);
}

function names(concept, lang) {
  const column = element("span", "", { lang });
  const terms = concept[TERMS_OF].filter((term) => term[LANG].split("-")[0] === lang);
  const [first, ...others] = terms;
  column.append(element("span", first ? first[TEXT] : say("no_name"), { class: first ? "name" : "others" }));
  for (const term of others) {
    column.append(element("span", term[TEXT], { class: UNUSED.has(term[TERM_STATUS]) ? "others avoid" : "others" }), " ");
  }
  return column;
}

function details(concept) {
  const list = element("dl", "");
  for (const term of concept[TERMS_OF]) {
    list.append(element("dt", term[TEXT], { lang: term[LANG] }));
    const facts = [term[LANG], say(term[KIND]), say(term[TERM_STATUS]), ...term[EVIDENCE]];
    list.append(element("dd", facts.join(" · ")));
  }
  for (const [name, lang, text] of concept[FACTS]) {
    list.append(element("dt", say(name)), element("dd", text, lang ? { lang } : {}));
  }
  return list;
}

function item(concept) {
  const line = element("li", "");
  const box = element("details", "");
  const head = element("summary", "");
  const status = concept[STATUS] === "approved" ? [] : [say(concept[STATUS])];
  head.append(names(concept, "zh"), names(concept, "en"));
  head.append(element("span", [concept[ID], say(concept[CATEGORY]), ...status].join(" · "), { class: "facts" }));
  box.append(head);
  box.addEventListener("toggle", () => box.children.length > 1 || box.append(details(concept)));
  line.append(box);
  return line;
}

function more() {
  byId("hits").append(...hits.slice(shown, shown + PAGE).map(item));
  shown = Math.min(shown + PAGE, hits.length);
  byId("more").hidden = shown >= hits.length;
}

function show() {
  const asked = byId("q").value.trim();
  hits = find(asked, byId("category").value);
  shown = 0;
  byId("hits").replaceChildren();
  byId("summary").textContent = hits.length ? say(asked ? "found" : "total", { n: hits.length }) : say("nothing");
  more();
}

function speak() {
  document.documentElement.lang = chinese ? "zh" : "en";
  byId("language").textContent = chinese ? "English" : "中文";
  byId("language").lang = chinese ? "en" : "zh";
  byId("ask").textContent = say("ask");
  byId("more").textContent = say("more");
  byId("about").textContent = say("about", { date: GLOSSARY.created });
  const chosen = byId("category").value;
  const categories = [...new Set(GLOSSARY.terms.map((concept) => concept[CATEGORY]))];
  byId("category").replaceChildren(
    element("option", say("all"), { value: "" }),
    ...categories.map((category) => element("option", say(category), { value: category })),
  );
  byId("category").value = chosen;
  show();
}

document.title = byId("title").textContent = GLOSSARY.title;
byId("q").addEventListener("input", show);
byId("category").addEventListener("change", show);
byId("more").addEventListener("click", more);
byId("form").addEventListener("submit", (event) => event.preventDefault());
byId("language").addEventListener("click", () => { chinese = !chinese; speak(); });
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== byId("q")) { event.preventDefault(); byId("q").focus(); }
});
speak();
