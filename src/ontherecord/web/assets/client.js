// What the page does in the browser: it passes on what is pressed, keeps conversations, and minds focus and address.
window.otr = (() => {
  'use strict';
  const narrow = () => matchMedia('(max-width: 900px)').matches;
  const byId = id => document.getElementById(id);
  const smooth = () => matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
  let pressed = null, awaited = null, cameFrom = null, cameAt = '', turnsShown = 0;

  const ASKING = ['ask', 'again', 'resend', 'widen'];
  const answering = () => document.querySelector('#talk .turns')?.dataset.state === 'waiting';

  function say(text) {
    const status = byId('status');
    if (status && text) status.textContent = text;
  }

  // -- what is pressed -------------------------------------------------------------------------------------------

  function attach(element, trigger, events) {
    const send = data => {
      if (ASKING.includes(data.act) && answering()) toast('Still answering: press Stop to ask something else');
      else trigger(events.includes(data.act) ? data.act : events[0], data);
    };
    element.addEventListener('click', event => {
      const acted = event.target.closest('[data-act]');
      if (!acted || acted.tagName === 'FORM') return;
      event.preventDefault();
      pressed = selector(acted);
      const data = { ...acted.dataset };
      (here[data.act] || send)(data, acted, send);
    });
    element.addEventListener('submit', event => {
      const form = event.target.closest('form[data-act]');
      if (!form) return;
      event.preventDefault();
      pressed = selector(form);
      const data = { ...form.dataset, ...Object.fromEntries(new FormData(form)) };
      (here[data.act] || send)(data, form, send);
    });
  }

  function selector(element) {
    // A sentence and its marker do the same; the keyboard reaches the marker alone.
    return (element.matches('.marker') ? '.marker' : '') + [...element.attributes]
      .filter(one => one.name.startsWith('data-'))
      .map(one => `[${one.name}="${CSS.escape(one.value)}"]`).join('');
  }

  // A view that is rendered anew takes the focus with it; give it back to what was pressed.
  function refocus(element) {
    if (pressed && (document.activeElement === document.body || !document.activeElement)) {
      const again = element.querySelector(pressed);
      if (again) again.focus({ preventScroll: true });
    }
  }

  const here = {
    edit: data => toggle(data.turn, true),
    unedit: data => toggle(data.turn, false),
    copy: data => copy(byId(`copyable-${data.turn}`).textContent, 'Copied, with its citations'),
    share: () => copy(location.href, 'The address of this page is copied'),
    cite: (data, acted, send) => cite(data, send),
    sources: (data, acted, send) => { awaited = { turn: data.turn, marker: '1' }; send(data); },
    back: data => { close(); focusOn(document.querySelector(`#talk .marker[data-turn="${+data.turn}"][data-marker="${+data.marker}"]`)); },
    close: () => { close(); if (pressed) focusOn(document.querySelector(`#talk ${pressed}`)); },
    read: (data, acted, send) => {
      if (shownTab() !== 'Reader') [cameFrom, cameAt] = [shownTab(), location.search];
      send(data);
    },
    return: () => { turnTo(cameFrom || 'Ask'); setAddress(cameAt); },
    theme: () => theme(!document.body.classList.contains('dark')),
    rename: data => rename(data.id),
    forget: data => forget(data.id),
    unforget: () => list(),
    forgotten: data => { remove(data.id); list(); say('The conversation is deleted'); },
    open: (data, acted, send) => { current = data.id; send({ ...data, conversation: JSON.stringify(read(data.id)) }); },
    export: (data, acted, send) => send({ ...data, conversation: JSON.stringify(read(data.id)) }),
    renamed: data => { change(data.id, one => { one.title = data.title.trim() || one.title; }); list(); },
  };

  const shownTab = () => document.querySelector('[role=tab][aria-selected=true]')?.textContent.trim();

  // On a narrow screen Gradio folds some tabs away, and makes each anew.
  function turnTo(name) {
    const tabs = [...document.querySelectorAll('#tabs [role=tablist] button, #tabs .overflow-dropdown button')];
    tabs.find(one => one.textContent.trim() === name)?.click();
  }

  function toggle(turn, editing) {
    const form = document.querySelector(`form.edit[data-turn="${+turn}"]`);
    form.hidden = !editing;
    if (editing) form.querySelector('textarea').focus();
    else form.parentElement.querySelector('[data-act=edit]').focus();
  }

  async function copy(text, said) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without https a browser gives no clipboard.
      const box = document.body.appendChild(document.createElement('textarea'));
      box.value = text;
      box.select();
      document.execCommand('copy');
      box.remove();
    }
    toast(said);
  }

  function toast(text) {
    say(text);
    const shown = byId('toast');
    shown.textContent = text;
    shown.classList.add('shown');
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => shown.classList.remove('shown'), 2500);
  }

  // -- from an answer to its sources and back ---------------------------------------------------------------------

  function cite(data, send) {
    if (!show(data)) { awaited = data; send({ act: 'sources', turn: data.turn }); }
  }

  function show({ turn, marker }) {
    const source = byId(`source-${+turn}-${+marker}`);
    if (!source) return false;
    byId('sources').classList.add('open');
    document.querySelectorAll('#sources .aim').forEach(one => one.classList.remove('aim'));
    if (source.nextElementSibling) source.nextElementSibling.classList.add('aim');
    focusOn(source);
    return true;
  }

  function focusOn(element) {
    if (!element) return;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: 'center', behavior: smooth() });
  }

  function close() { byId('sources').classList.remove('open'); }

  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && byId('sources')?.classList.contains('open') && narrow()) here.close();
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const box = document.querySelector('#question textarea, #question input');
      if (box && box.offsetParent) { event.preventDefault(); box.focus(); }
    }
  });

  // -- what arrives ----------------------------------------------------------------------------------------------

  function talked(element) {
    const turns = element.querySelector('.turns');
    if (!turns) { turnsShown = 0; went_on(); return; }
    say(turns.dataset.said);
    if (turns.dataset.address) setAddress(turns.dataset.address);
    const count = turns.children.length;
    went_on();
    if (count !== turnsShown && count > 1) turns.lastElementChild.scrollIntoView({ block: 'start', behavior: smooth() });
    turnsShown = count;
    refocus(element);
  }

  // How to go on is found after an answer, perhaps only when something else is asked already.
  function went_on() {
    const onward = document.querySelector('#onward .onward'), turns = document.querySelector('#talk .turns');
    if (onward) onward.hidden = turns?.dataset.state !== 'settled' || turns.children.length !== +onward.dataset.for;
  }

  function sourced(element) {
    if (awaited && show(awaited)) awaited = null;
    else if (awaited) { awaited = null; byId('sources').classList.add('open'); }
    else byId('sources').scrollTop = 0;
  }

  function opened(element) {
    const view = element.querySelector('[data-address]');
    if (!view) return;
    setAddress(view.dataset.address);
    const heading = element.querySelector('h2');
    if (heading) { heading.tabIndex = -1; heading.focus({ preventScroll: true }); }
    const aim = element.querySelector('mark.aim') || element.querySelector('mark');
    (aim || document.body).scrollIntoView({ block: aim ? 'center' : 'start', behavior: 'auto' });
  }

  function setAddress(query) {
    try { history.replaceState(history.state, '', location.pathname + query); } catch { /* too often, or too long */ }
  }

  function renewed(element) { refocus(element); }

  // A value may be there before its script is, and be there again when that is loaded anew.
  const taken = {};
  function take(name, value, act) {
    if (!value || taken[name] === value) return;
    taken[name] = value;
    act(value);
  }

  // -- conversations, kept in this browser ------------------------------------------------------------------------

  const INDEX = 'ontherecord.conversations', ONE = 'ontherecord.conversation.';
  let current = null, shelf = null, sought = '';

  // Whatever else may lie under these names in this browser, or came out of another version.
  const index = () => [parse(localStorage.getItem(INDEX), [])].flat().filter(one => one && typeof one === 'object')
    .map(one => ({ id: `${one.id}`, title: `${one.title}`, changed: `${one.changed}`, questions: [one.questions ?? []].flat().map(String) }));
  const read = id => parse(localStorage.getItem(ONE + id), null);
  function parse(text, otherwise) { try { return JSON.parse(text) ?? otherwise; } catch { return otherwise; } }
  function write(key, value) {
    try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; }
  }

  function keep(text) {
    const kept = parse(text, null);
    if (!kept) return;
    if (!kept.turn) { current = null; return; }
    current = current || crypto.randomUUID?.() || `${Date.now()}-${Math.random()}`;
    const found = read(current), known = Array.isArray(found?.turns) ? found : { turns: [], began: kept.began, title: kept.turn.question.slice(0, 120) };
    const turns = [...known.turns.slice(0, kept.number - 1), kept.turn];
    const entry = { id: current, title: known.title, changed: new Date().toISOString(), questions: turns.map(one => one.question) };
    const others = index().filter(one => one.id !== current);
    if (!write(ONE + current, { ...known, turns }) || !write(INDEX, [entry, ...others])) {
      toast('This browser has no room to keep this conversation: delete some under History');
    }
    list();
  }

  function remove(id) {
    localStorage.removeItem(ONE + id);
    write(INDEX, index().filter(one => one.id !== id));
    if (id === current) current = null;
  }

  function change(id, edit) {
    const all = index(), one = all.find(entry => entry.id === id), whole = read(id);
    if (!one || !whole) return;
    edit(one);
    write(INDEX, all);
    write(ONE + id, { ...whole, title: one.title });
  }

  function make(tag, fields = {}, ...children) {
    const { data = {}, ...rest } = fields, element = Object.assign(document.createElement(tag), rest);
    Object.assign(element.dataset, data);
    element.append(...children);
    return element;
  }

  const button = (act, id, text, name, more = {}) => {
    const made = make('button', { type: 'button', className: 'quiet', data: { act, id, ...more } }, text);
    made.setAttribute('aria-label', name);
    return made;
  };

  function shelve(element) {
    shelf = element;
    const box = element.querySelector('#sought');
    box.addEventListener('input', () => { sought = box.value.trim().toLowerCase(); list(); });
    list();
  }

  function list() {
    const place = shelf?.querySelector('#kept');
    if (!place) return;
    const all = index();
    const found = all.filter(one => [one.title, ...one.questions].join(' ').toLowerCase().includes(sought));
    place.replaceChildren(...found.map(entry));
    const none = all.length ? 'No conversation has these words.' : 'Nothing has been asked in this browser yet.';
    shelf.querySelector('#none').textContent = found.length ? '' : none;
  }

  function entry(one) {
    const questions = one.questions.length === 1 ? '1 question' : `${one.questions.length} questions`;
    return make('li', { className: 'conversation', id: `kept-${one.id}` },
      make('h3', { dir: 'auto' }, one.title),
      make('p', { className: 'from' }, `${questions} · ${one.changed.slice(0, 16).replace('T', ' ')}`),
      make('p', { className: 'actions' },
        button('open', one.id, 'Open', `Open ${one.title}`),
        button('rename', one.id, 'Rename', `Rename ${one.title}`),
        button('export', one.id, 'Markdown', `Export ${one.title} as Markdown`, { format: 'md' }),
        button('export', one.id, 'HTML', `Export ${one.title} as HTML`, { format: 'html' }),
        button('forget', one.id, 'Delete', `Delete ${one.title}`)));
  }

  function rename(id) {
    const place = byId(`kept-${id}`), title = place.querySelector('h3').textContent;
    const input = make('input', { name: 'title', value: title, maxLength: 120 });
    input.setAttribute('aria-label', 'New title');
    const form = make('form', { className: 'rename', data: { act: 'renamed', id } }, input,
      make('button', { type: 'submit' }, 'Save'));
    place.querySelector('h3').replaceWith(form);
    input.select();
  }

  function forget(id) {
    const place = byId(`kept-${id}`).querySelector('.actions');
    const yes = button('forgotten', id, 'Delete it', 'Delete this conversation for good');
    place.replaceChildren('Delete this conversation for good? ', yes, button('unforget', id, 'Keep it', 'Keep this conversation'));
    yes.focus();
  }

  function hand(text) {
    const file = parse(text, null);
    if (!file) return;
    const address = URL.createObjectURL(new Blob([file.text], { type: file.type }));
    make('a', { href: address, download: file.name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    say(`${file.name} is downloaded`);
  }

  // -- light and dark, and what Gradio leaves out -------------------------------------------------------------------

  function theme(dark) {
    document.body.classList.toggle('dark', dark);
    try { localStorage.setItem('ontherecord.theme', dark ? 'dark' : 'light'); } catch { /* it holds for this visit */ }
  }

  function settle() {
    const chosen = localStorage.getItem('ontherecord.theme');
    if (chosen) theme(chosen === 'dark');
    const dates = new MutationObserver(() => document.querySelectorAll('.day input:not([type=date])').forEach(one => { one.type = 'date'; }));
    dates.observe(document.body, { childList: true, subtree: true });
  }
  // Gradio puts this script into a page that is there already.
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', settle);
  else settle();

  return { attach, talked, went_on, sourced, opened, renewed, keep, take, shelve, hand, say };
})();
