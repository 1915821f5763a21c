
// --- The search box: one index of the whole library, read when somebody turns to it -----------

const search = (box) => {
  const input = box.querySelector("input");
  const address = new URL(box.dataset.index, location.href);
  const WORDS = { playlists: "Playlists", artists: "Artists", labels: "Labels", genres: "Genres", tracks: "Tracks" };
  const SHOWN = { playlists: 5, artists: 5, labels: 4, genres: 4, tracks: 12 };
  // Letters that are one to a reader but that no decomposition takes apart.
  const PLAIN = { ø: "o", đ: "d", ð: "d", ł: "l", ħ: "h", æ: "ae", œ: "oe", þ: "th", ı: "i", ς: "σ" };
  const fold = (text) => {
    const bare = text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toUpperCase()
      .toLowerCase()
      .replace(/[øđðłħæœþıς]/g, (letter) => PLAIN[letter])
      .trim();
    // Signs stand between words, but some names are nothing else.
    return bare.replace(/[^\p{L}\p{N}]+/gu, " ").trim() || bare;
  };

  const panel = make("div", { className: "found", hidden: true });
  const status = make("p", { className: "count" });
  status.setAttribute("role", "status");
  panel.append(status);
  box.append(panel);

  // What is not found may yet be in the library, where the index has come to its end.
  const nothing = (beyond) => {
    const left = Object.entries(beyond).map(
      ([kind, count]) => `${count.toLocaleString("en")} ${count === 1 ? kind.slice(0, -1) : kind}`,
    );
    if (left.length === 0) return "Nothing in the library has this name.";
    const list = new Intl.ListFormat("en").format(left);
    return `Not among the names that the search holds; it leaves out ${list}.`;
  };

  let loading = null;
  const load = () => {
    loading ??= fetch(address)
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
      .then((index) => ({
        beyond: index.beyond,
        entries: Object.keys(WORDS).flatMap((kind) =>
          index[kind].map((entry) => entryOf(kind, entry, index)),
        ),
      }))
      .catch(() => {
        loading = null; // the next letter tries again
        return null;
      });
    return loading;
  };

  const entryOf = (kind, entry, index) => {
    if (kind !== "tracks") {
      const [folder, name, tracks] = entry;
      const aside = `${tracks.toLocaleString("en")} ${tracks === 1 ? "track" : "tracks"}`;
      return { kind, name, aside, text: ` ${fold(name)}`, path: `${kind}/${folder}/` };
    }
    const [name, artists, number, row] = entry;
    const [folder, playlist] = index.playlists[number];
    const text = ` ${fold(name)} ${fold(artists)}`;
    return { kind, name, aside: artists, where: playlist, text, path: `playlists/${folder}/#t${row}` };
  };

  // Every word has to be there. The fewer letters a name has beyond them, the nearer it is; words
  // that begin where a word begins come first. Scripts without spaces are found anywhere.
  const rank = (entry, words) => {
    let score = entry.text.length / 1000;
    for (const word of words) {
      if (!entry.text.includes(word)) return null;
      if (!entry.text.includes(` ${word}`)) score += 2;
    }
    return entry.text.startsWith(` ${words[0]}`) ? score : score + 1;
  };

  const line = (entry) => {
    const name = make("bdi", { className: "name", textContent: entry.name });
    const aside = make("span", { className: "aside" }, make("bdi", { textContent: entry.aside }));
    if (entry.where) aside.append(" · ", make("bdi", { textContent: entry.where }));
    const href = new URL(entry.path, address).href;
    return make("li", {}, make("a", { href }, name, " ", aside));
  };

  const show = async () => {
    const words = fold(input.value).split(" ").filter(Boolean);
    if (words.length === 0) return close();
    const index = await load();
    const gone = !box.contains(document.activeElement);
    if (gone || words.join() !== fold(input.value).split(" ").filter(Boolean).join()) return undefined;
    const lists = [];
    let hits = 0;
    for (const kind of Object.keys(WORDS)) {
      const ranked = (index?.entries ?? [])
        .filter((entry) => entry.kind === kind)
        .map((entry) => ({ entry, score: rank(entry, words) }))
        .filter((one) => one.score !== null)
        .sort((one, two) => one.score - two.score);
      hits += ranked.length;
      if (ranked.length === 0) continue;
      const list = make("ul", {}, ...ranked.slice(0, SHOWN[kind]).map((one) => line(one.entry)));
      list.ariaLabel = WORDS[kind];
      const more = ranked.length > SHOWN[kind] ? ` ${ranked.length.toLocaleString("en")}` : "";
      lists.push(make("p", { className: "kicker", textContent: WORDS[kind] + more }), list);
    }
    const told = () => (hits ? `${hits.toLocaleString("en")} found` : nothing(index.beyond));
    status.textContent = index ? told() : "The search could not be loaded. Try again.";
    panel.replaceChildren(status, ...lists);
    panel.hidden = false;
    return undefined;
  };

  const close = () => {
    panel.hidden = true;
  };
  const move = (step) => {
    const stops = [input, ...panel.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    next?.focus();
    return Boolean(next);
  };

  input.addEventListener("focus", load);
  input.addEventListener("click", show);
  input.addEventListener("input", show);
  box.addEventListener("keydown", (event) => {
    // Keys that choose among an input method's candidates; 229 is what Safari calls them.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      input.focus();
      close();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !panel.hidden && move(step)) event.preventDefault();
    const shown = event.target === input && !panel.hidden;
    if (event.key === "Enter" && shown) panel.querySelector("a")?.click();
  });
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget)) close();
  });
  // A link within this very page moves no focus away.
  panel.addEventListener("click", (event) => event.target.closest("a") && close());
  // Taking hold of the panel, to scroll it, is not leaving the box.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
};
for (const box of document.querySelectorAll(".find")) search(box);
