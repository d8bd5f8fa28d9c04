// Waits for whoever writes to pause: a lock that falls into a sentence takes its end for a password.
const PAUSE = 700; // ms after the last sign
const LONGEST = 20000; // ms while someone keeps typing: what was typed before a lock is not hidden for longer

let last = 0;
addEventListener('input', () => { last = Date.now(); }, { capture: true, passive: true });

export const pause = async () => {
  const until = Date.now() + LONGEST;
  for (let now = Date.now(); now < until && now - last < PAUSE; now = Date.now()) {
    await new Promise((go) => { setTimeout(go, Math.min(until, last + PAUSE) - now); });
  }
};
