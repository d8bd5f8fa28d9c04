// The dialog over a locked page: shut, and open again when it is you.
//
// POST unlock-url, form-encoded: the fields of the dialog's form (password).
//   200 {"csrf": token}      it is you; the token replaces those of the page's forms (a new sign-in makes a new one)
//   4xx {"error": sentence}  not yet
// GET state-url {"locked": bool, "csrf": token}: asked when this tab is looked at again, since one may unlock in another.
// POST state-url: tells the server that this browser is locked now.
// "reverie:locked" (autosave.js: the server said so) shuts when the writer pauses; "reverie:unlocked": the page is open again.
import { pause } from './pause.js';
export const lock = document.querySelector('[data-idle-lock]');
// Tabs of a room that locks sooner (data-room) lock together; unlocking anywhere, or a touch in the room, counts for all.
export const everywhere = new BroadcastChannel('reverie-lock');
export const tabs = lock.dataset.room ? new BroadcastChannel(`reverie-lock-${lock.dataset.room}`) : everywhere;
const form = lock.querySelector('form');
const trouble = lock.querySelector('[data-lock-error]');
const title = document.title;
let locked = false;
let was = null; // where the person was: the field and the caret in it

export const isLocked = () => locked;
const post = (url) => fetch(url, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'application/json' } });

const cover = () => {
  if (locked) return;
  locked = true;
  const field = document.activeElement;
  was = { field, from: field?.selectionStart, to: field?.selectionEnd };
  document.title = 'Reverie';
  lock.showModal();
};
export const shut = () => {
  cover();
  dispatchEvent(new CustomEvent('reverie:locked'));
  if (lock.dataset.stateUrl) post(lock.dataset.stateUrl).catch(() => {});
};
const goBack = () => {
  document.activeElement?.blur();
  was.field?.focus?.();
  if (typeof was.from === 'number') was.field.setSelectionRange(was.from, was.to);
};
const open = (token) => {
  if (!locked) return;
  if (token) document.querySelectorAll('[name="csrfmiddlewaretoken"]').forEach((input) => { input.value = token; });
  locked = false;
  form.reset();
  trouble.hidden = true;
  document.title = title;
  lock.close();
  goBack();
  dispatchEvent(new CustomEvent('reverie:unlocked'));
};
const refuse = (sentence) => {
  trouble.textContent = sentence;
  trouble.hidden = false;
  form.elements.password.select();
};
const lookAgain = async () => {
  if (!locked || document.hidden || !lock.dataset.stateUrl) return;
  try {
    const body = await (await fetch(lock.dataset.stateUrl, { headers: { Accept: 'application/json' } })).json();
    if (body.locked === false) open(body.csrf);
  } catch { /* offline, or signed out: the page stays covered */ }
};

lock.addEventListener('cancel', (e) => e.preventDefault());
lock.addEventListener('close', () => { if (locked) lock.showModal(); }); // a second Escape closes past 'cancel'
addEventListener('reverie:locked', () => { if (!locked) pause().then(cover); }); // once shut, who types is opening it
addEventListener('focus', lookAgain);
document.addEventListener('visibilitychange', lookAgain);
for (const channel of new Set([tabs, everywhere])) channel.addEventListener('message', (e) => { if (e.data.csrf !== undefined) open(e.data.csrf); });
form.addEventListener('submit', async (e) => {
  e.preventDefault();
  try {
    const answer = await post(lock.dataset.unlockUrl);
    const body = await answer.json();
    if (!answer.ok) { refuse(body.error); return; }
    open(body.csrf);
    for (const channel of new Set([tabs, everywhere])) channel.postMessage({ csrf: body.csrf });
  } catch { refuse(lock.dataset.unreachable); }
});
