import { faultMatrix } from './fault-matrix.ts';

faultMatrix('the embedded store', async () => ({}));
