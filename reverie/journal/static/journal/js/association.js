// Free association: no crossing out, and a timer that only ever says a sentence. Without it the page is a page.
const form = document.querySelector('#write');
const body = form.querySelector('.page-body');
const noCrossing = form.querySelector('#nocross');
const timer = form.querySelector('.timer');
const minutes = timer.querySelector('#minutes');
const clock = timer.querySelector('#clock');
const pause = timer.querySelector('#pause');

// Nothing that is written goes away while the switch is on; Escape always turns it off.
body.addEventListener('beforeinput', (event) => {
  const replaces = body.selectionStart !== body.selectionEnd && event.inputType.startsWith('insert');
  if (noCrossing.checked && (event.inputType.startsWith('delete') || replaces)) event.preventDefault();
});
body.addEventListener('keydown', (event) => { if (event.key === 'Escape') noCrossing.checked = false; });

// Whole minutes only; when they are over nothing happens but the sentence.
let left = 0;
let isRunning = true;

function tell() {
  const words = timer.dataset;
  clock.textContent = left > 1 ? words.left.replace('{minutes}', left) : left === 1 ? words.last : words.over;
  pause.hidden = left < 1;
}

minutes.addEventListener('change', () => {
  left = Number(minutes.value);
  if (left) tell();
  else { clock.textContent = ''; pause.hidden = true; }
});
pause.addEventListener('click', () => {
  isRunning = !isRunning;
  pause.setAttribute('aria-pressed', String(!isRunning));
  pause.textContent = isRunning ? timer.dataset.pause : timer.dataset.goOn;
});
setInterval(() => {
  if (!isRunning || left < 1) return;
  left -= 1;
  tell();
}, 60000);
timer.hidden = false;
