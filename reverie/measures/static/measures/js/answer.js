// Keeps each answer as soon as it is given; without this the whole form is sent by "Done".
//
// POST data-answer-url, form-encoded: one question's field.
//   200 {"saved_at": ISO time, "go": ""}       kept
//   200 {"saved_at": …, "go": "/my/…"}         kept, and this page comes first: it is opened at once
const box = document.querySelector('.questions[data-answer-url]');
const kept = document.querySelector('#kept');

const say = (words) => { if (kept.textContent !== words) kept.textContent = words; };
const clock = (iso) => new Date(iso).toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' }).toLowerCase();

// One after the other, so that a change of mind never overtakes the first answer.
let line = Promise.resolve();

async function keep(input) {
  const body = new URLSearchParams({ [input.name]: input.value });
  body.set('csrfmiddlewaretoken', input.form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(box.dataset.answerUrl, { method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'error' });
    const told = await answer.json();
    if (!answer.ok) { say(told.error); return; }
    if (told.go) { location.assign(told.go); return; }
    say(box.dataset.kept.replace('{time}', clock(told.saved_at)));
  } catch { say(box.dataset.failed); }
}

box?.addEventListener('change', (event) => {
  if (event.target.type === 'radio' || (event.target.type === 'number' && event.target.value)) line = line.then(() => keep(event.target));
});
