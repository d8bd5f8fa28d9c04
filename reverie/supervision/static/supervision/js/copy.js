// "Say something" beside a line chooses it in the form below and keeps what is typed there already. Without this
// the link opens the page anew with the line chosen.
const line = document.querySelector('#say select[name="line"]');
const text = document.querySelector('#say textarea');

document.querySelector('.copy')?.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-line]');
  if (!link || !line || !text) return;
  event.preventDefault();
  line.value = link.dataset.line;
  text.focus();
});
