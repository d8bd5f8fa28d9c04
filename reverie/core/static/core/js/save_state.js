// The line that says whether the words are kept (<c-save-state />), and the two things it needs.

export const clock = (iso) => new Date(iso).toLocaleTimeString([], { hour: 'numeric', minute: '2-digit', second: '2-digit' }).toLowerCase();

// A UUID without crypto.randomUUID, which plain http on a local network does not offer.
export const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('')
  .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');

// States: saving, saved, failed, offline. A screen reader hears the first "Saved" and every trouble, not each pause.
export const say = (box, state, words) => {
  const line = box.querySelector('[data-save-say]');
  const news = state !== 'saving' && state !== box.dataset.settled;
  line.setAttribute('aria-live', news ? 'polite' : 'off');
  if (state !== 'saving') box.dataset.settled = state;
  box.dataset.state = state;
  box.querySelector('[data-save-trouble]').hidden = state === 'saved' || state === 'saving';
  if (line.textContent !== words) line.textContent = words;
};
