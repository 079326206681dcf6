import { html, render } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { drawMessage } from './message.js';
import { confirm, drawModal } from './modal.js';

const $ = id => document.getElementById(id);

/** What this page shows: a channel, as somebody sees it. The address keeps both, for when it is loaded again. */
let [persona = 'U0CAROL', channel = 'C0TRAIL'] = location.hash.slice(1).split('/').filter(Boolean);
let state = { people: [], channels: [], messages: [], scenarios: [], view: null, bot: '', revision: 0 };

/** Tells the server of something that was done. Gives its answer; `failed` where there was none, which the page then says. */
async function post(path, body = {}) {
  try {
    const sent = JSON.stringify({ as: persona, channel, ...body });
    const response = await fetch(path, { method: 'POST', body: sent });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    render('', $('trouble'));
    await refresh();
    return answer;
  } catch (error) {
    render(`That did not work. Is the playground still running? (${error.message})`, $('trouble'));
    return { failed: true };
  }
}

let refreshes = 0;

async function refresh() {
  const mine = (refreshes += 1);
  const now = await (await fetch(`/state?as=${persona}`)).json();
  // An answer that was overtaken by a later one is old.
  if (mine !== refreshes) return;
  state = now;
  if (!state.people.some(({ id }) => id === persona)) persona = state.people[0].id;
  // A conversation of somebody else's is none that this person sees.
  if (!state.channels.some(({ id }) => id === channel)) channel = state.channels[0].id;
  draw();
}

/** Draws what changed and leaves the rest alone: focus, open menus and drafts stay. */
function draw() {
  const list = $('messages');
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  render(drawPersonas(), $('as'));
  render(drawChannels(), $('channels'));
  render(`# ${state.channels.find(({ id }) => id === channel)?.name ?? ''}`, $('channel'));
  render(drawScenarios(), $('scenarios'));
  render(drawMessages(), list);
  drawModal($('modal'), state.view, { names: names(), post, redraw: draw });
  if (isAtEnd) list.scrollTop = list.scrollHeight;
  history.replaceState(null, '', `#${persona}/${channel}`);
  // For tests: what happened up to here is drawn.
  document.body.dataset.revision = state.revision;
  keepFocus();
}

let lastFocused = null;

/** Where the button that was pressed is gone, its message has the focus: or the keyboard would be back at the top of the page. */
function keepFocus() {
  if (document.activeElement === document.body) lastFocused?.focus({ preventScroll: true });
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

/** Names of people and channels, by id. */
function names() {
  const all = [...state.people, ...state.channels].map(({ id, name }) => [id, name]);
  return Object.fromEntries([...all, [state.bot, 'cctrail']]);
}

const underWay = new Set();

/** What a click on a message's element does: asks first where the element says so. A second click waits for the first to be done. */
function actOn({ ts, channel: where }) {
  return async ({ action_id: action, confirm: question }, value) => {
    const click = `${ts}/${action}`;
    if (underWay.has(click)) return;
    underWay.add(click);
    if (!question || (await confirm($('confirm'), question)))
      await post('/click', { ts, channel: where, action, value });
    underWay.delete(click);
    keepFocus();
  };
}

$('messages').addEventListener('focusin', event => {
  lastFocused = event.target.closest('#messages > li');
});
document.addEventListener('focusin', event => {
  if (!event.target.closest('#messages, dialog')) lastFocused = null;
});
$('modal').addEventListener('close', keepFocus);
$('composer').onsubmit = async event => {
  event.preventDefault();
  const text = $('text').value.trim();
  if (text === '') return;
  $('text').value = '';
  if ((await post('/say', { text })).failed) $('text').value ||= text;
};
$('fault').onclick = () => post('/fault');
$('as').onchange = () => {
  persona = $('as').value;
  void refresh();
};
new EventSource('/watch').onmessage = () => void refresh().catch(() => undefined);
await refresh();
