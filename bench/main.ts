import { benchAthena } from './athena.ts';
import { benchIdentity } from './identity.ts';
import { benchIntake } from './intake.ts';
import { benchLookups } from './lookups.ts';
import { benchOrders } from './orders.ts';
import { benchOverview } from './overview.ts';
import { benchQuestions } from './questions.ts';
import { benchRecords } from './records.ts';
import { benchSlack } from './slack.ts';
import { benchStart } from './start.ts';
import { benchStories } from './stories.ts';
import { benchTrailLogs } from './trail-logs.ts';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  records: benchRecords,
  identity: benchIdentity,
  intake: benchIntake,
  overview: benchOverview,
  orders: benchOrders,
  questions: benchQuestions,
  lookups: benchLookups,
  slack: benchSlack,
  start: benchStart,
  stories: benchStories,
  'trail-logs': benchTrailLogs,
  athena: benchAthena,
};

// All of them, or those that are named: npm run bench -- records
const named = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES))
  if (named.length === 0 || named.includes(name)) await bench();
