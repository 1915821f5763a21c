"use strict";
// What a page can do beyond being read. Without this file every table and link is there already.

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

// --- Art that does not load gives way to initials -------------------------------------------

const isArt = (element) => element instanceof HTMLImageElement && "initials" in element.dataset;
document.addEventListener("error", (event) => isArt(event.target) && event.target.remove(), true);
for (const image of document.querySelectorAll(".sleeve img")) {
  if (image.complete && image.currentSrc && image.naturalWidth === 0) image.remove();
}

// --- Folded rows open for whoever is sent to one of them, and on paper ----------------------

const unfold = () => {
  const target = document.getElementById(location.hash.slice(1));
  const fold = target?.closest("details:not([open])");
  if (!fold) return;
  fold.open = true;
  target.scrollIntoView();
};
addEventListener("hashchange", unfold);
unfold();

let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open]):not(:has(.groups))")];
  for (const fold of opened) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of opened) fold.open = false;
});

// --- Tables sort: both halves of a folded table as one ---------------------------------------

const KEYS = {
  track: (cell) => cell.querySelector("bdi")?.textContent ?? "",
  album: (cell) => cell.textContent.trim(),
  artists: (cell) => cell.textContent.trim(),
  label: (cell) => cell.textContent.trim(),
  name: (cell) => cell.querySelector("bdi")?.textContent ?? "",
  held: (cell) => Number.parseInt(cell.textContent, 10),
  hearts: (cell) => Number(cell.textContent),
  when: (cell) => cell.dataset.order ?? "",
  rank: (cell) => (cell.classList.contains("none") ? null : Number(cell.textContent)),
  liked: (cell) => (cell.querySelector("svg") ? 0 : null),
  tempo: (cell) => Number.parseFloat(cell.textContent) || null,
  key: (cell) => cell.textContent.trim(),
  mood: (cell) => cell.textContent.trim(),
  date: (cell) => cell.textContent.trim(),
  words: (cell) => cell.textContent.trim(),
  number: (cell) => Number(cell.textContent.replaceAll(",", "")),
};
const SORTABLE = ".tracks, .groups, .slips";

// What is unknown or empty comes last, whichever way the column is sorted.
const compare = (one, two, direction) => {
  const [a, b] = [one.key, two.key].map((key) => (key === "" ? null : key));
  if (a === null || b === null) return (a === null) - (b === null);
  return direction * (typeof a === "number" ? a - b : collator.compare(a, b));
};

const sortable = (box) => {
  const tables = [...box.querySelectorAll(SORTABLE)];
  const bodies = tables.map((table) => table.tBodies[0]);
  const rows = bodies.flatMap((body) => [...body.rows]);
  if (rows.length < 2) return;
  const shown = bodies[0].rows.length;
  const heads = [...tables[0].tHead.rows[0].cells].filter((head) => head.className in KEYS);

  // Several columns may hold the same kind of thing, so a column goes by its place.
  const sort = (by, direction) => {
    const keyed = rows.map((row) => ({
      row,
      key: direction && KEYS[by.className](row.cells[by.cellIndex]),
    }));
    if (direction) keyed.sort((one, two) => compare(one, two, direction));
    const ordered = keyed.map((one) => one.row);
    bodies[0].append(...ordered.slice(0, shown));
    bodies[1]?.append(...ordered.slice(shown));
    for (const head of heads) {
      const way = head === by ? direction : 0;
      head.ariaSort = way ? (way > 0 ? "ascending" : "descending") : "none";
    }
    select.value = direction ? by.cellIndex : "";
  };

  const option = (value, text) => make("option", { value, textContent: text });
  const wording = (head) => (["liked", "hearts"].includes(head.className) ? "Liked" : head.textContent.trim());
  const select = make("select", {}, option("", "Order of the page"));
  select.append(...heads.map((head) => option(head.cellIndex, wording(head))));
  select.addEventListener("change", () => {
    const by = heads.find((head) => String(head.cellIndex) === select.value);
    sort(by, by ? 1 : 0);
  });
  box.querySelector(".sort")?.append(make("label", {}, "Sort by ", select));

  for (const head of heads) {
    const button = make("button", { type: "button", title: "Sort" });
    const heading = make("span", { className: "heading", textContent: wording(head) });
    button.append(...head.childNodes);
    if (["liked", "hearts"].includes(head.className)) button.ariaLabel = "Liked";
    head.replaceChildren(button, heading);
    head.ariaSort = "none";
    button.addEventListener("click", () => {
      const next = { none: 1, ascending: -1, descending: 0 }[head.ariaSort];
      sort(head, next);
    });
  }
};
for (const box of document.querySelectorAll(".cluster > .body, .block")) {
  if (box.querySelector(SORTABLE)) sortable(box);
}

// --- The picture: a card for the dot under the pointer, and arrow keys from dot to dot --------

const picture = (figure) => {
  const plane = figure.querySelector(".plane");
  const dots = [...plane.querySelectorAll(".dot")];
  const places = new Map(
    dots.map((dot) => {
      const { cx, cy } = dot.querySelector("circle");
      return [dot, { x: cx.baseVal.value, y: cy.baseVal.value }];
    }),
  );
  const card = make("div", { className: "card", hidden: true, ariaHidden: "true" });
  const frame = make("div", { className: "frame" });
  plane.replaceWith(frame);
  frame.append(plane, card);
  const APART = 14; // pixels from dot to card, as in the style
  let current = null;

  const show = (dot) => {
    if (current === dot) return;
    current = dot;
    const row = document.querySelector(dot.getAttribute("href"));
    const cluster = row.closest(".cluster");
    const told = make("div");
    for (const name of ["track", "artists"]) {
      const line = make("p", { className: name });
      const cell = row.querySelector(`td.${name}`).cloneNode(true);
      for (const link of cell.querySelectorAll("a")) link.replaceWith(...link.childNodes);
      line.append(...cell.childNodes);
      told.append(line);
    }
    const name = cluster.querySelector("h2 bdi").cloneNode(true);
    const number = cluster.querySelector(".numeral").textContent;
    told.append(make("p", { className: "mood" }, make("b", { textContent: number }), " ", name));
    const sleeve = row.querySelector(".sleeve").cloneNode(true);
    for (const image of sleeve.querySelectorAll("img")) image.loading = "eager";
    const shade = [...dot.classList].find((one) => /^c\d$/.test(one));
    card.className = `card ${shade}`;
    card.replaceChildren(sleeve, told);
    card.hidden = false;
    const { width, height } = plane.viewBox.baseVal;
    const { x, y } = places.get(dot);
    card.classList.toggle("upward", y > height / 2);
    card.style.top = `${(100 * y) / height}%`;
    // Beside the dot, on the side with more room; on a phone neither may have enough.
    const at = (frame.clientWidth * x) / width;
    const beside = x > width / 2 ? at - APART - card.offsetWidth : at + APART;
    card.style.left = `${Math.max(0, Math.min(beside, frame.clientWidth - card.offsetWidth))}px`;
  };
  const hide = () => {
    current = null;
    card.hidden = true;
  };

  // The next dot at this very place, or the nearest that lies more this way than across.
  const neighbour = (from, [right, down]) => {
    const order = right + down > 0 ? dots : [...dots].reverse();
    const { x, y } = places.get(from);
    let best = null;
    let passed = false;
    for (const dot of order) {
      const place = places.get(dot);
      const [dx, dy] = [place.x - x, place.y - y];
      if (passed && dx === 0 && dy === 0) return dot;
      passed ||= dot === from;
      const along = dx * right + dy * down;
      const across = Math.abs(dx * down) + Math.abs(dy * right);
      if (dot === from || along <= 0 || across > along) continue;
      const far = along + across;
      if (!best || far < best.far) best = { dot, far };
    }
    return best?.dot;
  };
  const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

  for (const [index, dot] of dots.entries()) {
    const title = dot.querySelector("title");
    // The card takes the place of the browser's own, which would come on top of it.
    dot.setAttribute("aria-label", title.textContent);
    title.remove();
    dot.setAttribute("tabindex", index ? "-1" : "0");
    dot.addEventListener("pointerenter", () => show(dot));
    dot.addEventListener("pointerleave", hide);
    dot.addEventListener("blur", hide);
    dot.addEventListener("focus", () => {
      plane.querySelector('.dot[tabindex="0"]')?.setAttribute("tabindex", "-1");
      dot.setAttribute("tabindex", "0");
      show(dot);
    });
    dot.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
      if (!(event.key in WAYS)) return;
      event.preventDefault();
      neighbour(dot, WAYS[event.key])?.focus();
    });
  }
  // A finger has no hover: the first tap shows the card, the second follows the link.
  let tapped = null;
  plane.addEventListener("click", (event) => {
    const dot = event.target.closest(".dot");
    if (dot && event.pointerType === "touch" && tapped !== dot) {
      event.preventDefault();
      show(dot);
    }
    if (!dot) hide();
    tapped = dot;
  });
};
for (const figure of document.querySelectorAll(".scatter:has(.plane)")) picture(figure);

// A browser that loads a page anew may bring back what was picked out when it was left.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) return;
  for (const one of document.querySelectorAll(".pick input")) one.checked = one.defaultChecked;
});
