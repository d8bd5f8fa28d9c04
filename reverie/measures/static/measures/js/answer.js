// Keeps each answer as soon as it is given; without this the whole form is sent by "Done".
//
// POST data-answer-url, form-encoded: one question's field.
//   200 {"saved_at": ISO time, "go": ""}       kept
//   200 {"saved_at": …, "go": "/my/…"}         kept, and this page comes first: it is opened at once
// What did not reach the server is tried again by itself; nothing is called kept while an answer waits.
const box = document.querySelector('.questions[data-answer-url]');
const kept = document.querySelector('#kept');
const AGAIN = 4000; // ms after a failure

const say = (words) => { if (kept.textContent !== words) kept.textContent = words; };
const clock = (iso) => new Date(iso).toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' }).toLowerCase();

const waiting = new Map(); // name of the question -> the latest answer that is not kept

// One after the other, so that a change of mind never overtakes the first answer.
let line = Promise.resolve();
const soon = (name) => { line = line.then(() => waiting.has(name) && keep(waiting.get(name))); };

let timer;
const tryAgain = () => { clearTimeout(timer); waiting.forEach((_input, name) => soon(name)); };

async function keep(input) {
  const body = new URLSearchParams({ [input.name]: input.value });
  body.set('csrfmiddlewaretoken', input.form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(box.dataset.answerUrl, { method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'error' });
    const told = await answer.json();
    if (waiting.get(input.name) === input) waiting.delete(input.name);
    if (!answer.ok) { say(told.error); return; }
    if (told.go) { location.assign(told.go); return; }
    if (!waiting.size) say(box.dataset.kept.replace('{time}', clock(told.saved_at)));
  } catch {
    say(box.dataset.failed);
    clearTimeout(timer);
    timer = setTimeout(tryAgain, AGAIN);
  }
}

box?.addEventListener('change', ({ target }) => {
  if (target.type !== 'radio' && !(target.type === 'number' && target.value)) return;
  waiting.set(target.name, target);
  soon(target.name);
});
box?.closest('form').addEventListener('submit', (event) => {
  if (!navigator.onLine) { event.preventDefault(); say(box.dataset.failed); }
});
addEventListener('online', tryAgain);
