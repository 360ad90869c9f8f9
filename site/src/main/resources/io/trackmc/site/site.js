"use strict";
// Menu, light and dark, search, anchors. Works from a disk: nothing is fetched but scripts.
(function () {
    const root = document.documentElement;
    const up = document.body.dataset.up;
    const byId = id => document.getElementById(id);

    byId("menu").addEventListener("click", () => {
        const open = byId("pages").classList.toggle("open");
        byId("menu").setAttribute("aria-expanded", open);
    });

    const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    byId("theme").addEventListener("click", () => {
        root.dataset.theme = isDark() ? "light" : "dark";
        try { localStorage.setItem("theme", root.dataset.theme); } catch (e) { /* not kept */ }
        if (document.querySelector("pre.mermaid")) { location.reload(); }
    });

    window.drawDiagrams = () => mermaid.initialize({ startOnLoad: true, securityLevel: "strict", theme: isDark() ? "dark" : "neutral" });

    document.querySelectorAll("main h2[id], main h3[id]").forEach(heading => {
        const anchor = document.createElement("a");
        anchor.className = "anchor";
        anchor.href = "#" + heading.id;
        anchor.textContent = "#";
        anchor.setAttribute("aria-label", "Link to this section");
        heading.append(anchor);
    });

    const current = document.querySelector("nav [aria-current]");
    if (current) {
        const nav = byId("pages");
        nav.scrollTop = current.offsetTop - nav.clientHeight / 2;
    }

    // The index is loaded when somebody wants to search.
    const field = byId("search");
    const found = byId("found");
    let asked = false;
    function load(then) {
        if (window.trackSearch) { then(); return; }
        if (asked) { return; }
        asked = true;
        const script = document.createElement("script");
        script.src = up + "assets/search-index.js";
        script.onload = then;
        document.head.append(script);
    }
    function score(entry, words) {
        const [, page, heading, text] = entry.map(part => part.toLowerCase());
        let sum = 0;
        for (const word of words) {
            const in_ = (heading.includes(word) ? 20 : 0) + (page.includes(word) ? 8 : 0) + Math.min(text.split(word).length - 1, 5);
            if (in_ === 0) { return 0; }
            sum += in_;
        }
        return sum;
    }
    function snippet(text, word) {
        const at = Math.max(0, text.toLowerCase().indexOf(word) - 40);
        return (at > 0 ? "… " : "") + text.slice(at, at + 160);
    }
    function search() {
        const words = field.value.toLowerCase().split(/\s+/).filter(word => word.length > 1);
        found.replaceChildren();
        found.hidden = words.length === 0;
        if (words.length === 0) { return; }
        const best = window.trackSearch.map(entry => [score(entry, words), entry]).filter(hit => hit[0] > 0)
            .sort((one, other) => other[0] - one[0]).slice(0, 20);
        for (const [, [place, page, heading, text]] of best) {
            const link = document.createElement("a");
            link.href = up + place;
            const title = document.createElement("b");
            title.textContent = heading || page;
            const where = document.createElement("span");
            where.textContent = page + " — " + snippet(text, words[0]);
            link.append(title, where);
            const item = document.createElement("li");
            item.append(link);
            found.append(item);
        }
        if (best.length === 0) {
            const none = document.createElement("li");
            none.className = "none";
            none.textContent = "Nothing has all of these words.";
            found.append(none);
        }
    }
    field.addEventListener("focus", () => load(() => { }));
    field.addEventListener("input", () => load(search));
    document.addEventListener("keydown", event => {
        const links = [...found.querySelectorAll("a")];
        if (event.key === "/" && document.activeElement !== field) { event.preventDefault(); field.focus(); }
        if (event.key === "Escape") { field.value = ""; found.hidden = true; field.blur(); }
        if (!found.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp") && links.length) {
            event.preventDefault();
            const next = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
            (next < 0 ? field : links[Math.min(next, links.length - 1)]).focus();
        }
        if (event.key === "Enter" && document.activeElement === field && links.length) { links[0].click(); }
    });
    found.addEventListener("click", () => { found.hidden = true; });
})();
