/** Most answers that one function remembers: the names of AWS's events are fewer, and of words that people type the first ones do. */
const MAX_ANSWERS = 5_000;

/** The same pure function, which remembers what it gave: records repeat the names of their events. Past a bound it only computes. */
export function remembering<T>(compute: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return name => {
    const found = known.get(name);
    if (found !== undefined || known.has(name)) return found as T;
    const value = compute(name);
    if (known.size < MAX_ANSWERS) known.set(name, value);
    return value;
  };
}
