  /* A file is sent at once or not at all: it is too big to be kept on this phone for later. */
  const MEGA = 1048576, LARGEST = 20 * MEGA;
  function chosen() {
    return Array.from(document.querySelectorAll('input[form="file"]')).reverse()
      .find(function (field) { return field.files && field.files.length; });
  }
  function tell(words_) { silent = false; say(words_); }
  function post(field) {
    const file = field.files[0];
    if (file.size > LARGEST) { tell(words.big); return; }
    /* The same try again has the same name, so that it counts once. */
    field.dataset.id = field.dataset.id || name();
    const body = new FormData();
    body.append('ticket', at('file').elements.ticket.value);
    body.append('id', field.dataset.id);
    body.append('after', after);
    body.append('file', file);
    const button = field.parentNode.querySelector('button');
    button.disabled = true;
    tell(words.sending);
    call('/chat/file?by=script', { method: 'POST', body: body }, 180, stopper())
      .then(function (answer) {
        button.disabled = false;
        if (answer.status !== 200) { tell(answer.data.error || words.unsent); return; }
        welcome(answer.data);
        say('');
        const kept = recall();
        kept.own.push({ id: field.dataset.id, label: '📎 ' + file.name, after: after, fate: SENT });
        keep(kept);
        delete field.dataset.id;
        field.value = '';
        draw();
        show(answer.data.letters, true);
        resume();
      }).catch(function () { button.disabled = false; tell(words.unsent); });
  }
  at('file').addEventListener('submit', function (event) {
    event.preventDefault();
    const field = chosen();
    if (field) post(field); else tell(words.pick);
  });
  document.addEventListener('change', function (event) {
    if (event.target.matches && event.target.matches('input[form="file"]')) {
      delete event.target.dataset.id;
    }
  });
