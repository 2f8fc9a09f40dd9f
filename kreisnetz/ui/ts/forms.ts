/** Small help for forms. Everything works without it: focus goes to the errors, and what cannot be undone asks first. */

import { suggest } from "./_suggest";

/** Our own error texts are better than the browser's bubbles, so the server checks. */
function leaveCheckingToServer(): void {
  for (const form of document.forms) {
    if (form.method === "post") form.noValidate = true;
  }
}

/** After a refused form the reading starts at the summary of errors. */
function focusErrors(): void {
  document.querySelector<HTMLElement>(".kn-error-summary")?.focus();
}

/** <button data-confirm="Wirklich absagen?"> asks before its form is sent; without script a page in between does. */
function confirmFirst(event: MouseEvent): void {
  const target = event.target;
  if (!(target instanceof Element)) return;
  const button = target.closest<HTMLElement>("[data-confirm]");
  const question = button?.dataset["confirm"];
  if (question && !window.confirm(question)) event.preventDefault();
}

/** A second click while the first one is under way sends nothing. */
function sendOnce(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset["sent"] === "true") {
    event.preventDefault();
    return;
  }
  form.dataset["sent"] = "true";
  window.setTimeout(() => delete form.dataset["sent"], 5000);
}

leaveCheckingToServer();
focusErrors();
suggest();
document.addEventListener("click", confirmFirst);
document.addEventListener("submit", sendOnce);
// Back in the browser's history shows the page as it was: let it be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset["sent"];
});
