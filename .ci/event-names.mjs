// Writes src/domain/question/lexicon/event-names.json: the operations of every AWS service, as AWS publishes them in the models of its SDKs.
// CloudTrail calls its events after them (CloudTrail User Guide, "CloudTrail record contents", eventName).
// Usage: unpack a wheel of botocore, then  node .ci/event-names.mjs VERSION PATH/botocore/data
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const [version, folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Usage: node .ci/event-names.mjs VERSION PATH/botocore/data');

/** Names of services in `eventSource` that are not those of their hosts. */
const SOURCES = { 'api.ecr': 'ecr', 'api.ecr-public': 'ecr-public', email: 'ses', tagging: 'tagging' };

const names = {};
for (const service of readdirSync(folder).toSorted()) {
  const newest = readdirSync(join(folder, service))
    .filter(one => /^\d{4}-\d\d-\d\d$/.test(one))
    .toSorted()
    .at(-1);
  if (newest === undefined) continue;
  const packed = readFileSync(join(folder, service, newest, 'service-2.json.gz'));
  const { metadata, operations } = JSON.parse(gunzipSync(packed).toString('utf8'));
  const host = metadata.endpointPrefix.split('.').at(-1) === 'ecr' ? 'api.ecr' : metadata.endpointPrefix;
  const source = SOURCES[host] ?? host;
  names[source] = [...new Set([...(names[source] ?? []), ...Object.keys(operations)])].toSorted((a, b) =>
    a < b ? -1 : 1,
  );
}
const lines = Object.entries(names)
  .toSorted(([a], [b]) => (a < b ? -1 : 1))
  .map(([source, operations]) => `    ${JSON.stringify(source)}: ${JSON.stringify(operations.join(' '))}`);
writeFileSync(
  'src/domain/question/lexicon/event-names.json',
  `{\n  "from": "botocore ${version}",\n  "names": {\n${lines.join(',\n')}\n  }\n}\n`,
);
