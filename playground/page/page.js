import { html, render } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { drawMessage } from './message.js';
import { confirm, drawModal } from './modal.js';

const $ = id => document.getElementById(id);

/** What this page shows: a channel, as somebody sees it. */
let channel = 'C0TRAIL';
let persona = 'U0CAROL';
let state = { people: [], channels: [], messages: [], scenarios: [], view: null, bot: '' };

async function post(path, body = {}) {
  const sent = JSON.stringify({ as: persona, channel, ...body });
  const answer = await (await fetch(path, { method: 'POST', body: sent })).json();
  await refresh();
  return answer;
}

let refreshes = 0;

async function refresh() {
  const mine = (refreshes += 1);
  const now = await (await fetch(`/state?as=${persona}`)).json();
  // An answer that was overtaken by a later one is old.
  if (mine === refreshes) state = now;
  draw();
}

/** Draws what changed and leaves the rest alone: focus, open menus and drafts stay. */
function draw() {
  const focused = document.activeElement?.closest('#messages > li');
  const list = $('messages');
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  render(drawPersonas(), $('as'));
  render(drawChannels(), $('channels'));
  render(`# ${state.channels.find(({ id }) => id === channel)?.name ?? ''}`, $('channel'));
  render(drawScenarios(), $('scenarios'));
  render(drawMessages(), list);
  drawModal($('modal'), state.view, { names: names(), post, redraw: draw });
  if (isAtEnd) list.scrollTop = list.scrollHeight;
  // Where the button that was pressed is gone, its message has the focus, or the keyboard would be back at the top.
  if (focused?.isConnected && document.activeElement === document.body)
    focused.focus({ preventScroll: true });
}

function drawPersonas() {
  return state.people.map(
    ({ id, name }) => html`<option value=${id} .selected=${live(id === persona)}>${name}</option>`,
  );
}

function drawChannels() {
  const show = id => () => {
    channel = id;
    draw();
    $('messages').scrollTop = $('messages').scrollHeight;
  };
  return state.channels.map(
    ({ id, name }) => html`<li>
      <button type="button" aria-current=${id === channel} @click=${show(id)}># ${name}</button>
    </li>`,
  );
}

function drawScenarios() {
  return state.scenarios.map(
    ({ id, label }) =>
      html`<button type="button" @click=${() => post('/cause', { scenario: id })}>${label}</button>`,
  );
}

function drawMessages() {
  const here = state.messages.filter(message => message.channel === channel);
  const inOrder = here
    .filter(({ thread_ts: thread }) => !thread)
    .flatMap(top => [top, ...here.filter(({ thread_ts: thread }) => thread === top.ts)]);
  return repeat(
    inOrder,
    ({ ts }) => `${channel}/${ts}`,
    message => drawMessage(message, { names: names(), bot: state.bot, act: actOn(message), redraw: draw }),
  );
}

/** Names of people, by id. */
function names() {
  return Object.fromEntries([...state.people.map(({ id, name }) => [id, name]), [state.bot, 'cctrail']]);
}

/** What a click on a message's element does: asks first where the element says so. */
function actOn({ ts, channel: where }) {
  return async ({ action_id: action, confirm: question }, value) => {
    if (!question || (await confirm($('confirm'), question)))
      await post('/click', { ts, channel: where, action, value });
  };
}

$('composer').onsubmit = event => {
  event.preventDefault();
  const text = $('text').value.trim();
  $('text').value = '';
  if (text !== '') void post('/say', { text });
};
$('fault').onclick = () => post('/fault');
$('as').onchange = () => {
  persona = $('as').value;
  void refresh();
};
new EventSource('/watch').onmessage = refresh;
await refresh();
