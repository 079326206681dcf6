import { ACCOUNT } from './scenarios/actors.ts';

/** The catalogue's cards as they are without routes, but one for each event. */
export const ALONE = `  - name: default
    when: { category: [connection, role, billing, identity center, space, dev environment, tagging, trail] }
    channel: C0TRAIL
    stories: off
`;

/** The table over the log files in the simulated bucket. */
export const TABLE =
  '{ database: audit, table: cloudtrail, workgroup: primary, output: "s3://storefront-athena/" }';

/** The text of cctrail.yml; `logs` is the setting that finds log files. */
export const configWith = (logs: string, regions: readonly string[], stories: 'on' | 'off') => `accounts:
  - id: "${ACCOUNT.id}"
    name: ${ACCOUNT.name}
    regions: [${regions.join(', ')}]
    ${logs}
routes:
  - name: workflows
    when: { category: workflow }
    channel: C0DEPLOY
    stories: ${stories}
${stories === 'off' ? ALONE : ''}people:
  - slack: U0BOB
    principals: [bob]
`;
