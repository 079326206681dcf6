import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { unsafeHTML } from 'lit-html/directives/unsafe-html.js';
import { drawChart } from './chart.js';
import { mrkdwn } from './mrkdwn.js';
import { drawTable } from './table.js';

/** A message of a channel. `act` does what a click on one of its elements does. */
export function drawMessage(message, given) {
  const { names, bot } = given;
  const author = names[message.user] ?? message.user;
  const kinds = [
    message.user === bot && 'bot',
    message.visibleTo && 'ephemeral',
    message.thread_ts && 'reply',
  ];
  const time = new Date(Number(message.ts) * 1000).toLocaleTimeString('en-GB');
  const blocks = message.blocks ?? [{ type: 'section', text: { type: 'mrkdwn', text: message.text } }];
  return html`<li
    class=${kinds.filter(Boolean).join(' ')}
    data-ts=${message.ts}
    data-initial=${author.charAt(0).toUpperCase()}
    tabindex="-1"
  >
    <div class="author">
      ${author}<small>${time}${message.edited ? ' (edited)' : ''}</small>
      ${message.visibleTo ? html`<span class="only">Only visible to you</span>` : nothing}
    </div>
    ${blocks.map(block => drawBlock(block, { ...given, key: message.ts }))}
    ${(message.attachments ?? []).map(
      ({ color, blocks: inner = [] }) =>
        html`<div class="attachment" style="--bar: ${color ?? '#ddd'}">
          ${inner.map(block => drawBlock(block, { ...given, key: message.ts }))}
        </div>`,
    )}
    ${message.file ? html`<pre class="file">${message.file.content}</pre>` : nothing}
  </li>`;
}

/** A block of Block Kit, of those that the bot uses. */
export function drawBlock(block, given) {
  return html`<div class="block ${block.type}">${contentOf(block, given)}</div>`;
}

function contentOf(block, given) {
  switch (block.type) {
    case 'section':
      return html`${block.text ? html`<span>${drawText(block.text, given)}</span>` : nothing}
        ${block.fields ? html`<dl>${block.fields.map(field => html`<div>${drawText(field, given)}</div>`)}</dl>` : nothing}
        ${drawAccessory(block.accessory, given)}`;
    case 'context':
      return block.elements.map(element => html`<span>${drawText(element, given)}</span>`);
    case 'actions':
      return repeat(
        block.elements,
        ({ action_id: action, url }) => action ?? url,
        element => drawButton(element, given),
      );
    case 'data_table':
      return drawTable(block, given);
    case 'data_visualization':
      return drawChart(block);
    case 'input':
      return drawInput(block, given);
    default:
      return nothing;
  }
}

function drawText({ type, text }, { names }) {
  return type === 'mrkdwn' ? unsafeHTML(mrkdwn(text, names)) : text;
}

function drawAccessory(accessory, given) {
  const { act } = given;
  if (accessory?.type === 'button') return drawButton(accessory, given);
  if (accessory?.type !== 'static_select') return nothing;
  const { options, initial_option: chosen } = accessory;
  return html`<select aria-label="Another event" @change=${event => act(accessory, event.target.value)}>
    ${options.map(
      ({ value, text }) =>
        html`<option value=${value} .selected=${live(value === chosen?.value)}>${text.text}</option>`,
    )}
  </select>`;
}

function drawButton(button, { act }) {
  if (button.type === 'overflow' || button.type === 'static_select') return drawMenu(button, act);
  if (button.url)
    return html`<a class="button" href=${button.url} target="_blank" rel="noreferrer">${button.text.text}</a>`;
  // The second click of a double click is none.
  const click = ({ detail: clicks }) => clicks < 2 && act(button);
  return html`<button type="button" class=${button.style ?? ''} @click=${click}>
    ${button.text.text}
  </button>`;
}

function drawMenu({ placeholder, options, ...menu }, act) {
  const choose = event => {
    const { value } = event.target;
    event.target.value = '';
    void act({ ...menu, options }, value);
  };
  const name = placeholder?.text ?? 'More';
  return html`<select class=${menu.type} aria-label=${name} @change=${choose}>
    <option value="" selected>${placeholder?.text ?? '⋯'}</option>
    ${options.map(({ value, text }) => html`<option value=${value}>${text.text}</option>`)}
  </select>`;
}

function drawInput({ block_id: block, label, hint, element }, { problems }) {
  const id = `input-${block}`;
  const problem = problems[block];
  return html`<label for=${id}>${label.text}</label>
    ${drawField(id, block, element, problem)}
    <div id="${id}-says" class=${problem ? 'problem' : 'hint'} role=${problem ? 'alert' : nothing}>
      ${problem ?? hint?.text ?? ''}
    </div>`;
}

function drawField(id, block, element, problem) {
  const { action_id: action, initial_option: chosen, initial_value: value = '', placeholder } = element;
  const invalid = problem !== undefined;
  if (element.type === 'static_select')
    return html`<select id=${id} data-block=${block} data-action=${action} aria-invalid=${invalid}>
      ${element.options.map(
        option =>
          html`<option value=${option.value} ?selected=${option.value === chosen?.value}>
            ${option.text.text}
          </option>`,
      )}
    </select>`;
  return element.multiline
    ? html`<textarea
        autofocus
        id=${id}
        data-block=${block}
        data-action=${action}
        aria-describedby="${id}-says"
        aria-invalid=${invalid}
      ></textarea>`
    : html`<input
        id=${id}
        data-block=${block}
        data-action=${action}
        aria-describedby="${id}-says"
        aria-invalid=${invalid}
        placeholder=${placeholder?.text ?? ''}
        value=${value}
      />`;
}
