// Holds the imports of src against the directions that CONTRIBUTING.md draws. Fails too when it looked at nothing.
import { cruise } from 'dependency-cruiser';

const rooms = {
  domain: [],
  records: ['domain'],
  config: ['domain', 'records'],
  app: ['domain', 'records'],
  slack: ['domain', 'records', 'app'],
  aws: ['domain', 'records', 'app'],
  feeds: ['domain', 'records', 'app'],
  stores: ['domain', 'records', 'app'],
  runtime: ['domain', 'records', 'app'],
};
/** Rooms of app, and which others each may use; what stands at its top is for all. Flows never import each other. */
const flows = {
  state: [],
  identity: ['state'],
  delivery: ['state', 'identity'],
  search: ['state', 'identity'],
  deciding: ['state', 'identity'],
  asking: ['state', 'identity', 'search'],
  ordering: ['state', 'search', 'asking'],
  watching: ['state'],
  reconciling: ['state'],
  reporting: ['state'],
  polling: ['state'],
  examining: ['state'],
};
/** Packages that the inner rooms may use; `node:crypto` and `node:zlib` are pure functions where records uses them. */
const packages = {
  domain: '^node_modules/(date-fns|@date-fns)/',
  records: '^(node:)?(crypto|zlib)$',
  app: '^node_modules/zod/',
};

const forbidden = Object.entries(rooms).map(([room, may]) => ({
  name: `${room} imports only ${[room, ...may].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: [room, ...may].map(name => `^src/${name}/`) },
}));
for (const [room, may] of Object.entries(flows)) {
  forbidden.push({
    name: `app/${room} imports only ${[room, ...may].join(', ')} of app`,
    severity: 'error',
    from: { path: `^src/app/${room}/` },
    to: { path: '^src/app/[^/]+/', pathNot: [room, ...may].map(name => `^src/app/${name}/`) },
  });
}
forbidden.push({
  name: 'what all rooms of app share imports none of them',
  severity: 'error',
  from: { path: '^src/app/[^/]+\\.ts$' },
  to: { path: '^src/app/[^/]+/' },
});
for (const [room, allowed] of Object.entries(packages)) {
  forbidden.push({
    name: `${room} does no input or output`,
    severity: 'error',
    from: { path: `^src/${room}/` },
    to: { path: '.', pathNot: ['^src/', allowed] },
  });
}
forbidden.push(
  {
    name: 'cli goes through compose',
    severity: 'error',
    from: { path: '^src/cli/' },
    to: { path: '^src/(slack|aws|feeds|stores)/' },
  },
  {
    name: 'only main starts things',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/main' },
    to: { path: '^src/main' },
  },
  {
    name: 'src knows no playground, bench or test',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^(playground|bench|test)/' },
  },
  {
    name: 'no circles',
    severity: 'error',
    from: { path: '^src/' },
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
);

const { output } = await cruise(['src'], {
  ruleSet: { forbidden },
  validate: true,
  parser: 'swc',
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
});
const unseen = [...Object.keys(rooms), ...Object.keys(flows).map(room => `app/${room}`)].filter(
  room => !output.modules.some(module => module.source.startsWith(`src/${room}/`)),
);
const { totalCruised, totalDependenciesCruised, violations } = output.summary;
for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from} -> ${to}`);
if (totalCruised < 50 || totalDependenciesCruised < 100 || unseen.length > 0) {
  console.error(
    `${totalCruised} modules were looked at, none in ${unseen.join(', ')}: the check itself is broken`,
  );
  process.exit(1);
}
console.log(
  `layers: ${totalCruised} modules, ${totalDependenciesCruised} imports, ${violations.length} violations`,
);
process.exit(violations.length > 0 ? 1 : 0);
