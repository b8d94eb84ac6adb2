/* The web chat, for browsers from 2017 on (ES2015; no build step: one script from six files).
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

  /* memory.js, log.js, wire.js, hand.js, file.js: the server puts them here, in this order. */
  // PARTS

  if (state.textContent) silent = false;
  keep(recall());
  draw();
  if (log.children.length) window.scrollTo(0, document.documentElement.scrollHeight);
  resume();
})();
