// Keeps a draft on the server while someone writes; without it the form is a plain form.
//
// <form data-autosave-url="…" data-version="3"> … <c-save-state /> … </form>
// POST, form-encoded: the fields of the form, save_id (a UUID, the same for every retry of one save), version.
//   200 {"saved_at": ISO time, "version": 4}     kept; only now is "Saved hh:mm:ss" shown
//   409 {"theirs": {field: text}, "version": 7}  changed elsewhere: both are shown (both_texts.js), nothing is merged
//   401, 403, 423, redirect                      locked or signed out: the words wait, "reverie:locked" shows the lock
//   other 4xx {"error": sentence}                shown as it is, and tried again
// The words live in the page only: never in localStorage, IndexedDB or a cache.
import { copyWords, showBoth } from './both_texts.js';
import { beforeLeaving } from './leaving.js';
import { clock, newId, say } from './save_state.js';

const PAUSE = 800; // ms after the last key
const LONGEST = 1400; // ms while someone keeps typing: with the way to the server, a lost page loses two seconds at most
const SILENT = 20000; // ms without an answer, after which it is asked again
const AGAIN = [2000, 4000, 8000, 15000, 30000]; // ms between retries, the last one for ever

class Draft {
  constructor(form) {
    Object.assign(this, { form, box: form.querySelector('[data-save-state]'), version: form.dataset.version, failures: 0, dirty: false });
    form.addEventListener('input', () => this.typed());
    this.box.querySelector('[data-save-again]').addEventListener('click', () => this.save());
    this.box.querySelector('[data-save-copy]').addEventListener('click', () => copyWords(form, this.box));
    beforeLeaving(this);
    for (const event of ['online', 'reverie:unlocked']) addEventListener(event, () => this.dirty && this.save());
  }

  typed() {
    this.dirty = true;
    this.saveId = null;
    this.first ??= Date.now();
    if (this.failures) return;
    say(this.box, 'saving', this.box.dataset.saving);
    this.wait(Math.max(0, Math.min(PAUSE, this.first + LONGEST - Date.now())));
  }

  wait(ms) { clearTimeout(this.timer); this.timer = setTimeout(() => this.save(), ms); }

  async save() {
    if (this.saving) { this.wait(500); return; }
    clearTimeout(this.timer);
    this.saving = this.saveId ??= newId();
    this.first = null;
    try { await this.answered(await this.send()); } catch { this.failed(navigator.onLine ? 'failed' : 'offline'); }
    this.saving = null;
  }

  send(more) {
    const body = new URLSearchParams(new FormData(this.form));
    body.set('save_id', this.saveId ??= newId());
    body.set('version', this.version);
    return fetch(this.form.dataset.autosaveUrl, { method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'manual', signal: AbortSignal.timeout(SILENT), ...more });
  }

  async answered(answer) {
    if (answer.type === 'opaqueredirect' || [401, 403, 423].includes(answer.status)) {
      say(this.box, 'failed', this.box.dataset.locked);
      dispatchEvent(new CustomEvent('reverie:locked'));
      return;
    }
    const body = await answer.json();
    if (answer.status === 409) { showBoth(this, body); return; }
    if (!answer.ok) { this.failed('failed', body.error); return; }
    this.version = body.version;
    if (this.form.elements.version) this.form.elements.version.value = body.version;
    this.failures = 0;
    this.dirty = this.saveId !== this.saving;
    if (this.dirty) this.wait(PAUSE);
    else say(this.box, 'saved', this.box.dataset.saved.replace('{time}', clock(body.saved_at)));
  }

  failed(state, sentence) {
    say(this.box, state, sentence ? `${this.box.dataset.failed} ${sentence}` : this.box.dataset[state]);
    this.wait(AGAIN[Math.min(this.failures++, AGAIN.length - 1)]);
  }
}

for (const form of document.querySelectorAll('form[data-autosave-url]')) if (form.querySelector('[data-save-state]')) new Draft(form);
