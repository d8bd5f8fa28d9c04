// Fills a door with what another page answers for this person; nothing appears when it answers nothing.
//
// <div data-fragment="/desk/process/day-line/…/" hidden></div>
// The answer is our own server's HTML; scripts in it cannot run under the policy of every page.
const policy = globalThis.trustedTypes?.createPolicy('reverie-fragments', { createHTML: (html) => html });

const fill = async (door) => {
  const answer = await fetch(door.dataset.fragment, { headers: { Accept: 'text/html' }, redirect: 'manual' });
  if (answer.status !== 200) return;
  const html = await answer.text();
  door.innerHTML = policy ? policy.createHTML(html) : html;
  door.hidden = false;
};

for (const door of document.querySelectorAll('[data-fragment]')) fill(door).catch(() => door.remove());
