// A page changed in two places: shows both texts and lets the person choose. Nothing is merged, nothing is lost.
import { say } from './save_state.js';

const QUIET = new Set(['csrfmiddlewaretoken', 'save_id', 'version']);

const wordsOf = (form) => [...new FormData(form)].filter(([name, value]) => !QUIET.has(name) && typeof value === 'string' && value.trim());

const put = (form, name, value) => {
  const field = form.elements[name];
  if (field) field.value = value;
};

export const copyWords = async (form, box) => {
  await navigator.clipboard.writeText(wordsOf(form).map(([, value]) => value).join('\n\n'));
  box.querySelector('[data-save-copy]').textContent = box.dataset.copied;
};

// draft: of autosave.js; body: {"theirs": {field: text}, "version": number}
export const showBoth = (draft, body) => {
  const both = draft.box.querySelector('[data-save-both]');
  const fields = Object.entries(body.theirs);
  const mine = Object.fromEntries(wordsOf(draft.form));
  both.querySelector('[data-save-mine]').textContent = fields.map(([name]) => mine[name] ?? '').join('\n\n');
  both.querySelector('[data-save-theirs]').textContent = fields.map(([, value]) => value).join('\n\n');
  const settle = (take) => {
    if (take) fields.forEach(([name, value]) => put(draft.form, name, value));
    draft.version = body.version;
    draft.failures = 0;
    draft.saveId = null;
    both.close();
    draft.save();
  };
  both.querySelector('[data-save-keep]').onclick = () => settle(false);
  both.querySelector('[data-save-take]').onclick = () => settle(true);
  say(draft.box, 'failed', both.querySelector('h2').textContent);
  if (!both.open) both.showModal();
};
