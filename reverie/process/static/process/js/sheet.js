// The session page by keyboard and selection. Without it the page reads, and the marking form stands below the text.
// Keys never act inside a field, each has a visible control too, and <body data-keys="off"> turns them off (WCAG 2.1.4).
const turns = [...document.querySelectorAll('.turn')];
const marks = [...document.querySelectorAll('.mo[id]')];
const script = document.querySelector('#script');
const marker = document.querySelector('#marker');
const words = marker.querySelector('#mk-words');
const within = marker.querySelector('input[type=hidden][name=within]');
const kind = marker.querySelector('#mk-kind');
const plain = document.querySelector('#plain');
const keys = new Map([...document.querySelectorAll('.legend li')].map((li, i) => [li.querySelector('kbd:last-child').textContent, i]));
const kinds = [...kind.options].map((option) => option.value);
let kept = null; // the last passage selected, kept because a tap on a button clears it

const inField = (el) => el.closest('input, select, textarea, [contenteditable]');
const bare = (node) => {
  const copy = node.cloneNode(true);
  copy.querySelectorAll('.mo-code, .sr, .voice, .mnotes').forEach((x) => x.remove());
  return copy.textContent.trim();
};
const span = (first, last) => `${first.dataset.within.split('-')[0]}-${last.dataset.within.split('-')[1]}`;
const go = (list, step) => {
  const now = document.activeElement;
  const here = list.findIndex((el) => el === now || (list === turns && el.contains(now)));
  const after = (el) => now.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING;
  const next = here >= 0 ? here + step : Math.max(0, list.findIndex(after));
  kept = null;
  const target = list[Math.max(0, Math.min(list.length - 1, next))];
  if (target) { if (target.tabIndex < 0) target.tabIndex = -1; target.focus(); }
};
const openMarker = (field = '#mk-kind', chosen = '') => {
  const now = document.activeElement.closest('.turn');
  const pick = kept || (now && { first: now, last: now, text: bare(now) });
  if (pick && !marker.contains(document.activeElement)) {
    words.value = pick.text;
    if (within) within.value = span(pick.first, pick.last);
    pick.last.querySelector('.mnotes').prepend(marker);
  }
  if (chosen) kind.value = chosen;
  getSelection().removeAllRanges();
  kept = null;
  marker.hidden = false;
  marker.querySelector(field).focus();
};
const closeMarker = () => { const turn = marker.closest('.turn'); marker.hidden = true; if (turn) turn.focus(); };
const turnOf = (node) => (node && node.nodeType === 1 ? node : node?.parentElement)?.closest('.turn');

document.addEventListener('selectionchange', () => {
  const sel = getSelection();
  if (!turnOf(sel.anchorNode)) return;
  if (sel.isCollapsed || sel.toString().trim().length < 2) { kept = null; return; }
  const range = sel.getRangeAt(0);
  const [first, last] = [turnOf(range.startContainer), turnOf(range.endContainer) ?? turnOf(range.startContainer)];
  kept = { first, last, text: bare(range.cloneContents()).replace(/\s+/g, ' ') };
});
document.addEventListener('keydown', (e) => {
  if (e.key === 'Escape' && !marker.hidden) { closeMarker(); return; }
  if (document.body.dataset.keys === 'off' || e.ctrlKey || e.metaKey || e.altKey || inField(e.target)) return;
  if (e.shiftKey && keys.has(e.key.toLowerCase())) { e.preventDefault(); openMarker('#mk-kind', kinds[keys.get(e.key.toLowerCase())]); }
  else if (e.key === 'j') go(turns, 1);
  else if (e.key === 'k') go(turns, -1);
  else if (e.key === 'n') go(marks, 1);
  else if (e.key === 'm') { e.preventDefault(); openMarker(); }
  else if (e.key === 't') { e.preventDefault(); openMarker('#mk-thread'); }
});
script.addEventListener('mouseup', () => { if (kept && !getSelection().isCollapsed) openMarker(); });
document.querySelector('#mark').addEventListener('click', (e) => { e.preventDefault(); openMarker('#mk-words'); });
marker.querySelector('#mk-cancel').addEventListener('click', closeMarker);
plain.addEventListener('click', () => {
  const on = plain.getAttribute('aria-pressed') !== 'true';
  plain.setAttribute('aria-pressed', String(on));
  script.classList.toggle('plain', on);
});
marker.hidden = !('open' in marker.dataset);
for (const button of [plain, marker.querySelector('#mk-cancel')]) button.hidden = false;
