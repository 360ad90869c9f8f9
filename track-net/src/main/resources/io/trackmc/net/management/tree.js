'use strict';
(() => {
  const EVERY_MS = 2000;
  const WHOLE_UP_TO = 100;
  const MOST_CARDS = 48;
  const MOST_CHIPS = 100;
  const STRIP_CELLS = 48;
  const RESORT_MS = 8000;
  const FAR = 1024;
  const NEAR = 256;
  const WORDS = ['fine', 'some loss', 'much loss', 'heavy loss', 'not heard'];
  const SIGNS = ['✓', '△', '▲', '⬟', '✕'];
  const KINDS = { 'sender': '◆', 'repair-head': '■', 'receiver': '●' };
  const SVG = 'http://www.w3.org/2000/svg';

  const by = id => document.getElementById(id);
  let token = null;
  let asking = false;
  let held = false;
  let doc = null;
  let group = null;
  let tenant = '';
  let focusKey = null;
  let selectedKey = null;
  let items = new Map();
  let root = null;
  let cards = new Map();
  let shown = new Map();
  let order = new Map();
  let orderedAt = 0;
  let before = new Map();
  let said = new Set();
  let isFirst = true;
  let marks = new Map();
  let drillLines = [];

  // ---- what was told, as a tree

  function lossSeverity(ppm) {
    return ppm >= 50000 ? 3 : ppm >= 20000 ? 2 : ppm >= 5000 ? 1 : 0;
  }

  function lagSeverity(packets) {
    return packets >= FAR ? 2 : packets >= NEAR ? 1 : 0;
  }

  function item(id, name, role) {
    return { key: String(id), id, name, role, node: null, row: null, parent: null, kids: [], loose: false };
  }

  function build() {
    const nodes = doc.nodes.filter(node => node.group === group);
    const all = new Map();
    for (const node of nodes) {
      const one = item(node.id, node.name, node.role);
      one.node = node;
      all.set(one.key, one);
    }
    for (const node of nodes) {
      const parent = all.get(String(node.id));
      for (const row of node.children) {
        const key = String(row.id);
        const child = all.get(key) || item(row.id, row.name, row.repairHead ? 'repair-head' : 'receiver');
        all.set(key, child);
        if (!child.parent && !isAbove(child, parent)) {
          child.row = row;
          child.parent = parent;
          parent.kids.push(child);
        }
      }
    }
    let top = [...all.values()].find(one => one.role === 'sender') || null;
    if (!top) {
      top = nodes.length ? all.get(String(nodes[0].id)) : null;
      while (top && top.parent) {
        top = top.parent;
      }
    }
    for (const one of all.values()) {
      if (top && !one.parent && one !== top) {
        one.parent = top;
        one.loose = true;
        top.kids.push(one);
      }
    }
    items = all;
    root = top;
    if (root) {
      sum(root);
    }
  }

  function isAbove(candidate, below) {
    for (let one = below; one; one = one.parent) {
      if (one === candidate) {
        return true;
      }
    }
    return false;
  }

  /** Figures of each subtree, the lowest first; no call inside another, because a tree may be deep. */
  function sum(top) {
    const inOrder = [top];
    for (let i = 0; i < inOrder.length; i++) {
      inOrder.push(...inOrder[i].kids);
    }
    for (let i = inOrder.length - 1; i >= 0; i--) {
      figures(inOrder[i]);
    }
  }

  function figures(one) {
    const row = one.row;
    const isLeaf = one.role === 'receiver';
    one.silent = one.node ? one.node.silent : Boolean(one.parent && one.parent.node && one.parent.node.silent);
    one.size = 1;
    one.leaves = isLeaf ? 1 : 0;
    one.regions = 0;
    one.lossSum = isLeaf && row ? row.lossPartsPerMillion : 0;
    one.worstLoss = row ? row.lossPartsPerMillion : 0;
    one.lag = row ? row.behindPackets : 0;
    one.repairs = one.node ? one.node.repairsSent : 0;
    one.asked = row ? row.packetsAsked : 0;
    one.silentBelow = 0;
    one.tenants = new Set(one.node && one.node.tenant ? [one.node.tenant] : []);
    one.moved = row && row.from ? 1 : 0;
    for (const kid of one.kids) {
      one.size += kid.size;
      one.leaves += kid.leaves;
      one.regions += kid.regions + (kid.role === 'receiver' ? 0 : 1);
      one.lossSum += kid.lossSum;
      one.worstLoss = Math.max(one.worstLoss, kid.worstLoss);
      one.lag = Math.max(one.lag, kid.lag);
      one.repairs += kid.repairs;
      one.silentBelow += kid.silentBelow + (kid.silent ? 1 : 0);
      one.moved += kid.moved;
      kid.tenants.forEach(each => one.tenants.add(each));
    }
    if (!isLeaf && !one.node && one.leaves === 0 && row) {
      one.leaves = row.receivers;
      one.lossSum = row.lossPartsPerMillion * row.receivers;
    }
    one.loss = one.leaves ? one.lossSum / one.leaves : one.worstLoss;
    const own = Math.max(lossSeverity(one.loss), lagSeverity(one.lag));
    one.severity = one.silent ? 4 : isLeaf ? own
      : Math.max(own, Math.max(0, lossSeverity(one.worstLoss) - 1));
    for (const kid of one.kids) {
      if (kid.role !== 'receiver' && one !== root) {
        one.severity = Math.max(one.severity, Math.min(3, kid.severity));
      }
    }
    one.score = one.severity * 1e9 + (isLeaf ? one.loss : Math.max(one.loss, worstRegion(one))) * 100 + one.lag;
    one.word = one.silent ? 'not heard' : one.severity === 0 ? 'fine'
      : lagSeverity(one.lag) === one.severity && lossSeverity(one.loss) <= one.severity
        ? (one.severity === 2 ? 'far behind' : 'behind') : WORDS[one.severity];
  }

  function worstRegion(one) {
    return one.kids.reduce((most, kid) => kid.role === 'receiver' ? most : Math.max(most, kid.loss), 0);
  }

  function isOfTenant(one) {
    return !tenant || one.tenants.has(tenant) || one.role === 'receiver';
  }

  /** The worst first; where somebody reads, the order stays for a while. */
  function sorted(list) {
    const rank = one => order.has(one.key) ? order.get(one.key) : Infinity;
    return list.slice().sort((a, b) => rank(a) - rank(b) || b.score - a.score || (a.name < b.name ? -1 : 1));
  }

  function rankAll() {
    const now = Date.now();
    if (now - orderedAt < RESORT_MS && order.size) {
      return;
    }
    orderedAt = now;
    const list = [...items.values()].sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    order = new Map(list.map((one, rank) => [one.key, rank]));
  }

  // ---- words

  function percent(ppm) {
    return (ppm / 10000).toFixed(ppm >= 100000 ? 0 : ppm >= 1000 ? 1 : 2) + ' %';
  }

  function count(number) {
    return Math.round(number).toLocaleString('en');
  }

  function plural(number, one, many) {
    return count(number) + ' ' + (number === 1 ? one : many);
  }

  function ago(ms) {
    const s = Math.round(ms / 1000);
    return s < 90 ? s + ' s' : s < 5400 ? Math.round(s / 60) + ' min' : Math.round(s / 3600) + ' h';
  }

  function clock(ms) {
    const at = new Date(ms);
    return [at.getHours(), at.getMinutes(), at.getSeconds()].map(n => String(n).padStart(2, '0')).join(':');
  }

  function label(one) {
    const what = one.role === 'receiver' ? 'receiver' : one.role === 'sender' ? 'sender' : 'repair head';
    const below = one.role === 'receiver' ? '' : ', ' + plural(one.leaves, 'receiver', 'receivers');
    return one.name + ', ' + what + ', ' + one.word + below + ', loss ' + percent(one.loss) + ', '
      + plural(one.lag, 'packet', 'packets') + ' behind' + (one.row && one.row.from ? ', came from ' + one.row.from : '')
      + (one.loose ? ', without a parent' : '') + (marks.has(one.name) ? ', drill: ' + marks.get(one.name) : '');
  }

  // ---- elements

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) {
      element.className = className;
    }
    if (text !== undefined) {
      element.textContent = text;
    }
    return element;
  }

  function say(element, text) {
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }

  function set(element, name, value) {
    if (value === null) {
      element.removeAttribute(name);
    } else if (element.getAttribute(name) !== value) {
      element.setAttribute(name, value);
    }
  }

  function newNode(one) {
    const li = make('li');
    li.dataset.key = one.key;
    li.setAttribute('role', 'treeitem');
    li.tabIndex = -1;
    const parts = { li };
    if (one.role === 'receiver') {
      const chip = make('div', 'chip');
      parts.sign = make('b');
      parts.sign.setAttribute('aria-hidden', 'true');
      parts.name = make('span', 'name');
      parts.drill = make('span', 'drill');
      parts.value = make('span', 'value');
      chip.append(parts.sign, parts.name, parts.drill, parts.value);
      li.append(chip);
      return parts;
    }
    const card = make('div', 'card');
    const head = make('div', 'head');
    parts.sign = make('b');
    parts.sign.setAttribute('aria-hidden', 'true');
    parts.name = make('span', 'name');
    parts.word = make('span', 'word');
    head.append(parts.sign, parts.name, parts.word);
    parts.drill = make('div', 'drill');
    card.append(head, parts.drill);
    parts.rows = [];
    for (let i = 0; i < 5; i++) {
      const row = make('div', i === 0 || i > 2 ? 'row soft' : 'row');
      const left = make('span');
      const right = make('span');
      row.append(left, right);
      card.append(row);
      parts.rows.push([left, right, row]);
      if (i === 2) {
        parts.strip = strip();
        card.append(parts.strip.svg);
      }
    }
    li.append(card);
    return parts;
  }

  function strip() {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('class', 'strip');
    svg.setAttribute('viewBox', '0 0 ' + STRIP_CELLS * 4 + ' 20');
    svg.setAttribute('preserveAspectRatio', 'none');
    svg.setAttribute('aria-hidden', 'true');
    const paths = [];
    for (let s = 0; s < 5; s++) {
      const path = document.createElementNS(SVG, 'path');
      path.setAttribute('class', 's' + s);
      svg.append(path);
      paths.push(path);
    }
    return { svg, paths };
  }

  /** Receivers of a subtree, the worst first, in at most so many bars: each is as bad as its worst one. */
  function drawStrip(target, one) {
    const leaves = [];
    const open = [one];
    while (open.length) {
      const next = open.pop();
      for (const kid of next.kids) {
        if (kid.role === 'receiver') {
          leaves.push([kid.silent || next.silent ? 4 : kid.severity, kid.loss]);
        } else {
          open.push(kid);
        }
      }
    }
    leaves.sort((a, b) => b[0] - a[0] || b[1] - a[1]);
    const cells = Math.min(STRIP_CELLS, leaves.length);
    const text = ['', '', '', '', ''];
    const width = Math.max(4, Math.min(16, STRIP_CELLS * 4 / Math.max(1, cells)));
    for (let i = 0; i < cells; i++) {
      const [severity] = leaves[Math.floor(i * leaves.length / cells)];
      const height = severity === 4 ? 3 : 5 + severity * 5;
      text[severity] += 'M' + (i * width).toFixed(1) + ' 20h' + (width - 0.8).toFixed(1) + 'v-' + height + 'h-'
        + (width - 0.8).toFixed(1) + 'z';
    }
    target.paths.forEach((path, s) => set(path, 'd', text[s]));
    target.svg.style.display = cells ? '' : 'none';
  }

  function rate(one) {
    const last = before.get(one.key);
    if (!last || doc.at <= last.at) {
      return null;
    }
    return Math.max(0, (one.repairs - last.repairs) * 1000 / (doc.at - last.at));
  }

  function fill(parts, one) {
    set(parts.li, 'aria-label', label(one));
    say(parts.sign, one.role === 'receiver' ? SIGNS[one.severity] : KINDS[one.role] || '■');
    say(parts.name, one.name);
    parts.li.classList.remove('s0', 's1', 's2', 's3', 's4');
    parts.li.classList.add('s' + one.severity);
    set(parts.li, 'aria-selected', String(one.key === selectedKey));
    const mark = marks.get(one.name);
    say(parts.drill, mark ? '⚡ drill: ' + mark : '');
    parts.drill.hidden = !mark;
    parts.li.classList.toggle('hit', Boolean(mark));
    if (one.role === 'receiver') {
      const bits = [percent(one.loss)];
      if (one.lag >= NEAR) {
        bits.push(count(one.lag) + ' behind');
      }
      if (one.row && one.row.from) {
        bits.push('from ' + one.row.from);
      }
      say(parts.value, bits.join(' · '));
      return;
    }
    parts.li.classList.add('region');
    say(parts.word, SIGNS[one.severity] + ' ' + one.word);
    const node = one.node;
    const owner = one.tenants.size > 1 ? one.tenants.size + ' tenants' : [...one.tenants].join('');
    row(parts, 0, plural(one.leaves, 'receiver', 'receivers')
      + (one.regions ? ' · ' + plural(one.regions, 'region', 'regions') : ''), '');
    row(parts, 1, 'loss ' + percent(one.loss), 'worst ' + percent(one.worstLoss));
    const speed = rate(one);
    row(parts, 2, count(one.lag) + ' behind', node ? plural(one.repairs, 'repair', 'repairs') : '');
    row(parts, 3, keys(one), speed ? count(speed) + ' repairs/s' : '');
    row(parts, 4, owner, story(one));
    drawStrip(parts.strip, one);
  }

  function row(parts, index, left, right) {
    say(parts.rows[index][0], left);
    say(parts.rows[index][1], right);
    parts.rows[index][2].hidden = !left && !right;
  }

  function keys(one) {
    const node = one.node;
    const told = one.row;
    if (!node && !told) {
      return '';
    }
    const transport = node ? node.transportEpoch : told.transportEpoch;
    const late = one.kids.filter(kid => kid.row && kid.row.transportEpoch > 1 && kid.row.transportEpoch < transport).length;
    return 'key epochs ' + transport + (root && root.node && root.node.contentEpoch ? '/' + (told && told.contentEpoch || root.node.contentEpoch) : '')
      + (late ? ', ' + late + ' not there yet' : '');
  }

  function story(one) {
    if (!one.node) {
      return 'told by its parent';
    }
    if (one.silent) {
      return 'not heard for ' + ago(one.node.ageMillis);
    }
    if (one.loose) {
      return 'without a parent';
    }
    if (one.node && one.node.fault) {
      return one.node.fault;
    }
    if (one.row && one.row.from) {
      return 'from ' + one.row.from;
    }
    if (one.node && one.node.failovers > 0 && one.node.before) {
      return 'from ' + one.node.before;
    }
    const moved = one.kids.filter(kid => kid.row && kid.row.from).length;
    return moved ? moved + ' came from others' : one.silentBelow ? one.silentBelow + ' not heard below' : '';
  }

  // ---- the picture

  /** The list of elements that a node's children are, reused from one reading to the next. */
  function arrange(list, wanted) {
    let at = list.firstElementChild;
    for (const element of wanted) {
      if (element === at) {
        at = at.nextElementSibling;
      } else {
        list.insertBefore(element, at);
      }
    }
    while (at) {
      const next = at.nextElementSibling;
      at.remove();
      at = next;
    }
  }

  function partsOf(one) {
    let parts = cards.get(one.key);
    if (!parts || (parts.rows === undefined) !== (one.role === 'receiver')) {
      parts = newNode(one);
      cards.set(one.key, parts);
    }
    shown.set(one.key, parts);
    fill(parts, one);
    return parts;
  }

  function more(parts, name, left, what) {
    if (left <= 0) {
      return [];
    }
    const key = name + 'More';
    if (!parts[key]) {
      parts[key] = make('li', 'leafs');
      parts[key].setAttribute('role', 'none');
      const button = make('button');
      button.type = 'button';
      button.tabIndex = -1;
      parts[key].append(button);
    }
    const button = parts[key].firstChild;
    say(button, plural(left, what, what + 's') + ' more, no worse than these');
    button.onclick = () => {
      parts[name + 'Most'] = (parts[name + 'Most'] || 0) + (name === 'chip' ? MOST_CHIPS : MOST_CARDS);
      draw();
    };
    return [parts[key]];
  }

  function place(one, level, isOpen, isWhole) {
    const parts = partsOf(one);
    set(parts.li, 'aria-level', String(level));
    if (one.role === 'receiver') {
      return parts.li;
    }
    set(parts.li, 'aria-expanded', one.kids.length ? String(isOpen) : null);
    if (!isOpen || !one.kids.length) {
      if (parts.list) {
        parts.list.remove();
      }
      return parts.li;
    }
    const regions = sorted(one.kids.filter(kid => kid.role !== 'receiver' && isOfTenant(kid)));
    const leaves = sorted(one.kids.filter(kid => kid.role === 'receiver'));
    if (!parts.list) {
      parts.list = make('ul', 'kids');
      parts.list.setAttribute('role', 'group');
    }
    if (parts.list.parentNode !== parts.li) {
      parts.li.append(parts.list);
    }
    const cardsMost = MOST_CARDS + (parts.cardMost || 0);
    const chipsMost = MOST_CHIPS + (parts.chipMost || 0);
    const wanted = regions.slice(0, cardsMost).map(kid => place(kid, level + 1, isWhole, isWhole));
    wanted.push(...more(parts, 'card', regions.length - cardsMost, 'region'));
    if (leaves.length) {
      if (!parts.leafs) {
        parts.leafs = make('li', 'leafs');
        parts.leafs.setAttribute('role', 'none');
        parts.chips = make('ul', 'chips');
        parts.chips.setAttribute('role', 'none');
        parts.leafs.append(parts.chips);
      }
      arrange(parts.chips, [...leaves.slice(0, chipsMost).map(kid => place(kid, level + 1, false, false)),
        ...more(parts, 'chip', leaves.length - chipsMost, 'receiver')]);
      wanted.push(parts.leafs);
    }
    arrange(parts.list, wanted);
    return parts.li;
  }

  function draw() {
    const focus = items.get(focusKey) || root;
    if (!focus) {
      return;
    }
    const active = document.activeElement && document.activeElement.closest
      ? document.activeElement.closest('[role=treeitem]') : null;
    const activeKey = active ? active.dataset.key : null;
    shown = new Map();
    arrange(by('tree'), [place(focus, 1, true, focus.size <= WHOLE_UP_TO)]);
    cards = shown;
    const tabbed = shown.get(activeKey) || shown.get(selectedKey) || shown.get(focus.key);
    shown.forEach(parts => { parts.li.tabIndex = parts === tabbed ? 0 : -1; });
    if (activeKey !== null && document.activeElement !== tabbed.li) {
      tabbed.li.focus({ preventScroll: true });
    }
    path(focus);
    details();
  }

  function path(focus) {
    const way = [];
    for (let one = focus; one; one = one.parent) {
      way.unshift(one);
    }
    const text = way.map(one => one.key).join('/');
    if (by('path').dataset.way === text) {
      return;
    }
    by('path').dataset.way = text;
    by('path').replaceChildren(...way.map((one, i) => {
      const li = make('li');
      if (i === way.length - 1) {
        const here = make('span', '', one.name);
        here.setAttribute('aria-current', 'location');
        li.append(here);
      } else {
        const button = make('button', '', one.name);
        button.type = 'button';
        button.onclick = () => zoom(one.key);
        li.append(button);
      }
      return li;
    }));
  }

  function pairs(list, facts) {
    const wanted = facts.filter(fact => fact[1] !== '' && fact[1] !== null && fact[1] !== undefined);
    list.replaceChildren(...wanted.flatMap(([name, value]) => [make('dt', '', name), make('dd', '', String(value))]));
  }

  function details() {
    const one = items.get(selectedKey) || items.get(focusKey) || root;
    const node = one.node;
    const told = one.row;
    const facts = [['name', one.name], ['node id', one.id], ['role', one.role.replace('-', ' ')],
      ['how it is', one.word + (node && node.fault ? ': ' + node.fault : '')],
      ['parent', one.loose || !one.parent ? '' : one.parent.name],
      ['came from', told && told.from || node && node.before || ''],
      ['since', told && told.since ? clock(told.since) : ''],
      ['tenant', [...one.tenants].sort().join(', ')], ['region', node && node.region >= 0 ? node.region : ''],
      ['receivers below', one.role === 'receiver' ? '' : count(one.leaves)],
      ['regions below', one.regions ? count(one.regions) : ''],
      ['loss', percent(one.loss) + (one.role === 'receiver' ? '' : ', worst ' + percent(one.worstLoss))],
      ['behind the sender', plural(one.lag, 'packet', 'packets')],
      ['held back by', told && told.slowest && told.slowest !== one.name ? told.slowest : ''],
      ['round trip', told ? (told.rttMicros / 1000).toFixed(2) + ' ms' : ''],
      ['packets asked for', told ? count(told.packetsAsked) : ''],
      ['repairs sent to it', told ? count(told.repairsSent) : ''],
      ['repairs it has sent', node && one.role !== 'receiver' ? count(node.repairsSent) : ''],
      ['repairs it was sent', node && one.role === 'repair-head' ? count(node.repairsReceived) : ''],
      ['Nacks up / from below', node ? count(node.nacksSent) + ' / ' + count(node.nacksReceived) : ''],
      ['fail-overs', node ? count(node.failovers) : ''],
      ['newest packet', node ? count(node.highestSequence) : ''], ['has through', node ? count(node.hasThrough) : ''],
      ['transport keys', node ? 'epoch ' + node.transportEpoch + ', rekey ' + node.transportRekey
        : told ? 'epoch ' + told.transportEpoch : ''],
      ['content keys', told && told.contentEpoch ? 'epoch ' + told.contentEpoch
        : node && node.contentEpoch ? 'epoch ' + node.contentEpoch : ''],
      ['session', node ? node.run : ''],
      ['heard', node ? (node.ageMillis < 1000 ? 'just now' : ago(node.ageMillis) + ' ago') : 'by its parent only']];
    pairs(by('details'), facts);
  }

  function totals() {
    const fact = (name, value) => {
      const box = make('div');
      box.append(make('dt', '', name), make('dd', '', value));
      return box;
    };
    const silent = [...items.values()].filter(one => one.silent).length;
    const heads = [...items.values()].filter(one => one.role === 'repair-head').length;
    const speed = rate(root);
    by('totals').replaceChildren(fact('receivers', count(root.leaves)), fact('repair heads', count(heads)),
      fact('mean loss', percent(root.loss)), fact('furthest behind', plural(root.lag, 'packet', 'packets')),
      fact('repairs', count(root.repairs) + (speed ? ' (' + count(speed) + '/s)' : '')),
      fact('newest packet', root.node ? count(root.node.highestSequence) : ''),
      fact('not heard', count(silent)));
    const bad = [...items.values()].filter(one => one.role === 'repair-head' && one.severity >= 1
      && !one.kids.some(kid => kid.role !== 'receiver' && kid.severity >= one.severity))
      .sort((a, b) => b.score - a.score).slice(0, 4);
    const active = document.activeElement && by('worst').contains(document.activeElement)
      ? document.activeElement.dataset.key : null;
    by('worst').replaceChildren(make('span', 'quiet', bad.length ? 'Worst regions:' : 'All regions are fine.'),
      ...bad.map(one => {
        const button = make('button', 's' + one.severity);
        button.type = 'button';
        button.dataset.key = one.key;
        const word = make('span', 'word', SIGNS[one.severity] + ' ' + one.name + ' ');
        button.append(word, make('span', '', one.silent ? 'not heard' : percent(one.loss)
          + (one.lag >= NEAR ? ', ' + count(one.lag) + ' behind' : '')));
        button.onclick = () => zoom(one.key);
        return button;
      }));
    if (active) {
      const again = [...by('worst').querySelectorAll('button')].find(button => button.dataset.key === active);
      if (again) {
        again.focus();
      }
    }
  }

  // ---- events

  function sentence(event, node) {
    const many = event.count > 1;
    const rest = many ? event.count - event.about.split(', ').filter(Boolean).length : 0;
    const who = event.about + (rest > 0 ? ' and ' + rest + ' more' : '');
    switch (event.kind) {
      case 'moved': return event.count === 1 ? event.about + ' moved ' + event.detail
        : count(event.count) + ' children moved ' + event.detail;
      case 'child-came': return many ? count(event.count) + ' children came to ' + node : who + ' came to ' + node;
      case 'child-gone': return (many ? count(event.count) + ' children went from ' + node : who + ' went from ' + node)
        + ' (' + event.detail.replaceAll('_', ' ') + ')';
      case 'parent-found': return node + ' found its parent ' + event.about;
      case 'failed-over': return node + ' moved from ' + event.detail + ' to ' + event.about;
      case 'parent-lost': return node + ' lost its parent ' + event.about + ' (' + event.detail.replaceAll('_', ' ') + ')';
      case 'session-opened': return node + ': a session began';
      case 'session-closed': return node + ': the session is closed, ' + event.detail;
      case 'data-lost': return node + ' cannot have ' + event.detail;
      case 'keys-installed': return node + ' has keys, ' + event.detail;
      case 'keys-in-use': return node + ' uses keys, ' + event.detail;
      case 'left-behind': return node + ' needs ' + event.detail + ' keys from the authority';
      case 'expelled': return who + ' expelled, ' + node + ' knows';
      default: return node + ' is through' + (event.detail ? ' (' + event.detail + ')' : '');
    }
  }

  /** Events of all nodes, newest first; what many nodes tell alike at about the same time is one line. */
  function gather() {
    const all = doc.moves.map(event => ({ event, node: '' }));
    for (const node of doc.nodes) {
      if (node.group === group) {
        node.events.forEach(event => all.push({ event, node: node.name }));
      }
    }
    all.sort((a, b) => b.event.until - a.event.until);
    const lines = [];
    for (const { event, node } of all) {
      const isCrowd = ['child-came', 'child-gone', 'parent-found'].includes(event.kind);
      const alike = isCrowd || ['parent-lost', 'failed-over', 'parent-found', 'keys-installed', 'keys-in-use', 'session-opened',
        'session-closed', 'finished', 'expelled'].includes(event.kind);
      const last = alike && lines.find(line => line.alike && line.event.kind === event.kind
        && line.event.detail === event.detail && (isCrowd || line.event.about === event.about)
        && Math.abs(line.event.until - event.until) < 5000);
      if (last) {
        last.nodes.push(node);
        last.count += isCrowd ? event.count : 0;
        last.isOfOne = last.isOfOne && last.event.about === event.about;
      } else if (lines.length < 150) {
        lines.push({ event, alike, nodes: [node], count: event.count, isOfOne: true });
      }
    }
    const told = lines.map(line => {
      const crowd = line.nodes.length > 2 ? line.nodes.length + ' nodes' : line.nodes.join(' and ');
      let text = sentence({ ...line.event, count: line.count }, crowd);
      if (line.event.kind === 'parent-found' && !line.isOfOne) {
        text = crowd + ' found their parents';
      } else if (line.nodes.length > 1) {
        text = text.replace(' found its parent ', ' found their parent ').replace(' lost its parent ', ' lost their parent ')
          .replace(' has keys', ' have keys').replace(' uses keys', ' use keys').replace(' is through', ' are through');
      }
      return { at: line.event.until, kind: line.event.kind, text };
    });
    return told.concat(drillLines).sort((a, b) => b.at - a.at);
  }

  const LANES = { 'moved': 0, 'failed-over': 0, 'keys-installed': 2, 'keys-in-use': 2, 'left-behind': 2, 'expelled': 2,
    'data-lost': 3, 'session-opened': 3, 'session-closed': 3, 'finished': 3 };
  const LOUD = ['moved', 'failed-over', 'parent-lost', 'data-lost', 'expelled', 'left-behind', 'drill'];

  function events() {
    const lines = gather();
    by('events').replaceChildren(...lines.map(line => {
      const li = make('li', line.kind === 'drill' ? 'of-drill' : '');
      const time = make('time', '', clock(line.at));
      li.append(time, make('span', '', line.text));
      return li;
    }));
    const drawn = ['', '', '', '', ''];
    for (const line of lines) {
      const x = 300 - (doc.at - line.at) / 2000;
      if (x >= 0 && x <= 300 && line.kind === 'drill') {
        drawn[4] += 'M' + x.toFixed(1) + ' 0v64';
      } else if (x >= 0 && x <= 300) {
        const lane = LANES[line.kind] === undefined ? 1 : LANES[line.kind];
        drawn[lane] += 'M' + x.toFixed(1) + ' ' + (lane * 16 + 3) + 'v10';
      }
    }
    const lanes = by('lanes');
    if (!lanes.firstChild) {
      ['rule', 'moves', 'tree-lane', 'keys', 'data', 'drill-lane'].forEach(name => {
        const path = document.createElementNS(SVG, 'path');
        path.setAttribute('class', name);
        lanes.append(path);
      });
      lanes.firstChild.setAttribute('d', 'M0 16h300M0 32h300M0 48h300');
    }
    drawn.forEach((d, i) => set(lanes.children[i + 1], 'd', d));
    tell(lines);
  }

  /** New events that matter are said once. */
  function tell(lines) {
    const fresh = lines.filter(line => LOUD.includes(line.kind) && !said.has(line.kind + line.text));
    said = new Set(lines.map(line => line.kind + line.text));
    const silent = [...items.values()].filter(one => one.silent).map(one => one.name);
    silent.forEach(name => said.add('silent ' + name));
    const words = fresh.slice(0, 3).map(line => line.text);
    if (fresh.length > 3) {
      words.push('and ' + (fresh.length - 3) + ' more events');
    }
    if (!isFirst && words.length) {
      by('live').textContent = words.join('. ');
    }
    isFirst = false;
  }

  // ---- moving about

  function select(key, withFocus) {
    selectedKey = key;
    draw();
    const parts = shown.get(key);
    if (parts && withFocus) {
      parts.li.focus({ preventScroll: true });
      parts.li.firstElementChild.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }

  function zoom(key) {
    const one = items.get(key);
    if (!one) {
      return;
    }
    const target = one.role === 'receiver' && one.parent ? one.parent : one;
    focusKey = target.key;
    order = new Map();
    rankAll();
    select(key, true);
    const parts = shown.get(key);
    if (!parts) {
      select(target.key, true);
    }
    by('live').textContent = target.name + ' is open';
  }

  function visible() {
    return [...by('tree').querySelectorAll('[role=treeitem]')];
  }

  by('tree').addEventListener('keydown', event => {
    const li = event.target.closest('[role=treeitem]');
    if (!li || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const one = items.get(li.dataset.key);
    const all = visible();
    const at = all.indexOf(li);
    const focus = items.get(focusKey) || root;
    let next = null;
    switch (event.key) {
      case 'ArrowDown': next = all[at + 1]; break;
      case 'ArrowUp': next = all[at - 1]; break;
      case 'Home': next = all[0]; break;
      case 'End': next = all[all.length - 1]; break;
      case 'ArrowRight':
        next = li.querySelector('[role=treeitem]');
        if (!next && one.kids.length) {
          zoom(one.key);
        }
        break;
      case 'ArrowLeft':
        next = li.parentElement.closest('[role=treeitem]');
        if (!next && focus.parent) {
          zoom(focus.parent.key);
        }
        break;
      case 'Enter': case ' ':
        if (one.kids.length && one !== focus) {
          zoom(one.key);
        } else {
          select(one.key, true);
        }
        break;
      case 'Escape': case 'Backspace':
        if (focus.parent) {
          const from = focus.key;
          zoom(focus.parent.key);
          select(from, true);
        }
        break;
      default: return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (next) {
      select(next.dataset.key, true);
    }
  });

  by('tree').addEventListener('click', event => {
    const li = event.target.closest('[role=treeitem]');
    if (!li || event.target.closest('button')) {
      return;
    }
    const one = items.get(li.dataset.key);
    const focus = items.get(focusKey) || root;
    if (one.kids.length && one !== focus) {
      zoom(one.key);
    } else {
      select(one.key, true);
    }
  });

  by('find-form').addEventListener('submit', event => {
    event.preventDefault();
    const wanted = by('find').value.trim().toLowerCase();
    const all = [...items.values()];
    const found = wanted && (all.find(one => one.name.toLowerCase() === wanted)
      || all.find(one => one.name.toLowerCase().includes(wanted)));
    if (found) {
      zoom(found.key);
    } else {
      by('live').textContent = 'no such node';
      say(by('state'), 'no such node');
    }
  });

  // ---- asking

  function choices(box, list, names, value) {
    by(box).hidden = names.length < 2;
    const text = names.join('\n');
    if (by(list).dataset.names !== text) {
      by(list).dataset.names = text;
      by(list).replaceChildren(...names.map(name => {
        const option = make('option', '', name || 'all');
        option.value = name;
        return option;
      }));
      by(list).value = value;
    }
  }

  function take(told) {
    doc = told;
    const groups = [...new Set(doc.nodes.map(node => node.group))].sort();
    if (!groups.includes(group)) {
      group = groups[0] || null;
      focusKey = null;
    }
    choices('group-box', 'groups', groups, group);
    say(by('group'), group ? '· ' + group : '');
    build();
    if (!root) {
      say(by('state'), 'there is no node');
      return;
    }
    by('content').hidden = false;
    const tenants = [...root.tenants].sort();
    choices('tenant-box', 'tenants', tenants.length > 1 ? ['', ...tenants] : [], tenant);
    if (!items.has(focusKey)) {
      const wanted = decodeURIComponent(location.hash.slice(1)).split(',').pop();
      const found = isFirst && wanted && [...items.values()].find(one => one.name === wanted);
      focusKey = found ? found.key : root.key;
    }
    rankAll();
    totals();
    draw();
    events();
    const silentFeeds = doc.below.filter(feed => feed.fault);
    say(by('state'), 'at ' + clock(doc.at) + (silentFeeds.length
      ? '; ' + silentFeeds.map(feed => feed.url + ': ' + feed.fault).slice(0, 2).join(', ') : '')
      + (doc.leftOut ? '; ' + count(doc.leftOut) + ' nodes left out' : ''));
    before = new Map([...items.values()].filter(one => one.role !== 'receiver')
      .map(one => [one.key, { at: doc.at, repairs: one.repairs }]));
    document.body.dataset.ready = String(Number(document.body.dataset.ready || 0) + 1);
  }

  async function ask() {
    if (asking || held || document.hidden || !by('token-form').hidden) {
      return;
    }
    asking = true;
    try {
      const answer = await fetch('tree', { cache: 'no-store', credentials: 'omit', redirect: 'error',
        headers: token ? { Authorization: 'Bearer ' + token } : {} });
      if (answer.status === 401) {
        say(by('token-why'), token ? 'That is not the token.' : 'This node asks for its token.');
        token = null;
        by('token-form').hidden = false;
        say(by('state'), 'without the token');
        by('token').focus();
      } else if (answer.ok) {
        take(await answer.json());
      } else {
        say(by('state'), 'the node does not answer (' + answer.status + '); what is shown is old');
      }
    } catch (error) {
      say(by('state'), 'the node cannot be reached; what is shown is old');
    } finally {
      asking = false;
    }
  }

  /** For the program of drills, where there is one. */
  window.liveTree = {
    /** Asks this server; the answer, or null without the token. */
    async ask(path, method) {
      if (!by('token-form').hidden || !doc) {
        return null;
      }
      return fetch(path, { method, cache: 'no-store', credentials: 'omit', redirect: 'error',
        headers: token ? { Authorization: 'Bearer ' + token } : {} });
    },
    /** Marks nodes, by their names, with words, and has more lines among the events. */
    mark(words, lines) {
      const text = JSON.stringify([words, lines]);
      if (text === this.marked) {
        return;
      }
      this.marked = text;
      marks = new Map(words);
      drillLines = lines.map(line => ({ at: line.at, kind: 'drill', text: line.text }));
      if (doc && root) {
        draw();
        events();
      }
    },
    /** Says something to who cannot see it. */
    announce(text) {
      by('live').textContent = text;
    },
    make
  };

  by('token-form').addEventListener('submit', event => {
    event.preventDefault();
    token = by('token').value.trim();
    by('token').value = '';
    by('token-form').hidden = true;
    ask();
  });
  by('groups').addEventListener('change', () => { group = by('groups').value; focusKey = null; order = new Map(); take(doc); });
  by('tenants').addEventListener('change', () => { tenant = by('tenants').value; take(doc); });
  by('hold').addEventListener('click', () => {
    held = !held;
    by('hold').setAttribute('aria-pressed', String(held));
    say(by('hold'), held ? 'Go on' : 'Pause');
    ask();
  });
  const themes = ['system', 'light', 'dark'];
  function theme(name) {
    set(document.documentElement, 'data-theme', name === 'system' ? null : name);
    say(by('theme'), 'Colours: ' + name);
    by('theme').dataset.name = name;
  }
  by('theme').addEventListener('click', () =>
    theme(themes[(themes.indexOf(by('theme').dataset.name) + 1) % themes.length]));
  theme(themes.find(name => location.hash.slice(1).split(',').includes(name)) || 'system');
  document.addEventListener('visibilitychange', ask);
  ask();
  setInterval(ask, EVERY_MS);
})();
