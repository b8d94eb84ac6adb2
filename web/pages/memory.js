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
