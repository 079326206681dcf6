/** Whether an address is in a network such as `192.0.2.0/24` or `2001:db8::/32` (RFC 4632, RFC 4291). False where either is malformed. */
export function isInNetwork(address: string, network: string): boolean {
  const [base = '', prefix = ''] = network.split('/');
  const [bits, wanted] = [bitsOf(address), bitsOf(base)];
  return (
    bits !== undefined && wanted?.length === bits.length && bits.startsWith(wanted.slice(0, Number(prefix)))
  );
}

/** An address as its bits, 32 or 128 of them. */
function bitsOf(address: string): string | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) {
    return address
      .split('.')
      .map(part => Number(part).toString(2).padStart(8, '0'))
      .join('');
  }
  if (!/^[0-9a-f:]+$/i.test(address) || !address.includes(':')) return undefined;
  const [head = '', tail] = address.split('::');
  const [before, after] = [head, tail ?? ''].map(part => part.split(':').filter(Boolean)) as [
    string[],
    string[],
  ];
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  if (groups.length !== 8 || groups.some(group => group.length > 4)) return undefined;
  return groups.map(group => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}
