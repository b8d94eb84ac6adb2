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
