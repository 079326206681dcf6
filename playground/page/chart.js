import { html } from 'lit-html';

/** A chart with bars, as Slack draws one of a single series. */
export function drawChart({ title, chart }) {
  const [{ data }] = chart.series;
  const most = Math.max(1, ...data.map(({ value }) => value));
  return html`<figure>
    <figcaption>${title}</figcaption>
    <div class="bars">
      ${data.map(
        ({ label, value }) => html`<div>
          <span style="height: ${Math.round((value / most) * 100)}px"></span>
          <small>${label}</small>
        </div>`,
      )}
    </div>
  </figure>`;
}
