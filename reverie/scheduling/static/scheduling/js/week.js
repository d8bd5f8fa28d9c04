// The week by keyboard: arrows move between hours, Home and End within a day, Enter opens (as links do),
// m moves an hour, o calls it off, p and n change the week, t is this week. Without it Tab reaches all of it.
const days = [...document.querySelectorAll('.week .day')]
  .map((day) => [...day.querySelectorAll('.slot a')])
  .filter((slots) => slots.length);
const table = [...document.querySelectorAll('table.data tbody a')];
if (!days.length && table.length) days.push(table);

const place = () => {
  const at = days.findIndex((slots) => slots.includes(document.activeElement));
  return at < 0 ? null : [at, days[at].indexOf(document.activeElement)];
};
const first = () => {
  const today = document.querySelector('.day-today .slot a');
  (today ?? days[0]?.[0])?.focus();
};
const nearest = (slots, top) => slots.reduce((best, one) =>
  (Math.abs(one.getBoundingClientRect().top - top) < Math.abs(best.getBoundingClientRect().top - top) ? one : best));

const steps = {
  ArrowDown: ([day, slot]) => days[day][slot + 1],
  ArrowUp: ([day, slot]) => days[day][slot - 1],
  ArrowRight: ([day, slot]) => days[day + 1] && nearest(days[day + 1], days[day][slot].getBoundingClientRect().top),
  ArrowLeft: ([day, slot]) => days[day - 1] && nearest(days[day - 1], days[day][slot].getBoundingClientRect().top),
  Home: ([day]) => days[day][0],
  End: ([day]) => days[day].at(-1),
};
const arrows = (key) => {
  const now = place();
  if (!now) { first(); return; }
  steps[key](now)?.focus();
};
const doing = { m: '#h-move', o: '#h-off' };
const weeks = { p: 'a[rel="prev"]', n: 'a[rel="next"]', t: 'a[data-now]' };

document.addEventListener('keydown', (e) => {
  const field = e.target.closest('input, select, textarea, [contenteditable]');
  if (field || e.ctrlKey || e.metaKey || e.altKey || document.body.dataset.keys === 'off') return;
  if (e.key in steps && (place() || e.key.startsWith('Arrow')) && (place() || e.target === document.body)) {
    e.preventDefault();
    arrows(e.key);
  } else if (e.key in doing && place() && document.activeElement.dataset.hour) {
    location.assign(document.activeElement.href + doing[e.key]);
  } else if (e.key in weeks) {
    document.querySelector(weeks[e.key])?.click();
  }
});
