// One question at a time. What is ticked stays in the form of this page: nothing is stored, nothing is sent,
// and the address holds only which question one is at. Without this file the form shows all questions at once.

const form = document.querySelector("[data-explore]");
const steps = [...form.querySelectorAll("[data-step]")];
const questions = steps.filter((step) => !("end" in step.dataset));
const ticked = (within) => [...within.querySelectorAll("input:checked")];

function clear(within) {
  for (const input of ticked(within)) input.checked = false;
}

function workOutTheEnd() {
  const keys = new Set(ticked(form).map((input) => input.dataset.key));
  const guides = [...form.querySelectorAll("[data-keys]")];
  const leads = (guide) => guide.dataset.keys.split(" ").some((key) => keys.has(key));
  const led = guides.some(leads);
  for (const guide of guides) guide.hidden = led ? !leads(guide) : !("first" in guide.dataset);
  form.querySelector("[data-help]").hidden = ticked(form).every((input) => !("danger" in input.dataset));
}

function show(moveFocus) {
  const wanted = steps.find((step) => `#${step.id}` === location.hash) ?? steps[0];
  for (const step of steps) step.hidden = step !== wanted;
  if ("end" in wanted.dataset) workOutTheEnd();
  if (moveFocus) wanted.focus();
}

questions.forEach((question, index) => {
  const next = `#${steps[index + 1].id}`;
  const links = question.querySelector("[data-go]");
  links.hidden = false;
  links.querySelector("[data-next]").href = next;
  const skip = links.querySelector("[data-skip]");
  skip.href = next;
  skip.addEventListener("click", () => clear(question));
  const back = links.querySelector("[data-back]");
  back.hidden = index === 0;
  back.href = index ? `#${steps[index - 1].id}` : next;
});

form.querySelector("[data-again]").addEventListener("click", () => clear(form));
form.querySelector("[data-plain]").hidden = true;
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
});
addEventListener("hashchange", () => show(true));
show(false);
