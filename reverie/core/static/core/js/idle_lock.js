// Locks over the page after the idle limit, so that typed text stays; warns a minute before.
//
// <dialog data-idle-lock data-lock-after="900" data-unlock-url data-state-url data-alive-url> (<c-idle-lock>)
// All open tabs count as one. A touch in any of them keeps all open; unlocking one (unlock.js) unlocks all.
// POST alive-url (204), at most every third of the limit and only after a touch: tells the server that someone is there.
import { everywhere, isLocked, lock, shut, tabs } from './unlock.js';

const soon = document.querySelector('[data-lock-soon]');
const after = Number(lock.dataset.lockAfter) * 1000;
const warning = Math.min(60000, after / 2);
let touched = Date.now();
let told = Date.now();
let noted = 0;

const tellServer = () => {
  if (!lock.dataset.aliveUrl || Date.now() - told < after / 3) return;
  told = Date.now();
  fetch(lock.dataset.aliveUrl, { method: 'POST', body: new URLSearchParams(new FormData(lock.querySelector('form'))) }).catch(() => {});
};
const touch = (isHere) => {
  if (isLocked()) return;
  touched = Date.now();
  soon.hidden = true;
  if (isHere) { for (const channel of new Set([tabs, everywhere])) channel.postMessage('touched'); tellServer(); }
};
const onTouch = () => {
  if (Date.now() - noted < 1000) return;
  noted = Date.now();
  touch(true);
};

for (const event of ['pointerdown', 'keydown', 'input', 'wheel']) addEventListener(event, onTouch, { passive: true });
soon.querySelector('[data-lock-stay]').addEventListener('click', () => touch(true));
addEventListener('reverie:locked', () => { soon.hidden = true; });
addEventListener('reverie:unlocked', () => { touched = told = Date.now(); });
tabs.addEventListener('message', (e) => { if (e.data === 'touched') touch(false); });
setInterval(() => {
  if (isLocked()) return;
  const idle = Date.now() - touched;
  if (idle >= after) shut();
  else if (idle >= after - warning) soon.hidden = false;
}, 1000);
