import { html } from 'lit-html';

/** The page that each table is at; a table with other rows is another table. */
const pageOf = new Map();

/** A data table, a page at a time as Slack shows it. */
export function drawTable({ caption, rows, page_size: size = 5 }, { key, redraw }) {
  const [header, ...lines] = rows;
  const table = `${key} ${JSON.stringify(rows)}`;
  const pages = Math.ceil(lines.length / size);
  const page = pageOf.get(table) ?? 0;
  const turn = by => () => {
    pageOf.set(table, Math.min(pages - 1, Math.max(0, page + by)));
    redraw();
  };
  const shown = lines.slice(page * size, (page + 1) * size);
  return html`<div class="scroller" role="region" aria-label=${caption} tabindex="0">
      <table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            ${header.map(cell => html`<th>${drawCell(cell)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            row => html`<tr>
              ${row.map(cell => html`<td>${drawCell(cell)}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      pages === 1
        ? ''
        : html`<div class="pages">
            <button type="button" aria-label="Page before" @click=${turn(-1)}>‹</button>
            <span>${page + 1} of ${pages}</span>
            <button type="button" aria-label="Page after" @click=${turn(1)}>›</button>
          </div>`
    }`;
}

function drawCell(cell) {
  if (cell.type === 'raw_text') return cell.text;
  const [date] = cell.elements[0].elements;
  const text = new Date(date.timestamp * 1000).toLocaleString('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'medium',
  });
  return date.url ? html`<a href=${date.url} target="_blank" rel="noreferrer">${text}</a>` : text;
}
