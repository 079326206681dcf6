const EMOJI = {
  white_circle: '⚪',
  large_yellow_circle: '🟡',
  large_orange_circle: '🟠',
  red_circle: '🔴',
  eyes: '👀',
  white_check_mark: '✅',
  no_entry: '⛔',
  rewind: '⏪',
  stopwatch: '⏱️',
  warning: '⚠️',
  x: '❌',
  page_facing_up: '📄',
};

const html = text =>
  text.replace(/[&<>"]/g, char => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char]);
const decode = text => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

/** Slack's mrkdwn as HTML: escapes first, so that a message can't become anything but text and the marks below. */
export function mrkdwn(text, names) {
  const kept = [];
  const keep = markup => `\u0000${kept.push(markup) - 1}\u0000`;
  const done = text
    .replace(/```([\s\S]*?)```/g, (_, inner) => keep(`<pre>${html(decode(inner))}</pre>`))
    .replace(/`([^`\n]+)`/g, (_, inner) => keep(`<code>${html(decode(inner))}</code>`))
    .replace(/<@([UW]\w+)(?:\|[^>]*)?>/g, (_, id) =>
      keep(`<span class="mention">@${html(names[id] ?? id)}</span>`),
    )
    .replace(/<!date\^(\d+)\^([^|^>]+)(?:\^[^|>]*)?\|([^>]*)>/g, (_, seconds, format, fallback) =>
      keep(
        `<time title="${html(decode(fallback))}">${html(dateAs(format, new Date(seconds * 1000)))}</time>`,
      ),
    )
    .replace(/<!(\w+)[^>]*>/g, (_, name) => keep(`<span class="mention">@${html(name)}</span>`))
    .replace(/<#(\w+)[^>]*>/g, (_, id) => keep(`<span class="mention">#${html(names[id] ?? id)}</span>`))
    .replace(/<(https?:[^|>]+)(?:\|([^>]*))?>/g, (_, url, label) =>
      keep(`<a href="${html(url)}">${html(decode(label ?? url))}</a>`),
    );
  const marked = html(decode(done))
    .replace(/(^|[\s(])\*(\S(?:[^*\n]*\S)?)\*(?=$|[\s.,:;!?)])/g, '$1<b>$2</b>')
    .replace(/(^|[\s(])_(\S(?:[^_\n]*\S)?)_(?=$|[\s.,:;!?)])/g, '$1<i>$2</i>')
    .replace(/:(\w+):/g, (whole, name) => EMOJI[name] ?? whole)
    .replace(/\n/g, '<br>');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the mark that no message can hold
  return marked.replace(/\u0000(\d+)\u0000/g, (_, index) => kept[Number(index)]);
}

/** A date as Slack's tokens have it, in the zone of whoever looks (Slack, "Formatting text for app surfaces", "Date formatting"). */
function dateAs(format, date) {
  const days = Math.round(
    (new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000,
  );
  const short = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
  const tokens = {
    date_short_pretty: { 0: 'today', 1: 'yesterday', '-1': 'tomorrow' }[days] ?? short,
    time: date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' }),
    time_secs: date.toLocaleTimeString('en-GB'),
  };
  return format.replace(/\{(\w+)\}/g, (whole, name) => tokens[name] ?? whole);
}
