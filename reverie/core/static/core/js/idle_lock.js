// Locks over the page after the idle limit, so that typed text stays; warns a minute before.
//
// <dialog data-idle-lock data-lock-after="900" data-unlock-url="…" data-alive-url="…"> with a form (password)
// POST unlock-url, form-encoded: the fields of the form.
//   200 {"csrf": token}      it is you; the token replaces those of the page's forms (a new sign-in makes a new one)
//   4xx {"error": sentence}  not yet
// POST alive-url (204), at most every third of the limit and only after a touch: tells the server that someone is there.
// All open tabs count as one; "reverie:locked" (autosave.js) locks at once, "reverie:unlocked" tells that it is open again.
const lock = document.querySelector('[data-idle-lock]');
const soon = document.querySelector('[data-lock-soon]');
const form = lock.querySelector('form');
const trouble = lock.querySelector('[data-lock-error]');
const after = Number(lock.dataset.lockAfter) * 1000;
const warning = Math.min(60000, after / 2);
const tabs = new BroadcastChannel('reverie-lock');
let touched = Date.now();
let told = Date.now();
let isLocked = false;
const title = document.title;

const tellServer = () => {
  if (!lock.dataset.aliveUrl || Date.now() - told < after / 3) return;
  told = Date.now();
  fetch(lock.dataset.aliveUrl, { method: 'POST', body: new URLSearchParams(new FormData(form)) }).catch(() => {});
};
const touch = (from = 'here') => {
  if (isLocked) return;
  touched = Date.now();
  soon.hidden = true;
  if (from === 'here') { tabs.postMessage('touched'); tellServer(); }
};
const shut = () => {
  if (isLocked) return;
  isLocked = true;
  soon.hidden = true;
  document.title = 'Reverie';
  lock.showModal();
};
const open = (token) => {
  if (token) document.querySelectorAll('[name="csrfmiddlewaretoken"]').forEach((input) => { input.value = token; });
  form.reset();
  trouble.hidden = true;
  isLocked = false;
  document.title = title;
  lock.close();
  touched = told = Date.now();
  dispatchEvent(new CustomEvent('reverie:unlocked'));
};
const refuse = (sentence) => {
  trouble.textContent = sentence;
  trouble.hidden = false;
  form.elements.password.select();
};

let lastTold = 0;
const onTouch = () => { if (Date.now() - lastTold > 1000) { lastTold = Date.now(); touch(); } };
for (const event of ['pointerdown', 'keydown', 'input', 'wheel']) addEventListener(event, onTouch, { passive: true });
soon.querySelector('[data-lock-stay]').addEventListener('click', () => touch());
lock.addEventListener('cancel', (e) => e.preventDefault());
lock.addEventListener('close', () => { if (isLocked) lock.showModal(); }); // a second Escape closes past 'cancel'
addEventListener('reverie:locked', shut);
tabs.addEventListener('message', (e) => {
  if (e.data === 'touched') touch('elsewhere');
  else if (e.data.csrf !== undefined && isLocked) open(e.data.csrf);
});
setInterval(() => {
  const idle = Date.now() - touched;
  if (idle >= after) shut();
  else if (idle >= after - warning) soon.hidden = false;
}, 1000);
form.addEventListener('submit', async (e) => {
  e.preventDefault();
  try {
    const answer = await fetch(lock.dataset.unlockUrl, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'application/json' } });
    const body = await answer.json();
    if (!answer.ok) { refuse(body.error); return; }
    open(body.csrf);
    tabs.postMessage({ csrf: body.csrf });
  } catch { refuse(lock.dataset.unreachable); }
});
