import { html, nothing, render } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import { drawBlock } from './message.js';

/** What Slack's client says of an input that was left empty. */
const EMPTY = 'Please complete this required field.';

/** What is wrong with the inputs of the open modal, by block id. */
let problems = {};
let shownId = null;
/** The modal that this person has just left: the server does not know yet. */
let leftId = null;
let isSubmitting = false;

/** Draws the modal that is open for this person, or closes it; what was typed in it stays. */
export function drawModal(dialog, opened, { names, post, redraw }) {
  const view = opened?.id === leftId ? null : opened;
  if (view?.id !== shownId) problems = {};
  shownId = view?.id ?? null;
  if (!view) return dialog.close();
  const submit = async event => {
    event.preventDefault();
    if (isSubmitting) return;
    const values = valuesIn(event.target);
    problems = missingIn(view, values);
    if (Object.keys(problems).length === 0) {
      isSubmitting = true;
      problems = (await post('/submit', { values })).errors ?? {};
      isSubmitting = false;
    }
    redraw();
    dialog.querySelector('[aria-invalid="true"]')?.focus();
  };
  // Esc is the button's equal: it is told to the server, or the modal would be back with the next change. Not every Esc causes a `cancel`.
  dialog.onclose = () => {
    if (shownId === null || dialog.open) return;
    leftId = shownId;
    void post('/close');
  };
  const content = html`<form novalidate @submit=${submit}>
    ${view.submit ? html`<h3>${view.title.text}</h3>` : html`<h3 tabindex="-1" autofocus>${view.title.text}</h3>`}
    ${view.blocks.map(block => drawBlock(block, { names, problems }))}
    <div class="buttons">
      <button type="button" @click=${() => dialog.close()}>${view.close?.text ?? 'Close'}</button>
      ${view.submit ? html`<button class="primary">${view.submit.text}</button>` : nothing}
    </div>
  </form>`;
  render(keyed(view.id, content), dialog);
  if (!dialog.open) dialog.showModal();
}

/** Asks before something is done. Esc means no. */
export function confirm(dialog, { title, text, confirm: yes, deny }) {
  return new Promise(resolve => {
    const answer = value => () => dialog.close(value);
    dialog.returnValue = '';
    dialog.onclose = () => resolve(dialog.returnValue === 'yes');
    render(
      html`<h3>${title.text}</h3>
        <p>${text.text}</p>
        <div class="buttons">
          <button type="button" @click=${answer('')}>${deny.text}</button>
          <button type="button" class="primary" @click=${answer('yes')}>${yes.text}</button>
        </div>`,
      dialog,
    );
    dialog.showModal();
  });
}

function valuesIn(form) {
  const values = {};
  for (const { dataset, value } of form.querySelectorAll('[data-block]'))
    values[dataset.block] = { [dataset.action]: value };
  return values;
}

function missingIn({ blocks }, values) {
  const isEmpty = ({ block_id: block, element }) => values[block]?.[element.action_id]?.trim() === '';
  const required = blocks.filter(({ type, optional }) => type === 'input' && !optional);
  return Object.fromEntries(required.filter(isEmpty).map(({ block_id: block }) => [block, EMPTY]));
}
