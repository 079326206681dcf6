import { mrkdwn } from './mrkdwn.js';

const $ = id => document.getElementById(id);
const made = (tag, props = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), props);
  element.append(...children);
  return element;
};

let channel = 'C0TRAIL';
let state = { people: [], channels: [], messages: [], scenarios: [], view: null, bot: '' };
let drawnView = 'null';

const as = () => $('as').value || 'U0CAROL';
const names = () =>
  Object.fromEntries([...state.people.map(one => [one.id, one.name]), [state.bot, 'cctrail']]);

async function post(path, body) {
  await fetch(path, { method: 'POST', body: JSON.stringify({ as: as(), channel, ...body }) });
  await refresh();
}

async function refresh() {
  state = await (await fetch(`/state?as=${as()}`)).json();
  if ($('as').options.length === 0) {
    $('as').append(...state.people.map(one => made('option', { value: one.id, textContent: one.name })));
    $('as').value = 'U0CAROL';
  }
  draw();
}

function draw() {
  $('channels').replaceChildren(
    ...state.channels.map(one => {
      const button = made('button', {
        type: 'button',
        textContent: `# ${one.name}`,
        onclick: () => show(one.id),
      });
      button.setAttribute('aria-current', String(one.id === channel));
      return made('li', {}, button);
    }),
  );
  $('channel').textContent = `# ${state.channels.find(one => one.id === channel)?.name ?? ''}`;
  $('scenarios').replaceChildren(
    ...state.scenarios.map(one =>
      made('button', {
        type: 'button',
        textContent: one.label,
        onclick: () => post('/cause', { scenario: one.id }),
      }),
    ),
  );
  const list = $('messages');
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const here = state.messages.filter(one => one.channel === channel);
  const tops = here.filter(one => !one.thread_ts);
  list.replaceChildren(
    ...tops.flatMap(one => [
      drawMessage(one),
      ...here.filter(reply => reply.thread_ts === one.ts).map(drawMessage),
    ]),
  );
  if (atEnd) list.scrollTop = list.scrollHeight;
  drawModal();
}

function show(id) {
  channel = id;
  draw();
}

function drawMessage(message) {
  const author = names()[message.user] ?? message.user;
  const time = new Date(Number(message.ts) * 1000).toLocaleTimeString('en-GB');
  const item = made('li', {
    className: [
      message.user === state.bot && 'bot',
      message.visibleTo && 'whisper',
      message.thread_ts && 'reply',
    ]
      .filter(Boolean)
      .join(' '),
  });
  item.dataset.initial = author.charAt(0).toUpperCase();
  item.dataset.ts = message.ts;
  const head = made(
    'div',
    { className: 'author', textContent: author },
    made('small', { textContent: `${time}${message.edited ? ' (edited)' : ''}` }),
  );
  if (message.visibleTo) head.append(made('span', { className: 'only', textContent: 'Only visible to you' }));
  item.append(
    head,
    ...(message.blocks ?? [{ type: 'section', text: { type: 'mrkdwn', text: message.text } }]).map(block =>
      drawBlock(block, message),
    ),
  );
  if (message.file) item.append(made('pre', { className: 'file', textContent: message.file.content }));
  return item;
}

function drawBlock(block, message) {
  const element = made('div', { className: `block ${block.type}` });
  if (block.type === 'section') element.innerHTML = drawText(block.text);
  if (block.type === 'context')
    element.append(...block.elements.map(one => made('span', { innerHTML: drawText(one) })));
  if (block.type === 'actions') element.append(...block.elements.map(one => drawButton(one, message)));
  if (block.accessory?.type === 'static_select') element.append(drawSelect(block.accessory, message));
  if (block.type === 'data_table') element.append(drawTable(block));
  if (block.type === 'input') {
    const field = made('textarea', { name: block.element.action_id, id: `input-${block.block_id}` });
    element.append(
      made('label', { htmlFor: field.id, textContent: block.label.text }),
      field,
      made('div', { className: 'hint', textContent: block.hint?.text ?? '' }),
    );
  }
  return element;
}

function drawText(text) {
  return text.type === 'mrkdwn'
    ? mrkdwn(text.text, names())
    : made('span', { textContent: text.text }).innerHTML;
}

function drawSelect({ action_id: action, options, initial_option: chosen }, message) {
  const select = made(
    'select',
    { ariaLabel: 'Another event' },
    ...options.map(one => made('option', { value: one.value, textContent: one.text.text })),
  );
  select.value = chosen?.value ?? '';
  select.onchange = () =>
    post('/click', { ts: message.ts, channel: message.channel, action, value: select.value });
  return select;
}

/** A data table, a page at a time as Slack shows it. */
function drawTable({ caption, rows, page_size: size = 5 }) {
  const [header, ...lines] = rows;
  const cells = (row, tag) => row.map(cell => made(tag, {}, drawCell(cell)));
  const body = made('tbody');
  let page = 0;
  const pages = Math.ceil(lines.length / size);
  const position = made('span');
  const turn = by => {
    page = Math.min(pages - 1, Math.max(0, page + by));
    position.textContent = `${page + 1} of ${pages}`;
    body.replaceChildren(
      ...lines.slice(page * size, (page + 1) * size).map(row => made('tr', {}, ...cells(row, 'td'))),
    );
  };
  turn(0);
  const table = made(
    'table',
    {},
    made('caption', { textContent: caption }),
    made('thead', {}, made('tr', {}, ...cells(header, 'th'))),
    body,
  );
  if (pages === 1) return table;
  const step = (text, by) => made('button', { type: 'button', textContent: text, onclick: () => turn(by) });
  return made('div', {}, table, made('div', { className: 'pages' }, step('‹', -1), position, step('›', 1)));
}

function drawCell(cell) {
  if (cell.type === 'raw_text') return cell.text;
  const date = cell.elements[0].elements[0];
  const text = new Date(date.timestamp * 1000).toLocaleString('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
  return date.url
    ? made('a', { href: date.url, target: '_blank', rel: 'noreferrer', textContent: text })
    : text;
}

function drawButton(button, message) {
  if (button.url)
    return made('a', {
      className: 'button',
      href: button.url,
      target: '_blank',
      rel: 'noreferrer',
      textContent: button.text.text,
    });
  const click = () => post('/click', { ts: message.ts, channel: message.channel, action: button.action_id });
  return made('button', {
    type: 'button',
    className: button.style ?? '',
    textContent: button.text.text,
    onclick: () => (button.confirm ? confirm(button.confirm, click) : click()),
  });
}

function confirm({ title, text, confirm: yes, deny }, go) {
  const dialog = $('confirm');
  const done = answer => () => {
    dialog.close();
    if (answer) void go();
  };
  dialog.replaceChildren(
    made('h3', { textContent: title.text }),
    made('p', { textContent: text.text }),
    made(
      'div',
      { className: 'buttons' },
      made('button', { textContent: deny.text, onclick: done(false) }),
      made('button', { className: 'primary', textContent: yes.text, onclick: done(true) }),
    ),
  );
  dialog.showModal();
}

function drawModal() {
  const dialog = $('modal');
  const drawn = JSON.stringify(state.view);
  if (drawn === drawnView) return;
  drawnView = drawn;
  if (!state.view) return dialog.close();
  const { title, blocks, submit, close } = state.view;
  const buttons = made(
    'div',
    { className: 'buttons' },
    made('button', {
      type: 'button',
      textContent: close?.text ?? 'Close',
      onclick: () => post('/close', {}),
    }),
  );
  if (submit) buttons.append(made('button', { className: 'primary', textContent: submit.text }));
  const form = made(
    'form',
    {},
    made('h3', { textContent: title.text }),
    ...blocks.map(block => drawBlock(block)),
    buttons,
  );
  form.onsubmit = event => {
    event.preventDefault();
    void post('/submit', Object.fromEntries(new FormData(form)));
  };
  dialog.replaceChildren(form);
  if (!dialog.open) dialog.showModal();
}

$('composer').onsubmit = event => {
  event.preventDefault();
  const text = $('text').value.trim();
  $('text').value = '';
  if (text !== '') void post('/say', { text });
};
$('fault').onclick = () => post('/fault', {});
$('as').onchange = refresh;
new EventSource('/watch').onmessage = refresh;
await refresh();
