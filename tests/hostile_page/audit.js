// Returns what is in a page that nobody should find there: what runs, what leads or loads elsewhere, foreign markup.
views => {
  const bad = window.owned === undefined ? [] : ['window.owned is set'];
  const leads = /^(href|src|srcset|action|formaction|xlink:href|data|poster|background|ping|srcdoc|cite|manifest)$/i;
  const never = /^(iframe|object|embed|frame|frameset|applet|base|math|marquee|portal)$/;
  const ours = new Set(('a article aside b bdi blockquote br button code dd del details div dl dt em figcaption ' +
    'figure form h1 h2 h3 header input ins label li mark ol p pre progress section small span strong summary sup svg ' +
    'path circle g defs table caption tbody td textarea th thead time tr ul').split(' '));
  const named = new Set(('class id dir lang href target rel hidden tabindex title type name value for rows maxlength ' +
    'scope role max open datetime autocomplete disabled style viewbox width height d fill xmlns stroke cx cy r ' +
    'enable-background xml:space xmlns:xlink version x y transform').split(' '));
  const series = /^(stroke|fill|clip|aria|data)-[a-z-]+$/;

  const elsewhere = value => {
    try { return !['', location.host].includes(new URL(value, document.baseURI).host); } catch { return false; }
  };
  for (const one of document.querySelectorAll('*')) {
    const told = `${one.localName} in ${one.parentElement?.id || one.parentElement?.className}`;
    if (never.test(one.localName) && !one.matches('head > base')) bad.push(told);
    for (const { name, value } of one.attributes) {
      if (/^on/i.test(name)) bad.push(`${told}: ${name}=${value}`);
      if (!leads.test(name)) continue;
      const scheme = value.replace(/[\u0000-\u0020]/g, '').toLowerCase();
      if (/^(javascript|vbscript|data):/.test(scheme)) bad.push(`${told}: ${name}=${value}`);
      if (elsewhere(value) && !one.matches('a.original, a.modebar-btn')) bad.push(`${told}: ${name}=${value}`);
    }
  }
  for (const id of views) for (const one of document.querySelectorAll(`#${id} *`)) {
    if (!ours.has(one.localName)) bad.push(`${one.localName} in #${id}`);
    for (const { name } of one.attributes) {
      if (!named.has(name.toLowerCase()) && !series.test(name)) bad.push(`${one.localName} ${name} in #${id}`);
    }
  }
  for (const one of document.querySelectorAll('[data-testid=toast-text] *')) bad.push(`${one.localName} in an error`);
  const scripts = document.querySelectorAll('script').length;
  window.scriptsAtFirst ??= scripts;
  if (scripts !== window.scriptsAtFirst) bad.push(`${scripts} scripts`);
  return [...new Set(bad)];
}
