/* The web chat, for browsers from 2017 on (ES2015; no build step, nothing but this file).
   The server writes every letter as HTML; this script fetches them, keeps what was written until
   the server has it, and never sends one thing under two names. */
(function () {
  'use strict';
  const at = function (id) { return document.getElementById(id); };
  const log = at('log'), text = at('text'), state = at('state'), typing = at('typing'), more = at('more');
  const foot = document.querySelector('.foot');
  const words = JSON.parse(document.body.dataset.words);
  const KEY = 'kheo', MOST = 50, WAITING = 0, SENT = 1, REFUSED = 2;
  let tag = document.body.dataset.tag, after = Number(log.dataset.after);
  let unseen = null, sending = false, asking = null, lost = false, failed = 0, timer = 0, silent = true;
  const known = Boolean(document.body.dataset.known);

  /* What this visitor wrote stays on this phone; the server keeps no words of theirs. */
  let spare = null;
  function recall() {
    try { spare = localStorage.getItem(KEY) || spare; } catch (e) { /* storage is off */ }
    let kept = null;
    try { kept = JSON.parse(spare); } catch (e) { /* not ours */ }
    if (!kept || !Array.isArray(kept.own)) kept = { tag: tag, own: [] };
    if (kept.tag !== tag) {
      kept.tag = tag;
      kept.own = kept.own.filter(function (one) { return one.fate === WAITING; });
    }
    return kept;
  }
  function keep(kept) {
    const waiting = kept.own.filter(function (one) { return one.fate === WAITING; }).length;
    while (kept.own.length > Math.max(MOST, waiting)) {
      kept.own.splice(kept.own.findIndex(function (one) { return one.fate !== WAITING; }), 1);
    }
    spare = JSON.stringify(kept);
    try { localStorage.setItem(KEY, spare); } catch (e) { /* full or off: this page remembers */ }
  }
  function change(id, fate, why) {
    const kept = recall();
    kept.own.forEach(function (one) {
      if (one.id === id) { one.fate = fate; one.why = why || ''; }
    });
    keep(kept);
    draw();
  }
  function name() {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return Array.from(bytes, function (b) { return ('0' + b.toString(16)).slice(-2); }).join('');
  }

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

  /* Talking with the server. */
  function call(address, options, seconds, stopper) {
    options.credentials = 'same-origin';
    if (stopper) options.signal = stopper.signal;
    return new Promise(function (resolve, reject) {
      const late = setTimeout(function () {
        if (stopper) stopper.abort();
        reject(new Error('late'));
      }, seconds * 1000);
      fetch(address, options).then(function (answer) {
        return answer.json().catch(function () { return {}; }).then(function (data) {
          clearTimeout(late);
          resolve({ status: answer.status, data: data });
        });
      }).catch(function (error) { clearTimeout(late); reject(error); });
    });
  }
  function stopper() { return window.AbortController ? new AbortController() : null; }
  function later(seconds) {
    clearTimeout(timer);
    timer = setTimeout(resume, 1000 * seconds);
  }
  function resume() { clearTimeout(timer); flush(); listen(); }
  function trouble() {
    failed += 1;
    later(Math.min(30, Math.pow(2, failed - 1)) * (0.75 + Math.random() / 2));
    draw();
  }
  function welcome(data) {
    failed = 0;
    lost = false;
    if (!data.tag || data.tag === tag) return;
    tag = data.tag; /* the cookie was lost: this is a new conversation */
    after = 0;
    Array.from(log.children).forEach(function (node) {
      if (node.dataset.seq) log.removeChild(node);
    });
    keep(recall());
  }
  function flush() {
    if (sending) return;
    const one = recall().own.find(function (each) { return each.fate === WAITING; });
    if (!one) { draw(); return; }
    sending = true;
    if (asking) { asking.abort(); asking = null; }
    draw();
    const body = { id: one.id, after: after };
    body[one.press ? 'press' : 'text'] = one.press || one.text;
    call('/chat/say', {
      method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' }
    }, 30, stopper()).then(function (answer) {
      sending = false;
      if (answer.status === 200) {
        welcome(answer.data);
        silent = true;
        change(one.id, SENT);
        show(answer.data.letters, true);
        if (answer.data.language !== document.documentElement.lang) {
          location.reload(); /* another language was chosen: the page's own words change too */
          return;
        }
        resume();
      } else if (answer.status === 429) {
        silent = false;
        say(answer.data.error || words.held);
        later(answer.data.wait || 10);
      } else if (answer.status >= 400 && answer.status < 500 && answer.status !== 408) {
        change(one.id, REFUSED, answer.data.error || words.refused);
        flush();
      } else {
        trouble();
      }
    }).catch(function () { sending = false; trouble(); });
  }
  function listen() {
    if (asking || sending || lost || document.hidden) return;
    if (!known && !log.children.length) return; /* nobody has spoken yet */
    const mine = asking = stopper() || { abort: function () {} };
    const options = { cache: 'no-store' };
    call('/chat/news?after=' + after, options, 45, mine.signal ? mine : null)
      .then(function (answer) {
        if (asking !== mine) return;
        asking = null;
        if (answer.status === 200) {
          welcome(answer.data);
          show(answer.data.letters, false);
          draw();
          listen();
        } else if (answer.status === 403) {
          lost = true;
        } else {
          trouble();
        }
      }).catch(function () {
        if (asking !== mine) return;
        asking = null;
        trouble();
      });
  }

  /* What the visitor does. */
  function hand(message) {
    const kept = recall();
    const twice = message.press && kept.own.some(function (one) {
      return one.fate === WAITING && one.press === message.press;
    });
    if (twice) { flush(); return; }
    message.id = name();
    message.after = after;
    message.fate = WAITING;
    kept.own.push(message);
    keep(kept);
    silent = true;
    const hello = document.querySelector('.hello');
    if (hello && hello.previousElementSibling === log) hello.parentNode.removeChild(hello);
    if (location.search) history.replaceState(null, '', '/chat');
    draw();
    window.scrollTo(0, document.documentElement.scrollHeight);
    flush();
  }
  function grow() {
    text.style.height = 'auto';
    /* With the keyboard open, half of what is left stays for reading. */
    text.style.height = Math.min(text.scrollHeight + 2, 160, window.innerHeight * 0.3) + 'px';
  }
  function write() {
    const written = text.value.trim();
    text.value = '';
    grow();
    /* On a phone the keyboard goes away, so that the answer has the screen to itself. */
    if (window.matchMedia('(pointer: coarse)').matches) text.blur(); else text.focus();
    if (written) hand({ label: written, text: written });
  }
  at('say').addEventListener('submit', function (event) { event.preventDefault(); write(); });
  text.addEventListener('input', grow);
  more.addEventListener('click', go);
  log.addEventListener('load', point, true); /* a picture that arrives moves what is below it */
  window.addEventListener('scroll', point);
  window.addEventListener('resize', point);
  text.addEventListener('keydown', function (event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      write();
    }
  });
  document.addEventListener('click', function (event) {
    const key = event.target.closest ? event.target.closest('button[form="press"]') : null;
    if (!key) return;
    event.preventDefault();
    const now = Date.now();
    /* A trembling finger: twice on one button, or, when the page has moved under it, on another. */
    if (event.detail > 1 || now - Number(key.dataset.hit || 0) < 1500) return;
    key.dataset.hit = now;
    key.classList.add('hit');
    const message = { label: key.textContent.trim() };
    message[key.name] = key.value;
    hand(message);
  });
  window.addEventListener('storage', function (event) {
    if (event.key === KEY) { draw(); listen(); }
  });
  window.addEventListener('online', function () { failed = 0; resume(); });
  window.addEventListener('offline', draw);
  window.addEventListener('pageshow', function (event) { if (event.persisted) resume(); });
  document.addEventListener('visibilitychange', function () { if (!document.hidden) resume(); });

  if (state.textContent) silent = false;
  keep(recall());
  draw();
  if (log.children.length) window.scrollTo(0, document.documentElement.scrollHeight);
  resume();
})();
