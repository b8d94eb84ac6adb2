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
