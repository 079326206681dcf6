/** The form of a Region's name (AWS General Reference, "Regional endpoints"): prefix, perhaps a part of its partition, direction, number. */
const REGION =
  /^(us|eu|ap|sa|ca|me|af|il|mx|cn|eusc)(-(gov|iso[a-z]?|[a-z]{2}))?-(north|south|east|west|central|(north|south)(east|west))-\d$/;

/** Hosts of the management console by what the names of a partition's Regions begin with; the others share the last. */
const CONSOLE_HOSTS: readonly (readonly [prefix: string, host: string])[] = [
  ['cn-', 'console.amazonaws.cn'],
  ['us-gov-', 'console.amazonaws-us-gov.com'],
  ['eusc-', 'console.amazonaws-eusc.eu'],
  ['', 'console.aws.amazon.com'],
];

/** Whether a text has the form of a Region's name, in lower case. */
export function isRegion(text: string): boolean {
  return REGION.test(text);
}

/** The host of the management console of a Region; undefined where there is none that can be linked to. */
export function consoleHost(region: string): string | undefined {
  if (!isRegion(region) || /^[a-z]+-iso/.test(region)) return undefined;
  const host = CONSOLE_HOSTS.find(([prefix]) => region.startsWith(prefix))?.[1];
  return host && `${region}.${host}`;
}

/** Whether global services of a Region's partition record in us-east-1: other partitions have global Regions of their own. */
export function hasUsEast1(region: string): boolean {
  return !/^(cn|us-gov|us-iso|eu-iso|eusc)/.test(region);
}
