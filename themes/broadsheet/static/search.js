/* Searches the site's articles, also when the page was opened straight from disk.

The index is in shards, scripts that call `broadsheetSearch.shard(name, articles)`, newest first.
They are read from the first keystroke on, one by one, and results are shown as they come. What
matches is for MiniSearch 7.2.0 (minisearch.js, its licence beside it) to say; what a word is, and
which spellings are one, is said here, the same for articles and for what the reader types. */
(() => {
'use strict';

const AT_ONCE = 20; // results shown, and as many more on request
const SLICE = 12; // milliseconds of indexing between two looks at what the reader does
const SNIPPET = 220; // characters, about
const BEFORE = 30; // characters before the first word found
const BEFORE_PAIRED = 8; // the same in scripts without spaces, where a character says more

/* Words. Scripts without spaces are cut into pairs of characters, so that every part of a text can
be found, in whatever browser; Thai and its neighbours into words where the browser knows them. */
const PAIRED = '[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{scx=Bopomofo}]';
const MARKS = '[\\p{M}\\u00ad\\u200d]*';
const RUN = new RegExp(
  `(?:(?=[\\p{L}\\p{N}])${PAIRED}${MARKS})+|(?:(?!${PAIRED})[\\p{L}\\p{N}]${MARKS})+[+#]*`, 'gu');
const LETTERS = new RegExp(`(?:[\\p{L}\\p{N}]${MARKS})+[+#]*`, 'gu');
const IS_PAIRED = new RegExp(`^${PAIRED}`, 'u');
const IS_UNSPACED = /^[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const CHARACTER = /.[\p{M}\u200d]*/gsu;
const segmenter = 'Segmenter' in Intl ? new Intl.Segmenter(undefined, { granularity: 'word' }) : null;

/* Folding: no accents (of Latin, Greek, Cyrillic, Hebrew and Arabic, whose marks are no letters
of their own), one form of alef, yeh, kaf and heh, no tatweel, no difference of case. */
const ACCENTS = new RegExp('[\\u0300-\\u036f\\u0483-\\u0487\\u0591-\\u05c7\\u0610-\\u061a'
  + '\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u00ad\\u200d\\u0640]', 'g');
const SAME = new Map(Object.entries({
  'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'đ': 'd', 'ð': 'd', 'ł': 'l', 'ı': 'i', 'þ': 'th', 'ς': 'σ',
  'ٱ': 'ا', 'ى': 'ي', 'ی': 'ي', 'ک': 'ك', 'ة': 'ه', 'ہ': 'ه', 'ھ': 'ه',
}));
const ARTICLE = /^[وفبك]?ال(?=[\u0621-\u064a]{3})|^لل(?=[\u0621-\u064a]{3})/u;
const folded = new Map();

function plain(text) {
  const form = text.normalize('NFKD').toLowerCase().replace(ACCENTS, '').normalize('NFC');
  return form.replace(/[^\x00-\x7f]/gu, (letter) => SAME.get(letter) ?? letter);
}

function fold(word) {
  let form = folded.get(word);
  if (form === undefined) folded.set(word, form = plain(word));
  return form;
}

/* The pieces of a run of letters, each with its place and its length. */
function* pieces(run, start) {
  if (IS_PAIRED.test(run) || (IS_UNSPACED.test(run) && !segmenter)) {
    const characters = [...run.matchAll(CHARACTER)];
    for (let at = 0; at < characters.length; at += 1) {
      const [one, other] = [characters[at], characters[at + 1]];
      yield { start: start + one.index, word: one[0] + (other ? other[0] : ''), isLast: !other && at > 0 };
    }
  } else if (IS_UNSPACED.test(run)) {
    for (const { segment, index } of segmenter.segment(run)) yield { start: start + index, word: segment };
  } else {
    yield { start, word: run };
  }
}

/* Every word of a text: where it stands and the terms that it is found by. */
function* words(text) {
  for (const run of text.matchAll(RUN)) {
    for (const { start, word, isLast } of pieces(run[0], run.index)) {
      const term = fold(word);
      const bare = term.replace(ARTICLE, ''); // an Arabic word is found with and without "the"
      yield { start, end: start + word.length, terms: bare === term ? [term] : [term, bare], isLast };
    }
  }
}

const known = new Map(); // the terms of short runs, which come again and again

function termsOf(run) {
  let terms = known.get(run);
  if (!terms) {
    terms = [...words(run)].flatMap((word) => word.terms).filter(Boolean);
    if (run.length < 20) known.set(run, terms);
  }
  return terms;
}

/* The terms of a text, each once: how often a word stands in a text says less than where. */
function allTerms(text) {
  const terms = new Set();
  for (const run of text.match(LETTERS) ?? []) for (const term of termsOf(run)) terms.add(term);
  return [...terms];
}

// A pair's second character alone is in the index only: a query has it in its last pair.
const askedTerms = (text) =>
  [...words(text)].filter((word) => !word.isLast).map((word) => word.terms.at(-1)).filter(Boolean);

const OPTIONS = {
  fields: ['title', 'names', 'standfirst', 'section', 'text', 'further'],
  tokenize: allTerms,
  processTerm: (term) => term,
  searchOptions: {
    tokenize: askedTerms,
    processTerm: (term) => term,
    combineWith: 'AND',
    boost: { title: 5, names: 3, standfirst: 2, further: 0.5 },
    prefix: (term, at, terms) => at === terms.length - 1 || term.length > 3,
    fuzzy: (term) => (term.length > 4 ? 1 : false),
    weights: { prefix: 0.6, fuzzy: 0.3 },
  },
};

/* The part of an article that has most to do with the query, with the words found in it. */
function snippet(article, terms) {
  for (const text of [article.text, article.standfirst]) {
    const all = [...words(text)];
    const found = all.filter((word) => word.terms.some((term) => terms.has(term)));
    if (found.length) return excerpt(text, all, found);
  }
  const text = article.standfirst || article.text;
  const all = [...words(text)];
  const start = all.length ? excerpt(text, all, []) : { text, ranges: [] };
  return withFurther(start, article.further, terms);
}

/* A snippet with the words found further down in a long text, where the index has words alone. */
function withFurther({ text, ranges }, further, terms) {
  const found = [...words(further)].filter((word) => word.terms.some((term) => terms.has(term)));
  let shown = text;
  const more = found.slice(0, 5).map((word) => {
    shown += `${shown.endsWith('…') ? '' : ' …'} `;
    const start = shown.length;
    shown += further.slice(word.start, word.end);
    const range = [start, shown.length];
    shown += ' …';
    return range;
  });
  return { text: shown, ranges: [...ranges, ...more] };
}

function excerpt(text, all, found) {
  const first = found.slice(0, 50);
  const before = found.length && IS_PAIRED.test(text.slice(found[0].start)) ? BEFORE_PAIRED : BEFORE;
  const near = (word) => new Set(first.filter((it) => it.start >= word.start
    && it.end <= word.start + SNIPPET - before).flatMap((it) => it.terms)).size;
  let best = found[0];
  let most = best ? near(best) : 0;
  for (const word of first.slice(1)) {
    const many = near(word);
    if (many > most) [best, most] = [word, many];
  }
  const from = best && best.start > before
    ? all.find((word) => word.start >= best.start - before).start : 0;
  const last = all.filter((word) => word.start >= from && word.end <= from + SNIPPET).at(-1);
  const to = from + SNIPPET >= text.length
    ? text.length : Math.max(last?.end ?? from + SNIPPET, best?.end ?? 0);
  const dots = from ? '… ' : '';
  const ranges = found.filter((it) => it.start >= from && it.end <= to)
    .map((it) => [it.start - from + dots.length, it.end - from + dots.length]);
  return { text: dots + text.slice(from, to) + (to < text.length ? ' …' : ''), ranges };
}

/* A text with its ranges, which are in order and may overlap, as nodes with marks. */
function marked({ text, ranges }) {
  const nodes = [];
  let at = 0;
  for (let i = 0; i < ranges.length; i += 1) {
    const [start] = ranges[i];
    let [, end] = ranges[i];
    while (i + 1 < ranges.length && ranges[i + 1][0] <= end) {
      i += 1;
      end = Math.max(end, ranges[i][1]);
    }
    nodes.push(text.slice(at, start), made('mark', {}, text.slice(start, end)));
    at = end;
  }
  return [...nodes, text.slice(at)];
}

function made(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const form = document.getElementById('_search');
const query = document.getElementById('_query');
const status = document.getElementById('_found');
const list = document.getElementById('_results');
const more = document.getElementById('_more');
const said = form.dataset;
const choices = { // what a reader may choose besides words, by its name in the address
  section: document.getElementById('_section'),
  year: document.getElementById('_year'),
  order: document.getElementById('_order'),
};
const dates = new Intl.DateTimeFormat(document.documentElement.lang || undefined,
  { dateStyle: 'long', timeZone: 'UTC' });

const articles = [];
const items = new Map(); // the list's items, by the place of their article in `articles`
const shards = said.shards.split(' ');
let index = null;
let limit = AT_ONCE;
let isStarted = false;
let isFailed = false;
let isReading = false;

function item(article, terms) {
  const own = { lang: article.language, dir: article.direction };
  const titled = [...words(article.title)].filter((it) => it.terms.some((term) => terms.has(term)));
  const title = marked({ text: article.title, ranges: titled.map((it) => [it.start, it.end]) });
  const facts = made('p', { class: 'facts' });
  if (article.section) facts.append(made('span', { class: 'section' }, article.section), ' ');
  facts.append(made('time', { datetime: article.day }, dates.format(new Date(article.day))));
  const element = items.get(article.id) ?? made('li', {}, made('h2', own, made('a', { href: article.link })));
  element.querySelector('a').replaceChildren(...title);
  element.replaceChildren(element.firstChild, facts,
    made('p', { class: 'summary', ...own }, ...marked(snippet(article, terms))));
  items.set(article.id, element);
  return element;
}

/* The articles that are found, those of the chosen section and year alone, in the chosen order.
Articles are numbered as they come, the newest first. */
function found(asked) {
  const { section, year, order } = choices;
  const results = index.search(asked, {
    filter: ({ id }) => (!section?.value || articles[id].section === section.value)
      && (!year?.value || articles[id].day.startsWith(`${year.value}-`)),
  });
  return order.value ? results.sort((one, other) => one.id - other.id) : results;
}

function show() {
  const asked = query.value.trim();
  const results = index && asked ? found(asked) : [];
  const held = list.contains(document.activeElement) ? document.activeElement : null;
  list.replaceChildren(...results.slice(0, limit).map(
    (result) => item(articles[result.id], new Set(Object.keys(result.match)))));
  if (held) held.focus({ preventScroll: true });
  more.hidden = results.length <= limit;
  const counted = said.found.replace('{number}', results.length.toLocaleString(document.documentElement.lang));
  const told = [results.length ? counted : index ? said.nothing : '', isFailed ? said.failed : ''];
  // One sentence while articles are read: a screen reader need not tell every step.
  const words = !asked ? '' : isReading ? said.reading : told.join(' ').trim();
  if (status.textContent !== words) status.textContent = words;
}

function loaded(address) {
  return new Promise((resolve, reject) => {
    const script = made('script', { src: address });
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

const pause = () => new Promise((resolve) => { setTimeout(resolve); });

/* The articles that have come, first those that hold the words asked for: a rare word is then
found at once, and not when the whole shard is in the index. */
function inOrder(from) {
  const come = articles.slice(from);
  const terms = list.childElementCount < limit ? askedTerms(query.value) : [];
  if (!terms.length) return come;
  const likely = new Set(come.filter((article) => {
    const text = plain(OPTIONS.fields.map((field) => article[field]).join(' '));
    return terms.every((term) => text.includes(term));
  }));
  return [...likely, ...come.filter((article) => !likely.has(article))];
}

/* Put the articles that have come into the index, in slices, so that typing stays smooth. */
async function indexed(from) {
  const come = inOrder(from);
  let shown = performance.now() - 250;
  for (let at = 0; at < come.length;) {
    const until = performance.now() + SLICE;
    while (at < come.length && performance.now() < until) {
      index.add(come[at]);
      at += 1;
    }
    if (list.childElementCount < limit && performance.now() - shown > (list.childElementCount ? 250 : 0)) {
      show();
      shown = performance.now();
    }
    await pause();
  }
  show();
}

async function start() {
  if (isStarted) return;
  isStarted = isReading = true;
  try {
    await loaded(said.library);
    index = new MiniSearch(OPTIONS);
  } catch {
    isFailed = true;
    shards.length = 0;
  }
  for (const shard of shards) {
    const from = articles.length;
    await loaded(shard).catch(() => { isFailed = true; });
    await indexed(from);
  }
  isReading = false;
  show();
}

let waiting = 0;

/* Keep the words in the address, so that the page can be shared; a file:// page may not be let. */
function remember() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const address = new URL(location.href);
    for (const [name, value] of [['q', query.value.trim()],
      ...Object.entries(choices).map(([key, choice]) => [key, choice?.value])]) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    try {
      history.replaceState(null, '', address);
    } catch (error) {
      if (error.name !== 'SecurityError') throw error;
    }
  }, 300);
}

window.broadsheetSearch = {
  shard(name, found) {
    for (const article of found) articles.push({ ...article, id: articles.length });
  },
};

function renew() {
  limit = AT_ONCE;
  if (query.value.trim()) start();
  show();
  remember();
}

query.addEventListener('input', renew);
for (const choice of Object.values(choices)) choice?.addEventListener('change', renew);
form.addEventListener('submit', (event) => event.preventDefault());
more.addEventListener('click', () => {
  const next = list.childElementCount;
  limit += AT_ONCE;
  show();
  list.children[next]?.querySelector('a').focus();
});

form.hidden = false;
const given = new URLSearchParams(location.search);
query.value = given.get('q') ?? query.value;
for (const [name, choice] of Object.entries(choices)) {
  const value = given.get(name);
  if (value && [...choice?.options ?? []].some((it) => it.value === value)) choice.value = value;
}
if (query.value.trim()) {
  start();
  show();
}
})();
