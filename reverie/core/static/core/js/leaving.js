// What happens to words that are not kept yet when the page is left, covered or closed.
//
// Going away by a link, back or reload: the browser asks first; whoever goes all the same takes the words to the
// server with them (a request that outlives the page). A page that is only covered keeps its words at once.
// Without a network nothing is sent off: the browser would put its own error page over the words.
export const beforeLeaving = (draft) => {
  const { form } = draft;
  form.autocomplete = 'off'; // else the browser itself keeps the words for its own going back, on its disk
  let submits = false;
  form.addEventListener('submit', (e) => {
    submits = navigator.onLine;
    if (!submits) { e.preventDefault(); draft.failed(draft.dirty ? 'offline' : 'halted'); }
  });
  addEventListener('pageshow', () => { submits = false; });
  addEventListener('beforeunload', (e) => { if (draft.dirty && !submits) e.preventDefault(); });
  addEventListener('pagehide', () => { if (draft.dirty && !submits) draft.send({ keepalive: true }).catch(() => {}); });
  document.addEventListener('visibilitychange', () => { if (document.hidden && draft.dirty && !draft.failures) draft.save(); });
};
