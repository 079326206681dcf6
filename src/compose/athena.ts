/** What the command over tables of Athena prints with. */
export { tableDdl } from '../aws/athena/ddl.ts';
