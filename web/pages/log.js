  /* The log: letters by their number, own words after the letter that was last when they were said. */
  function place(node, order) {
    const next = Array.from(log.children).find(function (other) { return rank(other) > order; });
    log.insertBefore(node, next || null);
  }
  function rank(node) { return Number(node.dataset.seq || Number(node.dataset.after) + 0.5); }
  function element(kind, style, words_) {
    const node = document.createElement(kind);
    node.className = style;
    if (words_) node.textContent = words_;
    return node;
  }
  function bubble(one) {
    const node = element('article', 'msg own');
    node.dataset.own = one.id;
    node.dataset.after = one.after;
    node.appendChild(element('span', 'aside', words.you));
    node.appendChild(element('p', 'text', one.label));
    node.appendChild(element('p', 'fate'));
    place(node, one.after + 0.5);
    return node;
  }
  function draw() {
    const own = recall().own, known = {};
    own.forEach(function (one) {
      known[one.id] = true;
      const node = log.querySelector('[data-own="' + one.id + '"]') || bubble(one);
      const held = one.fate === WAITING && (failed > 0 || navigator.onLine === false);
      const said = one.fate === SENT ? words.sent : one.fate === REFUSED ? one.why
        : held ? words.held : words.sending;
      const fate = node.lastChild;
      node.className = 'msg own' + (held ? ' held' : one.fate === REFUSED ? ' no' : '');
      if (fate.dataset.said !== said) {
        fate.dataset.said = said;
        fate.textContent = said;
        if (held) {
          const again = element('button', '', words.again);
          again.type = 'button';
          again.onclick = flush;
          fate.appendChild(document.createTextNode(' '));
          fate.appendChild(again);
        }
      }
    });
    Array.from(log.querySelectorAll('.own')).forEach(function (node) {
      if (!known[node.dataset.own]) log.removeChild(node);
    });
    clear();
    const open = own.some(function (one) { return one.fate === WAITING; });
    typing.hidden = !(open && sending);
    const cut = failed > 1 || (open && navigator.onLine === false);
    if (!cut && silent) say('');
    if (cut) { silent = true; say(words.offline); }
  }
  function say(words_) { if (state.textContent !== words_) state.textContent = words_; }
  /* The buttons that are to be pressed now stand clear; all others are quiet. */
  function clear() {
    const all = Array.from(log.children).reverse();
    const stop = all.findIndex(function (node) {
      return node.dataset.own && !node.classList.contains('no');
    });
    const last = (stop < 0 ? all : all.slice(0, stop)).find(function (node) {
      return node.querySelector('.keys');
    });
    Array.from(log.querySelectorAll('.keys')).forEach(function (keys) {
      keys.classList.toggle('now', Boolean(last) && last.contains(keys));
    });
    const first = document.querySelector('.hello .keys');
    if (first) first.classList.toggle('now', !log.children.length || first.dataset.open === 'yes');
    point();
  }
  function nearEnd() {
    return window.innerHeight + window.pageYOffset > document.documentElement.scrollHeight - 160;
  }
  function show(letters, mine) {
    const fresh = letters.filter(function (one) { return one.seq > after; });
    if (!fresh.length) return;
    const follow = mine || nearEnd();
    let top = null;
    fresh.forEach(function (one) {
      const box = document.createElement('div');
      box.innerHTML = one.html;
      const node = box.firstElementChild;
      place(node, one.seq);
      after = Math.max(after, one.seq);
      top = top || node;
    });
    clear();
    if (follow) window.scrollTo(0, Math.min(top.offsetTop - 12, document.body.scrollHeight));
    else unseen = unseen || top;
    point();
  }
  /* Where something new, or something to press, is below the edge of a small screen, say so. */
  function buttons() {
    const all = document.querySelectorAll('.now');
    return all[all.length - 1];
  }
  function below(node) {
    return Boolean(node) && node.getBoundingClientRect().top + 16 > foot.getBoundingClientRect().top;
  }
  function point() {
    if (!below(unseen)) unseen = null;
    const said = unseen ? words.more : below(buttons()) ? words.choose : '';
    more.hidden = !said;
    if (said && more.textContent !== said) more.textContent = said;
  }
  function go() {
    const target = unseen || buttons();
    const box = target.getBoundingClientRect(), floor = foot.getBoundingClientRect().top;
    /* Buttons come up whole, a letter from its first line. */
    const up = unseen ? box.top : Math.min(box.top - 24, box.bottom - floor + 16);
    unseen = null;
    window.scrollBy(0, up);
    point();
  }
